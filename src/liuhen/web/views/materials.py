"""文书: their pages, and the bytes. Each time one is handed out the access journal has it first."""

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


def _journalled(request: HttpRequest, by: Officer, act: str, ref: str, file: FileOut) -> HttpResponseBase:
    """Hand out `file`; one record per look, not per byte range: a range that goes on is the same look."""
    answer = hand_out(request, file)
    if answer.status_code < HTTPStatus.BAD_REQUEST and _begins(request):
        note(by, act, f"{ref} {file.name}")
    return answer


def _begins(request: HttpRequest) -> bool:
    asked = request.headers.get("Range", "")
    return not asked or asked.replace(" ", "").lower().startswith("bytes=0-")
