"""原件核查: the register of runs, and the originals that are set aside."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.office.damaged import Damage, damaged
from liuhen.office.models import History
from liuhen.office.payloads.fixity import WAYS, FixityChecked
from liuhen.people.officers import Officer

SHOWN: Final = 60  # runs on the page: two months of nights
_KINDS: Final = ("original.quarantined", "original.restored")


@dataclass(frozen=True, slots=True)
class RunRow:
    """One re-reading of originals; `left` were due and not reached."""

    way: str
    began: datetime
    took: timedelta
    known: int
    checked: int
    size: int
    faults: int
    left: int


@dataclass(frozen=True, slots=True)
class Noted:
    """What was set aside or put back, and when."""

    at: datetime
    word: str
    about: str


@dataclass(frozen=True, slots=True)
class OriginalsPage:
    """The page; `days`: how often each original is re-read at least, 0 where nobody does at night."""

    damaged: tuple[Damage, ...]
    runs: tuple[RunRow, ...]
    noted: tuple[Noted, ...]
    days: int
    sample: int


def originals_page(by: Officer) -> OriginalsPage:
    """Return what was found in the originals of the reader's organ."""
    rows = History.objects.filter(organ=by.organ, kind=FixityChecked.kind).order_by("-seq")[:SHOWN]
    told = History.objects.filter(organ=by.organ, kind__in=_KINDS).order_by("-seq")[:SHOWN]
    words = {"original.quarantined": "隔离", "original.restored": "恢复"}
    return OriginalsPage(
        damaged=damaged(by.organ),
        runs=tuple(_run(row.digest) for row in rows),
        noted=tuple(Noted(one.at, words[one.kind], one.about) for one in told),
        days=settings.LIUHEN_FIXITY_DAYS,
        sample=settings.LIUHEN_FIXITY_SAMPLE,
    )


def _run(digest: str) -> RunRow:
    body = body_of(entry_of(digest))
    if not isinstance(body, FixityChecked):
        raise TypeError(f"no run: {beijing_date(entry_of(digest).recorded)}")
    return RunRow(
        way=WAYS[body.way],
        began=body.began,
        took=body.ended - body.began,
        known=body.known,
        checked=body.checked,
        size=body.size,
        faults=body.faults,
        left=body.left,
    )
