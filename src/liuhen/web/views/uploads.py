"""断点续传: tus 1.0 for pages and programs, and beside it what a page asks of a transfer."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from liuhen.kernel.errors import BadInputError
from liuhen.media.transfers import REFUSED, TooLargeError, Transfer, TransferOverError
from liuhen.people.officers import Officer
from liuhen.process.case import transfers
from liuhen.web import bringing
from liuhen.web.bringing import brought, metadata, number


@require_http_methods(["OPTIONS", "GET", "POST"])
@brought
def uploads(request: HttpRequest, by: Officer) -> HttpResponse:
    """Begin a transfer; or list one's own that are not done; or say what the server can do."""
    if request.method == "OPTIONS":
        return bringing.offered(HttpResponse(status=HTTPStatus.NO_CONTENT), largest=settings.LIUHEN_UPLOAD_LIMIT)
    if request.method == "GET":
        return JsonResponse({"uploads": [_told(one, came) for one, came in transfers.unfinished(by)]})
    return bringing.speaks(request) or _begun(request, by)


@require_http_methods(["OPTIONS", "HEAD", "PATCH", "DELETE"])
@brought
def upload(request: HttpRequest, by: Officer, name: str) -> HttpResponse:
    """Say how far a transfer is, add to it, or give it up."""
    if request.method == "OPTIONS":
        return bringing.offered(HttpResponse(status=HTTPStatus.NO_CONTENT), largest=settings.LIUHEN_UPLOAD_LIMIT)
    transfer = transfers.find(name, by=by)
    wrong = bringing.speaks(request)
    if wrong is not None:
        return wrong
    if request.method == "DELETE":
        transfers.drop(transfer)
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    if transfer.state == REFUSED:
        raise TransferOverError(transfer.trouble)
    return _how_far(transfer) if request.method == "HEAD" else _added(request, transfer)


@require_http_methods(["GET", "POST"])
@brought
def upload_state(request: HttpRequest, by: Officer, name: str) -> HttpResponse:
    """Say what has become of a transfer; take the digest that its sender took meanwhile."""
    transfer = transfers.find(name, by=by)
    told = request.POST.get("sha256", "") if request.method == "POST" else ""
    try:
        transfer = transfers.settled(transfer, sha256=told)
    except BadInputError:
        transfer = transfers.find(name, by=by)
        if transfer.state != REFUSED:
            raise
    return JsonResponse(_told(transfer, transfers.came(transfer)))


def _begun(request: HttpRequest, by: Officer) -> HttpResponse:
    told, size = metadata(request), number(request, "Upload-Length")
    if size is None:
        raise BadInputError("没有说明文件有多少字节。", why="请求头中没有 Upload-Length。")
    transfer = transfers.begin(
        by=by,
        name=told.get("filename") or told.get("name") or "",
        size=size,
        media_type=told.get("filetype") or told.get("type") or "",
        sha256=told.get("sha256", ""),
        later=told.get("digest") == "later",
    )
    answer = HttpResponse(status=HTTPStatus.CREATED)
    offset = 0
    if request.content_type == bringing.CHUNK and number(request, "Content-Length"):
        offset = _taken(request, transfer, at=0)
    answer["Location"] = reverse("upload", args=[transfer.id])
    return bringing.standing(answer, transfer, offset)


def _how_far(transfer: Transfer) -> HttpResponse:
    came = transfers.came(transfer)
    transfers.settled(transfer)  # whoever brought the last byte may not have got to the end
    answer = bringing.standing(HttpResponse(), transfer, came)
    answer["Upload-Length"] = str(transfer.size)
    return answer


def _added(request: HttpRequest, transfer: Transfer) -> HttpResponse:
    if request.content_type != bringing.CHUNK:
        return HttpResponse(status=HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    at = number(request, "Upload-Offset")
    if at is None:
        raise BadInputError("没有说明这一段从哪里开始。", why="请求头中没有 Upload-Offset。")
    offset = _taken(request, transfer, at=at)
    return bringing.standing(HttpResponse(status=HTTPStatus.NO_CONTENT), transfer, offset)


def _taken(request: HttpRequest, transfer: Transfer, *, at: int) -> int:
    """Add the body of the request; a sender that was cut off gets no answer, and what came of it is kept."""
    length = number(request, "Content-Length") or 0
    if at + length > transfer.size:
        raise TooLargeError(
            f"“{transfer.name}”送来的内容多于事先所说的 {transfer.size} 字节。", remedy="请重新选择文件上传。"
        )
    try:
        offset = transfers.add(transfer, request.read, at=at, checksum=bringing.checksum(request))
    except UnreadablePostError as error:
        raise BadInputError(f"“{transfer.name}”传输中断。", remedy="请从已经收到的地方接着传。") from error
    if offset == transfer.size:
        transfers.settled(transfer)
    return offset


def _told(transfer: Transfer, came: int) -> dict[str, Any]:
    return {
        "id": transfer.id,
        "address": reverse("upload", args=[transfer.id]),
        "name": transfer.name,
        "size": transfer.size,
        "offset": came,
        "state": transfer.state,
        "awaits": "sha256" if transfer.later and not transfer.sha256 else "",
        "checked": transfer.checked,
        "sha256": transfer.found[0],
        "sm3": transfer.found[1],
        "trouble": transfer.trouble,
        "until": transfer.until.isoformat(),
    }
