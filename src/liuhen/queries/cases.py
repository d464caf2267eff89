"""案件 as a list."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from math import ceil

from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.people.roles import Reach
from liuhen.people.scope import scope
from liuhen.process.case.models import Case
from liuhen.process.case.reference import SHORT, case_ref
from liuhen.queries.desk_shapes import CaseList, CaseRow
from liuhen.queries.narrowing import Narrowing, late_duties, narrowed
from liuhen.queries.officers import handler_names
from liuhen.queries.scoped import cases_for
from liuhen.queries.stages import UNDER_WAY, ended, furthest, interrupted, stage_word

PER_PAGE = 20
_AT_ONCE = 500  # rows of an export whose late duties are counted in one query


def cases(by: Officer, *, text: str = "", asked: Narrowing | None = None, page: int = 1) -> CaseList:
    """Return a page of the cases that `by` may see, narrowed and ordered as asked; latest first otherwise.

    Args:
        text: any part of title, party, case number or clue number, where nothing more is asked.
    """
    now = clock.now()
    asked = asked or Narrowing(text=text)
    seen = cases_for(by)
    found = narrowed(seen, asked, now=now)
    total = found.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    return CaseList(rows=case_rows(rows, now=now), total=total, page=page, pages=pages, text=asked.text)


def handlers(by: Officer) -> tuple[tuple[str, str], ...]:
    """Return whom the list can be narrowed by: id and name; nobody for who sees only his own cases."""
    seen = scope(by, "case.view")
    return handler_names(by) if seen.lent or seen.reaches - {Reach.OWN} else ()


def every_case(by: Officer, asked: Narrowing) -> Iterator[CaseRow]:
    """Yield all the cases asked for, a few hundred at a time, for an export."""
    now = clock.now()
    rows = narrowed(cases_for(by), asked, now=now).iterator(chunk_size=_AT_ONCE)
    while listed := list(islice(rows, _AT_ONCE)):
        yield from case_rows(listed, now=now)


def case_rows(rows: Iterable[Case], *, now: datetime) -> tuple[CaseRow, ...]:
    """Return list rows with how far each has come and what is late in it; a few queries for all of them."""
    listed = list(rows)
    late = Counter(late_duties(now).filter(dossier__in=[row.id for row in listed]).values_list("dossier", flat=True))
    stages = {row.id: stage_word(row) for row in listed}
    stages |= ended([row for row in listed if row.stopped])
    going = [row for row in listed if stages[row.id] == UNDER_WAY]
    stages |= furthest(going) | interrupted(going)
    return tuple(_row(row, stages[row.id], late[row.id]) for row in listed)


def _row(row: Case, stage: str, late: int) -> CaseRow:
    return CaseRow(
        ref=row.ref,
        title=row.title,
        number=case_ref(row).number,
        kind=SHORT.get(row.kind, row.kind),
        party=row.party,
        stage=stage,
        opened=row.opened_on,
        handlers=tuple(row.handlers),
        overdue=late,
        last=row.last_at,
        closed=row.closed,
    )
