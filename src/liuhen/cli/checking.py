"""`verify`, `rebuild` and `checkpoint`."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.cli.ready import require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel.errors import BadInputError

if TYPE_CHECKING:
    from liuhen.ledger import Report


@click.command(cls=Verb)
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="保存在外部的检查点文件，可多次；有它才能发现尾部被截去或者整体重算。同名的调阅日志检查点一并核对。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def verify(files: tuple[Path, ...], *, as_json: bool) -> None:
    """核验全部记录、文书、音像原件和数据表。退出码：0 完好，1 有改动，2 无法核验。"""
    require_installation()
    from liuhen.access.checkpoints import JournalCheckpoint, check_against, is_of_journal
    from liuhen.ledger import verify as examine

    told = [_read(file) for file in (*files, *_journals_beside(files))]
    ledgers = [one for one in told if not is_of_journal(one)]
    if len(ledgers) > 1:
        raise BadInputError("一次只能核对一个记录检查点。", remedy="请逐个核对。")
    report = examine(checkpoint=ledgers[0] if ledgers else None)
    for one in told:
        if is_of_journal(one):
            report.take(check_against(JournalCheckpoint.read(one)))
    if as_json:
        say(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print(report)
    sys.exit(0 if report.intact else 1)


@click.command(cls=Verb)
@click.option("--check", is_flag=True, help="只比对，不改动。")
def rebuild(*, check: bool) -> None:
    """由记录重建全部数据表；加 --check 只比对。"""
    require_installation()
    from liuhen.ledger import rebuild as again

    if not check:
        again.rebuild()
        say("数据表已由记录重建。")
        return
    found = 0
    for one in again.check():
        found += 1
        place = f"表 {one.table} 行 {one.pk}" if one.table else f"案卷 {one.dossier}"
        say(f"{place}{f' 栏 {one.column}' if one.column else ''}　{one.what}")
    say(f"{found} 处不一致。" if found else "数据表与记录一致。")
    sys.exit(1 if found else 0)


@click.command(cls=Verb)
@click.option("--organ", help="机关；只有一个机关时可不填。")
@click.option("--out", type=click.Path(path_type=Path), help="写入文件，交外部保存。")
def checkpoint(organ: str | None, out: Path | None) -> None:
    """签发检查点，交上级机关或者其他见证人保存。"""
    require_installation()
    from liuhen.access.checkpoints import journal_checkpoint
    from liuhen.ledger import checkpoint as issue
    from liuhen.people.models import Organ

    known = list(Organ.objects.order_by("id").values_list("id", flat=True))
    chosen = organ or (known[0] if len(known) == 1 else "")
    if chosen not in known:
        raise BadInputError("请指明机关。", remedy=f"用 --organ 指定：{'、'.join(known)}。")
    text = json.dumps(issue(chosen).as_json(), ensure_ascii=False, indent=2)
    if out:
        out.write_text(text + "\n", "utf-8")
        say(f"检查点已写入 {out}。")
        if (journal := journal_checkpoint(chosen)) is not None:
            beside = _journal_of(out)
            beside.write_text(json.dumps(journal.as_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")
            say(f"调阅日志的检查点已写入 {beside}，请一并保存。")
    else:
        say(text)


def _journal_of(file: Path) -> Path:
    """Return where the journal's checkpoint lies that was signed together with `file`."""
    return file.with_name(f"{file.stem}.journal{file.suffix}")


def _journals_beside(files: tuple[Path, ...]) -> list[Path]:
    beside = [_journal_of(file) for file in files]
    return [one for one in beside if one.is_file() and one not in files]


def _read(file: Path) -> dict[str, object]:
    try:
        told = json.loads(file.read_text("utf-8"))
    except ValueError as error:
        raise BadInputError(f"{file} 不是检查点文件。", remedy="请使用 liuhen checkpoint 签发的文件。") from error
    if not isinstance(told, dict):
        raise BadInputError(f"{file} 不是检查点文件。", remedy="请使用 liuhen checkpoint 签发的文件。")
    return told


_COUNTED = {
    "entries": "条记录",
    "parts": "份记录内容",
    "checkpoints": "个检查点",
    "originals": "份音像和扫描原件",
    "papers": "份文书",
    "paper-signatures": "处文书电子签名、盖章",
    "packs": "份规程文本",
    "journal": "条调阅日志",
    "journal checkpoints": "个调阅日志检查点",
    "destroyed": "份依法销毁的内容",
}


def _print(report: "Report") -> None:
    for one in report.problems:
        say(f"[{one.code}] {one.where}　{one.what}")
    if report.found > len(report.problems):
        say(f"另有 {report.found - len(report.problems)} 处未列出。")
    say(
        "已核验："
        + "，".join(f"{number} {_COUNTED.get(what, what)}" for what, number in sorted(report.counted.items()))
    )
    for what in report.unchecked:
        say(f"未检：{what}")
    say("未见改动。" if report.intact else f"发现 {report.found} 处问题。")
