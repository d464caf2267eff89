"""`media scan`: what there is in recordings, and what is missing; needs no installation."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from liuhen.cli.words import Verb, Verbs

if TYPE_CHECKING:
    from liuhen.media.scanning import Found
    from liuhen.media.survey import Survey


@click.group(cls=Verbs)
def media() -> None:
    """查看音像文件，不需要建立数据目录。"""


@media.command(cls=Verb)
@click.argument("files", metavar="文件…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：每个文件一项，时刻和长度以秒计，从文件开头算起。")
@click.option("--quick", is_flag=True, help="只读时间标记，不解码：不查静音和黑屏。")
@click.option("--gap", type=click.FloatRange(0.1, 3600), default=1.0, help="时间标记跳过多少秒算中断。")
@click.option("--silence", type=click.FloatRange(0.2, 3600), default=2.0, help="静音多少秒才列出。")
@click.option("--level", type=click.IntRange(-90, -10), default=-50, help="低于多少分贝算静音。")
@click.option("--black", type=click.FloatRange(0.2, 3600), default=1.0, help="黑屏或者遮挡多少秒才列出。")
def scan(
    files: tuple[Path, ...], *, as_json: bool, quick: bool, gap: float, silence: float, level: int, black: float
) -> None:
    """逐个查看文件：时长、编码、录制设备和时间、中断、时间回跳、静音、黑屏、是否完整。不改动文件。

    退出码：0 都能读，1 有的不能读（其余照常列出）。
    """
    from liuhen.media.scanning import Options, look_at
    from liuhen.media.survey import Asked

    asked = Asked(silence_ms=round(silence * 1000), decibels=level, dark_ms=round(black * 1000))
    options = Options(gap_ms=round(gap * 1000), quick=quick, asked=asked)
    found = [look_at(file, options) for file in files]
    if as_json:
        click.echo(json.dumps([one.as_json() for one in found], ensure_ascii=False, indent=2))
    else:
        _print(found)
    sys.exit(1 if any(one.error for one in found) else 0)


def _print(found: "Iterable[Found]") -> None:
    from liuhen.cli.tables import show_table

    head = ("文件", "内容", "时长", "录制时间和设备", "中断", "静音", "黑屏、遮挡", "完整", "注意")
    show_table(head, [_row(one) for one in found])


def _row(found: "Found") -> list[str]:
    from liuhen.media.scanning import cuts

    seen, name = found.seen, found.path.name
    if seen is None:
        return [name, "不能读", "", "", "", "", "", "", str(found.error or "")]
    others = [f"{_clock(at)} {what}" for at, what in cuts(seen) if what != "时间中断"]
    return [
        name,
        "、".join((seen.container, *(stream.codec for stream in seen.streams))),
        "" if seen.duration_ms is None else _clock(seen.duration_ms),
        _origin(found),
        _spans(seen.gaps),
        _heard(found.survey),
        _seen(found.survey),
        "完整" if seen.whole else "不完整" if seen.trouble else "未检",
        "；".join((*others, *filter(None, [seen.noticed, found.survey.trouble if found.survey else ""]))),
    ]


def _origin(found: "Found") -> str:
    from liuhen.kernel.clock import BEIJING

    made = found.seen.embedded if found.seen else None
    if made is None:
        return ""
    moment = f"{made.created.astimezone(BEIJING):%Y-%m-%d %H:%M:%S}" if made.created else ""
    place = f"北纬 {made.place[0]} 东经 {made.place[1]}" if made.place else ""
    return " ".join(filter(None, (moment, made.make, made.model, place)))


def _heard(survey: "Survey | None") -> str:
    if survey is None:
        return "未查"
    return "没有声音" if survey.silence is None else _spans(survey.silence)


def _seen(survey: "Survey | None") -> str:
    if survey is None:
        return "未查"
    return _spans(sorted([*(survey.black or ()), *(survey.covered or ())]))


def _spans(stretches: "Iterable[tuple[int, int]]") -> str:
    return "、".join(f"{_clock(start)}—{_clock(end)}" for start, end in stretches) or "无"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02d}:{second:02d}.{rest // 100}" if hours else f"{minute:02d}:{second:02d}.{rest // 100}"
