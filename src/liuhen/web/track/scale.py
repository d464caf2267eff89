"""Where moments stand on a line, how wide words are, and on which level a word finds room."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuhen.kernel.clock import BEIJING
from liuhen.web.track.shapes import Bar, Tick

MINUTE: Final = 60
HOUR: Final = 3_600
DAY: Final = 86_400
_UNDER_AN_HOUR: Final = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800)
STEPS: Final = (*_UNDER_AN_HOUR, *(HOUR * one for one in (1, 2, 4, 8, 12)), DAY, 2 * DAY, 7 * DAY)
"""Seconds between ticks."""
NARROWEST: Final = 3  # a bar of a few seconds must still be seen
FULL, HALF = 12, 7  # widths of a Chinese character and of a Latin one at the size of the drawing's words
LATIN: Final = 0x2E80
LEVELS: Final = 6  # more words than find room on these stand in the list only


@dataclass(frozen=True, slots=True)
class Layout:
    """The measures of a drawing for one width of screen."""

    name: str
    width: int
    left: int
    right: int
    names_above: bool
    most_ticks: int

    @property
    def room(self) -> int:
        """How much higher a lane is whose name stands above it."""
        return 18 if self.names_above else 0


WIDE: Final = Layout("wide", 800, 104, 776, names_above=False, most_ticks=8)
NARROW: Final = Layout("narrow", 340, 12, 322, names_above=True, most_ticks=4)


@dataclass(frozen=True, slots=True)
class Scale:
    """Places moments between the first start and the last end."""

    start: datetime
    end: datetime
    layout: Layout

    def x(self, moment: datetime) -> int:
        """Return where `moment` stands."""
        share = (moment - self.start) / max(self.end - self.start, timedelta(seconds=1))
        return self.layout.left + round(share * (self.layout.right - self.layout.left))

    def bar(self, start: datetime, end: datetime, text: str, **told: str | int) -> Bar:
        """Return the stretch between two moments."""
        at = self.x(start)
        return Bar(at, max(NARROWEST, self.x(end) - at), text, **told)  # type: ignore[arg-type]  # names of its fields

    def ticks(self) -> Iterator[Tick]:
        """Yield round times within the line."""
        seconds, most = (self.end - self.start) / timedelta(seconds=1), self.layout.most_ticks
        step = next((one for one in STEPS if seconds / one <= most), STEPS[-1])
        midnight = self.start.astimezone(BEIJING).replace(hour=0, minute=0, second=0, microsecond=0)
        passed = (self.start - midnight) // timedelta(seconds=step)
        form = self._form(step)
        for count in range(most + 2):
            moment = midnight + timedelta(seconds=step * (passed + count))
            if self.start <= moment <= self.end:
                yield Tick(self.x(moment), moment.strftime(form))

    def _form(self, step: int) -> str:
        if step >= DAY:
            return "%m-%d"
        if self.end.astimezone(BEIJING).date() != self.start.astimezone(BEIJING).date():
            return "%m-%d %H:%M"
        return "%H:%M:%S" if step < MINUTE else "%H:%M"


def text_width(text: str) -> int:
    """Return about how wide `text` is drawn."""
    return sum(FULL if ord(sign) >= LATIN else HALF for sign in text)


@dataclass(frozen=True, slots=True)
class Placed:
    """A word at its line: it takes `first` to `last` on its level, and its line crosses the levels above it."""

    x: int
    first: int
    last: int
    level: int


def levels(marks: Sequence[tuple[int, int]], *, right: int, gap: int = 5) -> list[Placed | None]:
    """Return a level for the word of each mark, so that no word lies on another one or on another one's line.

    Args:
        marks: (x of the line, width of the word).
        right: where the drawing ends; a word that would cross it stands on the left of its line.

    Returns:
        for each mark where its word stands, None where there is no room for it.
    """
    placed: dict[int, Placed] = {}
    for number in sorted(range(len(marks)), key=lambda one: (-marks[one][0], one)):
        x, width = marks[number]
        first, last = (x, x + gap + width) if x + gap + width <= right else (x - gap - width, x)
        tries = (Placed(x, first, last, level) for level in range(LEVELS))
        found = next(
            (one for one in tries if first >= 0 and not any(_clash(one, two) for two in placed.values())), None
        )
        if found is not None:
            placed[number] = found
    return [placed.get(number) for number in range(len(marks))]


def _clash(one: Placed, other: Placed) -> bool:
    if one.level == other.level:
        return one.first <= other.last and other.first <= one.last
    upper, lower = (one, other) if one.level < other.level else (other, one)
    return upper.first <= lower.x <= upper.last and lower.x != upper.x
