"""案件 and the pages below it: its entries, its terms, how a term was worked out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from liuhen.access.journal import note
from liuhen.kernel.clock import as_instant, beijing_date
from liuhen.people.officers import Officer
from liuhen.process.case.registry import find_act
from liuhen.queries.case import LISTED, case_page
from liuhen.queries.course import entry_page
from liuhen.queries.deadlines import deadline_paper
from liuhen.queries.deadlines import deadlines as deadlines_of
from liuhen.queries.findings import finding_page
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, EntryRow
from liuhen.web.forms.act import number_of
from liuhen.web.signed_in import signed_in
from liuhen.web.track import tracks_of
from liuhen.web.views.approvals import PRESSING

KINDS: Final = (
    ("", "全部"),
    ("paper", "文书"),
    ("recording", "音像"),
    ("approval", "审批"),
    ("service", "送达"),
    ("text", "办理"),
)
"""Groups of records that can be looked at alone."""

_LINKED: Final = {"paper.finalised": ("paper", "看文书"), "recording.stored": ("recording", "播放音像")}


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one Beijing day, latest first."""

    date: date
    entries: tuple[EntryRow, ...]


@dataclass(frozen=True, slots=True)
class ActGroup:
    """The acts of one phase that may be tried now."""

    title: str
    acts: tuple[ActLink, ...]


@require_safe
@signed_in
def case(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show one case on one page; what is owed and not recorded is always in sight."""
    asked = request.GET.get("show", "")
    show = asked if asked in dict(KINDS) else ""
    page = case_page(by, ref, show=show, page=number_of(request.GET.get("page")) or 1, most=LISTED)
    counts = dict(page.course.groups)
    owed = {one.act.kind for one in page.owed if one.act and one.state in PRESSING}
    pressing = [one for one in page.owed if one.state in PRESSING][:LISTED]
    optional = [one for one in page.owed if one.state not in PRESSING][:LISTED]
    context: dict[str, Any] = {
        "case": page,
        "show": show,
        "kinds": [(kind, word, counts.get(kind, 0) if kind else page.course.total) for kind, word in KINDS],
        "make": next((act for act in page.acts if act.kind == "paper.finalised"), None),
        "pressing": pressing,
        "unlisted": page.pressing_total - len(pressing),
        "optional": optional,
        "unlisted_optional": page.optional_total - len(optional),
        "groups": act_groups([one for one in page.acts if not one.ahead], owed=owed),
        "later": act_groups([one for one in page.acts if one.ahead]),
        "days": by_day(page.entries),
        "tracks": tracks_of(page),
        "place": "cases",
    }
    return render(request, "web/case.html", context)


@require_safe
@signed_in
def entry(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show one entry, opened, with its digests."""
    page = entry_page(by, ref, seq)
    if any(one.sealed and one.rows for one in page.fields):
        note(by, "case.sealed", f"{ref} 第 {seq} 条")
    context = {
        "case": page.case,
        "entry": page,
        "row": page.row,
        "crumb": f"第 {seq} 条",
        "link": _link(ref, page.row),
        "correcting": _correcting(by, ref, page.row),
        "place": "cases",
    }
    return render(request, "web/entry.html", context)


@require_safe
@signed_in
def finding(request: HttpRequest, by: Officer, ref: str, handle: str) -> HttpResponse:
    """Show how one finding was worked out."""
    page = finding_page(by, ref, handle)
    context = {"case": page.case, "finding": page, "owed": page.owed, "place": "cases"}
    return render(request, "web/finding.html", context)


@require_safe
@signed_in
def deadlines(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """Show the terms that run in a case, and those that were met."""
    page = deadlines_of(by, ref)
    return render(request, "web/deadlines.html", {"case": page.case, "page": page, "place": "cases"})


@require_safe
@signed_in
def deadlines_paper(request: HttpRequest, by: Officer, ref: str, handle: str | None = None) -> HttpResponse:
    """Hand out 期限计算表, of one term or of all; it is made now and kept nowhere."""
    del request
    paper = deadline_paper(by, ref, handle=handle)
    note(by, "deadlines.print", f"{ref} {paper.name}")
    answer = HttpResponse(paper.pdf, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, paper.name) or "inline"  # noqa: FBT003
    return answer


def _correcting(by: Officer, ref: str, row: EntryRow) -> str:
    """Return the address of the form that puts an entry right, or nothing where that is not done or not his to do."""
    act = find_act(row.kind, by.organ)
    _, case = case_for(by, ref)
    if act is None or not act.correctable or case.archived or not may(by, act.permitted_as, case):
        return ""
    return reverse("act", args=[ref, row.kind]) + f"?corrects={row.seq}"


def by_day(entries: Iterable[EntryRow]) -> list[Day]:
    """Return entries by the Beijing day on which they happened, latest day and latest entry first."""
    ordered = sorted(
        entries, key=lambda row: (beijing_date(row.happened), as_instant(row.happened), row.seq), reverse=True
    )
    return [Day(day, tuple(rows)) for day, rows in groupby(ordered, key=lambda row: beijing_date(row.happened))]


def act_groups(acts: Sequence[ActLink], *, owed: Collection[str] = ()) -> list[ActGroup]:
    """Return acts by phase, phases in the order in which they first come; what is owed now stands before all phases."""
    now = tuple(act for act in acts if act.kind in owed)
    rest = [act for act in acts if act not in now]
    phases = dict.fromkeys(act.phase for act in rest)
    first = [ActGroup("应当办理", now)] if now else []
    return [*first, *(ActGroup(phase, tuple(act for act in rest if act.phase == phase)) for phase in phases)]


def _link(ref: str, row: EntryRow) -> dict[str, str] | None:
    if row.kind == "evidence_disc.made":
        return {"url": f"{reverse('discs', args=[ref])}#disc-{row.seq}", "label": "光盘映像"}
    if row.kind not in _LINKED:
        return None
    name, label = _LINKED[row.kind]
    return {"url": reverse(name, args=[ref, row.seq]), "label": label}
