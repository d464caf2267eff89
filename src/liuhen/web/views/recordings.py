"""音像: the page of a recording, and the bytes behind it. Each look is in the access journal before it is shown."""

import uuid
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.access.journal import note
from liuhen.media.cues import write_vtt
from liuhen.office.damaged import damage_of
from liuhen.people.officers import Officer
from liuhen.process.case.previews import awaited, want
from liuhen.queries import files, previews
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.marking import marking_of
from liuhen.queries.transcripts import spoken_of, told_of
from liuhen.web import looks
from liuhen.web.handing_out import hand_out
from liuhen.web.playing import gaps, measured, span, stage
from liuhen.web.signed_in import signed_in

_SLEEVES = {"video": "liuhen/video.svg", "audio": "liuhen/audio.svg", "image": "liuhen/photo.svg"}


@require_safe
@signed_in
def recording(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show a recording with its player, its pictures and its labels; this is the look that is written down."""
    page = files.recording_page(by, ref, seq)
    row = page.recording
    preview = previews.preview_of(row.sha256)
    if not looks.goes_on(request.GET.get("look", ""), by, ref, seq):
        note(by, "recording.play", f"{ref} {row.name}")
    context = {
        "case": page.case,
        "page": page,
        "recording": row,
        "gaps": gaps(row),
        "span": span(row),
        "measured": measured(row),
        "stage": stage(row, preview, playable=page.playable),
        "preview": preview,
        "damage": damage_of(row.sha256),
        "awaited": preview.complete or awaited(row.sha256),
        "marking": marking_of(by, ref, seq),
        "told": told_of(by, ref, seq),
        "keys": [uuid.uuid4().hex, uuid.uuid4().hex],
        "look": looks.mark(by, ref, seq),
        "place": "cases",
    }
    return render(request, "web/recording.html", context)


@require_safe
@signed_in
def recording_file(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponseBase:
    """Hand out the original bytes, whole or by ranges."""
    return _journalled(request, by, ref, seq, files.recording_file(by, ref, seq))


@require_safe
@signed_in
def copy_file(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponseBase:
    """Hand out the copy that plays in a browser."""
    return _journalled(request, by, ref, seq, previews.copy_file(by, ref, seq))


@require_safe
@signed_in
def captions(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Hand out the words spoken on a recording as captions for the player."""
    told = spoken_of(by, ref, seq)
    if not looks.goes_on(request.GET.get("look", ""), by, ref, seq):
        note(by, "recording.play", f"{ref} 第 {seq} 条的文字记录")
    answer = HttpResponse(write_vtt(told.cues if told else ()), content_type="text/vtt; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@signed_in
def picture(request: HttpRequest, by: Officer, ref: str, seq: int, name: str) -> HttpResponseBase:
    """Hand out the poster or the row of small pictures; or the smallest, which stands beside a name in a list.

    The smallest is the sleeve of the recording: 144 pixels wide, nobody in it can be told, no paper read. It belongs to
    the list in which it stands and is not written down each time; whatever is larger is a look.
    """
    file = previews.picture_file(by, ref, seq, name)
    if file is None:
        return _without_picture(by, ref, seq, name)
    return hand_out(request, file) if name == "sleeve" else _journalled(request, by, ref, seq, file)


@require_http_methods(["GET", "POST"])
@signed_in
def preview(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Say how far the making of the previews has come; asked by POST, let what is missing be made."""
    row = previews.recording_of(by, ref, seq)
    if request.method == "POST":
        want(row.sha256)
        return redirect("recording", ref, seq)
    seen = previews.preview_of(row.sha256)
    told = seen.progress
    return JsonResponse(
        {
            "part": seen.part,
            "complete": seen.complete,
            "state": told.state if told else "waiting",
            "percent": told.percent if told else 0,
        }
    )


def _without_picture(by: Officer, ref: str, seq: int, name: str) -> HttpResponse:
    if name != "sleeve":
        return HttpResponse(status=HTTPStatus.NOT_FOUND)
    family = previews.recording_of(by, ref, seq).media_type.partition("/")[0]
    return redirect(static(_SLEEVES.get(family, _SLEEVES["image"])))


def _journalled(request: HttpRequest, by: Officer, ref: str, seq: int, file: FileOut) -> HttpResponseBase:
    """Hand out `file`; it goes with the look at its page, otherwise it is written down as one of its own."""
    answer = hand_out(request, file)
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        return answer
    if request.GET.get("download"):
        note(by, "recording.play", f"{ref} {file.name}（下载）")
    elif not looks.goes_on(request.GET.get("look", ""), by, ref, seq):
        note(by, "recording.play", f"{ref} {file.name}")
    return answer
