"""`export-case`, `package` and `volume`."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.cli.ready import require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import NotFoundError

if TYPE_CHECKING:
    from liuhen.papers import Volume


@click.command("export-case", cls=Verb)
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path), help="写入文件；不填则输出到屏幕。")
def export_case(number: str, out: Path | None) -> None:
    """导出案件数据（assess 读取的 JSON）。NUMBER 为案号或者线索编号，如 2026-0003。"""
    require_installation()
    from liuhen.queries.exports import written_case

    text = json.dumps(written_case(find(number)), ensure_ascii=False, indent=2)
    if out is None:
        say(text)
    else:
        out.write_text(text + "\n", "utf-8")
        say(f"已导出到 {out}。")


@click.command(cls=Verb)
@click.argument("number")
@click.argument("target", type=click.Path(path_type=Path))
def package(number: str, target: Path) -> None:
    """把一个已归档案件做成案卷包，写入 TARGET（.zip）。"""
    require_installation()
    from liuhen.archive.delivery import build_package

    made = build_package(find(number), target)
    say(f"案卷包 {made.path}，SHA-256 {made.digests.sha256}。")


@click.command(cls=Verb)
@click.argument("number")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def volume(number: str, target: Path) -> None:
    """把一个案件的文书编成卷宗，写入 TARGET（.pdf）：封面、卷内目录、页码、书签，原件作为附件。

    有不对外的文书的，副卷另成一册，写在旁边。缺少文书、签名、送达的，先逐项说明，照样编制。
    """
    require_installation()
    from liuhen.process.case.filing import lacking
    from liuhen.process.case.volume import build, has_side

    case = find(number)
    for lack in lacking(case):
        click.echo(f"缺：{lack.words}（{lack.article}）", err=True)
    _tell("卷宗", build(case, target))
    if has_side(case):
        _tell("副卷", build(case, target.with_stem(f"{target.stem}-副卷"), side=True))


def _tell(name: str, made: "Volume") -> None:
    say(f"{name} {made.path}，文书 {made.pages} 页，连同封面和目录共 {made.leaves} 页，SHA-256 {made.digests.sha256}。")


def find(number: str):  # type: ignore[no-untyped-def]
    """Return the case of any organ with this number or reference; raise NotFoundError where there is none."""
    from liuhen.people.models import Organ
    from liuhen.process.case.reference import find_case

    for organ in Organ.objects.order_by("id"):
        try:
            return find_case(organ.id, number)
        except NotFoundError:
            continue
    raise NotFoundError(f"没有找到案件 {number}。", remedy="请核对案号或者线索编号。")
