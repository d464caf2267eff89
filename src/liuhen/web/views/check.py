"""查验文书: open to everybody, without a cookie. A file brought for comparison is summed as it arrives and not kept."""

import hashlib
from http import HTTPStatus
from typing import Any, Final

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.kernel.errors import BadInputError, LiuhenError, NotFoundError, UnusableError
from liuhen.people.doors import Door
from liuhen.queries.checking import Checked, checked
from liuhen.web.errors import STATUS
from liuhen.web.rationing import Ration

MOST_BYTES: Final = 64 * 1024 * 1024
_ASKING: Final = Ration(60, seconds=60)
_BRINGING: Final = Ration(20, seconds=60)
_PDF: Final = b"%PDF-"


class Summed(FileUploadHandler):
    """Takes the sum of the first file as it arrives; not a byte of it is written anywhere."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.sum = hashlib.sha256()
        self.size = 0
        self.first = b""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Sum a piece."""
        if not start:
            self.first = raw_data[: len(_PDF)]
        self.sum.update(raw_data)
        self.size += len(raw_data)

    def file_complete(self, file_size: int) -> Any:
        """Give no file."""
        del file_size


@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Ask for a code; a code that was sent leads to its page."""
    typed = request.GET.get("code", "").strip()
    if not typed:
        return _answer(request, {})
    if wait := _ASKING.wait(Door.of(request.META).address):
        return _later(request, wait)
    try:
        return redirect("check-paper", checked(typed).code)
    except (BadInputError, NotFoundError) as err:
        return _answer(request, {"error": err, "typed": typed[:40]}, STATUS[type(err)])


@csrf_exempt  # nothing is written, and who asks has no session that somebody else could use
@require_http_methods(["GET", "HEAD", "POST"])
def check_paper(request: HttpRequest, code: str) -> HttpResponse:
    """Say of one paper what anybody may know, and compare a file with it."""
    brings = request.method == "POST"
    ration = _BRINGING if brings else _ASKING
    if wait := ration.wait(Door.of(request.META).address):
        return _later(request, wait)
    try:
        paper = checked(code)
    except (BadInputError, NotFoundError) as err:
        return _answer(request, {"error": err, "typed": code[:40]}, STATUS[type(err)])
    if not brings:
        return _answer(request, {"paper": paper})
    try:
        return _answer(request, {"paper": paper, "verdict": _verdict(paper, _brought(request))})
    except BadInputError as err:
        return _answer(request, {"paper": paper, "refused": err}, STATUS[BadInputError])


def _verdict(paper: Checked, sha256: str) -> dict[str, Any]:
    found = paper.revision(sha256)
    if found is None:
        return {"is": "changed"}
    return {"is": "same" if found == paper.revisions[-1] else "older", "revision": found}


def _brought(request: HttpRequest) -> str:
    """Return the SHA-256 of the file that was sent.

    Raises:
        BadInputError: none was, it is too large, or it is no PDF.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise BadInputError("文件太大，没有比对。", why="文书不会超过 64 MB。", remedy="请选择原来的 PDF 文件。")
    summed = Summed(request)
    request.upload_handlers = [summed]
    _ = request.FILES  # reads what was sent
    if not summed.size:
        raise BadInputError("没有收到文件。", remedy="请先选择要比对的 PDF 文件。")
    if summed.first != _PDF:
        raise BadInputError(
            "这个文件不是 PDF，没有比对。", why="本机关出具的电子文书都是 PDF 文件。", remedy="请选择原来的 PDF 文件。"
        )
    return summed.sum.hexdigest()


def _later(request: HttpRequest, wait: int) -> HttpResponse:
    err = UnusableError("查得太频繁了。", why="同一网络每分钟查验的次数有限。", remedy=f"请等 {wait} 秒后再查。")
    answer = _answer(request, {"error": err}, HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(wait)
    return answer


def _answer(request: HttpRequest, context: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    error: LiuhenError | None = context.get("error")
    answer = render(request, "web/check.html", {**context, "error": error, "most": MOST_BYTES}, status=status)
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
