"""文号登记簿: every number of an organ by series and year, what carries it, and whether one is missing.

Which case a number belongs to is told to those only who may see that case; that a number is used is told to all.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from liuhen.duties.models import Fact
from liuhen.kernel import clock
from liuhen.kernel.clock import as_instant, beijing_date, read_when
from liuhen.office.in_force import numbering
from liuhen.office.payloads.organ import SERIES
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case, NumberTaken, Paper
from liuhen.process.case.papers.versions import instead_of
from liuhen.process.case.registry import find_act
from liuhen.queries.scoped import cases_for
from liuhen.queries.sheets import Cell, write

CLUES: Final = "线索"
WORDS: Final = {CLUES: "线索编号", **SERIES}
SHOWN: Final = 300  # rows on a page; the workbook has them all
_COLUMNS: Final = (
    ("文号", 30),
    ("种类", 30),
    ("序号", 8),
    ("编出日期", 14),
    ("用于", 26),
    ("案件", 18),
    ("文书", 30),
    ("状态", 12),
    ("说明", 50),
)


class Run(NamedTuple):
    """Numbers that nothing carries, one after the other; `skipped` says that the organ set a later first number."""

    first: int
    last: int
    skipped: bool


@dataclass(frozen=True, slots=True)
class Used:
    """One number. What belongs to a case that the reader may not see is empty."""

    printed: str
    number: int
    at: datetime | None
    by: str  # the entry that carries it: 行政处罚决定
    ref: str
    seq: int
    paper: int | None
    title: str
    state: str
    colour: str
    why: str


@dataclass(frozen=True, slots=True)
class Series:
    """One series in one year."""

    series: str
    word: str
    year: int
    count: int
    last: str
    voided: int
    missing: tuple[Run, ...]

    @property
    def gaps(self) -> tuple[Run, ...]:
        """Return the runs that nothing explains: there should never be one."""
        return tuple(run for run in self.missing if not run.skipped)


@dataclass(frozen=True, slots=True)
class Register:
    """The register of a year: every series in it, and the numbers of the one that was opened."""

    year: int
    years: tuple[int, ...]
    series: tuple[Series, ...]
    opened: Series | None
    rows: tuple[Used, ...]


def register(by: Officer, *, year: int | None = None, series: str = "") -> Register:
    """Return the register of the reader's organ; a year or series that has no number shows an empty one."""
    years = _years(by.organ)
    shown = year or (years[0] if years else beijing_date(clock.now()).year)
    all_series = tuple(_series(by.organ, one, shown) for one in _in_use(by.organ, shown))
    opened = next((one for one in all_series if one.series == series), None)
    rows = tuple(_Reading(by, _taken(by.organ, series, shown)[:SHOWN]).rows()) if opened else ()
    return Register(shown, years, all_series, opened, rows)


def write_register(by: Officer, year: int, out: Path) -> int:
    """Write the register of a year as a workbook, every series one after the other; return how many lines it has."""
    return write(_COLUMNS, _lines(by, year), out, title=f"文号登记簿{year}")


def _lines(by: Officer, year: int) -> Iterator[Sequence[Cell]]:
    for one in _in_use(by.organ, year):
        yield from (_line(one, row) for row in _Reading(by, _taken(by.organ, one, year)).rows())
        yield from (_missing(one, run) for run in _series(by.organ, one, year).missing)


def _line(series: str, row: Used) -> Sequence[Cell]:
    at = beijing_date(row.at) if row.at else None
    return (row.printed, WORDS.get(series, series), row.number, at, row.by, row.ref, row.title, row.state, row.why)


def _missing(series: str, run: Run) -> Sequence[Cell]:
    why = "设定的起始号之前，未使用" if run.skipped else "没有任何记录使用，须查明"
    return ("", WORDS.get(series, series), run.first, None, "", "", "", "空号", f"{run.first} 至 {run.last} 号：{why}")


def _years(organ: str) -> tuple[int, ...]:
    found = NumberTaken.objects.filter(organ=organ).order_by("-year").values_list("year", flat=True)
    return tuple(found.distinct())


def _in_use(organ: str, year: int) -> list[str]:
    found = set(NumberTaken.objects.filter(organ=organ, year=year).values_list("series", flat=True).distinct())
    known = [one for one in WORDS if one in found]
    return [*known, *sorted(found.difference(known))]


def _taken(organ: str, series: str, year: int) -> list[NumberTaken]:
    return list(NumberTaken.objects.filter(organ=organ, series=series, year=year).order_by("number"))


def _series(organ: str, series: str, year: int) -> Series:
    taken = _taken(organ, series, year)
    _, first = numbering(organ, series, year)
    seqs = {(one.dossier, one.seq) for one in taken}
    voided = Paper.objects.filter(dossier__in={one.dossier for one in taken}).exclude(voided_at=None)
    return Series(
        series=series,
        word=WORDS.get(series, series),
        year=year,
        count=len(taken),
        last=taken[-1].printed if taken else "",
        voided=sum(place in seqs for place in voided.values_list("dossier", "seq")),
        missing=tuple(_runs([one.number for one in taken], first)),
    )


def _runs(numbers: list[int], first: int) -> Iterator[Run]:
    """Yield the runs of numbers that are missing below the highest; `numbers` are in order."""
    before = 0
    for number in numbers:
        if number > before + 1:
            yield Run(before + 1, number - 1, skipped=number == first)
        before = number


class _Reading:
    """Reads what carries some numbers, and what of it this reader may know."""

    def __init__(self, by: Officer, taken: list[NumberTaken]) -> None:
        self._by, self._taken = by, taken
        self._dossiers = {one.dossier for one in taken}

    def rows(self) -> Iterator[Used]:
        """Yield a row for each number."""
        return (self._row(one) for one in self._taken)

    def _row(self, one: NumberTaken) -> Used:
        kind, at = self._facts.get((one.dossier, one.seq), ("", None))
        ref = self._refs.get(one.dossier, "")
        paper = self._paper(one)
        state, colour, why = self._state(paper)
        told = find_act(kind, one.organ) if kind else None
        return Used(
            printed=one.printed or f"{one.number}",
            number=one.number,
            at=at,
            by=told.label if told else kind,
            ref=ref,
            seq=one.seq,
            paper=paper.seq if paper and ref else None,
            title=paper.title if paper else "",
            state=state,
            colour=colour,
            why=why if ref else "",
        )

    def _state(self, paper: Paper | None) -> tuple[str, str, str]:
        if paper is None:
            return "使用", "green", ""
        if paper.voided_at is not None:
            return "作废", "red", f"{beijing_date(paper.voided_at):%Y年%-m月%-d日}作废：{paper.voided_because}"
        again = instead_of(paper, self._of_dossier[paper.dossier])
        if again is not None:
            gone = "，那一份已经作废" if again.voided_at else ""
            return "已替换", "amber", f"由第 {again.seq} 条重新制作的文书代替{gone}"
        return "使用", "green", ""

    def _paper(self, one: NumberTaken) -> Paper | None:
        """Return the paper that took the number itself, or else the latest that bears the one of its entry."""
        return self._made.get((one.dossier, one.seq)) or self._bearing.get((one.dossier, one.printed))

    @cached_property
    def _made(self) -> dict[tuple[str, int], Paper]:
        return {(row.dossier, row.seq): row for row in self._papers}

    @cached_property
    def _bearing(self) -> dict[tuple[str, str], Paper]:
        return {(row.dossier, row.number): row for row in self._papers}

    @cached_property
    def _papers(self) -> list[Paper]:
        return list(Paper.objects.filter(dossier__in=self._dossiers).exclude(number="").order_by("seq"))

    @cached_property
    def _of_dossier(self) -> dict[str, list[Paper]]:
        found: dict[str, list[Paper]] = defaultdict(list)
        for row in self._papers:
            found[row.dossier].append(row)
        return found

    @cached_property
    def _facts(self) -> dict[tuple[str, int], tuple[str, datetime]]:
        seqs = {one.seq for one in self._taken}
        found = Fact.objects.filter(dossier__in=self._dossiers, seq__in=seqs)
        rows = found.values_list("dossier", "seq", "kind", "recorded")
        return {(dossier, seq): (kind, as_instant(read_when(at))) for dossier, seq, kind, at in rows}

    @cached_property
    def _refs(self) -> dict[str, str]:
        seen = cases_for(self._by).filter(id__in=self._dossiers)
        return dict(Case.objects.filter(id__in=seen.values("id")).values_list("id", "ref"))
