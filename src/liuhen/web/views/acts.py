"""One view for every act: it opens the form, reads it, has the act done, and says what came of it."""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from liuhen.kernel.errors import (
    DuplicateRequestError,
    LiuhenError,
    NotAllowedError,
    NotFoundError,
    StalePageError,
)
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.process.case.corrections import Correction, corrected_values
from liuhen.process.case.fields import Form
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ActType, act_type, prefill
from liuhen.queries.case import case_page
from liuhen.queries.course import entries_since
from liuhen.queries.scoped import case_for
from liuhen.queries.shapes import CasePage, EntryRow
from liuhen.web.errors import status_of
from liuhen.web.forms import ActForm
from liuhen.web.forms.act import number_of
from liuhen.web.forms.shape import fields_of
from liuhen.web.links import APPROVING, BEGINNING
from liuhen.web.options import options_for
from liuhen.web.received import take_files
from liuhen.web.signed_in import note_denial, signed_in
from liuhen.web.trouble import Trouble, trouble_of
from liuhen.web.views.approvals import RETURNING, show_approval


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: HttpRequest, by: Officer) -> HttpResponse:
    """Register a clue: the act with which a dossier begins."""
    chosen = act_type(BEGINNING)
    require(by, BEGINNING, Subject(organ=by.organ), doing=chosen.verb)
    if request.method == "POST":
        return _do(request, by, chosen, ref=None)
    form = ActForm.fresh(chosen.form, known={}, expect=None, options=options_for(by, None))
    return _page(request, chosen, form, case=None)


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, by: Officer, ref: str, kind: str) -> HttpResponse:
    """Open the form of an act in a case, or do the act."""
    chosen = act_type(kind)
    if chosen.starts_dossier:
        raise NotFoundError("登记线索不在案件里办理。", remedy="请从工作台登记线索。")
    if request.method == "POST":
        return _do(request, by, chosen, ref=ref)
    case = allowed_case(by, ref, chosen)
    corrects = number_of(request.GET.get("corrects"))
    known = (
        _known(chosen, case, by, request.GET) if corrects is None else corrected_values(case, chosen, corrects, by=by)
    )
    form = ActForm.fresh(chosen.form, known=known, expect=case.seq, options=options_for(by, ref), corrects=corrects)
    return _page(request, chosen, form, case=case_page(by, ref))


def _do(request: HttpRequest, by: Officer, chosen: ActType, *, ref: str | None) -> HttpResponse:
    if ref is not None:
        case_for(by, ref)  # a case that is not his to see is answered like one that does not exist
    form = ActForm.sent(chosen.form, request.POST, options=options_for(by, ref))
    try:
        take_files(request, form, by=by)
        if "add" in request.POST:
            form.add_row(request.POST["add"])
            return _page(request, chosen, form, case=case_page(by, ref) if ref else None)
        done = _perform(chosen, form, by=by, ref=ref)
    except LiuhenError as err:
        return _refused(request, by, chosen, form, err, ref=ref)
    messages.success(request, f"已记入第 {done.seq} 条：{chosen.label}。")
    return HttpResponseRedirect(reverse("case", args=[done.ref]))


def _perform(chosen: ActType, form: ActForm, *, by: Officer, ref: str | None) -> Done:
    entered = form.read()
    return perform(
        chosen.kind,
        ref,
        cast("Form", entered.value),
        by=by,
        happened=entered.happened,
        key=form.key,
        channel="web",
        expect=form.expect,
        late_reason=entered.late_reason,
        correction=None if form.corrects is None else Correction(form.corrects, entered.corrects_because),
    )


def _refused(
    request: HttpRequest, by: Officer, chosen: ActType, form: ActForm, err: LiuhenError, *, ref: str | None
) -> HttpResponse:
    """Show the form again with every word that was typed, and what stands in the way."""
    form.note(err)
    if isinstance(err, NotAllowedError):
        note_denial(request, by)
    since: tuple[EntryRow, ...] = ()
    if isinstance(err, StalePageError) and ref is not None:
        since = entries_since(by, ref, err.expected)
        form.expect = err.actual  # what happened meanwhile is on the page now; sending again is an answer to it
    if isinstance(err, DuplicateRequestError):
        messages.info(request, f"{err.message}{err.why}")
        return HttpResponseRedirect(reverse("case", args=[ref]) if ref else reverse("cases"))
    trouble = trouble_of(err, form=form, since=since)
    if chosen.kind in APPROVING | RETURNING and ref is not None:
        shown = show_approval(request, by, ref, sent=form, kind=chosen.kind, trouble=trouble)
        if shown is not None:
            shown.status_code = int(status_of(err))
            return shown
    case = case_page(by, ref) if ref is not None else None
    return _page(request, chosen, form, case=case, trouble=trouble, status=int(status_of(err)))


def allowed_case(by: Officer, ref: str, chosen: ActType) -> CaseRef:
    """Return the case when `by` may do the act there.

    Raises:
        NotFoundError: no such case, or not his to see.
        NotAllowedError: seen, but the act is not his to do.
    """
    _, case = case_for(by, ref)
    require(by, chosen.kind, case.subject, doing=chosen.verb)
    return case


def _known(chosen: ActType, case: CaseRef, by: Officer, query: QueryDict) -> dict[str, Any]:
    """Return what the case knows, and what the link that led here picked: the entry it is about, the paper it asks."""
    picked = prefill(chosen.kind, case, by)
    of, form = number_of(query.get("of")), query.get("form") or ""
    for field in fields_of(chosen.form):
        if field.widget == "entry" and of is not None:
            picked[field.name] = of
        elif field.name == "form" and form in field.told.get("choices", {}):
            picked[field.name] = form
    return picked


def _page(
    request: HttpRequest,
    chosen: ActType,
    form: ActForm,
    *,
    case: CasePage | None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    settles = [one for one in case.owed if one.act and one.act.kind == chosen.kind] if case else []
    context: Mapping[str, Any] = {
        "act": chosen,
        "case": case,
        "form": form,
        "trouble": trouble,
        "settles": settles,
        "place": "cases",
    }
    return render(request, "web/act.html", dict(context), status=status)
