"""`docs/rules.md`, generated: every rule beside its article, and every open text beside its readings.

`python -m liuhen.rulebook.document` writes the page; with `--check` it says whether the page is stale.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from liuhen.rulebook.approvals import MATTERS, Approval, Ordered
from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.frame import Choice, Procedure
from liuhen.rulebook.loading import load
from liuhen.rulebook.packs import Pack
from liuhen.rulebook.place import ids, regulations
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.spans import Within

FORMS: Final = {
    "record": "记录",
    "deadline": "期限",
    "recording": "音像",
    "label": "标注",
    "gate": "先后",
    "forbid": "禁止",
    "duty-split": "分离",
    "retention": "保管",
    "access": "调阅",
    "metric": "指标",
}
MODALITIES: Final = {
    "must": "应当",
    "may": "可以",
    "as_fits": "根据实际情况",
    "when_necessary": "必要时",
    "in_principle": "原则上",
}


def document(rulebooks: Sequence[Rulebook]) -> str:
    """Return the rules of the last pack of each of `rulebooks` as a page of Markdown in Chinese."""
    return "\n".join(_lines(rulebooks)) + "\n"


def _lines(rulebooks: Sequence[Rulebook]) -> Iterator[str]:
    yield "# 规则一览"
    yield ""
    yield "本页由规程包生成（python -m liuhen.rulebook.document），请勿手工修改。摘要为本项目自拟，条文以原件为准。"
    for rulebook in rulebooks:
        yield from _pack(rulebook)


def _pack(rulebook: Rulebook) -> Iterator[str]:
    pack = rulebook.packs[-1]
    plans = [plan for plan in rulebook.every_plan() if plan.rule.pack == pack.head.id]
    yield from ("", f"## {pack.head.title}（{pack.head.short}，{pack.head.version}）", "")
    if pack.head.extends:
        bases = [each.head.short for each in rulebook.packs[:-1] if each.head.id in pack.head.extends]
        yield from (f"在{'、'.join(bases)}之上。", "")
    head = ("规则", "条款", "要求", "类别", "程度", "责任者", "期限", "适用", "改写")
    yield from table(head, [_row(plan, rulebook) for plan in plans])
    for written in pack.written:
        if isinstance(written.words, Procedure):
            stages = "、".join(stage.title for stage in written.words.stages)
            kind = rulebook.labels.dossiers.get(written.words.of, written.words.of)
            yield from ("", f"{kind}的环节（{written.words.article}）：{stages}。")
    yield from _orders(pack, rulebook)
    yield from _choices([one.words for one in pack.written if isinstance(one.words, Choice)])


def _choices(choices: Sequence[Choice]) -> Iterator[str]:
    rows = [
        (each.id, each.article, each.question, "；".join(f"{'**' * (k == each.default)}{v}{'**' * (k == each.default)}"
         for k, v in each.readings.items())) for each in choices
    ]  # fmt: skip
    if rows:
        yield from ("", "文本未明、由机关择定的事项：", "")
        yield from table(("编号", "条款", "问题", "读法（粗体为默认）"), rows)


def _orders(pack: Pack, rulebook: Rulebook) -> Iterator[str]:
    """Yield the orders of approval, and the least of each that an organ's own order has to keep."""
    orders = [
        Ordered(one.words, f"{pack.head.short}{one.words.article}", rulebook.labels.roles)
        for one in pack.written
        if isinstance(one.words, Approval)
    ]
    rows = [
        (one.words.id, one.cited, MATTERS[one.words.matter], one.words.asks, one.path(), one.at_least(),
         f"{one.words.overrides}：{one.words.because}" if one.words.overrides else "")
        for one in orders
    ]  # fmt: skip
    if rows:
        yield from ("", "审批流程（机关没有另设流程的，按下表进行；另设的可以增加环节，不能缺少法定环节）：", "")
        yield from table(("规则", "条款", "事项", "要求", "流程", "法定环节", "改写"), rows)


def _row(plan: Plan, rulebook: Rulebook) -> tuple[str, ...]:
    rule = plan.rule
    terms = [term_words(words.within) for words in plan.all_words() if words.within]
    return (
        rule.id, rule.article, rule.asks, FORMS[rule.form], MODALITIES[rule.modality], rule.holder,
        "，或".join(dict.fromkeys(terms)), _kinds(plan, rulebook),
        f"{rule.overrides}：{rule.because}" if rule.overrides else "",
    )  # fmt: skip


def _kinds(plan: Plan, rulebook: Rulebook) -> str:
    """Return the kinds of dossier that a rule is about; 各类 where these are all of its regulation."""
    own = next(pack.head.of for pack in rulebook.packs if pack.head.id == plan.rule.pack)
    if len(own) > 1 and set(own) == set(plan.words.of):
        return "各类"
    return "、".join(rulebook.labels.dossiers.get(of, of) for of in plan.words.of)


def term_words(within: Within) -> str:
    """Return a term as a table shows it."""
    if within.term is not None:
        return str(within.term)
    if within.by is not None:
        return f"每年{within.by}前"
    return "所定日期" if within.date_in else "本机关自定"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table in Markdown."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '／') for cell in row)} |"


def main(arguments: list[str], *, root: Path | None = None, page: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    root = root or regulations()
    page = page or root.parent / "docs" / "rules.md"
    made = document([load([pack_id], root=root) for pack_id in ids((root,))])
    return keep(made, page, arguments, module="liuhen.rulebook.document")


def keep(made: str, page: Path, arguments: Sequence[str], *, module: str) -> int:
    """Write a generated page, or with `--check` say whether it is stale; return how the command ends."""
    if "--check" not in arguments:
        page.write_text(made, encoding="utf-8")
        return 0
    if page.exists() and page.read_text(encoding="utf-8") == made:
        return 0
    sys.stdout.write(f"{page} 与规程包不一致，请重新生成：python -m {module}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
