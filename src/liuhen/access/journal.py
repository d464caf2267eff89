"""One record per view, play, export or denial of what is restricted; where it cannot be written, nothing is shown."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from liuhen.access.models import JournalRow
from liuhen.kernel import clock
from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import written
from liuhen.kernel.digests import Digests
from liuhen.ledger import Counted, Problem, checks
from liuhen.ledger.writing import hold
from liuhen.people.officers import Officer

_LONGEST: Final = 200  # characters: reference and title are enough to say what it was
ACTS: Final = {
    "recording.play": "播放音像",
    "footage.play": "播放音像库的音像",
    "footage.export": "导出音像库清单",
    "paper.read": "查看文书",
    "scan.read": "查看签名页",
    "case.sealed": "查看封存信息",
    "package.download": "下载案卷包",
    "disc.download": "下载音像证据光盘",
    "discs.export": "导出光盘登记表",
    "case.export": "导出案件数据",
    "cases.export": "导出案件列表",
    "timeline.export": "导出音像时间轴",
    "recordings.export": "导出音像清单",
    "numbers.export": "导出文号登记簿",
    "volume.download": "下载卷宗",
    "batch.print": "下载成批文书",
    "deadlines.print": "打印期限计算表",
    "sign_in": "登录",
    "sign_in.failed": "登录未成",
    "sign_in.locked": "连续输错，暂停登录",
    "sign_out": "退出登录",
    "password.changed": "更换密码",
    "factor.added": "添加第二重验证",
    "factor.removed": "停用第二重验证",
    "sessions.ended": "结束会话",
    "lock.lifted": "解除暂停登录",
    "journal.export": "导出调阅日志",
    "journal.verified": "校验调阅日志",
    "denied": "无权访问",
    "missing": "查无此件或者无权查看",
}


@transaction.atomic
def note(by: Officer, act: str, subject: str, *, allowed: bool = True) -> JournalRow:
    """Write down that `by` saw, played or took something, or was refused it.

    Args:
        act: a key of `ACTS`, or the kind of act that was refused.
        subject: what it was, for people: case reference and title of the material.
    """
    hold(by.organ)
    last = JournalRow.objects.filter(organ=by.organ).order_by("-seq").values_list("seq", "digest").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, "")
    at = clock.now()
    row = JournalRow(
        key=f"{by.organ}:{seq}",
        organ=by.organ,
        seq=seq,
        at=at,
        person=by.id,
        name=by.name,
        act=act,
        subject=subject[:_LONGEST],
        allowed=allowed,
        previous=previous,
        digest="",
    )
    row.digest = _digest(row, at)
    row.save(force_insert=True)
    return row


@checks("access journal")
def check_journal() -> Iterator[Problem | Counted]:
    """Yield every row of the journals that was changed, dropped or put in, and how many rows there are."""
    yield from checked(JournalRow.objects.all())


def checked(rows: QuerySet[JournalRow]) -> Iterator[Problem | Counted]:
    """Yield what is wrong with whole journals, and how many rows they have."""
    expected: dict[str, tuple[int, str]] = {}
    number = 0
    for row in rows.order_by("organ", "seq").iterator(chunk_size=1000):
        number += 1
        seq, previous = expected.get(row.organ, (1, ""))
        if (row.seq, row.previous) != (seq, previous) or row.digest != _digest(row, row.at):
            yield Problem(code="journal", where=f"调阅日志第 {row.seq} 条", what="调阅日志在此处被改动、删除或者插入。")
        expected[row.organ] = (row.seq + 1, row.digest)
    yield Counted("journal", number)


def verify_own(by: Officer) -> tuple[Problem, ...]:
    """Check the journal of one's own organ from its first row; its last row then says so, and what was found."""
    found = tuple(checked(JournalRow.objects.filter(organ=by.organ)))
    wrong = tuple(one for one in found if isinstance(one, Problem))
    number = sum(one.number for one in found if isinstance(one, Counted))
    said = f"发现 {len(wrong)} 处不符，第一处在{wrong[0].where}" if wrong else "未见改动"
    note(by, "journal.verified", f"第 1 至 {number} 条，{said}", allowed=not wrong)
    return wrong


def _digest(row: JournalRow, at: datetime) -> str:
    told: list[Json] = [
        row.organ,
        row.seq,
        written(at),
        row.person,
        row.name,
        row.act,
        row.subject,
        row.allowed,
        row.previous,
    ]
    return Digests.of(canonical(told)).sha256
