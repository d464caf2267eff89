"""One view for every act: it opens the form, reads it, has the act done, and says what came of it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from liuhen.drafts import keeping
from liuhen.drafts.keeping import Place
from liuhen.forms.fields import Form
from liuhen.kernel.errors import (
    BadInputError,
    DuplicateRequestError,
    LiuhenError,
    NotAllowedError,
    NotFoundError,
    StalePageError,
)
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.process.case.asked_again import asked_before
from liuhen.process.case.corrections import Correction, corrected_values
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.openings import Instead
from liuhen.process.case.order import require_alive
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ActType, act_type, prefill, told_by
from liuhen.queries.case import case_page
from liuhen.queries.case_shapes import CasePage
from liuhen.queries.inspected import looked_up
from liuhen.queries.paper_questions import standard_questions
from liuhen.queries.scoped import case_for
from liuhen.web import conflict, drafting
from liuhen.web.beginning import INSTEAD, carry_over, known_of, offered_instead
from liuhen.web.conflict import Meanwhile
from liuhen.web.drafting import Opened, place_of
from liuhen.web.errors import status_of
from liuhen.web.forms import ActForm
from liuhen.web.forms.act import number_of
from liuhen.web.forms.controls import UnreadableError, control
from liuhen.web.forms.shape import fields_of
from liuhen.web.links import APPROVING, BEGINNING, MAKING, RETURNING, answering, making_address
from liuhen.web.listening import player_beside
from liuhen.web.options import options_for
from liuhen.web.queue import onward
from liuhen.web.received import take_files
from liuhen.web.signed_in import note_denial, signed_in
from liuhen.web.trouble import Trouble, trouble_of
from liuhen.web.views.approvals import show_approval
from liuhen.web.wording import clock_words

_PICKED: Final = frozenset({"footage", "entry", "entries", "moment", "offset", "choice", "number", "dossier"})
"""Widgets that a link may fill in; text is always typed by the person."""

_TRANSCRIPTS: Final = frozenset({"interview.made"})
"""Acts whose form is a record of questions and answers, written while they are asked."""

_HEARD: Final = frozenset({"transcript.made"})
"""Acts in which somebody writes down what he hears: the recording plays beside the form."""

_BACK: Final = frozenset({"evidence"})
"""Pages of a case that lead to a form and take one back when the act is done."""


@require_http_methods(["GET", "POST"])
@signed_in
def begin(request: HttpRequest, by: Officer, kind: str = BEGINNING) -> HttpResponse:
    """Do an act with which a dossier begins: register a clue, plan an inspection, penalise on the spot."""
    chosen = act_type(kind)
    if not chosen.starts_dossier:
        raise NotFoundError("这个事项不能新建案件。", remedy="请从案件列表选择要新建的事项。")
    require(by, chosen.permitted_as, Subject(organ=by.organ), doing=chosen.verb)
    if request.method == "POST":
        return _do(request, by, chosen, ref=None)
    place = place_of(kind, None, request.GET)
    opened = drafting.open_form(chosen, by, place, known=lambda: known_of(chosen, by, request.GET), expect=None)
    return _page(request, by, chosen, opened, case=None)


@require_http_methods(["GET", "POST"])
@signed_in
def act(request: HttpRequest, by: Officer, ref: str, kind: str) -> HttpResponse:
    """Open the form of an act in a case, or do the act."""
    chosen = act_type(kind, by.organ)
    if chosen.starts_dossier:
        raise NotFoundError(f"{chosen.verb}不在案件里办理。", remedy="请从工作台或者案件列表新建。")
    if request.method == "POST":
        return _do(request, by, chosen, ref=ref)
    if kind == MAKING and request.GET.get("form"):
        return HttpResponseRedirect(making_address(ref, request.GET["form"], number_of(request.GET.get("of"))))
    case = allowed_case(by, ref, chosen)
    corrects = number_of(request.GET.get("corrects"))

    def known() -> dict[str, Any]:
        if corrects is None:
            return _known(chosen, case, by, request.GET)
        return corrected_values(case, chosen, corrects, by=by)

    place = place_of(kind, ref, request.GET, corrects=corrects)
    opened = drafting.open_form(chosen, by, place, known=known, expect=case.seq, corrects=corrects)
    if opened.kept is None:  # what was typed before is shown all the same
        require_alive(case, chosen)
    return _page(request, by, chosen, opened, case=case_page(by, ref))


def _do(request: HttpRequest, by: Officer, chosen: ActType, *, ref: str | None) -> HttpResponse:
    if ref is not None:
        case_for(by, ref)  # a case that is not his to see is answered like one that does not exist
    form = ActForm.sent(chosen.form, request.POST, options=options_for(by, ref))
    place = place_of(chosen.kind, ref, request.GET, corrects=form.corrects)
    try:
        if ref is not None:
            allowed_case(by, ref, chosen)  # who may not do it is told so, whatever he typed
        if "file-of" in request.POST:
            return _file(request, by, form)
        if "draft" in request.POST:
            return _draft(request, by, chosen, form, place)
        take_files(request, form, by=by)
        if {"add", "merge", INSTEAD} & request.POST.keys():
            return _changed(request, by, chosen, form, place)
        done = _perform(chosen, form, by=by, ref=ref)
    except LiuhenError as err:
        return _refused(request, by, chosen, form, err, place)
    keeping.drop(by, place)
    messages.success(request, f"已记入第 {done.seq} 条：{chosen.label}。")
    watched = number_of(request.POST.get("watching"))
    if watched is not None:  # marked beside the player: back to it
        return HttpResponseRedirect(reverse("recording", args=[done.ref, watched]))
    back = request.GET.get("back", "")
    return HttpResponseRedirect(onward(request, by) or reverse(back if back in _BACK else "case", args=[done.ref]))


def _file(request: HttpRequest, by: Officer, form: ActForm) -> HttpResponse:
    """Take in a file ahead of its form; a file that cannot be used is said at once."""
    name = request.POST["file-of"]
    try:
        take_files(request, form, by=by)
    except BadInputError as err:
        return JsonResponse({"wrong": err.fields.get(name, err.message)})
    told = form.typed.get(name) if name in form.file_fields else None
    return JsonResponse({"sha256": told[0], "name": form.file_names[name]} if told else {"wrong": "没有收到文件。"})


def _draft(request: HttpRequest, by: Officer, chosen: ActType, form: ActForm, place: Place) -> HttpResponse:
    """Keep or drop what was typed; the script gets the time in a word, a person the form again."""
    if request.POST["draft"] == "drop":
        keeping.drop(by, place)
        messages.success(request, "草稿已放弃，下面是按案件现有记录重新打开的表单。")
        return HttpResponseRedirect(drafting.address(place))
    take_files(request, form, by=by)
    saved = drafting.keep(by, place, form, request.POST)
    if request.POST["draft"] == "auto":
        return JsonResponse({"saved": clock_words(saved) if saved else ""})
    return HttpResponseRedirect(drafting.address(place))


def _changed(request: HttpRequest, by: Officer, chosen: ActType, form: ActForm, place: Place) -> HttpResponse:
    """Show the form again with one more row, or with what was taken over; or carry it over into another form."""
    if INSTEAD in request.POST:
        return carry_over(request, by, chosen, form)
    if "add" in request.POST:
        form.add_row(request.POST["add"])
    elif (seq := number_of(request.POST["merge"])) is not None and place.ref:
        conflict.take_over(form, request.POST, conflict.theirs(allowed_case(by, place.ref, chosen), chosen, seq, by=by))
        messages.info(request, "已按所选合并，请核对后再提交。")
    case = case_page(by, place.ref) if place.ref else None
    return _page(request, by, chosen, Opened(form, place, None), case=case)


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
    request: HttpRequest, by: Officer, chosen: ActType, form: ActForm, err: LiuhenError, place: Place
) -> HttpResponse:
    """Show the form again with every word that was typed, and what stands in the way."""
    form.note(err)
    ref = place.ref
    if isinstance(err, NotAllowedError):
        note_denial(request, by)
    meanwhile: tuple[Meanwhile, ...] = ()
    if isinstance(err, StalePageError) and ref:
        meanwhile = conflict.since(by, ref, chosen, form, err.expected)
        form.expect = err.actual  # what happened meanwhile is on the page now; sending again is an answer to it
    if isinstance(err, DuplicateRequestError):
        messages.info(request, f"{err.message}{err.why}")
        return HttpResponseRedirect(reverse("case", args=[ref]) if ref else reverse("cases"))
    trouble = trouble_of(err, form=form)
    if chosen.kind in APPROVING | RETURNING | answering() and ref:
        shown = show_approval(request, by, ref, sent=form, kind=chosen.kind, trouble=trouble, meanwhile=meanwhile)
        if shown is not None:
            shown.status_code = int(status_of(err))
            return shown
    case = case_page(by, ref) if ref else None
    opened = Opened(form, place, None)
    turned = offered_instead(chosen, err)
    shown = _page(request, by, chosen, opened, case=case, trouble=trouble, meanwhile=meanwhile, turned=turned)
    shown.status_code = int(status_of(err))
    return shown


def allowed_case(by: Officer, ref: str, chosen: ActType) -> CaseRef:
    """Return the case when `by` may do the act there.

    Raises:
        NotFoundError: no such case, or not his to see.
        NotAllowedError: seen, but the act is not his to do.
    """
    _, case = case_for(by, ref)
    require(by, chosen.permitted_as, case.subject, doing=chosen.verb)
    return case


def _known(chosen: ActType, case: CaseRef, by: Officer, query: QueryDict) -> dict[str, Any]:
    """Return what the case knows, and what the link that led here picked: the entry it is about, the paper it asks."""
    picked = prefill(chosen.kind, case, by) | asked_before(case, chosen)
    of, form = number_of(query.get("of")), query.get("form") or ""
    with suppress(LiuhenError):  # a link to something else: the form opens without it
        picked |= told_by(chosen.kind, case, of)
    for field in fields_of(chosen.form):
        if field.widget in ("entry", "entries", "number") and of is not None:
            picked[field.name] = [of] if field.many else of
        elif field.name == "form" and form in field.told.get("choices", {}):
            picked[field.name] = form
        elif field.name in query and field.widget in _PICKED:
            with suppress(UnreadableError):  # an address that somebody typed: the form opens without it
                picked[field.name] = control(field.widget).read(query.getlist(field.name))
    return picked


def _page(
    request: HttpRequest,
    by: Officer,
    chosen: ActType,
    opened: Opened,
    *,
    case: CasePage | None,
    trouble: Trouble | None = None,
    meanwhile: Sequence[Meanwhile] = (),
    turned: Instead | None = None,
) -> HttpResponse:
    settles = [one for one in case.owed if one.act and one.act.kind == chosen.kind] if case else []
    context: Mapping[str, Any] = {
        "act": chosen,
        "case": case,
        "form": opened.form,
        "draft": drafting.draft_of(by, opened.place, opened.kept),
        "meanwhile": meanwhile,
        "typed_by": by.id,
        "trouble": trouble,
        "settles": settles,
        "place": "cases",
        "turned": turned,
        "looked_up": looked_up(chosen.kind, by, opened.form.typed) if case is None else None,
    }
    standard = standard_questions(by, case.ref) if case and chosen.kind in _TRANSCRIPTS else ()
    if case and chosen.kind in _HEARD:
        told = opened.form.typed.get("of") or [""]
        beside = player_beside(request, by, case.ref, number_of(told[0]))
        return render(request, "web/recording_transcript.html", {**context, **beside})
    page = "web/paper_transcript.html" if chosen.kind in _TRANSCRIPTS else "web/act.html"
    return render(request, page, {**context, "standard": standard})
