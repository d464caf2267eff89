"""A time line as the template takes it: geometry in whole units of its view box, words in Chinese."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a lane; `look` is the last part of its class."""

    x: int
    width: int
    text: str
    look: str = ""
    url: str = ""
    at_ms: int = 0  # where in its file it begins, and how many milliseconds it stands for
    ms: int = 0
    y: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Dot:
    """A photograph."""

    x: int
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Note:
    """A word above a gap, or a pin with its word below the lanes."""

    x: int
    y: int
    text: str
    look: str = ""
    anchor: str = "start"
    text_x: int = 0
    url: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    """One device, or the interval that had to be recorded."""

    name: str
    name_x: int
    name_y: int
    y: int
    height: int
    look: str
    bars: tuple[Bar, ...] = ()
    holes: tuple[Bar, ...] = ()
    notes: tuple[Note, ...] = ()
    dots: tuple[Dot, ...] = ()
    clock: str = ""  # how far the clock of the device is from the true time


@dataclass(frozen=True, slots=True)
class Tick:
    """A time written above the lanes."""

    x: int
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A time line drawn for one width of screen."""

    layout: str  # wide or narrow
    width: int
    height: int
    ticks: tuple[Tick, ...]
    lanes: tuple[Lane, ...]
    pins_y: int
    pins_name_y: int
    pins: tuple[Note, ...]
    left: int = 0  # where the line begins and ends, and the moments it stands for, in milliseconds since 1970
    right: int = 0
    first_ms: int = 0
    last_ms: int = 0


@dataclass(frozen=True, slots=True)
class Badge:
    """How much is covered, in a word beside its colour."""

    text: str
    colour: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list that says in words what the drawing shows."""

    when: str
    what: str
    text: str
    url: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """An act, or a day, with what was recorded of it."""

    key: str
    title: str
    summary: str
    badge: Badge | None
    drawings: tuple[Drawing, ...]
    lines: tuple[Line, ...]
    foot: str
    start: datetime
    how: tuple[str, ...] = ()
