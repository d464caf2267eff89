"""校验: read everything again and say what was found."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from liuhen.kernel import clock
from liuhen.ledger import latest_checkpoint, verify
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require
from liuhen.web.signed_in import signed_in
from liuhen.web.wording import moment_words

COUNTED: Final[Mapping[str, str]] = {
    "entries": "记录",
    "parts": "记录内容",
    "destroyed": "依法销毁的内容",
    "checkpoints": "检查点",
    "papers": "文书",
    "packs": "规程文本",
    "journal": "调阅日志",
    "originals": "音像和扫描原件",
}


@require_safe
@signed_in
def verification(request: HttpRequest, by: Officer) -> HttpResponse:
    """Check the organ's ledger and what follows from it."""
    require(by, "ledger.verify", Subject(organ=by.organ), doing="校验全部记录")
    report = verify(organ=by.organ)
    kept = latest_checkpoint(by.organ)
    context = {
        "report": report,
        "counted": [(COUNTED.get(what, what), number) for what, number in sorted(report.counted.items())],
        "entries": sum(size for size, _ in report.heads.values()),
        "checked_at": clock.now(),
        "checkpoint": [
            ("签发时间", moment_words(kept.at)),
            ("包含记录", f"{kept.size} 条"),
            ("树根（SHA-256）", kept.root.sha256),
            ("树根（SM3）", kept.root.sm3),
            ("签名（Ed25519）", kept.signature),
        ]
        if kept
        else (),
        "place": "verification",
    }
    return render(request, "web/verification.html", context)
