"""`docs/rules.md`, generated: every rule beside its article, and every open text beside its readings.

`python -m liuhen.rulebook.document` writes the page; with `--check` it says whether the page is stale.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from liuhen.rulebook.approvals import Approval, Ordered
from liuhen.rulebook.book import Rulebook, load
from liuhen.rulebook.frame import Procedure
from liuhen.rulebook.packs import HEAD
from liuhen.rulebook.place import regulations
from liuhen.rulebook.plan import Plan

FORMS: Final = {
    "record": "记录",
    "deadline": "期限",
    "recording": "音像",
    "label": "标注",
    "gate": "先后",
    "forbid": "禁止",
    "duty-split": "分离",
}
MODALITIES: Final = {
    "must": "应当",
    "may": "可以",
    "as_fits": "根据实际情况",
    "when_necessary": "必要时",
    "in_principle": "原则上",
}


def document(rulebook: Rulebook) -> str:
    """Return the rules of `rulebook` as a page of Markdown in Chinese."""
    return "\n".join(_lines(rulebook)) + "\n"


def _lines(rulebook: Rulebook) -> Iterator[str]:
    yield "# 规则一览"
    yield ""
    yield "本页由规程包生成（python -m liuhen.rulebook.document），请勿手工修改。摘要为本项目自拟，条文以原件为准。"
    for pack in reversed(rulebook.packs):
        plans = [plan for plan in rulebook.every_plan() if plan.rule.pack == pack.head.id]
        yield from ("", f"## {pack.head.title}（{pack.head.short}，{pack.head.version}）", "")
        yield from _table(
            ("规则", "条款", "要求", "类别", "程度", "责任者", "期限", "改写"), [_row(plan) for plan in plans]
        )
        for written in pack.written:
            if isinstance(written.words, Procedure):
                stages = "、".join(stage.title for stage in written.words.stages)
                yield from ("", f"环节（{written.words.article}）：{stages}。")
    yield from _orders(rulebook)
    yield from ("", "## 文本未明、由机关择定的事项", "")
    choices = [
        (each.id, each.article, each.question, "；".join(f"{'**' * (k == each.default)}{v}{'**' * (k == each.default)}"
         for k, v in each.readings.items())) for each in rulebook.choices.values()
    ]  # fmt: skip
    yield from _table(("编号", "条款", "问题", "读法（粗体为默认）"), choices)


MATTERS: Final = {"opening": "立案", "decision": "处理决定", "closing": "结案"}


def _orders(rulebook: Rulebook) -> Iterator[str]:
    """Yield the orders of approval, and the least of each that an organ's own order has to keep."""
    yield from ("", "## 审批流程", "", "机关没有另设流程的，按下表进行；另设的可以增加环节，不能缺少法定环节。", "")
    written = [(pack, one.words) for pack in rulebook.packs for one in pack.written if isinstance(one.words, Approval)]
    orders = [
        Ordered(words, f"{pack.head.short}{words.article}", rulebook.labels.roles) for pack, words in reversed(written)
    ]
    rows = [
        (one.words.id, one.cited, MATTERS[one.words.matter], one.words.asks, one.path(), one.at_least(),
         f"{one.words.overrides}：{one.words.because}" if one.words.overrides else "")
        for one in orders
    ]  # fmt: skip
    yield from _table(("规则", "条款", "事项", "要求", "流程", "法定环节", "改写"), rows)


def _row(plan: Plan) -> tuple[str, ...]:
    rule = plan.rule
    terms = [str(words.within.term) for words in plan.all_words() if words.within and words.within.term]
    return (
        rule.id, rule.article, rule.asks, FORMS[rule.form], MODALITIES[rule.modality], rule.holder,
        "，或".join(dict.fromkeys(terms)), f"{rule.overrides}：{rule.because}" if rule.overrides else "",
    )  # fmt: skip


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '／') for cell in row)} |"


def main(arguments: list[str], *, root: Path | None = None, page: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    root = root or regulations()
    page = page or root.parent / "docs" / "rules.md"
    made = document(load(sorted(file.parent.name for file in root.glob(f"*/{HEAD}")), root=root))
    if "--check" not in arguments:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == made:
        return 0
    sys.stdout.write(f"{page} 与规程包不一致，请重新生成：python -m liuhen.rulebook.document\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
