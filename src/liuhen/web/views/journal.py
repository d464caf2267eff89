"""调阅日志 and 授权记录: the pages of the security auditor."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.views.decorators.http import require_POST, require_safe

from liuhen.access.journal import ACTS, note, verify_own
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.process.case.registry import ACTS as CASE_ACTS
from liuhen.queries import journal as asked_of
from liuhen.queries.journal import OUTCOMES, Seen
from liuhen.queries.sheets import write
from liuhen.web.signed_in import signed_in

LONGEST_SEARCH: Final = 100  # characters
MOST_DIGITS: Final = 7
COLUMNS: Final = (
    ("序号", 10),
    ("时间（北京）", 22),
    ("人员", 14),
    ("行为", 24),
    ("内容", 60),
    ("地址", 44),
    ("结果", 8),
)
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGES: Final[Mapping[str, str]] = {
    "begin": "登记线索",
    "case": "案件",
    "approval": "审批",
    "deadlines": "期限表",
    "deadlines-file": "期限计算表",
    "entry": "记录",
    "finding": "怎么算的",
    "finding-file": "期限计算表",
    "paper": "文书",
    "paper-file": "文书",
    "scan-file": "签名页",
    "recording": "音像",
    "recording-file": "音像",
    "recording-copy": "音像",
    "recording-preview": "音像",
    "recording-picture": "音像",
    "package": "案卷",
    "package-file": "案卷包",
    "volume-file": "卷宗",
    "verification": "校验",
    "journal": "调阅日志",
    "journal-file": "调阅日志",
    "journal-verify": "调阅日志",
    "journal-grants": "授权记录",
    "sign-ins": "全部人员的会话",
    "office-import": "导入人员",
    "system": "系统状态",
}
"""Name of an address -> what stands there, for who reads what was refused."""


@require_safe
@signed_in
def journal(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show a page of the journal."""
    asked = asked_of.read(request.GET, longest=LONGEST_SEARCH)
    page = asked_of.journal_page(by, asked, page=_number(request))
    context = {
        "page": page,
        "rows": [_shown(row) for row in page.rows],
        "asked": asked,
        "acts": list(ACTS.items()),
        "outcomes": list(OUTCOMES.items()),
        "export": f"{reverse('journal-file')}?{urlencode(asked.address())}",
        "place": "journal",
    }
    return render(request, "web/journal.html", context)


@require_safe
@signed_in
def journal_file(request: HttpRequest, by: Officer) -> HttpResponseBase:
    """Hand out what was asked for as a workbook; that it was taken is a row of the journal itself."""
    asked = asked_of.read(request.GET, longest=LONGEST_SEARCH)
    outgoing: Path = settings.LIUHEN_DATA / "outgoing"
    outgoing.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=outgoing) as folder:
        path = Path(folder) / "journal.xlsx"
        count = write(COLUMNS, _cells(asked_of.every_row(by, asked)), path, title="调阅日志")
        note(by, "journal.export", f"调阅日志 {count} 条")
        file = path.open("rb")
    name = f"调阅日志-{beijing_date(clock.now()):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=_WORKBOOK)


@require_POST
@signed_in
def journal_verify(request: HttpRequest, by: Officer) -> HttpResponse:
    """Check the journal from its first row."""
    require(by, "journal.read", Subject(organ=by.organ), doing="校验调阅日志")
    wrong = verify_own(by)
    if not wrong:
        messages.success(request, "调阅日志已从第一条起校验，未见改动。")
    return redirect("journal")


@require_safe
@signed_in
def journal_grants(request: HttpRequest, by: Officer) -> HttpResponse:
    """Show who was given or lost what, by whom and why."""
    return render(
        request, "web/journal_grants.html", {"page": asked_of.grants(by, page=_number(request)), "place": "journal"}
    )


def _number(request: HttpRequest) -> int:
    number = request.GET.get("page", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS else 1


def _shown(row: Seen) -> dict[str, Any]:
    at = row.at.astimezone(BEIJING)
    words = place_words(row.subject)
    return {
        "row": row,
        "day": f"{at:%Y-%m-%d}",
        "time": f"{at:%H:%M:%S}",
        "subject": words or row.subject,
        "path": row.subject if words else "",
    }


def _cells(rows: Iterator[Seen]) -> Iterator[tuple[str | int, ...]]:
    for row in rows:
        shown = _shown(row)
        when = f"{shown['day']} {shown['time']}"
        yield (
            row.seq, when, row.name, row.word, shown["subject"], shown["path"],
            OUTCOMES["allowed" if row.allowed else "denied"],
        )  # fmt: skip


def place_words(subject: str) -> str:
    """Return what stands at an address that was refused, `2026-0001 文书 第 9 条`; nothing where it is no address."""
    if not subject.startswith("/"):
        return ""
    try:
        found = resolve(subject.removeprefix("/api"))
    except Resolver404:
        return "接口" if subject.startswith("/api/") else ""
    kind, ref, seq = (str(found.kwargs.get(name, "")) for name in ("kind", "ref", "seq"))
    act = CASE_ACTS.get(kind) or OFFICE_ACTS.get(kind)
    what = act.verb if act else _PAGES.get(found.url_name or "", "")
    return " ".join(part for part in (ref, what, f"第 {seq} 条" if seq else "") if part)
