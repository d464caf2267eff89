"""音像副本: plan a clip, a still or a masked copy beside the player, look at what was made, answer for it."""

import uuid
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.access.journal import note
from liuhen.kernel.errors import LiuhenError
from liuhen.media.finding.searches import able
from liuhen.people.officers import Officer
from liuhen.process.case.guard import perform
from liuhen.process.case.uploads import receive
from liuhen.process.inquiry import makings
from liuhen.process.inquiry.copy_drafts import Making
from liuhen.process.inquiry.payloads.copies import COVERINGS, MUTINGS, PURPOSES, WHATS, CopyForm
from liuhen.queries import copies, previews
from liuhen.queries.file_shapes import FileOut
from liuhen.web import looks
from liuhen.web.copying import read_plan
from liuhen.web.errors import status_of
from liuhen.web.handing_out import hand_out
from liuhen.web.playing import stage
from liuhen.web.signed_in import signed_in

_PIECE: Final = 1 << 20


@require_http_methods(["GET", "POST"])
@signed_in
def recording_copies(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show the copies of a recording and the editor for another; asked by POST, let one be made."""
    if request.method == "GET":
        return _page(request, by, ref, seq)
    row = copies.original_for(by, ref, seq)
    page = copies.copies_page(by, ref, seq)
    sent = request.POST
    try:
        plan = read_plan(sent, number=page.number, duration_ms=row.duration_ms)
        purpose, hidden = sent.get("purpose", ""), sent.get("hidden", "").strip()[:2_000]
        made = makings.ask(by, row, plan, purpose=purpose, hidden=hidden, key=sent.get("key", ""))
    except LiuhenError as err:
        return _page(request, by, ref, seq, error=err, typed=sent.dict())
    return redirect("copy-making", ref, seq, made.asked.id)


@require_http_methods(["GET", "POST"])
@signed_in
def making(request: HttpRequest, by: Officer, ref: str, seq: int, name: str) -> HttpResponse:
    """Show how far a copy is, and what came out; asked by POST, enter it, make it again or throw it away."""
    row, draft = copies.making_of(by, ref, seq, name)
    if request.method == "GET":
        return _draft_page(request, by, ref, row, draft)
    match request.POST.get("do"):
        case "discard":
            makings.discard(by, name)
            messages.success(request, "没有登记的副本已放弃。原件没有改动。")
            return redirect("recording-copies", ref, seq)
        case "again":
            makings.again(by, name)
            return redirect("copy-making", ref, seq, name)
    try:
        entered = _enter(request, by, ref, row, draft)
    except LiuhenError as err:
        return _draft_page(request, by, ref, row, draft, error=err)
    makings.discard(by, name)
    messages.success(request, f"已记入第 {entered} 条：音像副本。")
    return redirect("recording-copies", ref, seq)


@require_safe
@signed_in
def progress(request: HttpRequest, by: Officer, ref: str, seq: int, name: str) -> HttpResponse:
    """Say how far a copy is."""
    del request
    _, draft = copies.making_of(by, ref, seq, name)
    return JsonResponse({"state": draft.progress.state, "percent": draft.progress.percent})


@require_safe
@signed_in
def making_file(request: HttpRequest, by: Officer, ref: str, seq: int, name: str) -> HttpResponseBase:
    """Hand out what was made and is not confirmed; it goes with the look at its page."""
    return _journalled(request, by, ref, seq, copies.making_file(*copies.making_of(by, ref, seq, name)))


@require_safe
@signed_in
def copy_file(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponseBase:
    """Hand out a copy of record."""
    return _journalled(request, by, ref, seq, copies.copy_file(by, ref, seq))


def _journalled(request: HttpRequest, by: Officer, ref: str, seq: int, file: FileOut) -> HttpResponseBase:
    answer = hand_out(request, file)
    if answer.status_code < HTTPStatus.BAD_REQUEST:
        if request.GET.get("download"):
            note(by, "recording.play", f"{ref} {file.name}（下载）")
        elif not looks.goes_on(request.GET.get("look", ""), by, ref, seq):
            note(by, "recording.play", f"{ref} {file.name}")
    return answer


def _look(request: HttpRequest, by: Officer, ref: str, seq: int, name: str) -> str:
    """Return the mark of the look at this page; a refused form goes on with the look it came from, or has none."""
    if not looks.goes_on(request.GET.get("look", ""), by, ref, seq):
        if request.method == "POST":
            return ""
        note(by, "recording.play", f"{ref} {name}")
    return looks.mark(by, ref, seq)


def _page(
    request: HttpRequest,
    by: Officer,
    ref: str,
    seq: int,
    *,
    error: LiuhenError | None = None,
    typed: dict[str, Any] | None = None,
) -> HttpResponse:
    page = copies.copies_page(by, ref, seq)
    row = page.recording
    preview = previews.preview_of(row.sha256)
    context = {
        "page": page,
        "case": page.case,
        "recording": row,
        "stage": stage(row, preview),
        "look": _look(request, by, ref, seq, row.name),
        "typed": typed or _first(request, by, page),
        "error": error,
        "key": (typed or {}).get("key") or uuid.uuid4().hex,
        "kept_days": makings.KEPT.days,
        "whats": [one for one in WHATS.items() if _possible(one[0], row.media_type)],
        "purposes": PURPOSES.items(),
        "coverings": COVERINGS.items(),
        "mutings": MUTINGS.items(),
        "faces": able("faces"),
        "place": "cases",
    }
    return render(request, "web/copies.html", context, status=status_of(error) if error else HTTPStatus.OK)


def _possible(what: str, media_type: str) -> bool:
    family = media_type.partition("/")[0]
    return what == "masked" if family == "image" else what != "still" or family == "video"


def _first(request: HttpRequest, by: Officer, page: copies.CopiesPage) -> dict[str, Any]:
    """Return what the editor opens with: what was planned before, or the place that the link names."""
    for draft in page.drafts:
        if draft.asked.id == request.GET.get("from"):
            return {"plan": draft.asked.plan, "purpose": draft.asked.purpose, "hidden": draft.asked.hidden}
    return {"what": request.GET.get("what", ""), "label": "yes"}


def _draft_page(
    request: HttpRequest, by: Officer, ref: str, row: copies.Source, draft: Making, *, error: LiuhenError | None = None
) -> HttpResponse:
    page, plan = copies.copies_page(by, ref, row.seq), draft.asked.plan
    made = draft.result.made if draft.result else None
    context = {
        "page": page,
        "case": page.case,
        "recording": page.recording,
        "draft": draft,
        "what": WHATS[plan.what],
        "span": copies.span_words(made.start_ms if made else plan.start_ms, made.end_ms if made else plan.end_ms),
        "hows": [COVERINGS[one.how] for one in plan.boxes] + [MUTINGS[one.how] for one in plan.mutes],
        "purposes": PURPOSES.items(),
        "typed": request.POST if error else {"purpose": draft.asked.purpose, "hidden": draft.asked.hidden},
        "expect": page.case.seq,
        "key": uuid.uuid4().hex,
        "look": _look(request, by, ref, row.seq, copies.copy_name(row, draft)) if made else "",
        "error": error,
        "place": "cases",
    }
    return render(request, "web/copy_making.html", context, status=status_of(error) if error else HTTPStatus.OK)


def _enter(request: HttpRequest, by: Officer, ref: str, row: copies.Source, draft: Making) -> int:
    """Take what was made into the store and enter it; return the number of the entry."""
    sent, file = request.POST, copies.making_file(row, draft)
    made = draft.result.made if draft.result else None
    kept = receive(_pieces(file.path), name=file.name, by=by, size=file.size)
    form = CopyForm(
        of=row.seq,
        what=draft.asked.plan.what,
        start_ms=made.start_ms if made else 0,
        end_ms=made.end_ms if made else None,
        file=kept.sha256,
        purpose=sent.get("purpose") if sent.get("purpose") in PURPOSES else draft.asked.purpose,
        hidden=sent.get("hidden", draft.asked.hidden)[:2_000],
        checked=sent.get("checked") == "yes",
    )
    key = f"copy-{draft.asked.id}-{sent.get('key', '')}"[:80]
    done = perform(copies.DERIVE, ref, form, by=by, happened=None, key=key, channel="web")
    return done.seq


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
