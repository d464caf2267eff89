"""音像库: the list, one recording with its player, and the way from there into a case."""

from datetime import date
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from liuhen.access.journal import note
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.links import linked_case
from liuhen.process.footage.payloads import STARTS, WAYS
from liuhen.queries import footage as read
from liuhen.queries import previews
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.footage_shapes import Asked
from liuhen.web import looks
from liuhen.web.handing_out import hand_out
from liuhen.web.playing import gaps, span, stage
from liuhen.web.signed_in import signed_in
from liuhen.web.workbook import hand_out_workbook

LONGEST: Final = 100  # characters of what the list is narrowed by
_ROOM: Final = "footage"
_SLEEVES: Final = {"video": "liuhen/video.svg", "audio": "liuhen/audio.svg", "image": "liuhen/photo.svg"}


@require_safe
@signed_in
def footage(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show a page of the room, what is in no case yet first."""
    asked = _asked(request.GET)
    number = request.GET.get("page", "")
    page = int(number) if number.isdecimal() and len(number) < 8 else 1  # noqa: PLR2004
    context = {
        "list": read.footage(by, asked, page=page),
        "asked": asked,
        "devices": read.devices_seen(by),
        "carriers": read.carriers(by),
        "ways": list(WAYS.items()),
        "states": list(read.STATES.items()),
        "export": f"{reverse('footage-file')}?{urlencode(asked.address())}",
        "may_take_in": bool(scope(by, "footage.received").reaches),
        "place": _ROOM,
    }
    return render(request, "web/footage.html", context)


@require_safe
@signed_in
def footage_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the list as a workbook, all its pages; the access journal has it first."""
    read.require_view(by)
    asked = _asked(request.GET)
    write = lambda path: read.write_footage(by, asked, path)  # noqa: E731
    return hand_out_workbook(by, "音像库清单", write, unit="段", act="footage.export")


@require_safe
@signed_in
def piece(request: HttpRequest, by: Officer, seq: int) -> HttpResponse:
    """Show one recording with its player; this is the look that is written down."""
    page = read.piece(by, seq)
    row = page.recording
    preview = previews.preview_of(row.sha256)
    if not looks.goes_on(request.GET.get("look", ""), by, _ROOM, seq):
        note(by, "footage.play", f"音像库第 {seq} 条 {row.name}")
    context = {
        "page": page,
        "recording": row,
        "source": STARTS.get(page.body.started_by, ""),
        "way": WAYS.get(page.body.way, ""),
        "gaps": gaps(row),
        "span": span(row),
        "stage": stage(row, preview, playable=page.body.playable),
        "cases": read.cases_to_file_in(by) if page.may_file else (),
        "look": looks.mark(by, _ROOM, seq),
        "place": _ROOM,
    }
    return render(request, "web/footage_piece.html", context)


@require_safe
@signed_in
def into_case(request: HttpRequest, by: Officer, seq: int) -> HttpResponse:
    """Lead to the form that files a recording in the case that was named."""
    read.piece_row(by, seq)
    case = linked_case(request.GET.get("case", "")[:LONGEST], by=by, field="case")
    return HttpResponseRedirect(f"{reverse('act', args=[case.ref, 'recording.stored'])}?footage={seq}")


@require_safe
@signed_in
def piece_file(request: HttpRequest, by: Officer, seq: int) -> HttpResponseBase:
    """Hand out the original bytes, whole or by ranges."""
    return _journalled(request, by, seq, read.piece_file(by, seq))


@require_safe
@signed_in
def piece_copy(request: HttpRequest, by: Officer, seq: int) -> HttpResponseBase:
    """Hand out the copy that plays in a browser."""
    return _journalled(request, by, seq, read.piece_copy(by, seq))


@require_safe
@signed_in
def piece_picture(request: HttpRequest, by: Officer, seq: int, name: str) -> HttpResponseBase:
    """Hand out the poster or the row of small pictures; the smallest belongs to the list in which it stands."""
    file = read.piece_picture(by, seq, name)
    if file is not None:
        return hand_out(request, file) if name == "sleeve" else _journalled(request, by, seq, file)
    if name != "sleeve":
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    family = read.piece_row(by, seq).media_type.partition("/")[0]
    return redirect(static(_SLEEVES.get(family, _SLEEVES["image"])))


def _journalled(request: HttpRequest, by: Officer, seq: int, file: FileOut) -> HttpResponseBase:
    answer = hand_out(request, file)
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        return answer
    if request.GET.get("download"):
        note(by, "footage.play", f"音像库第 {seq} 条 {file.name}（下载）")
    elif not looks.goes_on(request.GET.get("look", ""), by, _ROOM, seq):
        note(by, "footage.play", f"音像库第 {seq} 条 {file.name}")
    return answer


def _asked(told: QueryDict) -> Asked:
    words = {name: told.get(name, "").strip()[:LONGEST] for name in ("text", "device", "officer", "way", "state")}
    return Asked(**words, first=_day(told.get("first", "")), last=_day(told.get("last", "")))


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
