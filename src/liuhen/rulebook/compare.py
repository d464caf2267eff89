"""`docs/compare.md`, generated: matter by matter, what each regulation's own rules ask, beside each other.

`python -m liuhen.rulebook.compare` writes the page; with `--check` it says whether the page is stale. Which matters
and which regulations stands in `regulations/matters.yaml`; every word in the tables comes from the packs.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.document import MODALITIES, keep, table, term_words
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.loading import load
from liuhen.rulebook.parts import Texts, Word
from liuhen.rulebook.place import regulations
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Problem, read_source
from liuhen.rulebook.terms import Term

MATTERS: Final = "matters.yaml"
SILENT: Final = "没有规定"
KEPT: Final[Mapping[str, str]] = {
    "permanent": "永久",
    "as_file": "与案卷同期",
    "no_disposal": "未定年数前不得销毁",
    "organ": "本机关自定",
}


class Matter(Word):
    """What regulations are compared by: its title, and the obligations about it."""

    id: str = Field(pattern=r"^[a-z_]+$")
    title: str = Field(min_length=1)
    rows: Texts


class Matters(Word):
    """The list: which regulations are compared, in which order, and by which matters."""

    regulations: Texts
    matters: tuple[Matter, ...]


def read_matters(root: Path | None = None) -> Matters:
    """Return the list of matters.

    Raises:
        PackError: it cannot be read.
    """
    source = read_source((root or regulations()) / MATTERS)
    problems = list(source.problems)
    try:
        return Matters.model_validate(source.data)
    except ValidationError as error:
        problems += [Problem(source.file, source.line(where), said) for where, said in sentences(error)]
    raise PackError("对照事项无法读取", problems=problems, remedy="请按所列行号改正。")


def own_plans(rulebook: Rulebook, matter: Matter) -> list[Plan]:
    """Return the rules of the regulation itself (not of what it extends) that answer a row of the matter."""
    own = rulebook.packs[-1].head.id
    return [p for p in rulebook.every_plan() if p.rule.pack == own and set(p.words.rows) & set(matter.rows)]


def page(root: Path | None = None) -> str:
    """Return the page of comparison as Markdown in Chinese.

    Raises:
        PackError: the list or a pack cannot be read.
    """
    root = root or regulations()
    listed = read_matters(root)
    books = [load([each], root=root) for each in listed.regulations]
    return "\n".join(_lines(listed.matters, books)) + "\n"


def _lines(matters: Sequence[Matter], books: Sequence[Rulebook]) -> Iterator[str]:
    yield "# 各规定对照表"
    yield ""
    yield (
        "本页由规程包生成（python -m liuhen.rulebook.compare），请勿手工修改。"
        "只列各规定自己的规则，按默认读法；没有规定的，依所沿用的上位法（见 rules.md）。"
        "摘要为本项目自拟，条文以原件为准。"
    )
    heads = [book.packs[-1].head for book in books]
    yield from ("", "## 期限与程度一览", "")
    yield from table(
        ("事项", *(head.short for head in heads)),
        [(matter.title, *(_brief(own_plans(book, matter)) for book in books)) for matter in matters],
    )
    for matter in matters:
        yield from ("", f"## {matter.title}", "")
        rows = [row for book in books for row in _rows(book, matter)]
        yield from table(("规定", "条款", "要求", "程度", "期限", "规则"), rows)


def _rows(book: Rulebook, matter: Matter) -> Iterator[tuple[str, ...]]:
    short, plans = book.packs[-1].head.short, own_plans(book, matter)
    for plan in plans:
        rule = plan.rule
        yield short, rule.article, rule.asks, MODALITIES[rule.modality], "，或".join(_terms(plan)), rule.id
    if not plans:
        yield short, "", SILENT, "", "", ""


def _brief(plans: Sequence[Plan]) -> str:
    terms = [word for plan in plans for word in _terms(plan)]
    told = terms or [MODALITIES[plan.rule.modality] for plan in plans]
    return "；".join(dict.fromkeys(told)) or SILENT


def _terms(plan: Plan) -> list[str]:
    within = [term_words(words.within) for words in plan.all_words() if words.within]
    kept = [KEPT.get(one.term) or str(Term.read(one.term)) for words in plan.all_words() for one in words.keep]
    return list(dict.fromkeys(within + kept))


def main(arguments: list[str], *, root: Path | None = None, target: Path | None = None) -> int:
    """Write the page, or with `--check` compare it; return how the command ends."""
    root = root or regulations()
    return keep(page(root), target or root.parent / "docs" / "compare.md", arguments, module="liuhen.rulebook.compare")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
