"""`gallery`: every paper of the catalogue, filled from an example case, as PDF and as pictures."""

import sys
from pathlib import Path

import click

from liuhen.cli.shown import plain
from liuhen.cli.words import Verb

_OUT = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, path_type=Path)


@click.command(cls=Verb)
@click.argument("out", type=_OUT, metavar="目录")
@click.argument("files", nargs=-1, type=_FILE, metavar="剧本…")
def gallery(out: Path, files: tuple[Path, ...]) -> None:
    """把文书目录里的每一种文书按示例案件做一份，连同逐页图片和 index.html 写入一个目录，不碰任何真实数据。

    只写几个剧本的，只做那几个。结束代码：0 样样都有，1 有没做成的或者目录里缺样张的。
    """
    from liuhen.scenario.scratch import scratch

    out.mkdir(parents=True, exist_ok=True)
    with scratch() as people:
        from liuhen.demo.gallery import FILES
        from liuhen.demo.gallery.playing import Shown, missing, played
        from liuhen.demo.gallery.showing import pictured, write_index
        from liuhen.scenario.reading import files_of

        shown: list[Shown] = []
        wrong: list[str] = []
        for one in played(files_of(files or (FILES,)), people, out):
            shown += one.papers
            wrong += [f"{one.file.name}　{one.wrong}"] if one.wrong else []
            click.echo(plain(f"{'✗' if one.wrong else '✓'} {one.file.name}　{len(one.papers)} 件　{one.wrong}"))
    wrong += [] if files else [f"文书目录里有“{name}”，样张里没有" for name in missing(shown)]
    index = write_index(list(pictured(shown)), wrong, out)
    for told in wrong:
        click.echo(plain(f"✗ {told}"), err=True)
    click.echo(f"{len(shown)} 件文书，见 {index}")
    sys.exit(1 if wrong else 0)
