"""The short way through a rule that asks nothing unusual: most rules of most cases. It says what the long way says.

Taken for rules that are `usual` (see words), and for a dossier without corrections. A property test holds both ways
against each other.
"""

from datetime import datetime

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant
from liuhen.rulebook.clock import Run
from liuhen.rulebook.conditions import ALWAYS, at, missing
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import Sight
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.remaining import soon
from liuhen.rulebook.terms import Reckoning, Term, Unit, from_day
from liuhen.rulebook.words import ADVISORY, Words


def short(plan: Plan, trigger: Event, run: Run, _bound: int) -> Finding | None:
    """Judge one event by a usual rule; None where the rule is not about it."""
    words, index, fields = plan.words, run.index, trigger.fields
    if words.when is not ALWAYS and not words.when.holds(fields, Sight(index, fields)):
        return None
    if words.owes:
        event, wanting = _owed(words, trigger, run), plan.nothing
    else:
        wanting = _wanting(plan, trigger) if words.fields else ()
        event = None if wanting else trigger
    if words.within is not None:
        return _dated(plan, words, trigger, event, wanting, run)
    kinds = words.owes or (trigger.kind,)
    if event is None:
        return Finding(plan.rule, _undated(plan, words, trigger, run), trigger, None, wanting, settle_kinds=kinds)
    settled = _measured(words, event)
    return Finding(
        plan.rule, State.SATISFIED, trigger, event, (), None, None, True, kinds, None, settled  # noqa: FBT003
    )  # fmt: skip


def _wanting(plan: Plan, trigger: Event) -> tuple[str, ...]:
    words, fields = plan.words, trigger.fields
    gone = [
        path
        for path, parts in words.field_paths
        if not (value := fields.get(path) if len(parts) == 1 else at(fields, parts)) and missing(value)
    ]
    return tuple(f"{plan.kind(trigger.kind)}未载明{plan.field(path)}" for path in gone) if gone else ()


def _owed(words: Words, trigger: Event, run: Run) -> Event | None:
    """Return the first event that counts."""
    floor = 0 if words.even_before else trigger.seq
    for event in run.index.kinds.get(words.owes[0], ()):
        if event.seq > floor and (words.anything or _counts(words, event, trigger, run)):
            return event
    return None


def _counts(words: Words, event: Event, trigger: Event, run: Run) -> bool:
    if words.with_ is not ALWAYS and not words.with_.holds(event.fields, Sight(run.index, trigger.fields)):
        return False
    for mine, theirs in words.match.items():
        value = _value(event, mine)
        if value is None or value != _value(trigger, theirs):  # type: ignore[arg-type]  # usual rules name fields only
            return False
    return True


def _value(event: Event, path: str) -> Json:
    return event.seq if path == "seq" else at(event.fields, path.split("."))


def _measured(words: Words, event: Event) -> datetime:
    if words.met_by == "recorded" and event.recorded is not None:
        return event.recorded
    return as_instant(event.happened)


def _undated(plan: Plan, words: Words, trigger: Event, run: Run) -> State:
    if words.modality in ADVISORY:
        return State.ADVISORY
    over = any(event.seq > trigger.seq for kind in words.until or plan.over for event in run.index.of(kind)[-1:])
    return State.OVERDUE if over else State.OPEN


def _dated(
    plan: Plan, words: Words, trigger: Event, event: Event | None, wanting: tuple[str, ...], run: Run
) -> Finding:
    count = _count(words, trigger, run)
    due, kinds = count.due, words.owes or (trigger.kind,)
    origin = plan.kind(trigger.kind)
    if event is None:
        state = _state(words, count, run)
        return Finding(
            plan.rule, state, trigger, None, wanting, due, run.now, count.certain, kinds, count, None, origin,
            run.calendar, began=trigger.happened,
        )  # fmt: skip
    settled, state, certain = _measured(words, event), State.SATISFIED, True
    if due is None or settled > due:
        late = count.over(settled)
        state = State.SATISFIED_LATE if late else State.SATISFIED
        certain = count.certain if late else count.surely_in_time(settled)
    return Finding(
        plan.rule, state, trigger, event, (), due, None, certain, kinds, count, settled, origin, run.calendar,
        began=trigger.happened,
    )  # fmt: skip


def _count(words: Words, trigger: Event, run: Run) -> Reckoning:
    """Return the count from the day of the trigger."""
    term: Term = words.within.term if words.within else Term(0, Unit.DAYS)
    return from_day(run.index.day(trigger), term, run.calendar, words.roll)


def _state(words: Words, count: Reckoning, run: Run) -> State:
    if words.modality in ADVISORY:
        return State.ADVISORY
    if count.due is None:
        return State.OPEN
    if count.over(run.now):
        return State.OVERDUE
    return State.DUE_SOON if soon(count.due, run.calendar, run.now) else State.OPEN
