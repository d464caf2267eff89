"""Every obligation of the regulations, and what answers it: a rule, a feature of the product, or the organ itself.

`regulations/rows.yaml` lists them; rules, procedures, approvals and choices name the rows they answer; only what no
rule answers says in the list itself what does. `docs/coverage.md` is the page of it: `python -m
liuhen.rulebook.obligations` writes it, with `--check` it says whether the page is stale.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, Self, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError, model_validator

from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.frame import Choice, Procedure
from liuhen.rulebook.packs import Pack, Written, read_packs
from liuhen.rulebook.parts import Texts, Word
from liuhen.rulebook.place import ids, shelves
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Problem, Source, read_source

ROWS: Final = "rows.yaml"
PROOF: Final = "tests/rulebook/test_rulebook_packs.py::test_every_rule_keeps_its_own_examples[{pack}-{rule}]"
FRAMES: Final = {
    Procedure: "tests/rulebook/test_rulebook_obligations.py::test_the_stages_are_those_of_the_text[{pack}-{rule}]",
    Approval: "tests/rulebook/test_rulebook_obligations.py::test_an_order_of_approval_names_its_steps[{pack}-{rule}]",
    Choice: "tests/rulebook/test_rulebook_obligations.py::test_every_reading_of_a_choice_can_be_run[{pack}-{rule}]",
}
"""The test of whatever carries no worked examples of its own."""
Status: TypeAlias = Literal["rule", "feature", "organisational", "choice", "not_built"]
STATUSES: Final[Mapping[Status, str]] = {
    "rule": "规则",
    "choice": "择定事项",
    "feature": "功能",
    "organisational": "组织措施",
    "not_built": "尚未建成",
}


class By(Word):
    """What answers a row that no rule answers.

    Args:
        feature: a feature of the product, in Chinese, and where it is.
        tests: the tests that show it.
        waits_for: the part of the product that it waits for, where it is plainly not built yet.
        organisational: a duty of the organ itself; what the product does to support it.
    """

    feature: str = ""
    tests: Texts = ()
    waits_for: str = ""
    organisational: str = ""

    @model_validator(mode="after")
    def _one_answer(self) -> Self:
        if bool(self.feature) == bool(self.organisational):
            raise ValueError("by 写 feature 或者 organisational 之一")
        if self.feature and bool(self.tests) == bool(self.waits_for):
            raise ValueError("feature 须写明 tests（以何测试为证）；尚未建成的写 waits_for（待哪一部分）")
        return self

    @property
    def status(self) -> Status:
        """How the row ends."""
        return "organisational" if self.organisational else "not_built" if self.waits_for else "feature"


class Row(Word):
    """One obligation of one regulation: its article, what it asks in our own words, the forms of rule it asks for."""

    id: str = Field(pattern=r"^([WSBD][0-9]+-[0-9]+|F(-[0-9]+)+|K[0-9]+)$")
    article: str = Field(min_length=1)
    asks: str = Field(min_length=1)
    forms: Texts
    by: By | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A rule, procedure, approval or choice that names rows."""

    pack: str
    written: Written

    @property
    def id(self) -> str:
        """Its number."""
        return self.written.words.id

    @property
    def test(self) -> str:
        """The test that shows it at work."""
        return FRAMES.get(type(self.written.words), PROOF).format(pack=self.pack, rule=self.id)


@dataclass(frozen=True, slots=True)
class Covered:
    """How a row ends.

    Args:
        by: numbers of rules, or the feature, or what supports the organ, or what it waits for.
        tests: pytest node ids.
    """

    row: Row
    status: Status
    by: tuple[str, ...]
    tests: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the row as the command prints it."""
        return {
            "row": self.row.id,
            "article": self.row.article,
            "status": self.status,
            "by": list(self.by),
            "tests": list(self.tests),
        }


def read_rows(roots: Sequence[Path] | None = None) -> tuple[Row, ...]:
    """Return the rows, in the order of the list: that of the last folder that has one.

    Raises:
        PackError: the list cannot be read, or a row stands twice.
    """
    source = read_source(_list(roots or shelves()))
    problems = list(source.problems)
    rows: list[Row] = []
    try:
        rows = TypeAdapter(list[Row]).validate_python(source.data)
    except ValidationError as error:
        problems += [Problem(source.file, source.line(where), said) for where, said in sentences(error)]
    twice = {row for row, times in Counter(row.id for row in rows).items() if times > 1}
    problems += [_at(source, at, f"“{row.id}”重复") for at, row in enumerate(rows) if row.id in twice]
    if problems:
        raise PackError("义务清单无法使用", problems=problems, remedy="请按所列行号改正。")
    return tuple(rows)


def _list(roots: Sequence[Path]) -> Path:
    return next((root / ROWS for root in reversed(roots) if (root / ROWS).exists()), roots[-1] / ROWS)


def coverage(roots: Sequence[Path] | None = None) -> tuple[Covered, ...]:
    """Return how every row ends; a row that nothing answers is `not_built` by nothing.

    Args:
        roots: folders of packs (of one id the last one holds), else the shipped ones.

    Raises:
        PackError: the list or a pack cannot be read.
    """
    named = naming(every_pack(roots))
    return tuple(_covered(row, named.get(row.id, ())) for row in read_rows(roots))


def _covered(row: Row, named: Sequence[Named]) -> Covered:
    rules = [each for each in named if not isinstance(each.written.words, Choice)]
    choices = [each for each in named if isinstance(each.written.words, Choice)]
    if rules or choices:
        status: Status = "rule" if rules else "choice"
        by = tuple(dict.fromkeys(each.id for each in rules or choices))
        return Covered(row, status, by, tuple(dict.fromkeys(each.test for each in rules or choices)))
    if row.by is None:
        return Covered(row, "not_built", (), ())
    told = row.by.feature or row.by.organisational
    return Covered(row, row.by.status, (told, *([row.by.waits_for] if row.by.waits_for else [])), row.by.tests)


def every_pack(roots: Sequence[Path] | None = None) -> tuple[Pack, ...]:
    """Return every pack in `roots` (else the shipped ones), each once.

    Raises:
        PackError: one of them cannot be read.
    """
    where = roots or shelves()
    packs, problems = read_packs(ids(where), where)
    if problems:
        raise PackError("规程包无法使用", problems=problems, remedy="请按所列文件与行号改正。")
    return tuple(packs)


def naming(packs: Sequence[Pack]) -> dict[str, list[Named]]:
    """Return who answers each row; a choice answers the row of its own number."""
    found: dict[str, list[Named]] = {}
    for pack in packs:
        for written in pack.written:
            own = (written.words.id,) if isinstance(written.words, Choice) else ()
            for row in dict.fromkeys((*written.words.rows, *own)):
                found.setdefault(row, []).append(Named(pack.head.id, written))
    return found


def faults(roots: Sequence[Path] | None = None) -> list[Problem]:
    """Return what is wrong between list and packs: rows without an answer, with two kinds of answer, or unknown.

    Raises:
        PackError: the list or a pack cannot be read.
    """
    source, rows, named = read_source(_list(roots or shelves())), read_rows(roots), naming(every_pack(roots))
    known = {row.id for row in rows}
    problems = [
        Problem(
            one.written.source.file, one.written.source.line((*one.written.place, "rows")), f"没有“{row}”这一项义务"
        )
        for row, answers in named.items()
        if row not in known
        for one in answers
        if row in one.written.words.rows
    ]
    for at, row in enumerate(rows):
        said = _fault(row, named.get(row.id, ()))
        problems += [_at(source, at, said)] if said else []
    return problems


def _fault(row: Row, named: Sequence[Named]) -> str:
    if any(not isinstance(each.written.words, Choice) for each in named):
        return f"“{row.id}”已有规则，不再写 by" if row.by else ""
    if named and "choice" not in row.forms and row.forms:
        return f"“{row.id}”要求的是规则，只有择定事项不够"
    if named:
        return ""
    if row.by is None:
        return f"“{row.id}”没有着落：没有规则写明它，也没有写 by"
    if row.by.waits_for and row.forms:
        return f"“{row.id}”要求的是规则，不能写尚未建成"
    return ""


def _at(source: Source, at: int, message: str) -> Problem:
    return Problem(source.file, source.line((at, "id")), message)
