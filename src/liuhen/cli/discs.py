"""`disc`: the images of a case's discs, written into a folder."""

import shutil
import sys
from pathlib import Path

import click

from liuhen.cli.ready import require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import BadInputError, NotFoundError


@click.command(cls=Verb)
@click.argument("number")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="写入哪个目录。")
@click.option("--no", "disc_no", default="", help="只要这一个光盘编号的；不写的，是本案最近一次制作的。")
def disc(number: str, out: Path, disc_no: str) -> None:
    """把案件登记过的音像证据光盘做成映像（.iso），写入目录；一张一个文件。NUMBER 为案号或者线索编号。"""
    require_installation()
    from django.conf import settings

    from liuhen.archive.disc import shelf
    from liuhen.archive.disc.making import make
    from liuhen.cli.cases import find

    row = _row(find(number).dossier, disc_no)
    made = make(row.entry, said=_progress)
    out.mkdir(parents=True, exist_ok=True)
    for one in made.images:
        target = out / f"{row.disc_no}-第{one.disc}张共{row.discs}张.iso"
        if target.exists():
            raise BadInputError(f"“{target.name}”已经存在，没有覆盖。", remedy="请换一个目录，或者先移走原来的。")
        shutil.copyfile(shelf.image_path(settings.LIUHEN_DERIVED, row.entry, one.disc), target)
        say(f"{target}　{one.size} 字节，SHA-256 {one.sha256}")


def _progress(percent: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r正在制作 {percent}%", nl=False, err=True)


def _row(dossier: str, disc_no: str):  # type: ignore[no-untyped-def]
    from liuhen.process.inquiry.models import Disc

    found = Disc.objects.filter(dossier=dossier).order_by("-seq")
    row = found.filter(disc_no=disc_no).first() if disc_no else found.first()
    if row is None:
        raise NotFoundError(
            "本案没有登记过这样的音像证据光盘。", remedy="请先由承办人在案件里办理“制作音像证据光盘”，再做映像。"
        )
    return row
