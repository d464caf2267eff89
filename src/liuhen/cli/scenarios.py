"""`scenario run`: play courses told in YAML in an invented bureau of their own, and say which came as they are told."""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from liuhen.cli.shown import plain
from liuhen.cli.words import Verb, Verbs

if TYPE_CHECKING:
    from liuhen.scenario.suite import Result

_WAYS: Final = {"actions": ("actions",), "api": ("api",), "both": ("actions", "api")}
_PLACE: Final = click.Path(exists=True, path_type=Path)
_FOLDER: Final = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group(cls=Verbs)
def scenario() -> None:
    """剧本：把办案过程写成文件，在虚构的单位里逐步办一遍，核对办得成、办不成和应记已记。"""


@scenario.command(cls=Verb)
@click.argument("places", nargs=-1, required=True, type=_PLACE, metavar="文件或目录…")
@click.option("--via", type=click.Choice([*_WAYS]), default="both", help="actions 直接办、api 走接口、both 两种都办。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--packs", "folders", multiple=True, type=_FOLDER, metavar="目录", help="另加的规程目录，可以写几次。")
def run(places: tuple[Path, ...], via: str, folders: tuple[Path, ...], *, as_json: bool) -> None:
    """逐个演一遍剧本（格式见 docs/scenarios.md），不碰任何真实数据。结束代码：0 全部相符，1 有不符的。"""
    from liuhen.scenario.scratch import scratch

    with scratch(folders) as people:
        from liuhen.scenario.reading import files_of
        from liuhen.scenario.suite import run as played

        files = files_of(places)
        results = list(_shown(played(files, _WAYS[via], people), len(files), as_json=as_json))
    failed = sum(not one.passed for one in results)
    if as_json:
        click.echo(json.dumps([one.as_json() for one in results], ensure_ascii=False, indent=2))
    click.echo(f"{len(results) - failed} passed, {failed} failed", err=as_json)
    sys.exit(1 if failed or not results else 0)


def _shown(results: "Iterable[Result]", many: int, *, as_json: bool) -> "Iterator[Result]":
    """Pass results on, each told in a line as soon as it is there."""
    for number, one in enumerate(results, start=1):
        spent = sum(outcome.seconds for outcome in one.outcomes)
        line = f"{'✓' if one.passed else '✗'} {number}/{many} {one.file}　{one.title}　{spent:.1f} 秒"
        click.echo(plain(line), err=as_json)
        for words in one.words:
            click.echo(plain(f"    {words}"), err=as_json)
        yield one
