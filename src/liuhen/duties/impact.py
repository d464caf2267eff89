"""What another set of packs would change in open dossiers, before anybody adopts it.

What was done keeps its pins. So there are three answers: what a gate would ask before an act that is still to come
appears or vanishes, and an open duty whose rule reads otherwise in the new packs keeps the old one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal, NamedTuple

from django.db.models import QuerySet

from liuhen.duties.facts import Told, event_of, named, told
from liuhen.duties.findings import judged
from liuhen.duties.kinds import kind_of
from liuhen.duties.models import Fact, Reckoned
from liuhen.kernel import clock
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.office.in_force import InForce, in_force
from liuhen.office.payloads import PackDay
from liuhen.office.texts import shelf
from liuhen.rulebook import Event, Finding, State, load
from liuhen.rulebook.parts import InForce as Span
from liuhen.rulebook.plan import Plan

How = Literal["appears", "vanishes", "due", "keeps"]
WORDS: Final[Mapping[How, str]] = {
    "appears": "新增应记",
    "vanishes": "不再应记",
    "due": "期限改变",
    "keeps": "仍按原规程",
}
_OPEN: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE})
_PLANNED: Final = "planned"
_NOT_ASKED: Final = {"examples", "rows", "matter", "clashes", "because", "overrides", "article"}


class Change(NamedTuple):
    """One thing that a dossier owes and what becomes of it; `finding` is the present one, or the one that appears."""

    how: How
    finding: Finding


class Impact(NamedTuple):
    """A dossier that other packs would touch."""

    dossier: str
    changes: tuple[Change, ...]


class Altered(NamedTuple):
    """A rule that the new packs have, have not, or word otherwise: acts to come are judged by it."""

    how: Literal["added", "dropped", "changed"]
    plan: Plan


class Prospect:
    """What is in force in an organ beside what would be with other packs; rules are compared once."""

    def __init__(self, organ: str, packs: Sequence[str], *, days: Sequence[PackDay] = ()) -> None:
        """Read the packs `packs` from the shelf, with those that they stand on.

        Args:
            organ: whose readings, own terms and calendar hold for both.
            packs: ids of the packs to adopt.
            days: from when on packs are in force whose own text names no day.

        Raises:
            PackError: one of them is not there, or not written as packs are.
            UnusableError: nothing is in force in the organ yet.
        """
        spans = {one.pack: Span.model_validate({"from": one.first, "until": one.last}) for one in days}
        self.organ, self.present = organ, in_force(organ)
        book = load(tuple(packs), roots=shelf(), dates=spans)
        self.new = replace(self.present, rulebook=book, pin=_PLANNED, mark="", laws=())
        self._altered: dict[str, tuple[Altered, ...]] = {}

    def altered(self, kind: str) -> tuple[Altered, ...]:
        """Return the rules for dossiers of a kind that read otherwise in the new packs."""
        if kind not in self._altered:
            self._altered[kind] = _altered_rules(kind, self.present, self.new)
        return self._altered[kind]

    def touched(self, dossier: str) -> tuple[Change, ...]:
        """Return what would change in one dossier."""
        held, now = told(dossier), clock.now()
        before = _owed(judged(held, force=self.present, now=now))
        after = _owed(judged(_widened(held, self.present, self.new), force=self.new, now=now))
        altered = {one.plan.rule.id for one in self.altered(kind_of(held.events))}
        changes = [Change("appears", one) for key, one in after.items() if key not in before]
        for key, one in before.items():
            if key not in after:
                changes.append(Change("vanishes", one))
            elif after[key].due != one.due:
                changes.append(Change("due", after[key]))
            elif one.rule.id in altered and one.rule == after[key].rule:
                changes.append(Change("keeps", one))
        return tuple(changes)


def of(organ: str, packs: Sequence[str], *, days: Sequence[PackDay] = ()) -> Iterator[Impact]:
    """Yield every open dossier of an organ that other packs would touch, one after the other; see `Prospect`."""
    prospect = Prospect(organ, packs, days=days)
    for dossier in open_dossiers(organ):
        if changes := prospect.touched(dossier):
            yield Impact(dossier, changes)


def open_dossiers(organ: str, *, after: str = "") -> Iterator[str]:
    """Yield the dossiers of an organ that are not over, in the order of their ids, beginning after `after`."""
    found = Reckoned.objects.filter(organ=organ, id__gt=after).exclude(id__in=_over(organ)).order_by("id")
    yield from found.values_list("id", flat=True).iterator(chunk_size=200)


def count_open(organ: str) -> int:
    """Return how many dossiers of an organ are not over."""
    return Reckoned.objects.filter(organ=organ).exclude(id__in=_over(organ)).count()


def _over(organ: str) -> "QuerySet[Fact, Any]":
    book = in_force(organ).rulebook
    kinds = {kind for of_kind in book.dossier_kinds for plan in book.plans(of_kind) for kind in plan.over}
    return Fact.objects.filter(organ=organ, kind__in=sorted(kinds)).values("dossier")


def _altered_rules(kind: str, present: InForce, new: InForce) -> tuple[Altered, ...]:
    old = {plan.rule.id: plan for plan in present.rulebook.plans(kind, present.choices)}
    young = {plan.rule.id: plan for plan in new.rulebook.plans(kind, new.choices)}
    found = [Altered("added", plan) for rule, plan in young.items() if rule not in old]
    found += [Altered("dropped", plan) for rule, plan in old.items() if rule not in young]
    both = ((plan, young[rule]) for rule, plan in old.items() if rule in young)
    return (*found, *(Altered("changed", plan) for before, plan in both if _asked(before) != _asked(plan)))


def _asked(plan: Plan) -> object:
    words = plan.words
    spans = [(span.first, span.last) for span in plan.in_force]
    told = [(name, getattr(words, name)) for name in type(words).model_fields if name not in _NOT_ASKED]
    return repr((told, spans, plan.words.instead))


def _owed(found: Sequence[Finding]) -> dict[tuple[str, int, str], Finding]:
    return {_key(one): one for one in found if one.state in _OPEN}


def _key(one: Finding) -> tuple[str, int, str]:
    return one.rule.id, one.trigger.seq if one.trigger else 0, one.piece.key if one.piece else ""


def _widened(held: Told, present: InForce, new: InForce) -> Told:
    """Return a dossier with the fields that only the new packs read, from the bodies of those entries."""
    more = {
        kind
        for kind in {one.kind for one in held.events}
        if new.rulebook.named_fields(kind) - named(kind, present.books)
    }
    return held._replace(events=tuple(_whole(one) if one.kind in more else one for one in held.events))


def _whole(event: Event) -> Event:
    if event.entry is None:
        return event
    entry = entry_of(event.entry)
    return event_of(entry, body_of(entry), corrects=event.corrects)
