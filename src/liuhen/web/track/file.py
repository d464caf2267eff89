"""A time line as a file of its own: one SVG with title, legend and what it says in words, for the file of the case."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.template.loader import render_to_string

from liuhen.web.track.scale import text_width
from liuhen.web.track.shapes import Drawing, Track
from liuhen.web.wording import moment_words

WIDTH: Final = 848  # of the sheet; the drawing is 800 wide
_LINE: Final = 18  # from one line of words to the next
_HEAD: Final = 96
_MOST: Final = 24  # lines of words; the page of the case has all of them
_TELLING: Final = frozenset({"应记区间", "连续录像", "开场口述", "中断", "要点"})


@dataclass(frozen=True, slots=True)
class Words:
    """A line of words at its height."""

    y: int
    text: str


def svg_of(track: Track, *, title: str, number: str, by: str, at: datetime) -> bytes:
    """Return a time line as an SVG that needs nothing else.

    Args:
        title: of the case, like `number`.
        by: who had it made, and `at`: when.
    """
    drawing = next(one for one in track.drawings if one.layout == "wide")
    below = _HEAD + drawing.height + 34
    words = [*_wrapped(track.foot), *_told(track)]
    made = f"{by} 于 {moment_words(at)} 由本系统按已记入的音像记录绘制；图只作说明，以原始文件及其摘要为准。"
    lines = tuple(Words(below + place * _LINE, text) for place, text in enumerate([*words, *_wrapped(made)]))
    return render_to_string(
        "web/track_file.svg",
        {
            "track": track,
            "drawing": drawing,
            "title": title,
            "number": number,
            "head": _HEAD,
            "width": WIDTH,
            "height": below + len(lines) * _LINE + 8,
            "legend": _HEAD + drawing.height + 12,
            "lines": lines,
            "looks": _looks(drawing),
        },
    ).encode()


def _looks(drawing: Drawing) -> tuple[tuple[int, str, str], ...]:
    """Return the legend: where each sample stands, its look, its word; only what is drawn."""
    there = {bar.look for lane in drawing.lanes for bar in (*lane.bars, *lane.holes)}
    words = {
        "due": "应记区间",
        "first": "第一台设备的音像",
        "other": "其他设备的音像",
        "open": "中断，未说明",
        "told": "中断，已说明",
        "mended": "中断，事后补记",
        "filled": "无画面，其他设备在录",
    }
    placed, x = [], 24
    for look, word in words.items():
        if look in there:
            placed.append((x, look, word))
            x += 34 + text_width(word)
    return tuple(placed)


def _told(track: Track) -> Iterator[str]:
    """Yield what has to be told in words: the interval, the openings, gaps and marks, as far as there is room."""
    lines = [f"{one.when}　{one.what}　{one.text}" for one in track.lines if one.what in _TELLING]
    yield from (part for line in lines[:_MOST] for part in _wrapped(line))
    if len(lines) > _MOST:
        yield f"还有 {len(lines) - _MOST} 行，见案件页面。"


def _wrapped(text: str, *, width: int = WIDTH - 48) -> Sequence[str]:
    lines, line, reached = [], "", 0
    for sign in text:
        wide = text_width(sign)
        if reached + wide > width:
            lines.append(line)
            line, reached = "", 0
        line, reached = line + sign, reached + wide
    return [*lines, line]
