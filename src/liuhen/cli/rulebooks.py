"""`rulebook`: check, show and compare the rules. Needs no installation."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import click

from liuhen.cli.books import book_at, loaded
from liuhen.cli.faults import pointed, rule_at
from liuhen.cli.packs_given import packs_option
from liuhen.cli.regulation import require_regulation, roots_with
from liuhen.cli.rulebook_show import show
from liuhen.cli.shown import plain
from liuhen.cli.simulating import simulate
from liuhen.cli.tables import show_table
from liuhen.cli.words import Verb, Verbs
from liuhen.rulebook import Rulebook
from liuhen.rulebook.clashes import Clash
from liuhen.rulebook.difference import Change, difference
from liuhen.rulebook.lint import lint as examine
from liuhen.rulebook.obligations import STATUSES
from liuhen.rulebook.obligations import coverage as covered
from liuhen.rulebook.place import ids
from liuhen.rulebook.source import Problem

AS_JSON: Final = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
_HOW: Final = {"added": "新增", "removed": "删去", "changed": "改动"}


@click.group("rulebook", cls=Verbs)
def rulebook() -> None:
    """规程：检查、查看、对照、试算。"""


@rulebook.command(cls=Verb)
@click.argument("names", nargs=-1, metavar="[规程…]")
@packs_option
@AS_JSON
def lint(names: tuple[str, ...], folders: tuple[Path, ...], *, as_json: bool) -> None:
    """检查规程，指出文件、行号和规则。写了 --packs 的，只检查其中的规程。结束代码：0 没有问题，1 有问题。"""
    roots = roots_with(folders)
    for name in names:
        require_regulation(name, roots)
    problems = [one for one in examine(more=folders) if not names or one.file.parent.name in names]
    if as_json:
        _print([_problem(one) for one in problems])
    else:
        for one in problems:
            click.echo(plain(pointed(one)))
        click.echo(f"{len(problems)} 处问题。" if problems else "规程没有问题。")
    sys.exit(1 if problems else 0)


@rulebook.command(cls=Verb)
@click.argument("old", metavar="甲")
@click.argument("new", metavar="乙")
@packs_option
@AS_JSON
def diff(old: str, new: str, folders: tuple[Path, ...], *, as_json: bool) -> None:
    """对照两部规程，或者一部规程的两个版本：增删了哪些规则，逐项改了什么。甲、乙为规程名或者规程的文件夹。"""
    with book_at(old, folders) as one, book_at(new, folders) as other:
        found = difference(one, other)
    if as_json:
        _print(found.as_json())
        return
    for name, (was, now) in found.packs.items():
        click.echo(f"{name}：{was or '（没有）'} → {now or '（没有）'}")
    for name, words in found.heads.items():
        for word in words:
            click.echo(plain(f"{name}　{word}"))
    for change in found.changes:
        for line in _change(change):
            click.echo(plain(line))
    counted = "、".join(f"{word} {sum(one.how == how for one in found.changes)} 条" for how, word in _HOW.items())
    click.echo("没有不同。" if found.empty else f"共{counted}。")


@rulebook.command(cls=Verb)
@packs_option
@AS_JSON
def coverage(folders: tuple[Path, ...], *, as_json: bool) -> None:
    """逐条列出各规程的义务：由哪条规则、哪项功能落实，以何测试为证，或者尚未建成。"""
    rows = covered(roots_with(folders))
    if as_json:
        _print([row.as_json() for row in rows])
        return
    show_table(
        ("义务", "条款", "要求", "落实", "由"),
        [(one.row.id, one.row.article, one.row.asks, STATUSES[one.status], "、".join(one.by)) for one in rows],
    )
    counted = {status: sum(one.status == status for one in rows) for status in STATUSES}
    click.echo(
        f"共 {len(rows)} 条：" + "、".join(f"{STATUSES[each]} {number}" for each, number in counted.items()) + "。"
    )


@rulebook.command(cls=Verb)
@click.argument("name", required=False, metavar="[规程]")
@click.option("--of", "kind", metavar="卷宗", help="只看这一种卷宗，如 penalty。")
@packs_option
@AS_JSON
def clashes(name: str | None, kind: str | None, folders: tuple[Path, ...], *, as_json: bool) -> None:
    """列出对同一事项要求不同的规则，以哪一条为准，为什么。结束代码：1 有尚未决定的。"""
    roots = roots_with(folders)
    names = [require_regulation(name, roots)] if name else ids(roots)
    found = [one for each in names for one in _clashing(loaded(each, roots), each, kind)]
    if as_json:
        _print([data for data, _ in found])
    else:
        rows = {
            (one.matter, *(_cited(rule.id, rule.cited, rule.asks) for rule in one.rules), one.said) for _, one in found
        }
        if rows:
            show_table(("事项", "规则", "与之不一致的规则", "以哪一条为准"), sorted(rows))
        click.echo(f"共 {len(rows)} 处不一致。" if rows else "没有不一致的规则。")
    sys.exit(1 if any(not one.decided for _, one in found) else 0)


rulebook.add_command(show)
rulebook.add_command(simulate)


def _print(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _problem(one: Problem) -> dict[str, Any]:
    return {"file": str(one.file), "line": one.line, "rule": rule_at(one), "message": one.message}


def _change(one: Change) -> Iterator[str]:
    side = one.side
    number = f"{one.old.id} → {side.id}" if one.old and one.new and one.old.id != side.id else side.id
    yield f"{_HOW[one.how]}　{number}　{side.cited}　{side.asks}"
    yield from (f"    {word}" for word in one.words)


def _cited(rule: str, cited: str, asks: str) -> str:
    return f"{rule}　{cited}　{asks}"


def _clashing(book: Rulebook, name: str, wanted: str | None) -> Iterator[tuple[dict[str, Any], Clash]]:
    kinds: Sequence[str] = [wanted] if wanted else book.dossier_kinds
    for kind in kinds:
        for one in book.clashes(kind):
            rules = [{"id": rule.id, "pack": rule.pack, "cited": rule.cited, "asks": rule.asks} for rule in one.rules]
            yield {
                "regulation": name, "of": kind, "matter": one.matter, "rules": rules, "prevails": one.prevails,
                "ground": one.ground, "decided": one.decided, "because": one.because, "said": one.said,
            }, one  # fmt: skip
