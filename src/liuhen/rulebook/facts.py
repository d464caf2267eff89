"""The law above the regulations: facts listed in `regulations/facts.yaml`, and the rules that came of them."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from liuhen.rulebook.errors import PackError
from liuhen.rulebook.packs import Pack
from liuhen.rulebook.parts import Texts, Word
from liuhen.rulebook.place import regulations
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Problem, read_source

FACTS: Final = "facts.yaml"
_NUMBER: Final = re.compile(r"(L4|[A-Z]+)-?([0-9]+)(-.*)?")
"""A rule of the law above: `L4-37-1`, `CF67-1`."""


class Fact(Word):
    """One fact of the law above.

    Args:
        cites: the articles it comes from, as the numbers of rules begin, such as `L4-37`.
        how: what becomes of it where no rule does.
    """

    id: str = Field(pattern=r"^A[0-9]-[0-9]+$")
    cites: Texts = Field(min_length=1)
    says: str = Field(min_length=1)
    how: str = ""


class Facts(Word):
    """The list: short names of laws by the letters that rules begin with, and the facts in order."""

    laws: dict[str, str]
    facts: tuple[Fact, ...]

    def cited(self, fact: Fact) -> str:
        """Return the articles as a reader knows them, for instance `令第4号37、处罚法58`."""
        return "、".join(f"{self.laws[law]}{article}" for law, article in map(article_of, fact.cites))


def article_of(number: str) -> tuple[str, str]:
    """Return law and article of the number of a rule or a citation; empty ones where it is no such number."""
    found = _NUMBER.fullmatch(number)
    return (found[1], found[2]) if found else ("", "")


def read_facts(root: Path | None = None) -> Facts:
    """Return the facts, in the order of the list.

    Raises:
        PackError: the list cannot be read, or a fact cites a law that it does not name.
    """
    source = read_source((root or regulations()) / FACTS)
    problems = list(source.problems)
    facts = Facts(laws={}, facts=())
    try:
        facts = Facts.model_validate(source.data)
    except ValidationError as error:
        problems += [Problem(source.file, source.line(where), said) for where, said in sentences(error)]
    for at, fact in enumerate(facts.facts):
        line = source.line(("facts", at, "cites"))
        unknown = [number for number in fact.cites if article_of(number)[0] not in facts.laws]
        problems += [Problem(source.file, line, f"不知“{number}”是哪一部法") for number in unknown]
    if problems:
        raise PackError("上位法清单无法使用", problems=problems, remedy="请按所列行号改正。")
    return facts


def answered(facts: Facts, packs: Iterable[Pack]) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the rules that came of each fact: those that begin with one of its articles."""
    rules: dict[tuple[str, str], list[str]] = {}
    for pack in packs:
        for written in pack.written:
            rules.setdefault(article_of(written.words.id), []).append(written.words.id)
    return {
        fact.id: tuple(dict.fromkeys(rule for number in fact.cites for rule in rules.get(article_of(number), ())))
        for fact in facts.facts
    }
