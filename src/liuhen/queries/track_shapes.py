"""What the time line of an act shows: moments are aware UTC, places in a file whole milliseconds, text in Chinese."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Joined:
    """Files of one device without a break between them: one recording; `files` are their entries, in order."""

    start: datetime
    end: datetime
    names: tuple[str, ...]
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a recording with something on it, or a photograph (`start` is `end`)."""

    seq: int
    name: str
    device: str
    start: datetime
    end: datetime
    at_ms: int  # where it begins in its file
    offset_ms: int = 0  # device clock less true clock; `start` and `end` are true times
    run: Joined | None = None  # what its file is a piece of

    @property
    def shown(self) -> datetime:
        """What the device itself said when it began."""
        return self.start + timedelta(milliseconds=self.offset_ms)


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
class Clock:
    """How far the clock of a device was measured to be from the true time, in milliseconds; negative: slow."""

    device: str
    offset_ms: int


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
    cited: str = ""  # where the term of storing stands
    clocks: tuple[Clock, ...] = ()  # of devices that were measured and found wrong
    how: tuple[str, ...] = ()  # how coverage and the term of storing were worked out
