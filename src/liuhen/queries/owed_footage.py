"""应录尽录: every act that owes a recording, or may have one, with what was recorded of it; constant queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from math import ceil
from typing import Any, Final

from django.db.models import BooleanField, Case, Count, Q, QuerySet, Sum, Value, When

from liuhen.duties.models import Slot
from liuhen.kernel.clock import as_instant, day_end, read_when
from liuhen.office.in_force import asked_once, in_force
from liuhen.people.officers import Officer
from liuhen.people.roles import Reach
from liuhen.people.scope import scope
from liuhen.process.case.models import Case as CaseTable
from liuhen.process.case.reference import case_ref
from liuhen.process.case.registry import ACTS
from liuhen.queries.footage import require_view
from liuhen.queries.footage_waiting import outstanding, unfiled
from liuhen.queries.officers import handler_names
from liuhen.queries.owed_footage_shapes import STATES, Asked, Figure, Outstanding, OwedFootage, OwedRow, Totals
from liuhen.queries.scoped import within

SEEN_BY: Final = "footage.view"
NOT_EXPECTED: Final = ("none", "exempt")
"""Acts of which nothing was recorded and nothing had to be: they are counted, their minutes are not summed."""
PER_PAGE: Final = 20
_AT_ONCE: Final = 500  # rows of an export whose cases are read in one query
_LONGEST: Final = 100  # characters of what an address asks


def read(told: Mapping[str, Any]) -> Asked:
    """Return what an address asks; what it does not know, or no calendar has, is as usual."""
    state = str(told.get("state", ""))
    return Asked(
        first=_day(told.get("from")),
        last=_day(told.get("to")),
        department=str(told.get("department", "")).strip()[:_LONGEST],
        officer=str(told.get("officer", ""))[:_LONGEST],
        state=state if state in STATES else "",
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


@asked_once
def owed_footage(by: Officer, asked: Asked, *, page: int = 1) -> OwedFootage:
    """Return a page of the acts that `by` may see, latest first, with devices not read out and files in no case.

    Raises:
        NotAllowedError: the viewer has nothing to do with recordings.
    """
    require_view(by)
    totals = _totals(_slots(by, asked.of_any_state()))
    total = sum(one.count for one in totals.figures if not asked.state or one.state == asked.state)
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    slots = _slots(by, asked)[(page - 1) * PER_PAGE : page * PER_PAGE]
    waiting = outstanding(by)
    rows = tuple(replace(row, perhaps=_perhaps(row, waiting)) for row in _rows(list(slots), by))
    return OwedFootage(rows, total, page, pages, totals, waiting, unfiled(by))


def _perhaps(row: OwedRow, waiting: Sequence[Outstanding]) -> tuple[str, ...]:
    """Return the devices of who was at an act without recordings that were used up to then and not read out since."""
    over, there = row.ended or day_end(row.day), row.names.split("、")
    devices = (one.device for one in waiting if not row.files)
    return tuple(one.device for one in devices if one.holder in there and one.since <= over)


def every_owed(by: Officer, asked: Asked) -> Iterator[OwedRow]:
    """Return all the acts asked for, read a few hundred at a time, for an export; NotAllowedError as for the page."""
    require_view(by)
    slots = _slots(by, asked).iterator(chunk_size=_AT_ONCE)
    pieces = iter(lambda: list(islice(slots, _AT_ONCE)), [])
    return (row for listed in pieces for row in _rows(listed, by))


def departments(by: Officer) -> tuple[str, ...]:
    """Return the departments by which the list can be narrowed; none for who sees only his own or one."""
    if not _reaches_beyond(by, Reach.DEPARTMENT):
        return ()
    found = CaseTable.objects.filter(organ=by.organ).values_list("department", flat=True).distinct()
    return tuple(sorted(set(found) - {""}))


def officers(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return the people by whom the list can be narrowed: id and name; nobody for who sees only his own."""
    return handler_names(by) if _reaches_beyond(by) else ()


def _reaches_beyond(by: Officer, *reaches: Reach) -> bool:
    seen = scope(by, SEEN_BY)
    return bool(seen.lent or seen.reaches - {Reach.OWN, *reaches})


def _slots(by: Officer, asked: Asked) -> QuerySet[Slot]:
    seen = CaseTable.objects.filter(within(scope(by, SEEN_BY)))
    if asked.department:
        seen = seen.filter(department=asked.department)
    found = Slot.objects.filter(organ=by.organ, dossier__in=seen.values("id"))
    if asked.first:
        found = found.filter(day__gte=asked.first)
    if asked.last:
        found = found.filter(day__lte=asked.last)
    if asked.officer:
        found = found.filter(officers__contains=f"|{asked.officer}|")
    if asked.state:
        found = found.filter(state=asked.state)
    return found.order_by("-day", "key")


def _totals(slots: QuerySet[Slot]) -> Totals:
    measured = Q(expected_ms__isnull=False) & ~Q(state__in=NOT_EXPECTED)
    found = slots.order_by().values("state").annotate(
        n=Count("*"),
        expected=Sum("expected_ms", filter=measured),
        covered=Sum("covered_ms", filter=measured),
        unexplained=Sum("left_ms"),
    )  # fmt: skip
    by_state = {row["state"]: row for row in found}
    figures = tuple(
        Figure(state, word, colour, by_state[state]["n"])
        for state, (word, colour) in STATES.items()
        if state in by_state
    )
    return Totals(
        acts=sum(one.count for one in figures),
        expected_ms=_sum(by_state, "expected"),
        covered_ms=_sum(by_state, "covered"),
        left_ms=_sum(by_state, "unexplained"),
        figures=figures,
    )


def _sum(by_state: Mapping[str, Mapping[str, Any]], name: str) -> int:
    return sum(row[name] or 0 for row in by_state.values())


def _rows(slots: Iterable[Slot], by: Officer) -> Iterator[OwedRow]:
    listed = list(slots)
    visible = When(within(scope(by, "case.view")), then=Value(True))  # noqa: FBT003 - a value of a column
    seen = Case(visible, default=Value(False), output_field=BooleanField())  # noqa: FBT003
    found = CaseTable.objects.filter(id__in={one.dossier for one in listed}).annotate(seen=seen)
    cases = {row.id: row for row in found}
    words = in_force(by.organ).rulebook.labels.kinds if listed else {}
    return (_row(one, cases[one.dossier], words) for one in listed)


def _row(slot: Slot, case: Any, words: Mapping[str, str]) -> OwedRow:
    word, colour = STATES[slot.state]
    return OwedRow(
        seq=slot.seq,
        what=ACTS[slot.kind].label if slot.kind in ACTS else words.get(slot.kind, slot.kind),
        day=slot.day,
        started=slot.started,
        ended=slot.ended,
        case_ref=case.ref if case.seen else "",
        case_title=case.title if case.seen else "",
        case_number=case_ref(case).number,
        department=case.department,
        names=slot.names or "、".join(case.handlers),
        must=slot.must,
        state=slot.state,
        word=word,
        colour=colour,
        files=slot.files,
        expected_ms=slot.expected_ms,
        covered_ms=slot.covered_ms,
        left_ms=slot.left_ms,
        left=tuple((as_instant(read_when(start)), as_instant(read_when(end))) for start, end in slot.left),
        clocks=tuple((device, fast) for device, fast in slot.clocks),
        excuse=slot.excuse,
        why=slot.why,
        cited=tuple(slot.cited),
    )
