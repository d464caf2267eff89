"""文书: which are owed and made, the page on which one is made, and what it would look like now."""

from base64 import b64encode
from http import HTTPStatus
from typing import Any, Final

from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from liuhen.drafts import keeping
from liuhen.drafts.keeping import Kept, Place
from liuhen.kernel.errors import (
    BadInputError,
    DuplicateRequestError,
    LiuhenError,
    NotAllowedError,
    StalePageError,
    UnusableError,
)
from liuhen.papers import form as catalogue
from liuhen.people.officers import Officer
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.papers import FinaliseForm
from liuhen.queries.case import case_page
from liuhen.queries.course import entries_since
from liuhen.queries.paper_making import MakingPage, look_at, making_page
from liuhen.queries.papers import papers_page
from liuhen.queries.serving import by_paper
from liuhen.queries.shapes import EntryRow
from liuhen.web import drafting
from liuhen.web.errors import status_of
from liuhen.web.forms.act import number_of
from liuhen.web.forms.paper import PaperForm
from liuhen.web.links import MAKING, making_address
from liuhen.web.signed_in import note_denial, signed_in
from liuhen.web.trouble import trouble_of
from liuhen.web.wording import clock_words

_PICTURES: Final = {"img-src": ["'self'", "data:"]}
"""What a page with a preview may show: pictures that are kept nowhere and so have no address."""


@require_safe
@signed_in
def papers(request: HttpRequest, by: Officer, ref: str) -> HttpResponse:
    """List what is owed, what is made, and how far each is signed and served."""
    page = papers_page(by, ref)
    rows = by_paper(case_page(by, ref))
    made = [(one, rows.get(one.seq)) for one in page.made]
    return render(request, "web/paper_list.html", {"case": page.case, "page": page, "made": made, "place": "cases"})


@csp_update(_PICTURES)
@require_http_methods(["GET", "POST"])
@signed_in
def make(request: HttpRequest, by: Officer, ref: str, form: str) -> HttpResponse:
    """Open a paper for filling in beside its preview, or finalise it."""
    asked = _asked(request, form)
    page = making_page(by, ref, asked)
    place = _place(page)
    if request.method == "POST":
        return _sent(request, by, page, PaperForm.posted(page.asked, asked, request.POST), place)
    kept = keeping.find(by, place)
    opened = PaperForm.opened(page.asked, asked, expect=page.case.seq)
    if kept is not None:
        opened = PaperForm.posted(page.asked, asked, QueryDict(kept.text))
        opened.expect = page.case.seq
    return _page(request, by, page, opened, kept=kept)


@require_POST
@signed_in
def preview(request: HttpRequest, by: Officer, ref: str, form: str) -> HttpResponse:
    """Draw the paper as it is now; nothing is kept."""
    asked = _asked(request, form)
    page = making_page(by, ref, asked)
    sent = PaperForm.posted(page.asked, asked, request.POST)
    answer = render(request, "web/paper_preview.html", _looked(by, page, sent))
    answer["Cache-Control"] = "no-store"
    return answer


def _sent(request: HttpRequest, by: Officer, page: MakingPage, sent: PaperForm, place: Place) -> HttpResponse:
    if "draft" in request.POST:
        return _draft(request, by, page, sent, place)
    if {"add", "look"} & request.POST.keys():
        if "add" in request.POST:
            sent.add_row(request.POST["add"])
        return _page(request, by, page, sent)
    try:
        done = _finalise(page, sent, by=by)
    except DuplicateRequestError as err:
        messages.info(request, f"{err.message}{err.why}")
        return HttpResponseRedirect(reverse("papers", args=[page.case.ref]))
    except LiuhenError as err:
        return _refused(request, by, page, sent, err)
    keeping.drop(by, place)
    messages.success(request, f"已定稿，记入第 {done.seq} 条：{page.form.title}。")
    return HttpResponseRedirect(reverse("paper", args=[done.ref, done.seq]))


def _finalise(page: MakingPage, sent: PaperForm, *, by: Officer) -> Done:
    entered = sent.read()
    value = entered.value
    if not isinstance(value, FinaliseForm):
        raise TypeError(type(value))
    return perform(
        MAKING,
        page.case.ref,
        value,
        by=by,
        happened=entered.happened,
        key=sent.key,
        channel="web",
        expect=sent.expect,
        late_reason=entered.late_reason,
    )


def _refused(request: HttpRequest, by: Officer, page: MakingPage, sent: PaperForm, err: LiuhenError) -> HttpResponse:
    """Show the paper again with every word that was typed, and what stands in the way."""
    if isinstance(err, NotAllowedError):
        note_denial(request, by)
    meanwhile: tuple[EntryRow, ...] = ()
    if isinstance(err, StalePageError):
        meanwhile = entries_since(by, page.case.ref, err.expected)
        sent.expect = err.actual  # what happened meanwhile is on the page now; sending again is an answer to it
    if isinstance(err, BadInputError):
        sent.blame(err.fields)
    shown = _page(request, by, page, sent, trouble=trouble_of(err, form=sent), meanwhile=meanwhile)
    shown.status_code = int(status_of(err))
    return shown


def _draft(request: HttpRequest, by: Officer, page: MakingPage, sent: PaperForm, place: Place) -> HttpResponse:
    here = making_address(page.case.ref, page.form.id, page.source.seq)
    if request.POST["draft"] == "drop":
        keeping.drop(by, place)
        messages.success(request, "草稿已放弃。")
        return HttpResponseRedirect(here)
    saved = drafting.keep(by, place, sent, request.POST)
    if request.POST["draft"] == "auto":
        return JsonResponse({"saved": clock_words(saved) if saved else ""})
    return HttpResponseRedirect(here)


def _asked(request: HttpRequest, form: str) -> FinaliseForm:
    return FinaliseForm(form=catalogue(form).id, source_seq=number_of(request.GET.get("source")))


def _place(page: MakingPage) -> Place:
    return drafting.place_of_paper(page.case.ref, page.form.id, page.source.seq)


def _looked(by: Officer, page: MakingPage, sent: PaperForm) -> dict[str, Any]:
    asked = FinaliseForm(form=page.form.id, source_seq=page.source.seq)
    try:
        seen = look_at(by, page.case.ref, asked, sent.sheet())
    except UnusableError as err:
        return {"pictures": (), "trouble_words": f"{err.message}{err.remedy}", "lacking": ()}
    return {
        "pictures": [f"data:image/png;base64,{b64encode(one).decode()}" for one in seen.pages],
        "trouble_words": seen.trouble,
        "lacking": _lacking(page, seen.wrong),
        "cut": seen.cut,
        "title": page.form.title,
    }


def _lacking(page: MakingPage, wrong: Any) -> list[dict[str, str]]:
    """Return what stands in the way of finalising, each with the element of the page where it is put right."""
    by_hand = {one.name for one in page.asked}
    found = []
    for path, text in wrong.items():
        head = path.split(".")[0]
        target = f"f-entered-{path.replace('.', '-')}" if head in by_hand else f"told-{head}"
        found.append({"text": text, "target": target})
    return found


def _page(
    request: HttpRequest, by: Officer, page: MakingPage, sent: PaperForm, *, kept: Kept | None = None, **more: Any
) -> HttpResponse:
    context = {
        "case": page.case,
        "page": page,
        "form": sent,
        "draft": drafting.draft_of(by, _place(page), kept),
        "typed_by": by.id,
        "place": "cases",
        "trouble": None,
        "meanwhile": (),
        "act_url": making_address(page.case.ref, page.form.id, page.source.seq),
        **_looked(by, page, sent),
        **more,
    }
    return render(request, "web/paper_new.html", context, status=HTTPStatus.OK)
