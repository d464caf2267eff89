"""`assess`: what a case owes, by when, under which article. Needs no installation; thousands stream through."""

import json
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

import click

from liuhen.cli.case_sources import Item, given
from liuhen.cli.moments import read_moment
from liuhen.cli.packs_given import calendar_with, packs_option
from liuhen.cli.regulation import Books, roots_with
from liuhen.cli.shown import case_lines, plain
from liuhen.cli.words import Verb
from liuhen.kernel import clock
from liuhen.kernel.clock import as_instant
from liuhen.rulebook import CaseFileError, State, WorkingCalendar, read_dossier
from liuhen.rulebook import assess as judge
from liuhen.rulebook.assessment import Assessment, assessed, problems
from liuhen.rulebook.doubts import doubts, require_known, settled, unknown_kinds
from liuhen.rulebook.errors import CaseProblem
from liuhen.rulebook.json_text import Place, decoded, lines
from liuhen.rulebook.reasons import Known, Reasons

LATE: Final = (State.OVERDUE.value, State.BREACHED.value)
WELL, OWED, UNREAD = 0, 1, 2
_EVERY: Final = 0.5  # seconds between words of progress


@click.command(cls=Verb)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--regulation", metavar="规程", help="按哪一部规程，如 wuhan-ybj；不写的按案件所载的规程。")
@packs_option
@click.option("--at", "moment", metavar="时间", help="以这一时刻推算；不带时区的按北京时间，默认现在。")
@click.option("--strict", is_flag=True, help="有不认识的记录种类的，不予推算。")
@click.option("--all", "everything", is_flag=True, help="连已记的、不适用的一并列出。")
@click.option("--explain", is_flag=True, help="写明怎么算的、为何不适用。")
@click.option("--progress", is_flag=True, help="显示进度；在终端上总是显示。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：一个案件一个对象，几个案件一个列表。")
def assess(
    files: tuple[str, ...],
    regulation: str | None,
    folders: tuple[Path, ...],
    moment: str | None,
    *,
    strict: bool,
    everything: bool,
    explain: bool,
    progress: bool,
    as_json: bool,
) -> None:
    """推算案件应记什么、缺什么、何时到期、依据哪一条。

    FILE 为案件文件（.json）、每行一案的 .jsonl、文件夹，或者 -（标准输入）。
    结束代码：0 没有逾期和违反；1 有逾期或者违反；2 有文件或者规程不能读取。
    """
    now = clock.now() if moment is None else as_instant(read_moment(moment))
    books = Books(regulation, roots_with(folders))
    run = _Run(books, calendar_with(folders), now, strict=strict)
    sources = given(files)
    told = _counted(run.each(sources.items), run, shown=progress or sys.stderr.isatty())
    if as_json:
        _as_json(told, several=sources.several)
    else:
        for one in told:
            for line in case_lines(one, everything=everything or explain, explain=explain):
                click.echo(line)
    click.echo(run.summary(), err=as_json)
    sys.exit(UNREAD if run.refused else OWED if run.late else WELL)


class _Run:
    """One run over many cases: what it works with, and what it has seen."""

    def __init__(self, books: Books, calendar: WorkingCalendar, now: datetime, *, strict: bool) -> None:
        self.books, self.calendar, self.now, self.strict = books, calendar, now, strict
        self.cases = self.refused = self.late = self.doubtful = 0
        self.states: Counter[str] = Counter()
        self._prevailing: Known = {}

    def each(self, items: Iterator[Item]) -> Iterator[Assessment]:
        """Yield one case after the other; one that cannot be read stands among them and stops no other."""
        for item in items:
            try:
                made = self._one(item)
            except CaseFileError as error:
                made = _refused(item, error)
            self._count(made)
            yield made

    def _one(self, item: Item) -> Assessment:
        if item.refused is not None:
            raise item.refused
        given_dossier = read_dossier(item.content)
        name, book = self.books.of(given_dossier)
        require_known(given_dossier, book, regulation=name)
        if self.strict:
            strange = list(_placed(unknown_kinds(given_dossier, book), item))
            if strange:
                raise CaseFileError(strange)
        dossier = settled(given_dossier, book)
        reasons = Reasons(dossier, book, self._prevailing)
        findings = [reasons.record(one) for one in judge(dossier, book, self.calendar, self.now)]
        warnings = list(_placed(chain(doubts(given_dossier, book, self.now), reasons.outside()), item))
        return assessed(
            item.name, dossier, findings, regulation=name, packs=book.versions, at=self.now, warnings=warnings
        )

    def _count(self, made: Assessment) -> None:
        self.cases += not made.refused
        self.refused += bool(made.refused)
        self.doubtful += bool(made.warnings)
        self.states.update(made.summary)
        self.late += any(state in made.summary for state in LATE)

    def summary(self) -> str:
        """Return what was seen, in a sentence."""
        counted = "、".join(f"{state.word} {self.states[state]}" for state in State if self.states[state])
        parts = [f"{self.cases} 个案件", f"结论：{counted}" if counted else "", f"有逾期或者违反的案件 {self.late} 个"]
        parts += [f"有可疑之处的 {self.doubtful} 个"] if self.doubtful else []
        parts += [f"未能读取的文件 {self.refused} 个"] if self.refused else []
        return "共 " + "；".join(part for part in parts if part) + "。"


def _placed(found: Iterator[tuple[Place, str]], item: Item) -> Iterator[CaseProblem]:
    told = list(found)
    at = lines(decoded(item.content), (place for place, _ in told)) if told else {}
    for place, said in told:
        yield CaseProblem("/".join(map(str, place)), item.line or at[place], f"{said}。")


def _refused(item: Item, error: CaseFileError) -> Assessment:
    told = [one._replace(line=item.line or one.line) for one in error.problems]
    if error.more:
        told.append(CaseProblem("", None, f"另有 {error.more} 处有误。"))
    return Assessment(file=item.name, refused=problems(told))


def _as_json(told: Iterator[Assessment], *, several: bool) -> None:
    if not several:
        for one in told:
            click.echo(json.dumps(one.model_dump(), ensure_ascii=False, indent=2))
            _complain(one)
        return
    click.echo("[", nl=False)
    for number, one in enumerate(told):
        click.echo(("," if number else "") + "\n" + json.dumps(one.model_dump(), ensure_ascii=False), nl=False)
        _complain(one)
    click.echo("\n]")


def _complain(one: Assessment) -> None:
    for problem in one.refused:
        click.echo(plain(f"{one.file}：{CaseProblem(problem.place, problem.line, problem.message)}"), err=True)


def _counted(told: Iterator[Assessment], run: _Run, *, shown: bool) -> Iterator[Assessment]:
    if not shown:
        yield from told
        return
    last, live = time.monotonic(), sys.stderr.isatty()
    for one in told:
        yield one
        if time.monotonic() - last >= _EVERY:
            last = time.monotonic()
            said = f"已推算 {run.cases + run.refused} 个案件，有逾期或者违反的 {run.late} 个……"
            click.echo(f"\r{said}\x1b[K" if live else said, nl=not live, err=True)
    if live:
        click.echo("\r\x1b[K", nl=False, err=True)
