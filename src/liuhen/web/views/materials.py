"""文书 and 音像: their pages, and the bytes. Each time one is handed out the access journal has it first."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from liuhen.access.journal import note
from liuhen.people.officers import Officer
from liuhen.queries import files
from liuhen.queries.shapes import FileOut
from liuhen.web.handing_out import hand_out
from liuhen.web.signed_in import signed_in
from liuhen.web.wording import duration_words


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch without a picture: where it starts in whole seconds, and in words."""

    start_seconds: int
    text: str


@require_safe
@signed_in
def paper(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show a finalised paper with its signatures and digests."""
    page = files.paper_page(by, ref, seq)
    context = {"case": page.case, "paper": page.paper, "sign": page.sign, "place": "cases"}
    return render(request, "web/paper.html", context)


@require_safe
@xframe_options_sameorigin
@signed_in
def paper_file(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponseBase:
    """Hand out the frozen PDF."""
    return _journalled(request, by, "paper.read", ref, files.paper_file(by, ref, seq))


@require_safe
@signed_in
def scan_file(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponseBase:
    """Hand out the scan of a signed page."""
    return _journalled(request, by, "scan.read", ref, files.scan_file(by, ref, seq))


@require_safe
@signed_in
def recording(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show a recording with its player and its labels."""
    page = files.recording_page(by, ref, seq)
    row = page.recording
    gaps = [Gap(start // 1000, _gap_words(start, end)) for start, end in row.gaps]
    kind = row.media_type.partition("/")[0]
    context = {"case": page.case, "page": page, "recording": row, "kind": kind, "gaps": gaps, "place": "cases"}
    return render(request, "web/recording.html", context)


@require_safe
@signed_in
def recording_file(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponseBase:
    """Hand out the original bytes, whole or by ranges."""
    return _journalled(request, by, "recording.play", ref, files.recording_file(by, ref, seq))


def _journalled(request: HttpRequest, by: Officer, act: str, ref: str, file: FileOut) -> HttpResponseBase:
    """Hand out `file`; one record per look, not per byte range: a range that goes on is the same look."""
    answer = hand_out(request, file)
    if answer.status_code < HTTPStatus.BAD_REQUEST and _begins(request):
        note(by, act, f"{ref} {file.name}")
    return answer


def _begins(request: HttpRequest) -> bool:
    asked = request.headers.get("Range", "")
    return not asked or asked.replace(" ", "").lower().startswith("bytes=0-")


def _gap_words(start: int, end: int) -> str:
    return f"{duration_words(start)}处起，{duration_words(end - start)}没有内容"
