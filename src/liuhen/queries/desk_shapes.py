"""What the desk and the list of cases show: frozen, already in Chinese where it is text; moments are aware UTC."""

from dataclasses import dataclass
from datetime import date, datetime

from liuhen.drafts.keeping import Place
from liuhen.queries.shapes import ActLink, Owed


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the viewer.

    Args:
        asker: name of who put it before him; empty where nobody did.
        urged: how often he was reminded of it.
        approval: an opinion, an approval or a review, given on a page of its own.
    """

    case_ref: str
    case_title: str
    case_number: str
    what: str
    since: datetime
    act: ActLink
    on_behalf: str = ""  # name of who lent the viewer the role in which he is asked
    asker: str = ""
    urged: int = 0
    approval: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A form that the viewer has begun and not sent."""

    place: Place
    label: str
    case_title: str
    case_number: str
    saved: datetime


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the case list."""

    ref: str
    title: str
    number: str
    kind: str
    party: str
    stage: str
    opened: date | None
    handlers: tuple[str, ...]
    overdue: int
    last: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of the case list; `total` is exact."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int
    text: str


@dataclass(frozen=True, slots=True)
class Desk:
    """工作台."""

    today: date
    workday: bool | None  # None: the year's arrangement is not published
    overdue: int
    due_soon: int
    open_cases: int
    rows: tuple[Owed, ...]
    waiting: tuple[Waiting, ...]
    drafts: tuple[DraftRow, ...]
    recent: tuple[CaseRow, ...]
    reach: str  # mine, department, organ
    reaches: tuple[str, ...]
