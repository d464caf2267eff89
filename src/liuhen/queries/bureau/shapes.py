"""What the pages about the bureau show: tables of cells, what may be done, and the history. All of it in Chinese."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OfficeLink:
    """A button that opens the form of an act on the bureau, or a page of its own; `of` is what it is about."""

    kind: str
    label: str
    of: str = ""
    page: str = ""  # the name of the page's address, where it is no form


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, a softer second line, and a colour where it tells a state."""

    text: str
    second: str = ""
    colour: str = ""
    head: str = ""  # the heading of its column, said again where the table becomes cards


@dataclass(frozen=True, slots=True)
class Row:
    """One row, and what may be done with what it shows."""

    cells: tuple[Cell, ...]
    links: tuple[OfficeLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a section."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str
    note: str = ""

    @property
    def linked(self) -> bool:
        """Say whether anything may be done from one of the rows."""
        return any(row.links for row in self.rows)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act on the bureau: who did what, when and why."""

    seq: int
    label: str
    at: datetime
    by: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One section in the list of all."""

    section: str
    title: str
    now: str
    last: HistoryRow | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One section: what is in force, what the viewer may do, how it came to be."""

    section: str
    title: str
    tables: tuple[Table, ...]
    acts: tuple[OfficeLink, ...]
    history: tuple[HistoryRow, ...]
    changes: int  # how many there are in all
    further: tuple[OfficeLink, ...] = ()  # pages beside this one; `kind` names the address
    may_import: bool = False
    searched: bool = False  # whether the table can be searched by name
    page: int = 1
    pages: int = 1
