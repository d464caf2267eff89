"""`docs/coverage.md`, generated: every obligation of the regulations and of the law above them, and what answers it.

`python -m liuhen.rulebook.coverage_page` writes the page; with `--check` it says whether the page is stale.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from liuhen.rulebook.document import keep, table
from liuhen.rulebook.facts import Facts, answered, read_facts
from liuhen.rulebook.obligations import STATUSES, Covered, coverage, every_pack
from liuhen.rulebook.packs import Pack
from liuhen.rulebook.place import regulations


def page(root: Path | None = None) -> str:
    """Return the page of coverage as Markdown in Chinese.

    Raises:
        PackError: a list or a pack cannot be read.
    """
    root = root or regulations()
    packs = every_pack((root,))
    return "\n".join([*_rows(coverage((root,))), *_facts(read_facts(root), packs)]) + "\n"


def _rows(covered: Sequence[Covered]) -> Iterator[str]:
    yield "# 逐条落地表"
    yield ""
    yield (
        "本页由规程包和义务清单生成（python -m liuhen.rulebook.coverage_page），请勿手工修改。"
        "要求为本项目自拟的摘要，条文以原件为准。"
    )
    yield ""
    counts = Counter(each.status for each in covered)
    yield f"共 {len(covered)} 项：" + "，".join(f"{word} {counts[key]}" for key, word in STATUSES.items()) + "。"
    yield ""
    yield from table(
        ("编号", "条款", "要求", "落实", "由何落实", "测试"),
        [
            (
                one.row.id,
                one.row.article,
                one.row.asks,
                STATUSES[one.status],
                "；".join(one.by),
                "<br>".join(f"`{test.removeprefix('tests/')}`" for test in one.tests),
            )
            for one in covered
        ],
    )


def _facts(facts: Facts, packs: Sequence[Pack]) -> Iterator[str]:
    found = answered(facts, packs)
    yield ""
    yield "## 上位法"
    yield ""
    have = sum(map(bool, found.values()))
    yield f"五份规定所依据的上位法 {len(found)} 项，其中 {have} 项写成规则；其余写明怎样落实。"
    yield ""
    yield from table(
        ("编号", "依据", "要点", "规则，或者怎样落实"),
        [(fact.id, facts.cited(fact), fact.says, "、".join(found[fact.id]) or fact.how) for fact in facts.facts],
    )


def main(arguments: list[str], *, root: Path | None = None, target: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    root = root or regulations()
    return keep(
        page(root), target or root.parent / "docs" / "coverage.md", arguments, module="liuhen.rulebook.coverage_page"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
