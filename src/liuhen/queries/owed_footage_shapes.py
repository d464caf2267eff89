"""What the page 应录尽录 shows: moments are aware UTC, lengths whole milliseconds, text in Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Self

from liuhen.queries.undocked import Undocked

STATES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("应录未录", "red"),
    "gaps": ("有中断未说明", "red"),
    "none": ("可录未录", "grey"),
    "exempt": ("依法免录", "grey"),
    "instead": ("摄录重要环节", "amber"),
    "explained": ("中断已说明", "amber"),
    "recorded": ("已有音像", "green"),
    "whole": ("已全程记录", "green"),
}
"""How an act stands to its recordings -> word and colour; what needs somebody first."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of the list: the first and last day, both counted; empty is anything."""

    first: date | None = None
    last: date | None = None
    department: str = ""
    officer: str = ""
    state: str = ""

    @property
    def any(self) -> bool:
        """Say whether the list is narrowed at all."""
        return self != type(self)()

    def of_any_state(self) -> Self:
        """Return the same without the state: over these the figures are summed."""
        return replace(self, state="")

    def address(self) -> dict[str, str]:
        """Return it as it stands in an address; what is as usual is left out."""
        told = {"from": self.first, "to": self.last}
        days = {name: day.isoformat() for name, day in told.items() if day}
        rest = {"department": self.department, "officer": self.officer, "state": self.state}
        return days | {name: value for name, value in rest.items() if value}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many acts stand so."""

    state: str
    word: str
    colour: str
    count: int


@dataclass(frozen=True, slots=True)
class Totals:
    """The acts of the period together; lengths only of those that had to be recorded, or were, and say how long."""

    acts: int
    expected_ms: int
    covered_ms: int
    left_ms: int
    figures: tuple[Figure, ...]

    @property
    def tenths(self) -> int | None:
        """The part covered in tenths of a percent, rounded down; None where nothing was to be covered."""
        return self.covered_ms * 1000 // self.expected_ms if self.expected_ms else None


@dataclass(frozen=True, slots=True)
class OwedRow:
    """One act against its recordings."""

    seq: int
    what: str
    day: date
    started: datetime | None
    ended: datetime | None
    case_ref: str  # empty where the viewer may not open the case
    case_title: str
    case_number: str
    department: str
    names: str
    must: bool
    state: str
    word: str
    colour: str
    files: int
    expected_ms: int | None
    covered_ms: int | None
    left_ms: int
    left: tuple[tuple[datetime, datetime], ...]
    clocks: tuple[tuple[str, int], ...]
    excuse: int | None
    why: str
    cited: tuple[str, ...]
    perhaps: tuple[str, ...] = ()  # devices of who was there that were not read out since

    @property
    def tenths(self) -> int | None:
        """The part covered in tenths of a percent, rounded down; None where its length is not known."""
        return (self.covered_ms or 0) * 1000 // self.expected_ms if self.expected_ms else None


@dataclass(frozen=True, slots=True)
class Outstanding:
    """A device that was used and not read out since; until when it has to be, by the strictest of the organ's rules."""

    device: Undocked
    due: datetime | None
    article: str
    late: bool


@dataclass(frozen=True, slots=True)
class OwedFootage:
    """A page of the list with what stands beside it."""

    rows: tuple[OwedRow, ...]
    total: int
    page: int
    pages: int
    totals: Totals
    outstanding: tuple[Outstanding, ...]
    unfiled: int
