"""成批制作: what one may pick, how far a batch is, and its file for the printer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from liuhen.media.places import where
from liuhen.papers import form
from liuhen.papers.printing import Printed, print_file
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case, CaseOfficer, Paper
from liuhen.process.case.papers.batch import Batch
from liuhen.queries.papers import RipeOf, papers_page
from liuhen.queries.scoped import case_for, cases_for
from liuhen.queries.shapes import CaseHead

MOST_CASES: Final = 30
"""Cases of one's own that are offered for picking, and that one page shows."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One of one's own cases, to be picked."""

    ref: str
    number: str
    title: str
    picked: bool


@dataclass(frozen=True, slots=True)
class Wanting:
    """What of one case can be made."""

    case: CaseHead
    owed: tuple[RipeOf, ...]


@dataclass(frozen=True, slots=True)
class BatchPage:
    """The page on which papers of several cases are picked; `forms` are those that occur, form -> name."""

    offered: tuple[Offered, ...]
    wanting: tuple[Wanting, ...]
    forms: tuple[tuple[str, str], ...]


def batch_page(by: Officer, refs: Sequence[str], *, only: str = "") -> BatchPage:
    """Return what can be made in these cases; a case that is not one's own to see is none.

    Args:
        only: the one form that is wanted, in every case.

    Raises:
        NotFoundError: one of them does not exist, or is not his to see.
    """
    pages = [papers_page(by, ref) for ref in dict.fromkeys(refs[:MOST_CASES])]
    found = {one.form: one.title for page in pages for told in page.owed for one in told.papers}
    wanting = tuple(Wanting(page.case, _of_form(page.owed, only)) for page in pages)
    return BatchPage(_offered(by, set(refs)), wanting, tuple(found.items()))


def write_print(by: Officer, batch: Batch, out: Path, *, copies: bool, both_sides: bool) -> int:
    """Write what a batch has made into one file for the printer; return its pages."""
    papers = [_printed(by, one.ref, one.seq, copies=copies) for one in batch.items if one.state == "made"]
    return print_file(papers, out, both_sides=both_sides)


def _printed(by: Officer, ref: str, seq: int, *, copies: bool) -> Printed:
    _, case = case_for(by, ref)
    row = Paper.objects.get(key=f"{case.dossier}:{seq}")
    digest = row.revisions[-1]["sha256"] if row.revisions else row.sha256
    return Printed(where(settings.LIUHEN_PAPERS, digest), max(1, len(form(row.form).copies)) if copies else 1)


def _of_form(owed: Iterable[RipeOf], only: str) -> tuple[RipeOf, ...]:
    if not only:
        return tuple(owed)
    kept = ((told, tuple(one for one in told.papers if one.form == only)) for told in owed)
    return tuple(RipeOf(told.seq, told.label, told.happened, papers) for told, papers in kept if papers)


def _offered(by: Officer, picked: set[str]) -> tuple[Offered, ...]:
    own = CaseOfficer.objects.filter(officer=by.id, handles=True).values_list("dossier", flat=True)
    rows = cases_for(by).filter(id__in=list(own), archived=False).order_by("-last_at")[:MOST_CASES]
    return tuple(Offered(row.ref, _number(row), row.title, row.ref in picked) for row in rows)


def _number(row: Case) -> str:
    return row.case_no or row.clue_no
