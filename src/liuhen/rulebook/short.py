"""The short way through a rule that asks nothing unusual: most rules of most cases. It says what the long way says.

A rule is made into a function once, with everything that does not change from case to case already looked up. Taken
for rules that are `usual` (see words) and for gates and bans without exceptions, in a dossier without corrections.
A property test holds both ways against each other.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeAlias

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant
from liuhen.rulebook.clock import Run
from liuhen.rulebook.conditions import ALWAYS, at, missing
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.evidence import triggers
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import Index, Sight
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.remaining import soon
from liuhen.rulebook.terms import Reckoning, Term, from_day
from liuhen.rulebook.words import ADVISORY, Words

Judge: TypeAlias = Callable[[Event, Run], Finding | None]
Look: TypeAlias = Callable[[Event, Index], tuple[Event | None, tuple[str, ...]]]
"""What settles the rule for a trigger (None: nothing does), and what is then missing."""


def short(plan: Plan) -> Callable[[Run, list[Finding]], None]:
    """Return what adds the findings of a usual rule to a list."""
    judge, holds = _judge(plan), None if plan.words.when is ALWAYS else plan.words.when.holds

    def add(run: Run, findings: list[Finding]) -> None:
        index = run.index
        for event in triggers(plan, run):
            if holds is None or holds(event.fields, Sight(index, event.fields)):
                found = judge(event, run)
                if found is not None:
                    findings.append(found)

    return add


def short_gate(plan: Plan, pending: Callable[[Plan, Run], Finding | None]) -> Callable[[Run, list[Finding]], None]:
    """Return what adds the findings of a gate that asks for one kind of event and nothing of it.

    Args:
        pending: what the gate owes while the act it guards is still to come.
    """
    holds = None if plan.words.when is ALWAYS else plan.words.when.holds
    rule, owes, nothing, waits = plan.rule, plan.words.owes, plan.nothing, bool(plan.words.on.kinds)

    def add(run: Run, findings: list[Finding]) -> None:
        index = run.index
        for event in triggers(plan, run):
            if holds is not None and not holds(event.fields, Sight(index, event.fields, event.seq)):
                continue
            found = index.before(owes[0], event.seq)
            state, last = (State.SATISFIED, found[-1]) if found else (State.BREACHED, None)
            findings.append(Finding(rule, state, event, last, () if found else nothing, settle_kinds=owes))
        if waits and (waiting := pending(plan, run)) is not None:
            findings.append(waiting)

    return add


def _judge(plan: Plan) -> Judge:
    look = _owed(plan) if plan.words.owes else _own(plan)
    return _undated(plan, look) if plan.words.within is None else _dated(plan, look)


# -- what settles it


def _own(plan: Plan) -> Look:
    """The event itself, where it names all that it has to."""
    paths = plan.words.field_paths

    def look(trigger: Event, _index: Index) -> tuple[Event | None, tuple[str, ...]]:
        fields, gone = trigger.fields, tuple[str, ...]()
        for path, parts in paths:
            value = fields.get(path) if len(parts) == 1 else at(fields, parts)
            if not value and missing(value):
                gone = (*gone, f"{plan.kind(trigger.kind)}未载明{plan.field(path)}")
        return (None, gone) if gone else (trigger, ())

    return look


def _owed(plan: Plan) -> Look:
    """The first event of the kind that is owed which counts."""
    words, nothing = plan.words, plan.nothing
    owes, even_before, anything = words.owes[0], words.even_before, words.anything

    def look(trigger: Event, index: Index) -> tuple[Event | None, tuple[str, ...]]:
        floor = 0 if even_before else trigger.seq
        for event in index.kinds.get(owes, ()):
            if event.seq > floor and (anything or _counts(words, event, trigger, index)):
                return event, ()
        return None, nothing

    return look


def _counts(words: Words, event: Event, trigger: Event, index: Index) -> bool:
    if words.with_ is not ALWAYS and not words.with_.holds(event.fields, Sight(index, trigger.fields)):
        return False
    for mine, theirs in words.match.items():
        value, wanted = _value(event, mine), _value(trigger, theirs)  # type: ignore[arg-type]  # usual rules name fields
        if value is None or not (wanted in value if isinstance(value, list | tuple) else value == wanted):
            return False
    return True


def _value(event: Event, path: str) -> Json:
    return event.seq if path == "seq" else at(event.fields, path.split("."))


# -- without a term


def _undated(plan: Plan, look: Look) -> Judge:
    words, rule, owes = plan.words, plan.rule, plan.words.owes
    recorded, over = "recorded" in words.met_by, words.until or plan.over
    advisory = words.modality in ADVISORY

    def judge(trigger: Event, run: Run) -> Finding:
        event, wanting = look(trigger, run.index)
        kinds = owes or (trigger.kind,)
        if event is None:
            state = State.ADVISORY if advisory else _standing(trigger, over, run.index)
            return Finding(rule, state, trigger, None, wanting, settle_kinds=kinds)
        settled = _measured(event, recorded=recorded)
        return Finding(rule, State.SATISFIED, trigger, event, (), None, None, True, kinds, None, settled)  # noqa: FBT003

    return judge


def _standing(trigger: Event, over: Sequence[str], index: Index) -> State:
    for kind in over:
        found = index.kinds.get(kind)
        if found and found[-1].seq > trigger.seq:
            return State.OVERDUE
    return State.OPEN


def _measured(event: Event, *, recorded: bool) -> datetime:
    return event.recorded if recorded and event.recorded is not None else as_instant(event.happened)


# -- with a term


def _dated(plan: Plan, look: Look) -> Judge:
    words, rule, owes = plan.words, plan.rule, plan.words.owes
    term: Term = words.within.term  # type: ignore[union-attr]  # asked of dated rules only
    roll, recorded, advisory = words.roll, "recorded" in words.met_by, words.modality in ADVISORY

    def judge(trigger: Event, run: Run) -> Finding:
        event, wanting = look(trigger, run.index)
        count = from_day(run.index.day(trigger), term, run.calendar, roll)
        due, kinds, origin = count.due, owes or (trigger.kind,), plan.kind(trigger.kind)
        if event is None:
            state = State.ADVISORY if advisory else _state(count, run)
            return Finding(
                rule, state, trigger, None, wanting, due, run.now, count.certain, kinds, count, None, origin,
                run.calendar, None, (), trigger.happened,
            )  # fmt: skip
        settled, state, certain = _measured(event, recorded=recorded), State.SATISFIED, True
        if due is None or settled > due:
            late = count.over(settled)
            state = State.SATISFIED_LATE if late else State.SATISFIED
            certain = count.certain if late else count.surely_in_time(settled)
        return Finding(
            rule, state, trigger, event, (), due, None, certain, kinds, count, settled, origin, run.calendar,
            None, (), trigger.happened,
        )  # fmt: skip

    return judge


def _state(count: Reckoning, run: Run) -> State:
    if count.due is None:
        return State.OPEN
    if count.over(run.now):
        return State.OVERDUE
    return State.DUE_SOON if soon(count.due, run.calendar, run.now) else State.OPEN
