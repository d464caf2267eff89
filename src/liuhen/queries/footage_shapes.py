"""音像库 as pages show it: frozen, already in Chinese where it is text."""

from dataclasses import dataclass
from datetime import date, datetime

from liuhen.process.footage.payloads import FootageReceived
from liuhen.queries.file_shapes import RecordingRow


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed by; empty asks nothing."""

    text: str = ""
    device: str = ""
    officer: str = ""
    way: str = ""
    state: str = ""
    first: date | None = None
    last: date | None = None

    @property
    def any(self) -> bool:
        """Say whether anything is asked."""
        return any((self.text, self.device, self.officer, self.way, self.state, self.first, self.last))

    def address(self) -> dict[str, str]:
        """Return the words of an address that ask the same."""
        told = {"text": self.text, "device": self.device, "officer": self.officer, "way": self.way}
        told |= {"state": self.state, "first": str(self.first or ""), "last": str(self.last or "")}
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a recording is; without a reference it is a case that is not the reader's to see."""

    ref: str = ""
    title: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class FootageRow:
    """One recording of the room."""

    seq: int
    name: str
    media: str
    device: str
    carrier: str
    department: str
    started: datetime
    duration_ms: int | None
    way: str
    at: datetime
    clock: str
    bad_clock: bool
    whole: bool
    noticed: str
    sha256: str
    filed: tuple[Filed, ...]


@dataclass(frozen=True, slots=True)
class FootageList:
    """A page of the room."""

    rows: tuple[FootageRow, ...]
    total: int
    unfiled: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class FootagePage:
    """One recording of the room as its own page shows it."""

    row: FootageRow
    recording: RecordingRow
    body: FootageReceived
    by: str
    digest: str
    may_file: bool
