"""`draw verify`: draw once more from the record of a draw, with no installation and no database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from liuhen.cli.shown import plain
from liuhen.cli.words import Verb, Verbs
from liuhen.kernel.errors import BadInputError

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(cls=Verbs)
def draw() -> None:
    """双随机抽取：按记录重算，核对抽取结果。"""


@draw.command(cls=Verb)
@click.argument("files", nargs=-1, required=True, type=_FILE, metavar="文件…")
def verify(files: tuple[Path, ...]) -> None:
    """按下载的抽取记录重新抽一遍，与记录的结果逐个核对，不需要安装单位。结束代码：0 一致，1 不一致，2 无法核对。"""
    from liuhen.process.inspection.drawing import again

    wrong = False
    for file in files:
        told = _read(file)
        try:
            found = again(told)
        except (KeyError, TypeError, ValueError, AttributeError) as err:
            raise BadInputError(
                f"{file.name} 不是抽取记录，无法核对。",
                why=str(err) if isinstance(err, ValueError) else "缺少应有的内容。",
                remedy="请从抽取结果页面重新下载。",
            ) from err
        wrong = wrong or bool(found)
        click.echo(plain(f"{'✗' if found else '✓'} {file.name}　{told.get('title', '')}"))
        for one in found:
            click.echo(plain(f"    {one}"))
    click.echo("不一致：结果不是按所记的名录和随机数抽出的。" if wrong else "一致。")
    sys.exit(1 if wrong else 0)


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (UnicodeDecodeError, ValueError) as err:
        raise BadInputError(f"{file.name} 不是 JSON 文件。", remedy="请从抽取结果页面重新下载。") from err
    if not isinstance(told, dict):
        raise BadInputError(f"{file.name} 不是抽取记录。", remedy="请从抽取结果页面重新下载。")
    return told
