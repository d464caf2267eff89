"""`docs/permissions.md`, generated: who may do what to which cases, in the words of the regulations.

`python -m liuhen.queries.powers` writes the page; with `--check` it says whether the page is stale.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import django

from liuhen.people.acts import APPROVALS
from liuhen.people.roles import DELEGABLE, KEEPERS, POWERS, WORDS, Reach, Role
from liuhen.rulebook.place import regulations

if TYPE_CHECKING:
    from liuhen.process.case.registry import ActType

REACHES: Final[Mapping[Reach, tuple[str, str]]] = {
    Reach.OWN: ("本人", "本人承办的案件，以及本人登记的线索"),
    Reach.DEPARTMENT: ("本处", "本处室的案件"),
    Reach.SUBMITTED: ("送审", "已送法制审核，或者呈请其签署意见的案件"),
    Reach.CLOSED: ("结案", "已批准结案的案件"),
    Reach.ORGAN: ("本机关", "本机关的全部案件或者事项"),
}
"""Reach -> the word in the tables, and what it means."""

SEEING: Final = {
    "case.view": "查看案件、记录、期限",
    "paper.read": "查看文书和签名页",
    "recording.play": "播放、下载音像",
    "case.sealed": "查看封存信息（举报人、证件号码、电话）",
    "package.download": "下载案卷包、卷宗",
    "disc.download": "下载音像证据光盘的映像",
}
REGISTERING: Final = {"record.registered": "登记规程要求的其他记录（本系统没有专门表单的）"}
KEEPING: Final = {
    "footage.view": "查看音像库、设备、应录尽录",
    "office.view": "查看“单位”各栏和变更记录",
    "ledger.verify": "校验全部记录、文书和音像",
    "journal.read": "查看、导出、校验调阅日志，查看授权记录",
    "system.view": "查看系统状态",
    "sign_ins.keep": "查看、结束全部人员的会话，解除暂停登录",
}
_COURSE: Final = (
    "行政检查",
    "简易程序",
    "受案、立案",
    "调查取证",
    "证据与措施",
    "行政强制",
    "法制审核",
    "听证",
    "告知、讨论与决定",
    "送达与执行",
    "结案、归档",
    "决定之后",
    "当事人",
    "承办人",
    "审批",
    "文书",
)
"""Phases in the order in which a case goes through them."""

_AT_CASES: Final = tuple(role for role in Role if role not in KEEPERS)
_HEAD: Final = """# 岗位与权限

本页由权限表生成（python -m liuhen.queries.powers），请勿手工修改。网页、接口、列表、查找、导出、计数用的是同一张表。

## 总的规矩

- 表中没有写明可以的，一律不可以。
- 只及于本机关。别的机关的案件，与不存在的案件答复相同。
- 没有权限查看的案件，与不存在的案件答复相同；看得见而不归他办的，告知没有权限。两种情形都记入调阅日志。
- 三员分立：{keepers}由三人分任，不兼办案岗位，看不到案件内容。
- 审办分离：办理过本案的人，在本案不得办理下列各项，受人委托也不行，他自己的委托同样无效：{approvals}。
- 办理过本案的人也不得作法制审核，由规程把关并指明条款。
- 审批依本机关设定的次序进行（“单位”的“审批流程”），没有轮到的不能先签。
- 委托代理只及于：{delegable}。期满、收回或者一方离岗即止，不得转委托。
- 离岗的人没有任何岗位。

## 范围

| 表中的字 | 意思 |
|---|---|"""


def document() -> str:
    """Return the page: Markdown in Chinese. The registries must have been filled."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    from liuhen.office.registry import OFFICE_ACTS, SECTIONS  # noqa: PLC0415  # filled when Django is set up
    from liuhen.process.case.registry import ACTS  # noqa: PLC0415

    verbs = {kind: one.verb for kind, one in ACTS.items()} | SEEING
    yield _HEAD.format(
        keepers="、".join(WORDS[role] for role in Role if role in KEEPERS),
        approvals="；".join(dict.fromkeys(verbs[kind] for kind in ACTS if kind in APPROVALS)),
        delegable="；".join(dict.fromkeys(verbs[kind] for kind in verbs if kind in DELEGABLE)),
    )
    yield from (f"| {word} | {meaning} |" for word, meaning in REACHES.values())
    for phase in sorted({one.phase for one in ACTS.values()}, key=_COURSE.index):
        yield from ("", f"## 办案：{phase}", "")
        yield from _table("事项", [(one.verb, one.kind, _cited(one)) for one in ACTS.values() if one.phase == phase])
    yield from ("", "## 办案：其他记录", "")
    yield from _table("事项", [(words, kind, "") for kind, words in REGISTERING.items()])
    yield from ("", "## 查看与取走", "")
    yield from _table("事项", [(words, kind, "") for kind, words in SEEING.items()])
    yield from ("", "## 单位", "", "| 栏目 | 事项 | 由谁办理 |", "|---|---|---|")
    settled = sorted(OFFICE_ACTS.values(), key=lambda one: list(SECTIONS).index(one.section))
    yield from (f"| {SECTIONS[one.section]} | {one.verb} | {_holders(one.kind)} |" for one in settled)
    yield from ("", "## 其他", "", "| 事项 | 谁可以 |", "|---|---|")
    yield from (f"| {words} | {_holders(kind)} |" for kind, words in KEEPING.items())


def _cited(act: "ActType") -> str:
    return act.article.replace("|", "／")


def _table(first: str, rows: Sequence[tuple[str, str, str]]) -> Iterator[str]:
    yield f"| {' | '.join([first, *(WORDS[role] for role in _AT_CASES), '依据'])} |"
    yield f"|{'---|' * (len(_AT_CASES) + 2)}"
    for words, kind, article in rows:
        cells = [REACHES[POWERS[role][kind]][0] if kind in POWERS[role] else "" for role in _AT_CASES]
        yield f"| {' | '.join([words, *cells, article])} |"


def _holders(kind: str) -> str:
    return "、".join(WORDS[role] for role in Role if kind in POWERS[role])


def main(arguments: Sequence[str], *, page: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    page = page or regulations().parent / "docs" / "permissions.md"
    made = document()
    if "--check" not in arguments:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == made:
        return 0
    sys.stdout.write(f"{page} 与权限表不一致，请重新生成：python -m liuhen.queries.powers\n")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liuhen.config.settings")
    django.setup()
    sys.exit(main(sys.argv[1:]))
