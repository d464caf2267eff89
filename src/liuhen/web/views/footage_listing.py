"""办事窗口音像的批量调取: the list is checked row by row and shown; then what it names is taken in."""

import io
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.people.officers import Officer
from liuhen.process.footage.listing import Listed, Listing, read_listing, take_listing, uploaded
from liuhen.process.footage.lists import COLUMNS, LARGEST
from liuhen.process.footage.taking_in import require_may
from liuhen.queries.sheets import write
from liuhen.web.arriving import require_taken
from liuhen.web.errors import status_of
from liuhen.web.signed_in import signed_in
from liuhen.web.trouble import Trouble, trouble_of

_LASTS: Final = 60 * 60  # seconds between looking and taking in
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXAMPLE: Final = (
    "窗口3_20261122_0930.mp4",
    "2026-0031",
    "3 号窗口",
    "2026-11-22 09:30:00",
    "2026-11-22 09:52:00",
    "",
    "",
)


@require_http_methods(["GET", "POST"])
@signed_in
def listing(request: HttpRequest, by: Officer) -> HttpResponse:
    """Take a list: first shown with its faults, then taken in when the same list is sent with the word to do so."""
    require_may(by)
    if request.method == "GET":
        return _page(request)
    try:
        if "enter" in request.POST:
            return _page(request, done=tuple(take_listing(_carried(request, by), by=by, channel="web")))
        require_taken(request)
        return _page(request, listing=_read(request, by), by=by)
    except LiuhenError as err:
        return _page(request, trouble=trouble_of(err), status=int(status_of(err)))


@require_safe
@signed_in
def template(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the list to fill in."""
    del request
    require_may(by)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / "list.xlsx"
        write([(heading, 24) for heading in COLUMNS], [_EXAMPLE], path, title="调取清单")
        held = io.BytesIO(path.read_bytes())
    return FileResponse(held, as_attachment=True, filename="窗口音像调取清单模板.xlsx", content_type=_WORKBOOK)


def _read(request: HttpRequest, by: Officer) -> Listing:
    sent = request.FILES.get("file")
    if not isinstance(sent, UploadedFile):
        raise BadInputError("没有收到清单。", fields={"file": "请选择文件"}, remedy="请选择填好的清单后上传。")
    if (sent.size or 0) > LARGEST:
        raise BadInputError("清单太大。", fields={"file": "最多 5 MB"}, remedy="请分成几个文件。")
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as held:
        for piece in sent.chunks():
            held.write(piece)
        held.flush()
        return read_listing(Path(held.name), by=by, find=uploaded(by), name=sent.name or "")


def _carried(request: HttpRequest, by: Officer) -> Listing:
    """Return the list that the page before this one showed; its rows came along, signed, and are read anew."""
    try:
        told = signing.loads(request.POST.get("told", ""), salt=_salt(by), max_age=_LASTS)
    except signing.BadSignature as err:
        raise BadInputError(
            "核对已经过期。", why="核对以后过了太久，或者换了人登录。", remedy="请重新上传清单核对。"
        ) from err
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / "list.xlsx"
        write([(heading, 24) for heading in COLUMNS], told["rows"], path, title="清单")
        return replace(read_listing(path, by=by, find=uploaded(by)), batch=told["batch"])


def _salt(by: Officer) -> str:
    return f"listing:{by.id}"


def _packed(listing: Listing, by: Officer) -> str:
    rows: list[list[Any]] = [
        [
            one.file,
            one.matter,
            one.window,
            one.started.strftime("%Y-%m-%d %H:%M:%S") if one.started else "",
            one.ended.strftime("%Y-%m-%d %H:%M:%S") if one.ended else "",
            one.person_name,
            one.note,
        ]
        for one in listing.lines
    ]
    return signing.dumps({"rows": rows, "batch": listing.batch}, salt=_salt(by), compress=True)


def _page(
    request: HttpRequest,
    *,
    by: Officer | None = None,
    listing: Listing | None = None,
    done: tuple[Listed, ...] = (),
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    ready = listing is not None and bool(listing.lines) and not listing.faults
    context = {
        "listing": listing,
        "done": done,
        "wrong": sum(one.wrong for one in done),
        "told": _packed(listing, by) if ready and listing is not None and by is not None else "",
        "columns": tuple(COLUMNS),
        "trouble": trouble,
        "place": "footage",
    }
    return render(request, "web/footage_listing.html", context, status=status)
