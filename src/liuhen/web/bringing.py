"""tus at the door: its headers read and written, and who is asking, from a page or from a program.

A page asks with its session and the mark that forms carry; a program with the token of the API.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from liuhen.access.journal import note
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError, NotFoundError, UnusableError
from liuhen.media.chunks import ALGORITHMS, BusyError, Checksum, ChecksumError, OffsetError
from liuhen.media.transfers import TooLargeError, Transfer, TransferOverError
from liuhen.people.doors import Door
from liuhen.people.officers import Officer
from liuhen.people.policy import is_demo
from liuhen.people.tokens import officer_of_token
from liuhen.process.case.transfers import require_bringer
from liuhen.web.errors import status_of
from liuhen.web.signed_in import LONGEST_PATH, note_denial, officer_of

VERSION: Final = "1.0.0"
CHUNK: Final = "application/offset+octet-stream"
EXTENSIONS: Final = "creation,creation-with-upload,termination,checksum,expiration"

_STATUS: Final[Mapping[type[LiuhenError], int]] = {
    OffsetError: HTTPStatus.CONFLICT,
    BusyError: HTTPStatus.LOCKED,
    ChecksumError: 460,  # the protocol's own
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    TransferOverError: HTTPStatus.GONE,
    UnusableError: HTTPStatus.INSUFFICIENT_STORAGE,
}
_NUMBER: Final = 16  # digits; no file has more bytes
_BEARER: Final = "Bearer "

View = Callable[..., HttpResponseBase]


def brought(view: View) -> View:
    """Let `view` take who brings a file as its second argument; answer refusals as the protocol has them."""

    def asked(request: HttpRequest, by: Officer, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            require_bringer(by)
            answer = view(request, by, *args, **kwargs)
        except LiuhenError as error:
            if isinstance(error, NotAllowedError):
                note_denial(request, by)
            elif isinstance(error, NotFoundError):
                note(by, "missing", request.path[:LONGEST_PATH], allowed=False)
            answer = refused(error)
        return _as_tus(answer)

    @csrf_protect
    def from_a_page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = officer_of(request)
        return _unknown() if by is None else asked(request, by, *args, **kwargs)

    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        told = request.headers.get("Authorization", "")
        if not told.startswith(_BEARER):
            return from_a_page(request, *args, **kwargs)
        by = _of_token(request, told.removeprefix(_BEARER).strip())
        return _unknown() if by is None else asked(request, by, *args, **kwargs)

    return door


def offered(answer: HttpResponse, *, largest: int) -> HttpResponse:
    """Say what this server can do."""
    answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    answer["Tus-Max-Size"] = str(largest)
    return answer


def speaks(request: HttpRequest) -> HttpResponse | None:
    """Return the refusal of a request in another version of the protocol, or None."""
    if request.headers.get("Tus-Resumable") == VERSION:
        return None
    answer = _plain("这里只说 tus 1.0.0。", HTTPStatus.PRECONDITION_FAILED)
    answer["Tus-Version"] = VERSION
    return answer


def refused(error: LiuhenError) -> HttpResponse:
    """Answer a refusal: the same sentences that a page shows, as plain text."""
    found = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), status_of(error))
    return _plain(str(error), found)


def number(request: HttpRequest, header: str) -> int | None:
    """Return a number of bytes that a header tells, or None where it does not stand there.

    Raises:
        BadInputError: it is no number.
    """
    told = request.headers.get(header)
    if told is None:
        return None
    if not (told.isascii() and told.isdecimal() and len(told) <= _NUMBER):
        raise BadInputError(f"请求头 {header} 不是字节数。")
    return int(told)


def metadata(request: HttpRequest) -> dict[str, str]:
    """Return what the sender says of a file: names, each with its text.

    Raises:
        BadInputError: it cannot be read.
    """
    told: dict[str, str] = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise BadInputError("请求头 Upload-Metadata 无法读取。", why="值须为 UTF-8 文字的 Base64。") from error
    return told


def checksum(request: HttpRequest) -> Checksum | None:
    """Return what a chunk has to be, where its sender says so.

    Raises:
        BadInputError: of an unknown kind, or no digest.
    """
    told = request.headers.get("Upload-Checksum")
    if told is None:
        return None
    algorithm, _, value = told.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise BadInputError("请求头 Upload-Checksum 无法读取。") from error
    if algorithm not in ALGORITHMS:
        raise BadInputError("不认得这种校验算法。", remedy=f"可用：{'、'.join(ALGORITHMS)}。")
    return Checksum(algorithm, digest)


def standing(answer: HttpResponse, transfer: Transfer, offset: int) -> HttpResponse:
    """Say how far a transfer is, and until when it may go on."""
    answer["Upload-Offset"] = str(offset)
    answer["Upload-Expires"] = http_date(transfer.until.timestamp())
    return answer


def _as_tus(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Tus-Resumable"] = VERSION
    answer["Cache-Control"] = "no-store"
    return answer


def _of_token(request: HttpRequest, token: str) -> Officer | None:
    by = officer_of_token(token)
    if by is None or Door.of(request.META).at_the_machine or not is_demo(by.organ):
        return by
    return None


def _unknown() -> HttpResponseBase:
    return _as_tus(_plain("没有登录，或者登录已经失效。请重新登录后接着上传。", HTTPStatus.UNAUTHORIZED))


def _plain(said: str, status: int) -> HttpResponse:
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")
