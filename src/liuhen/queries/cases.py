"""案件 as a list."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from math import ceil

from django.db.models import Q

from liuhen.duties.models import Duty
from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case
from liuhen.process.case.reference import case_ref
from liuhen.queries.scoped import cases_for
from liuhen.queries.shapes import CaseList, CaseRow
from liuhen.queries.stages import stage_word

PER_PAGE = 20


def cases(by: Officer, *, text: str = "", page: int = 1) -> CaseList:
    """Return a page of the cases that `by` may see, latest first.

    Args:
        text: any part of title, party, case number or clue number.
    """
    found = cases_for(by)
    if text:
        found = found.filter(
            Q(title__contains=text) | Q(party__contains=text) | Q(case_no__contains=text) | Q(clue_no__contains=text)
        )
    total = found.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by("-last_at", "id")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return CaseList(rows=case_rows(rows, now=clock.now()), total=total, page=page, pages=pages, text=text)


def case_rows(rows: Iterable[Case], *, now: datetime) -> tuple[CaseRow, ...]:
    """Return list rows with what is late in each; one more query for all of them."""
    listed = list(rows)
    late = Counter(
        Duty.objects.filter(dossier__in=[row.id for row in listed])
        .filter(Q(due__lt=now) | Q(lapsed=True) | Q(breached=True))
        .values_list("dossier", flat=True)
    )
    return tuple(_row(row, late[row.id]) for row in listed)


def _row(row: Case, late: int) -> CaseRow:
    return CaseRow(
        ref=row.ref,
        title=row.title,
        number=case_ref(row).number,
        party=row.party,
        stage=stage_word(row),
        opened=row.opened_on,
        handlers=tuple(row.handlers),
        overdue=late,
        last=row.last_at,
        closed=row.closed,
    )
