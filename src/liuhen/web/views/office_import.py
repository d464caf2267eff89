"""从表格导入人员: the template, a look at what would be entered with every fault, then all of it or nothing."""

import io
import tempfile
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.office.enrolling import enrol, new_departments
from liuhen.office.roster import LARGEST, Roster, packed, read_roster, unpacked
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.people.scope import Subject, require
from liuhen.queries.bureau.template import write_template
from liuhen.web.arriving import require_taken
from liuhen.web.errors import status_of
from liuhen.web.forms.act import fresh_key
from liuhen.web.signed_in import signed_in
from liuhen.web.trouble import Trouble, trouble_of
from liuhen.web.views.office import shown_once

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_KEY: Final = 40  # characters
_LASTS: Final = 60 * 60  # seconds between looking and entering


@require_http_methods(["GET", "POST"])
@signed_in
def import_people(request: HttpRequest, by: Officer) -> HttpResponse:
    """Take a roster: first shown with its faults, then entered when the same file is sent with the word to do so."""
    _require(by)
    if request.method == "GET":
        return _page(request, by)
    try:
        if "enter" in request.POST:
            return _enter(request, by)
        require_taken(request)
        return _page(request, by, roster=_read(request.FILES.get("file")))
    except (BadInputError, UnusableError) as err:
        return _page(request, by, trouble=trouble_of(err), status=int(status_of(err)))


def _enter(request: HttpRequest, by: Officer) -> HttpResponse:
    """Enter what the page before this one showed; it carried it along, signed."""
    try:
        told = signing.loads(request.POST.get("told", ""), salt=_salt(by), max_age=_LASTS)
    except signing.BadSignature as err:
        raise BadInputError(
            "核对已经过期。", why="核对以后过了太久，或者换了人登录。", remedy="请重新上传表格核对。"
        ) from err
    roster = unpacked(told)
    if roster.faults:
        return _page(request, by, roster=roster, status=422)
    key = request.POST.get("key", "")[:_LONGEST_KEY] or fresh_key()
    done = enrol(roster, by=by, key=key, channel="web")
    said = f"已录入 {done.people} 人，登记执法证 {done.certificates} 个。"
    return shown_once(request, "people", said, done.once)


@require_safe
@signed_in
def template(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out the workbook to fill in."""
    del request
    _require(by)
    with tempfile.TemporaryDirectory(dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / "roster.xlsx"
        write_template(path)
        held = io.BytesIO(path.read_bytes())
    return FileResponse(held, as_attachment=True, filename="人员名册模板.xlsx", content_type=_WORKBOOK)


def _read(sent: object) -> Roster:
    if not isinstance(sent, UploadedFile):
        raise BadInputError("没有收到表格。", fields={"file": "请选择文件"}, remedy="请选择填好的表格后上传。")
    if (sent.size or 0) > LARGEST:
        raise BadInputError("表格太大。", fields={"file": "最多 5 MB"}, remedy="请分成几个文件导入。")
    with tempfile.NamedTemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR, suffix=".xlsx") as held:
        for piece in sent.chunks():
            held.write(piece)
        held.flush()
        return read_roster(Path(held.name))


def _require(by: Officer) -> None:
    require(by, "officer.appointed", Subject(organ=by.organ), doing="录入人员")


def _salt(by: Officer) -> str:
    return f"roster:{by.id}"


def _page(
    request: HttpRequest,
    by: Officer,
    *,
    roster: Roster | None = None,
    trouble: Trouble | None = None,
    status: int = 200,
) -> HttpResponse:
    lines = roster.lines if roster else ()
    ready = bool(lines) and roster is not None and not roster.faults
    context = {
        "roster": roster,
        "rows": [{"line": one, "roles": "、".join(WORDS[Role(role)] for role in one.person.roles)} for one in lines],
        "fresh": new_departments(by.organ, lines),
        "told": signing.dumps(packed(lines), salt=_salt(by), compress=True) if ready else "",
        "trouble": trouble,
        "accept": ".xlsx",
        "key": fresh_key(),
        "place": "office",
    }
    return render(request, "web/office_import.html", context, status=status)
