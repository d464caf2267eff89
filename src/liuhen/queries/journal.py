"""调阅日志 and 授权记录, for the security auditor: who saw, took or was refused what; who changed who may do what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Any, Final

from django.db.models import QuerySet

from liuhen.access.journal import ACTS
from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from liuhen.office.models import History
from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.models import Person
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require

PER_PAGE: Final = 50
_AT_ONCE: Final = 1000  # rows of an export held in memory
_GRANTS: Final = ("officer.", "role.", "delegation.", "certificate.", "keeper.", "password.", "sign_in.")
"""What the kinds of act begin with that change who may do what, or who somebody is."""

OUTCOMES: Final[Mapping[str, str]] = {"allowed": "准许", "denied": "拒绝"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of the journal.

    Args:
        person: id of an officer, or empty.
        act: a key of `ACTS`, or empty.
        text: any part of a case number, reference or title.
        outcome: a key of `OUTCOMES`, or empty.
        first: the first Beijing day, and `last` the last.
    """

    person: str = ""
    act: str = ""
    text: str = ""
    outcome: str = ""
    first: date | None = None
    last: date | None = None

    def address(self) -> dict[str, str]:
        """Return it as it stands in an address; what is as usual is left out."""
        told = {
            "person": self.person,
            "act": self.act,
            "text": self.text,
            "outcome": self.outcome,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
        }
        return {name: value for name, value in told.items() if value}


@dataclass(frozen=True, slots=True)
class Seen:
    """One row of the journal."""

    seq: int
    at: datetime
    name: str
    act: str
    word: str
    subject: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class JournalPage:
    """A page of the journal, newest first; `verified` is the last time that the whole of it was checked."""

    rows: tuple[Seen, ...]
    total: int
    page: int
    pages: int
    size: int
    verified: Seen | None
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Grant:
    """One act that changed who may do what."""

    seq: int
    at: datetime
    word: str
    about: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class GrantPage:
    """A page of 授权记录, newest first."""

    rows: tuple[Grant, ...]
    total: int
    page: int
    pages: int


def read(told: Mapping[str, Any], *, longest: int) -> Asked:
    """Return what an address asks; what it does not know is as usual."""
    act, outcome = str(told.get("act", "")), str(told.get("outcome", ""))
    return Asked(
        person=str(told.get("person", ""))[:64],
        act=act if act in ACTS else "",
        text=str(told.get("text", "")).strip()[:longest],
        outcome=outcome if outcome in OUTCOMES else "",
        first=_day(told.get("first")),
        last=_day(told.get("last")),
    )


def journal_page(by: Officer, asked: Asked, *, page: int = 1) -> JournalPage:
    """Return a page of the journal of one's own organ; a constant number of queries.

    Raises:
        NotAllowedError: he does not read the journal.
    """
    found = rows_asked(by, asked)
    total = found.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by("-seq")[(page - 1) * PER_PAGE : page * PER_PAGE]
    whole = JournalRow.objects.filter(organ=by.organ)
    verified = whole.filter(act="journal.verified").order_by("-seq").first()
    last = whole.order_by("-seq").values_list("seq", flat=True).first()
    return JournalPage(
        rows=tuple(_seen(row) for row in rows),
        total=total,
        page=page,
        pages=pages,
        size=last or 0,
        verified=_seen(verified) if verified else None,
        people=tuple(Person.objects.filter(organ=by.organ).order_by("name", "id").values_list("id", "name")),
    )


def every_row(by: Officer, asked: Asked) -> Iterator[Seen]:
    """Return all the rows asked for, newest first, read as an export writes them.

    Raises:
        NotAllowedError: he does not read the journal; said before the first row.
    """
    return map(_seen, rows_asked(by, asked).order_by("-seq").iterator(chunk_size=_AT_ONCE))


def grants(by: Officer, *, page: int = 1) -> GrantPage:
    """Return who was given or lost what, by whom and why: the organ's own entries.

    Raises:
        NotAllowedError: he does not read the journal.
    """
    _require(by)
    kinds = [kind for kind in OFFICE_ACTS if kind.startswith(_GRANTS)]
    found = History.objects.filter(organ=by.organ, kind__in=kinds)
    total = found.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    rows = found.order_by("-seq")[(page - 1) * PER_PAGE : page * PER_PAGE]
    return GrantPage(tuple(_grant(row) for row in rows), total, page, pages)


def rows_asked(by: Officer, asked: Asked) -> QuerySet[JournalRow]:
    """Return the rows of the journal of one's own organ that are asked for; raise NotAllowedError as a page does."""
    _require(by)
    rows = JournalRow.objects.filter(organ=by.organ)
    wanted: dict[str, Any] = {"person": asked.person, "act": asked.act, "subject__contains": asked.text}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if asked.outcome:
        rows = rows.filter(allowed=asked.outcome == "allowed")
    if asked.first:
        rows = rows.filter(at__gte=_begins(asked.first))
    if asked.last:
        rows = rows.filter(at__lt=_begins(asked.last) + timedelta(days=1))
    return rows


def _require(by: Officer) -> None:
    require(by, "journal.read", Subject(organ=by.organ), doing="查看调阅日志")


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=BEIJING)


def _day(told: object) -> date | None:
    try:
        day = date.fromisoformat(str(told or ""))
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2200, 1, 1) else None


def _seen(row: JournalRow) -> Seen:
    return Seen(row.seq, row.at, row.name, row.act, ACTS.get(row.act, row.act), row.subject, row.allowed)


def _grant(row: History) -> Grant:
    label = OFFICE_ACTS[row.kind].label if row.kind in OFFICE_ACTS else row.kind
    return Grant(row.seq, row.at, label, row.about, row.by_name, row.reason)
