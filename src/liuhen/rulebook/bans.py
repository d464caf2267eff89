"""What may not be: acts that are forbidden, and acts that somebody may not do."""

from collections.abc import Iterator, Mapping

from liuhen.kernel.canonical import Json
from liuhen.rulebook.clock import Run
from liuhen.rulebook.conditions import ALWAYS, at
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import Sight
from liuhen.rulebook.plan import Plan


def forbidden(plan: Plan, event: Event, run: Run, bound: int) -> Finding | None:
    """Return the finding of an act that is forbidden; None where the ban is not about it."""
    sight = Sight(run.index, event.fields, bound)
    if plan.words.when is not ALWAYS and not plan.words.when.holds(event.fields, sight):
        return None
    waived = plan.words.unless is not None and plan.words.unless.holds(event.fields, sight)
    return Finding(
        plan.rule, State.WAIVED if waived else State.BREACHED, event,
        missing=() if waived else (plan.words.lacking or plan.words.asks,),
    )  # fmt: skip


def split(plan: Plan, event: Event, run: Run, _bound: int) -> Finding | None:
    """Return whether an act was done by somebody who may not; None where the rule is not about it."""
    not_by = plan.words.not_by
    if not_by is None or not plan.words.when.holds(event.fields, Sight(run.index, event.fields)):
        return None
    if not_by.barred is not None:
        return _kept_out(plan, event, run)
    who = {event.by, *(person for path in not_by.who for person in _persons(at(event.fields, path.split("."))))} - {""}
    acted = [kind for kind in not_by.acted if any(each.by in who for each in run.index.of(kind))]
    acted += [
        kind
        for kind, path in not_by.named.items()
        if any(who & set(_persons(at(each.fields, path.split(".")))) for each in run.index.of(kind))
    ]
    if not acted:
        return Finding(plan.rule, State.SATISFIED, event, event)
    did = "、".join(dict.fromkeys(plan.kind(kind) for kind in acted))
    return Finding(plan.rule, State.BREACHED, event, missing=(f"{plan.words.lacking}：{did}",))


def may_not(plan: Plan, event: Event, run: Run, bound: int) -> Finding | None:
    """Return whether an act about to be done is refused: by who did it, or because somebody was barred before."""
    if not plan.words.bars:
        return split(plan, event, run, bound)
    barring = [each for each in _barring(plan, run) if _barred_by(plan, each) & _taking_part(plan, event)]
    return Finding(plan.rule, State.BREACHED, event, missing=(plan.words.lacking,)) if barring else None


def _kept_out(plan: Plan, event: Event, run: Run) -> Finding:
    """Return whether those whom an event bars did nothing afterwards."""
    barred = _barred_by(plan, event)
    lifted = next((each for each in _about(plan, run, barred) if each.seq > event.seq), None)
    acts = (each for found in run.index.kinds.values() for each in found if each.seq > event.seq)
    did = [each for each in acts if not (lifted and each.seq > lifted.seq) and barred & _taking_part(plan, each)]
    if not did:
        return Finding(plan.rule, State.SATISFIED, event, event)
    told = "、".join(dict.fromkeys(plan.kind(each.kind) for each in did))
    return Finding(plan.rule, State.BREACHED, event, missing=(f"{plan.words.lacking}：{told}",))


def _barring(plan: Plan, run: Run) -> Iterator[Event]:
    """Yield the events that bar somebody and that no later one about him has taken the place of."""
    for kind in plan.words.on.kinds:
        for event in run.index.of(kind):
            later = any(each.seq > event.seq for each in _about(plan, run, _barred_by(plan, event)))
            if not later and plan.words.when.holds(event.fields, Sight(run.index, event.fields)):
                yield event


def _about(plan: Plan, run: Run, persons: set[str]) -> Iterator[Event]:
    for kind in plan.words.on.kinds:
        yield from (each for each in run.index.of(kind) if _barred_by(plan, each) & persons)


def _barred_by(plan: Plan, event: Event) -> set[str]:
    path = plan.words.not_by.barred if plan.words.not_by else None
    return set(_persons(at(event.fields, path.split(".")))) - {""} if path else set()


def _taking_part(plan: Plan, event: Event) -> set[str]:
    who = plan.words.not_by.who if plan.words.not_by else ()
    return {event.by, *(person for path in who for person in _persons(at(event.fields, path.split("."))))} - {""}


def _persons(value: Json) -> Iterator[str]:
    """Yield the officers that a field names: a snapshot, its number alone, or a list of either."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _persons(value.get("id"))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _persons(each)
