"""What the time line of an act shows: moments are aware UTC, places in a file whole milliseconds, text in Chinese."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a recording with something on it, or a photograph (`start` is `end`)."""

    seq: int
    name: str
    device: str
    start: datetime
    end: datetime
    at_ms: int  # where it begins in its file


@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch of the act without a recording; `word` says how it stands."""

    start: datetime
    end: datetime
    ms: int
    device: str  # the one that stopped, where each counts for itself
    state: str  # open, told (explained) or mended
    word: str
    why: str  # the cause and how it was told
    seq: int | None  # the entry that explains it


@dataclass(frozen=True, slots=True)
class Pin:
    """A mark of the shot list."""

    seq: int
    at: datetime
    at_ms: int
    item: str
    note: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known of the opening of a device: which of the five items were said, or that nobody has looked yet."""

    device: str
    seq: int
    at: datetime
    at_ms: int
    said: tuple[str, ...]
    unsaid: tuple[str, ...]
    confirmed: bool
    claimed: bool  # who stored it says that it was spoken


@dataclass(frozen=True, slots=True)
class ActTrack:
    """An act of which there are recordings, with everything recorded of it."""

    seq: int
    title: str
    begins: str  # 到场
    ends: str  # 离场
    start: datetime
    end: datetime
    tenths: int  # covered, in tenths of a percent
    missing_ms: int
    parts: tuple[Part, ...]
    photos: tuple[Part, ...]
    holes: tuple[Hole, ...]
    pins: tuple[Pin, ...]
    absent: tuple[str, ...]
    openings: tuple[Opening, ...]
    files: int
    stored: datetime | None
    due: datetime | None
    term: str
    late: bool
    how: tuple[str, ...] = ()  # how coverage and the term of storing were worked out
