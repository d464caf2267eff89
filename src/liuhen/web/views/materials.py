"""文书: their pages, and the bytes. Each time one is handed out the access journal has it first."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from liuhen.access.journal import note
from liuhen.kernel import clock
from liuhen.people.officers import Officer
from liuhen.queries import files
from liuhen.queries.file_shapes import FileOut
from liuhen.queries.paper_own import may_convert, own_file
from liuhen.queries.versions import standing
from liuhen.web import looks
from liuhen.web.handing_out import hand_out
from liuhen.web.signed_in import signed_in

_LOOKED: Final = "looked"  # in the session: path of a file -> when a look at it was written down
_MOST: Final = 40


@require_safe
@signed_in
def paper(request: HttpRequest, by: Officer, ref: str, seq: int) -> HttpResponse:
    """Show a finalised paper with its signatures and digests."""
    page = files.paper_page(by, ref, seq)
    context = {"case": page.case, "paper": page.paper, "sign": page.sign, "owed": page.owed, "place": "cases"}
    context["standing"] = standing(by, ref, seq)
    context |= {"own": own_file(by, ref, seq), "own_as_pdf": may_convert()}
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
def attached_file(request: HttpRequest, by: Officer, ref: str, seq: int, part: str) -> HttpResponseBase:
    """Hand out what came with an entry: the scan of a paper, or data as they were received."""
    return _journalled(request, by, "scan.read", ref, files.attached_file(by, ref, seq, part))


def _journalled(request: HttpRequest, by: Officer, act: str, ref: str, file: FileOut) -> HttpResponseBase:
    """Hand out `file`; one record per look, not per byte range: a range that goes on with a look belongs to it."""
    answer = hand_out(request, file)
    if answer.status_code < HTTPStatus.BAD_REQUEST and not _goes_on(request):
        note(by, act, f"{ref} {file.name}")
        _remember(request)
    return answer


def _goes_on(request: HttpRequest) -> bool:
    """Say whether a stretch is asked for of what this session began to look at before; the beginning begins anew."""
    asked = request.headers.get("Range", "").replace(" ", "").lower()
    if not asked or asked.startswith("bytes=0-"):
        return False
    return bool(clock.now().timestamp() - request.session.get(_LOOKED, {}).get(request.path, 0) < looks.LASTS)


def _remember(request: HttpRequest) -> None:
    looked = {**request.session.get(_LOOKED, {}), request.path: clock.now().timestamp()}
    request.session[_LOOKED] = dict(sorted(looked.items(), key=lambda one: one[1])[-_MOST:])
