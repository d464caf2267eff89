"""`rulebook simulate`: which cases turn out otherwise under other rules, finding by finding."""

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from liuhen.cli.books import pack_shelf
from liuhen.cli.case_sources import Item, given
from liuhen.cli.moments import read_moment
from liuhen.cli.packs_given import FOLDER, calendar_with
from liuhen.cli.regulation import Books
from liuhen.cli.shown import plain
from liuhen.cli.words import Verb
from liuhen.kernel import clock
from liuhen.kernel.clock import as_instant
from liuhen.rulebook import CaseFileError, read_dossier
from liuhen.rulebook.doubts import require_known
from liuhen.rulebook.errors import CaseProblem
from liuhen.rulebook.place import HEAD, shelves
from liuhen.rulebook.simulation import Simulation


@click.command(cls=Verb)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@click.option("--regulation", metavar="规程", help="按哪一部规程；不写的按案件所载的规程。")
@click.option("--old", type=FOLDER, metavar="目录", help="原来的规程（一部或者一个目录）；不写的为自带的。")
@click.option("--new", type=FOLDER, metavar="目录", help="新的规程（一部或者一个目录）；不写的为自带的。")
@click.option("--at", "moment", metavar="时间", help="以这一时刻推算；不带时区的按北京时间，默认现在。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def simulate(
    files: tuple[str, ...],
    regulation: str | None,
    old: Path | None,
    new: Path | None,
    moment: str | None,
    *,
    as_json: bool,
) -> None:
    """规程改了，哪些案件的结论会变：逐案逐项列出。FILE 同 assess。结束代码：2 有文件不能读取。"""
    now = clock.now() if moment is None else as_instant(read_moment(moment))
    with ExitStack() as stack:
        both = [Books(regulation, _roots(folder, stack)) for folder in (old, new)]
        calendar = calendar_with([folder for folder in (old, new) if folder and not (folder / HEAD).exists()])
        known: dict[tuple[int, int], Simulation] = {}

        def simulation(item: Item) -> dict[str, Any]:
            if item.refused is not None:
                raise item.refused
            dossier = read_dossier(item.content)
            (name, before), (_, after) = (books.of(dossier) for books in both)
            for book in (before, after):
                require_known(dossier, book, regulation=name)
            key = (id(before), id(after))
            if key not in known:
                known[key] = Simulation(before, after, calendar, now)
            shifts = known[key].shifts(dossier)
            told = {"file": item.name, "dossier": dossier.id, "number": dossier.number, "title": dossier.title}
            return {**told, "changes": shifts, "refused": []}

        made = _each(given(files).items, simulation)
        refused = _print_json(made) if as_json else _print_lines(made)
    sys.exit(2 if refused else 0)


def _roots(folder: Path | None, stack: ExitStack) -> tuple[Path, ...]:
    if folder is None:
        return shelves()
    if (folder / HEAD).exists():
        return shelves((folder.resolve().parent, stack.enter_context(pack_shelf(folder))[1]))
    return shelves((folder,))


def _each(items: Iterator[Item], simulation: Any) -> Iterator[dict[str, Any]]:
    for item in items:
        try:
            yield simulation(item)
        except CaseFileError as error:
            told = [one._replace(line=item.line or one.line) for one in error.problems]
            yield {"file": item.name, "dossier": "", "number": "", "title": "", "changes": (), "refused": told}


def _print_json(made: Iterator[dict[str, Any]]) -> int:
    click.echo("[", nl=False)
    cases = shown = refused = 0
    for one in made:
        cases += 1
        refused += bool(one["refused"])
        if one["changes"] or one["refused"]:
            told = {
                **one,
                "changes": [shift.as_json() for shift in one["changes"]],
                "refused": [problem._asdict() for problem in one["refused"]],
            }
            click.echo(("," if shown else "") + "\n" + json.dumps(told, ensure_ascii=False), nl=False)
            shown += 1
    click.echo("\n]")
    click.echo(_summary(cases, shown - refused, refused), err=True)
    return refused


def _print_lines(made: Iterator[dict[str, Any]]) -> int:
    cases = changed = refused = 0
    for one in made:
        cases += 1
        refused += bool(one["refused"])
        changed += bool(one["changes"])
        if one["changes"] or one["refused"]:
            name = "　".join(part for part in (one["number"], one["title"]) if part)
            click.echo(plain(f"{name}（{one['file']}）" if name else one["file"]))
        for problem in one["refused"]:
            click.echo(plain(f"  未能读取　{CaseProblem(*problem)}"))
        for shift in one["changes"]:
            click.echo(plain(f"  {shift}"))
    click.echo(_summary(cases, changed, refused))
    return refused


def _summary(cases: int, changed: int, refused: int) -> str:
    left = f"；未能读取的文件 {refused} 个" if refused else ""
    return f"共 {cases - refused} 个案件，结论有变的 {changed} 个{left}。"
