"""`ingest --manifest`: recordings of the service windows by the list that came with them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.cli.ready import say
from liuhen.cli.shown import plain
from liuhen.kernel.errors import BadInputError

if TYPE_CHECKING:
    from liuhen.people.officers import Officer
    from liuhen.process.footage.listing import Fault, Listed


def take_listed(manifest: Path, *, by: "Officer", roots: Sequence[Path], as_json: bool) -> int:
    """Check the list, tell every fault by its row, or take in all that it names; return the exit code."""
    from liuhen.process.footage.listing import below, read_listing, take_listing

    if not manifest.is_file():
        raise BadInputError(f"没有清单 {manifest}。", remedy="请核对文件名。")
    listing = read_listing(manifest, by=by, find=below(roots or [manifest.parent]))
    if listing.faults:
        for fault in listing.faults:
            say(_fault(fault, as_json=as_json))
        click.echo("清单有误，一个文件也没有收入。请改正以后再运行。", err=True)
        return 2
    wrong = total = 0
    for one in take_listing(listing, by=by, channel="cli"):
        total += 1
        wrong += one.wrong
        say(_done(one, as_json=as_json))
    if not as_json:
        say(f"共 {total} 行，{total - wrong} 行办好{f'，{wrong} 行没有办好' if wrong else ''}。")
    return 1 if wrong else 0


def _fault(one: "Fault", *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"row": one.row, "column": one.column, "fault": one.said}, ensure_ascii=False)
    return plain(f"✗ 第 {one.row} 行　{one.column}：{one.said}")


def _done(one: "Listed", *, as_json: bool) -> str:
    if not as_json:
        return plain(f"{'✗' if one.wrong else '✓'} 第 {one.line.row} 行　{one.line.file}　{one.said}")
    told = {"row": one.line.row, "file": one.line.file, "said": one.said, "wrong": one.wrong, "case": one.filed}
    if one.taken is not None:
        told |= {"seq": one.taken.seq, "sha256": one.taken.sha256}
    return json.dumps(told, ensure_ascii=False)
