"""`bench`: how fast the product is beside plain tools."""

import json
from typing import TYPE_CHECKING, Any

import click

from liuhen.bench import NAMES, RUNS
from liuhen.cli.ready import say
from liuhen.cli.words import Verb

if TYPE_CHECKING:
    from liuhen.bench.figure import Figure

_WORDS = {None: "—", True: "达到", False: "未达到"}
_SENSE = {">=": "≥", "<=": "≤"}


@click.command(cls=Verb)
@click.argument("names", metavar="[项目]…", nargs=-1, type=click.Choice(NAMES))
@click.option("--runs", type=click.IntRange(1, 5), default=RUNS, help="每项测几轮，取最好一轮。")
@click.option("--quick", is_flag=True, help="只做少量，看能否测。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def bench(names: tuple[str, ...], runs: int, *, quick: bool, as_json: bool) -> None:
    """与常用工具同机比速度：ledger 登记，verify 核验，ingest 接收，papers 文书，backup 备份，case 页面，scan 录像。"""
    from liuhen.bench.apart import measured_apart

    chosen = dict.fromkeys(names or NAMES)
    figures = [figure for name in chosen for figure in measured_apart(name, runs=runs, quick=quick)]
    if as_json:
        say(json.dumps([figure.as_json() for figure in figures], ensure_ascii=False, indent=2))
    else:
        _print(figures)


def _print(figures: "list[Figure]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("目标", "测量内容", "结果", "各轮", "应为", "是否达到", "对照")
    for figure in figures:
        table.add_row(*_row(figure))
    Console(width=None).print(table)
    for figure in figures:
        if figure.note:
            say(f"{figure.what}：{figure.note}")


def _row(figure: "Figure") -> tuple[Any, ...]:
    unit = figure.unit or "倍"
    measured = "未测" if figure.ratio is None else f"{figure.ratio:g} {unit}"
    spread = "" if figure.spread is None else f"{figure.spread[0]:g}–{figure.spread[1]:g}"
    asked = "" if figure.target is None else f"{_SENSE[figure.sense]} {figure.target:g}"
    return str(figure.goal), figure.what, measured, spread, asked, _WORDS[figure.met], figure.against
