"""Every act is judged by what was in force when it was recorded; what is still to come, by what is in force now.

One dossier may hold acts done under several packs, readings or own terms: each is asked only about its own acts, and
the answers are put together. The newest alone says what a gate asks before an act that is still to come, and what each
new year asks. The calendar of the present holds for all of them.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from liuhen.duties.facts import Told, told
from liuhen.duties.kinds import kind_of
from liuhen.duties.known import Known
from liuhen.kernel import clock
from liuhen.office.in_force import InForce, in_force, under
from liuhen.rulebook import Dossier, Finding, assess
from liuhen.rulebook.plan import Plan

_known: Final = Known()


class Judged(NamedTuple):
    """A dossier as the newest law sees it, and every finding about it."""

    force: InForce
    dossier: Dossier
    findings: tuple[Finding, ...]


def findings(dossier: str, *, now: datetime | None = None) -> Judged:
    """Judge a dossier: the one door for pages, lists and exports.

    Args:
        dossier: its id.
        now: aware; the present moment where none is given.

    Raises:
        UnusableError: the organ has adopted no regulation, or the text of one is not there any more.
    """
    held = told(dossier)
    force, moment = in_force(held.organ), now or clock.now()
    found = _known.recall(dossier, held, force, moment)
    if found is None:
        found = _known.keep(dossier, held, force, moment, judged(held, force=force, now=moment))
    return Judged(force, as_dossier(held, force), found)


class Era(NamedTuple):
    """The acts of a dossier that were done under one and the same law.

    Args:
        packs: pack -> version.
        seqs: the numbers of these acts.
        present: whether it is what is in force now.
    """

    packs: Mapping[str, str]
    choices: Mapping[str, str]
    terms: Mapping[str, str]
    seqs: tuple[int, ...]
    present: bool


def eras(dossier: str) -> tuple[Era, ...]:
    """Return under what the acts of a dossier were done, the earliest first."""
    held = told(dossier)
    if not held.events:
        return ()
    force = in_force(held.organ)
    found = []
    for pin, seqs in sorted(held.pins.items(), key=lambda one: min(one[1])):
        law = under(pin, force)
        present = pin == force.pin
        found.append(Era(law.rulebook.versions, law.choices, law.own_terms, tuple(sorted(seqs)), present))
    return tuple(found)


def as_dossier(held: Told, force: InForce) -> Dossier:
    """Return the dossier as `force` reads it."""
    return Dossier(kind=kind_of(held.events), events=held.events, choices=force.choices, terms=force.own_terms)


def judged(held: Told, *, force: InForce, now: datetime) -> tuple[Finding, ...]:
    """Return what every rule says of a dossier, each act under what was in force when it was recorded."""
    newest = assess(as_dossier(held, force), force.rulebook, force.calendar, now)
    if held.pins.keys() <= {force.pin}:
        return newest
    kind, own = kind_of(held.events), held.pins.get(force.pin, frozenset())
    plans = _plans(kind, force)
    found = [one for one in newest if _of_the_newest(one, plans, own)]
    for pin, seqs in held.pins.items():
        if pin != force.pin:
            found += _under(under(pin, force), held, kind, seqs, now)
    return (*found, *_idle(plans, found))


def _under(force: InForce, held: Told, kind: str, seqs: frozenset[int], now: datetime) -> Iterator[Finding]:
    plans = _plans(kind, force)
    for one in assess(as_dossier(held, force), force.rulebook, force.calendar, now, only=seqs):
        if one.trigger is not None and not _yearly(one, plans) and not _pending(one, plans):
            yield one


def _plans(kind: str, force: InForce) -> Mapping[str, Plan]:
    return {plan.rule.id: plan for plan in force.rulebook.plans(kind, force.choices)}


def _of_the_newest(one: Finding, plans: Mapping[str, Plan], own: frozenset[int]) -> bool:
    if one.trigger is None:
        return False
    return one.trigger.seq in own or _yearly(one, plans) or _pending(one, plans)


def _yearly(one: Finding, plans: Mapping[str, Plan]) -> bool:
    return plans[one.rule.id].words.each is not None


def _pending(one: Finding, plans: Mapping[str, Plan]) -> bool:
    """Say whether it is what a gate asks before an act that is still to come."""
    words = plans[one.rule.id].words
    return bool(words.before) and one.trigger is not None and one.trigger.kind not in words.before


def _idle(plans: Mapping[str, Plan], found: list[Finding]) -> Iterator[Finding]:
    """Yield the rules of the newest that say nothing, so that each of them has an answer."""
    spoken = {one.rule.id for one in found}
    return (plan.idle for rule, plan in plans.items() if rule not in spoken)
