"""音像时间轴: recordings of one day on one time line, a lane for each device. Whole units of an SVG view box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from django.urls import reverse

from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.queries.shapes import CasePage, RecordingRow
from liuhen.web.wording import clock_words, day_words, duration_words

WIDTH: Final = 900
LEFT, RIGHT = 130, 870  # names of devices stand before the first; half a written time fits behind the last
TOP, LANE, BAR = 30, 34, 22
STEPS: Final = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800)  # seconds between ticks
MINUTE: Final = 60
MOST_TICKS: Final = 8
NARROWEST: Final = 3  # a bar of a few seconds must still be seen


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane."""

    x: int
    width: int
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One device."""

    name: str
    y: int
    text_y: int
    bars: tuple[Bar, ...]
    gaps: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A time written above the lanes."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Track:
    """A day's recordings, drawn."""

    title: str
    summary: str
    width: int
    height: int
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]

    @property
    def gaps(self) -> tuple[Bar, ...]:
        """Return every stretch without content."""
        return tuple(gap for lane in self.lanes for gap in lane.gaps)


@dataclass(frozen=True, slots=True)
class Scale:
    """Places moments between the first start and the last end."""

    start: datetime
    end: datetime

    def x(self, moment: datetime) -> int:
        """Return where `moment` stands."""
        share = (moment - self.start) / max(self.end - self.start, timedelta(seconds=1))
        return LEFT + round(share * (RIGHT - LEFT))

    def bar(self, start: datetime, end: datetime, text: str, url: str = "") -> Bar:
        """Return the stretch between two moments."""
        at = self.x(start)
        return Bar(at, max(NARROWEST, self.x(end) - at), text, url)


def tracks_of(page: CasePage) -> list[Track]:
    """Return a track for each Beijing day on which something with a length was recorded."""
    timed = sorted((one for one in page.recordings if one.duration_ms), key=lambda one: one.started)
    days = groupby(timed, key=lambda one: beijing_date(one.started))
    return [_track(page.ref, day, list(rows)) for day, rows in days]


def _track(ref: str, day: date, rows: Sequence[RecordingRow]) -> Track:
    scale = Scale(min(row.started for row in rows), max(row.ended for row in rows))
    devices = dict.fromkeys(row.device or "未注明设备" for row in rows)
    lanes = [
        _lane(ref, name, [row for row in rows if (row.device or "未注明设备") == name], TOP + place * LANE, scale)
        for place, name in enumerate(devices)
    ]
    span = f"{clock_words(scale.start)} 至 {clock_words(scale.end)}"
    return Track(
        title=f"{day_words(day)}　{span}",
        summary=f"{day_words(day)} {span}，{len(lanes)} 台设备，{len(rows)} 段音像",
        width=WIDTH,
        height=TOP + len(lanes) * LANE,
        ticks=tuple(_ticks(scale)),
        lanes=tuple(lanes),
    )


def _lane(ref: str, name: str, rows: Sequence[RecordingRow], top: int, scale: Scale) -> Lane:
    bars = [scale.bar(row.started, row.ended, _words(row), reverse("recording", args=[ref, row.seq])) for row in rows]
    gaps = [_gap(scale, row, start, end) for row in rows for start, end in row.gaps]
    return Lane(name, top, top + BAR // 2 + 5, tuple(bars), tuple(gaps))


def _gap(scale: Scale, row: RecordingRow, start: int, end: int) -> Bar:
    begins = row.started + timedelta(milliseconds=start)
    text = f"{row.device} {begins.astimezone(BEIJING):%H:%M:%S} 起 {duration_words(end - start)}没有内容"
    return scale.bar(begins, row.started + timedelta(milliseconds=end), text)


def _words(row: RecordingRow) -> str:
    return f"{row.device} {clock_words(row.started)} 起 {duration_words(row.duration_ms or 0)}"


def _ticks(scale: Scale) -> list[Tick]:
    seconds = (scale.end - scale.start) / timedelta(seconds=1)
    step = next((one for one in STEPS if seconds / one <= MOST_TICKS), STEPS[-1])
    midnight = scale.start.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
    passed = (scale.start - midnight) // timedelta(seconds=step)
    moments = [midnight + timedelta(seconds=step * (passed + count)) for count in range(MOST_TICKS + 2)]
    form = "%H:%M:%S" if step < MINUTE else "%H:%M"
    return [Tick(scale.x(one), one.strftime(form)) for one in moments if scale.start <= one <= scale.end]
