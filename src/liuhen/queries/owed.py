"""What is owed, as rows: from a finding just worked out, or from the duty table for lists."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from liuhen.duties.models import Duty
from liuhen.kernel.clock import BEIJING, as_instant, beijing_date, read_when
from liuhen.office.in_force import InForce
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case
from liuhen.process.case.reference import CaseRef, case_ref
from liuhen.process.case.registry import ActType, find_act
from liuhen.queries.acts import its_turn
from liuhen.queries.scoped import may
from liuhen.queries.shapes import ActLink, Owed
from liuhen.rulebook import CalendarUnknownError, Finding, Left, Piece, State

SOON: Final = 5  # working days; the product's own, no article asks it
_WORKDAYS: Final = "个工作日"
_URGENCY: Final = {
    State.BREACHED: 0,
    State.OVERDUE: 1,
    State.DUE_SOON: 2,
    State.OPEN: 3,
    State.ADVISORY: 4,
    State.WAIVED: 5,
    State.SATISFIED_LATE: 6,
    State.SATISFIED: 7,
    State.NOT_APPLICABLE: 8,
}


PRESSING: Final = frozenset({State.OVERDUE, State.BREACHED, State.DUE_SOON, State.OPEN})
"""States of what is owed by law; the others may be recorded, or lawfully need not be."""


class Offered:
    """The acts of one case that somebody may do now; each kind is asked once, however many findings it settles."""

    def __init__(self, case: CaseRef, by: Officer) -> None:
        self._case, self._by = case, by
        self._known: dict[str, ActType | None] = {}

    def act(self, kind: str) -> ActType | None:
        """Return the act of this kind, or None where he may not do it now."""
        if kind not in self._known:
            found = find_act(kind, self._case.organ)
            able = found is not None and may(self._by, found.permitted_as, self._case)
            self._known[kind] = found if able and its_turn(kind, self._case, self._by) else None
        return self._known[kind]


def from_finding(finding: Finding, case: CaseRef, by: Officer, offered: Offered | None = None) -> Owed:
    """Return one finding of a case as a row.

    Args:
        offered: shared by the findings of one page; None asks for this one alone.
    """
    settles = finding.settle_kinds[0] if finding.settle_kinds else ""
    trigger, piece = finding.trigger, finding.piece
    seq = trigger.seq if trigger else 0
    return Owed(
        case_ref=case.ref,
        case_title=case.title,
        case_number=case.number,
        handle=_handle(finding.rule.id, seq, piece),
        rule=finding.rule.id,
        title=_title(settles, finding.rule.asks, piece, organ=case.organ),
        detail=finding.rule.asks,
        article=finding.rule.cited,
        state=finding.state.value,
        word=finding.word,
        due=finding.due,
        left=finding.left.amount if finding.left else None,
        left_unit=_unit(finding.left.unit) if finding.left else None,
        certain=finding.certain,
        missing=finding.missing,
        act=_link(
            settles,
            offered or Offered(case, by),
            _picked(settles, trigger.kind if trigger else "", seq, piece, organ=case.organ),
        )
        if finding.state in _UNSETTLED
        else None,
        how=(*finding.arithmetic, *finding.sums),
        form=finding.rule.form,
    )


_UNSETTLED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.ADVISORY})


def from_duty(duty: Duty, case: Case, *, by: Officer, force: InForce, now: datetime) -> Owed:
    """Return a row of the duty table with its state against `now`."""
    reference = case_ref(case)
    state, left = _against(duty, force, now)
    shown = duty.shown
    piece, seq = _piece(shown.get("piece")), duty.trigger or 0
    return Owed(
        case_ref=case.ref,
        case_title=case.title,
        case_number=reference.number,
        handle=_handle(duty.rule, seq, piece),
        rule=duty.rule,
        title=_title(duty.settles, shown["asks"], piece, organ=case.organ),
        detail=shown["asks"],
        article=shown["cited"],
        state=state.value,
        word="已欠" if state is State.OVERDUE and duty.due is None else state.word,
        due=duty.due,
        left=left,
        left_unit=_unit(shown["unit"]) if left is not None else None,
        certain=duty.certain,
        missing=tuple(shown["missing"]),
        act=_link(
            duty.settles,
            Offered(reference, by),
            _picked(duty.settles, shown.get("on", ""), seq, piece, organ=case.organ),
        )
        if state is not State.BREACHED
        else None,
        how=(*(steps := shown.get("steps", ())), *_today(left, shown["unit"] if steps else "")),
        form=shown.get("form", ""),
    )


def _today(left: int | None, unit: str) -> tuple[str, ...]:
    return (f"至今：{Left(left, unit)}",) if left is not None and unit else ()


def most_urgent_first(rows: Iterable[Owed]) -> tuple[Owed, ...]:
    """Return rows with what is late first, then by due moment."""
    return tuple(sorted(rows, key=_urgency))


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings as `most_urgent_first` orders their rows."""
    return sorted(findings, key=_urgency_of)


def foremost(ordered: Sequence[Finding], most: int | None) -> Sequence[Finding]:
    """Return the first `most` that are owed and of the others, and the first of each act and of each who answers."""
    if most is None or len(ordered) <= most:
        return ordered
    counts: Counter[bool] = Counter()
    seen: set[str] = set()
    chosen = []
    for one in ordered:
        pressing, marks = one.state in PRESSING, {*one.settle_kinds[:1], one.rule.holder}
        counts[pressing] += 1
        if counts[pressing] <= most or marks - seen:
            chosen.append(one)
        seen |= marks
    return chosen


def _urgency_of(finding: Finding) -> tuple[int, bool, float, str]:
    trigger, due = finding.trigger, finding.due
    handle = _handle(finding.rule.id, trigger.seq if trigger else 0, finding.piece)
    return _URGENCY[finding.state], due is None, due.timestamp() if due else 0.0, handle


def _urgency(row: Owed) -> tuple[int, bool, float, str]:
    due = row.due.timestamp() if row.due else 0.0
    return _URGENCY[State(row.state)], row.due is None, due, row.handle


def _against(duty: Duty, force: InForce, now: datetime) -> tuple[State, int | None]:
    if duty.breached:
        return State.BREACHED, None
    if duty.due is None:
        return (State.OVERDUE if duty.lapsed else State.OPEN), None
    left = _left(duty, force, now)
    if duty.due < now:
        return State.OVERDUE, left
    return (State.DUE_SOON if _workdays(force, now, duty.due) <= SOON else State.OPEN), left


def _left(duty: Duty, force: InForce, now: datetime) -> int:
    due = duty.due or now
    if duty.shown["unit"] == _WORKDAYS:
        return _workdays(force, now, due)
    return (beijing_date(due) - beijing_date(now)).days


def _workdays(force: InForce, now: datetime, due: datetime) -> int:
    try:
        return force.calendar.workdays_between(beijing_date(now), beijing_date(due))
    except CalendarUnknownError:  # a year not published: calendar days are shown, the row says 待复核
        return (beijing_date(due) - beijing_date(now)).days


def _unit(word: str) -> str:
    return "workday" if word == _WORKDAYS else "day"


def _title(settles: str, asks: str, piece: Piece | None, *, organ: str) -> str:
    act = find_act(settles, organ)
    told = act.verb if act else asks.split("；", maxsplit=1)[0].split("，", maxsplit=1)[0]
    return f"{told}（{piece.words}）" if piece else told


def _handle(rule: str, trigger: int, piece: Piece | None) -> str:
    return f"{rule}@{trigger}" + (f"+{piece.key}" if piece and piece.key else "")


def _piece(kept: list[str] | None) -> Piece | None:
    if kept is None:
        return None
    key, start, end, words = kept
    return Piece(key, as_instant(read_when(start)), as_instant(read_when(end)), words)


def _picked(settles: str, kind: str, trigger: int, piece: Piece | None, *, organ: str) -> tuple[tuple[str, str], ...]:
    """Return what the form opens with: the entry it is about, where it asks for one of that kind, and the stretch."""
    act = find_act(settles, organ)
    if act is None:
        return ()
    fields = act.form.model_fields
    told = {name: field.json_schema_extra for name, field in fields.items()}
    picked = [(name, str(trigger)) for name, one in told.items() if isinstance(one, dict) and kind in _kinds(one)]
    if piece is not None:
        picked += [(name, _local(when)) for name, when in (("start", piece.start), ("end", piece.end))]
    return tuple(picked)


def _kinds(told: Mapping[str, Any]) -> Sequence[str]:
    return told.get("kinds", ()) if told.get("widget") in {"entry", "entries"} else ()


def _local(moment: datetime) -> str:
    beijing = moment.astimezone(BEIJING).replace(tzinfo=None)
    return beijing.isoformat(timespec="milliseconds" if beijing.microsecond else "seconds")


def _link(settles: str, offered: Offered, picked: tuple[tuple[str, str], ...]) -> ActLink | None:
    act = offered.act(settles)
    if act is None:
        return None
    return ActLink(kind=settles, label=act.verb, phase=act.phase, picked=picked)
