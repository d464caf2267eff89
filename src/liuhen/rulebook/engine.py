"""The law applied: a dossier in, findings out. Pure, total, independent of the order of rules."""

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeAlias

from liuhen.kernel.clock import as_instant, beijing_date
from liuhen.rulebook.bans import forbidden, may_not, split
from liuhen.rulebook.calendar import WorkingCalendar
from liuhen.rulebook.clock import Run, Start, counted, started, too_soon
from liuhen.rulebook.conditions import ALWAYS
from liuhen.rulebook.dossier import Dossier, Event
from liuhen.rulebook.evidence import Found, look, superseded, triggers, unheld, variant, waiver
from liuhen.rulebook.findings import Finding, State
from liuhen.rulebook.index import NO_BOUND, NOTHING, Index, Sight
from liuhen.rulebook.keeping import retention, too_early
from liuhen.rulebook.metrics import metric
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.remaining import soon
from liuhen.rulebook.short import short, short_gate
from liuhen.rulebook.stretches import covered, stretches
from liuhen.rulebook.terms import Reckoning
from liuhen.rulebook.words import ADVISORY, Words

if TYPE_CHECKING:
    from liuhen.rulebook.book import Rulebook


def assess(
    dossier: Dossier,
    rulebook: "Rulebook",
    calendar: WorkingCalendar,
    now: datetime,
    *,
    only: Container[int] | None = None,
) -> tuple[Finding, ...]:
    """Return what every rule says of the dossier at `now`: at least one finding for each rule of its kind.

    Args:
        dossier: events in order of seq.
        rulebook: the packs in force.
        calendar: published working days.
        now: aware.
        only: the numbers of the events that may trigger a rule (those done under these packs); None: all may.
    """
    plans = rulebook.plans(dossier.kind, dossier.choices)
    run = Run(Index(dossier.events, only=only), calendar, now, dossier.terms, plans)
    kinds, corrected = run.index.kinds, bool(run.index.versions)
    findings: list[Finding] = []
    for plan in plans:
        plain, before = plan.plain, len(findings)
        if plain in kinds or (not plain and (plan.words.each or not plan.asked.isdisjoint(kinds))):
            way = plan.ways.get(corrected) or _way(plan, corrected=corrected)
            way(run, findings)
        if len(findings) == before:
            findings.append(plan.idle)
    return tuple(findings)


def _way(plan: Plan, *, corrected: bool) -> Callable[[Run, list[Finding]], None]:
    """Return what adds the findings of a rule to a list; made once for a rule."""
    words = plan.words
    if words.usual and not corrected:
        way = short(plan)
    elif words.plain_gate and not corrected:
        way = short_gate(plan, _pending)
    elif words.whole:
        whole = WHOLE[words.whole]
        way = lambda run, findings: findings.extend(whole(plan, run))  # noqa: E731
    else:
        way = _event_by_event(plan, JUDGES[words.form])
    plan.ways[corrected] = way
    return way


def _event_by_event(plan: Plan, judge: "Judge") -> Callable[[Run, list[Finding]], None]:
    def add(run: Run, findings: list[Finding]) -> None:
        for trigger in triggers(plan, run):
            found = judge(plan, trigger, run, trigger.seq)
            if found is not None:
                findings.append(found)

    return add


def blocking(event: Event, dossier: Dossier, rulebook: "Rulebook", calendar: WorkingCalendar) -> tuple[Finding, ...]:
    """Return the findings of the gates, bans and splits of duty that refuse `event`; none lets it pass.

    Args:
        event: the act about to be done; its seq does not matter.
        dossier: the events before it; those of the kinds in `rulebook.needs(event.kind)` are enough.
        rulebook: the packs in force.
        calendar: published working days.
    """
    run = Run(Index(dossier.events), calendar, as_instant(event.happened), dossier.terms)
    if any(plan.words.form == "retention" for plan in rulebook.gates(event.kind, dossier=dossier)):
        run = replace(run, plans=rulebook.plans(dossier.kind, dossier.choices))
    refused: list[Finding] = []
    for plan in rulebook.gates(event.kind, dossier=dossier):
        in_force = plan.covers(beijing_date(event.happened))
        found = REFUSALS[plan.words.form](plan, event, run, NO_BOUND) if in_force else None
        if found is not None and found.state is State.BREACHED:
            refused.append(found)
    return tuple(refused)


def _seq(event: Event) -> int:
    return event.seq


# -- duties


def _duty(plan: Plan, trigger: Event, run: Run, _bound: int) -> Finding | None:
    words, sight = plan.words, Sight(run.index, trigger.fields)
    if words.when is not ALWAYS and not words.when.holds(trigger.fields, sight):
        return None
    if words.recorded is not None and covered(words.recorded, trigger, run.index) is None:
        return None
    if words.unless is not None and words.unless.holds(trigger.fields, sight):
        return Finding(plan.rule, State.WAIVED, trigger)
    if words.waived_by and (by := waiver(words, trigger, run.index)) is not None:
        return Finding(plan.rule, State.WAIVED, trigger, by)
    if plan.variants:
        words = variant(plan, trigger.fields, sight)
    found = _owed(plan, words, trigger, run, sight) if words.within else _undated(plan, words, trigger, run, sight)
    return None if words.answered and not found.satisfied_by and superseded(words, trigger, run.index) else found


def _undated(plan: Plan, words: Words, trigger: Event, run: Run, sight: Sight) -> Finding:
    found = look(plan, words, trigger, sight)
    if found.event is None:
        return _unsettled(plan, words, trigger, run, found, None, None)
    return Finding(
        plan.rule, State.SATISFIED, trigger, found.event, (), None, None, True, found.settle_kinds,  # noqa: FBT003
        None, found.settled, "", run.calendar,
    )  # fmt: skip


def _owed(plan: Plan, words: Words, trigger: Event, run: Run, sight: Sight) -> Finding:
    found, count = look(plan, words, trigger, sight), None
    start = started(plan, words.after, trigger, run.index)
    if start.when is not None and words.within is not None:
        count = counted(words, words.within, start.when, trigger, run)
    if found.event is None:
        return _unsettled(plan, words, trigger, run, found, start, count)
    state, certain = State.SATISFIED, True
    if count is not None and found.settled is not None:
        if count.over(found.settled):
            state, certain = State.SATISFIED_LATE, count.certain
        else:
            certain = count.surely_in_time(found.settled)
    return Finding(
        plan.rule, state, trigger, found.event, (), count.due if count else None, None, certain, found.settle_kinds,
        count, found.settled, start.origin, run.calendar,
    )  # fmt: skip


def _unsettled(
    plan: Plan, words: Words, trigger: Event, run: Run, found: Found, start: Start | None, count: Reckoning | None
) -> Finding:
    state = _state(plan, words, trigger, run, count)
    if (
        not words.owes
        and state is not State.ADVISORY
        and unheld(words, trigger.fields, Sight(run.index, trigger.fields))
    ):
        state = State.BREACHED
    return Finding(
        plan.rule, state, trigger, None, found.missing, count.due if count else None,
        run.now if count else None, count.certain if count else True,
        found.settle_kinds, count, None, start.origin if start else "", run.calendar,
    )  # fmt: skip


def _state(plan: Plan, words: Words, trigger: Event, run: Run, count: Reckoning | None) -> State:
    if words.modality in ADVISORY:
        return State.ADVISORY
    if count is None:
        over = any(event.seq > trigger.seq for kind in words.until or plan.over for event in run.index.of(kind)[-1:])
        return State.OVERDUE if over else State.OPEN
    if count.over(run.now):
        return State.OVERDUE
    return State.DUE_SOON if count.due is not None and soon(count.due, run.calendar, run.now) else State.OPEN


# -- gates


def _gates(plan: Plan, run: Run) -> Iterator[Finding]:
    for event in triggers(plan, run):
        found = _gate(plan, event, run, event.seq)
        if found is not None:
            yield found
    pending = _pending(plan, run)
    if pending is not None:
        yield pending


def _gate(plan: Plan, event: Event, run: Run, bound: int) -> Finding | None:
    words, sight = plan.words, Sight(run.index, event.fields, bound)
    if words.when is not ALWAYS and not words.when.holds(event.fields, sight):
        return None
    if words.unless is not None and words.unless.holds(event.fields, sight):
        return Finding(plan.rule, State.WAIVED, event)
    if plan.variants:
        words = variant(plan, event.fields, sight)
    if words.within is not None:
        return _owed(plan, words, event, run, Sight(run.index, event.fields))
    missing = tuple(unheld(words, event.fields, sight)) if words.holds else ()
    found = look(plan, words, event, sight, newest_first=True) if words.owes else None
    if found is not None:
        missing += found.missing or too_soon(plan, words, found.event, event, run)
    return Finding(
        plan.rule, State.BREACHED if missing else State.SATISFIED, event, found.event if found else event, missing,
        settle_kinds=found.settle_kinds if found else (event.kind,),
    )  # fmt: skip


def _pending(plan: Plan, run: Run) -> Finding | None:
    """What a gate already owes while the act it guards is still to come (from `on`, until the matter is over)."""
    words, index = plan.words, run.index
    if not words.on.kinds:
        return None
    waiting = max((e for kind in words.on.kinds for e in index.of(kind)[-1:]), key=_seq, default=None)
    if waiting is None or (index.only is not None and waiting.seq not in index.only):
        return None
    if not words.owes or not plan.covers(index.day(waiting)):
        return None
    if any(e.seq > waiting.seq for kind in (*words.before, *(words.until or plan.over)) for e in index.of(kind)[-1:]):
        return None
    sight = Sight(index)
    if not words.when.holds(NOTHING, sight):
        return None
    found = look(plan, words, waiting, sight, newest_first=True)
    state = State.OPEN if found.event is None else State.SATISFIED
    return Finding(plan.rule, state, waiting, found.event, found.missing, settle_kinds=found.settle_kinds)


Judge: TypeAlias = Callable[[Plan, Event, Run, int], Finding | None]
JUDGES: Final[Mapping[str, Judge]] = {
    "record": _duty,
    "deadline": _duty,
    "recording": _duty,
    "label": _duty,
    "access": _duty,
    "forbid": forbidden,
    "duty-split": split,
    "metric": metric,
}
WHOLE: Final[Mapping[str, Callable[[Plan, Run], Iterator[Finding]]]] = {
    "gate": _gates,
    "stretches": stretches,
    "retention": retention,
}
REFUSALS: Final[Mapping[str, Judge]] = {
    "gate": _gate,
    "access": _gate,
    "forbid": forbidden,
    "duty-split": may_not,
    "retention": too_early,
}
