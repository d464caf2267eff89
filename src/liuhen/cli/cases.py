"""`export-case`, `assess`, `package` and `volume`."""

import json
from datetime import datetime
from pathlib import Path

import click

from liuhen.cli.ready import require_installation, say
from liuhen.cli.words import Verb
from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.rulebook import Finding, State, load, load_calendar, read_dossier
from liuhen.rulebook import assess as judge


@click.command("export-case", cls=Verb)
@click.argument("number")
@click.option("--out", type=click.Path(path_type=Path), help="写入文件；不填则输出到屏幕。")
def export_case(number: str, out: Path | None) -> None:
    """导出案件数据（assess 读取的 JSON）。NUMBER 为案号或者线索编号，如 2026-0003。"""
    require_installation()
    from liuhen.queries.exports import written_case

    text = json.dumps(written_case(_case(number)), ensure_ascii=False, indent=2)
    if out is None:
        say(text)
    else:
        out.write_text(text + "\n", "utf-8")
        say(f"已导出到 {out}。")


@click.command(cls=Verb)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--packs", default="wuhan-ybj", help="规程，多个用逗号分开，默认 wuhan-ybj。")
@click.option("--now", "moment", help="以这一时刻推算（不带时区的按北京时间），默认现在。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.option("--all", "everything", is_flag=True, help="连已记的一并列出。")
def assess(file: Path, packs: str, moment: str | None, *, as_json: bool, everything: bool) -> None:
    """按规程推算一个案件文件：应记什么、缺什么、何时到期、依据哪一条。"""
    dossier = read_dossier(file.read_bytes())
    findings = judge(dossier, load(packs.split(",")), load_calendar(), _moment(moment))
    shown = [one for one in findings if everything or one.state not in _SETTLED]
    if as_json:
        say(json.dumps([_told(one) for one in shown], ensure_ascii=False, indent=2))
        return
    for one in shown:
        say(_line(one))
    say(f"共 {len(shown)} 项。" if shown else "没有应记未记的事项。")


_SETTLED = frozenset({State.SATISFIED, State.NOT_APPLICABLE, State.ADVISORY})


@click.command(cls=Verb)
@click.argument("number")
@click.argument("target", type=click.Path(path_type=Path))
def package(number: str, target: Path) -> None:
    """把一个已归档案件做成案卷包，写入 TARGET（.zip）。"""
    require_installation()
    from liuhen.archive.delivery import build_package

    made = build_package(_case(number), target)
    say(f"案卷包 {made.path}，SHA-256 {made.digests.sha256}。")


@click.command(cls=Verb)
@click.argument("number")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
def volume(number: str, target: Path) -> None:
    """把一个案件的文书编成一册卷宗，写入 TARGET（.pdf）：封面、卷内目录、页码、书签。"""
    require_installation()
    from liuhen.process.case.volume import build

    made = build(_case(number), target)
    say(f"卷宗 {made.path}，文书 {made.pages} 页，连同封面和目录共 {made.leaves} 页，SHA-256 {made.digests.sha256}。")


def _case(number: str):  # type: ignore[no-untyped-def]
    from liuhen.people.models import Organ
    from liuhen.process.case.reference import find_case

    for organ in Organ.objects.order_by("id"):
        try:
            return find_case(organ.id, number)
        except NotFoundError:
            continue
    raise NotFoundError(f"没有找到案件 {number}。", remedy="请核对案号或者线索编号。")


def _moment(text: str | None) -> datetime:
    if text is None:
        return clock.now()
    try:
        told = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadInputError(f"看不懂时间“{text}”。", remedy="请写成 2026-11-21T09:00。") from error
    return told if told.tzinfo else told.replace(tzinfo=BEIJING)


def _line(one: Finding) -> str:
    due = f"　至 {one.due.astimezone(BEIJING):%Y年%-m月%-d日}" if one.due else ""
    lacking = f"　{'；'.join(one.missing)}" if one.missing else ""
    return f"[{one.word}] {one.rule.cited}　{one.rule.asks}{due}{lacking}"


def _told(one: Finding) -> dict[str, object]:
    return {
        "rule": one.rule.id,
        "article": one.rule.cited,
        "asks": one.rule.asks,
        "state": one.state.value,
        "word": one.word,
        "trigger": one.trigger.seq if one.trigger else None,
        "satisfied_by": one.satisfied_by.seq if one.satisfied_by else None,
        "missing": list(one.missing),
        "due": one.due.isoformat() if one.due else None,
        "certain": one.certain,
        "arithmetic": list(one.arithmetic),
    }
