"""The rules, calendar and readings by which an organ works at present."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import Terms
from liuhen.ledger.prepared import Prepared
from liuhen.office.models import Adopted, CalendarYear, Chain, Numbering, Picked, Threshold
from liuhen.office.payloads import Step
from liuhen.rulebook import Holiday, Rulebook, WorkingCalendar, Year, load, load_calendar


@dataclass(frozen=True, slots=True)
class InForce:
    """What a rule needs from outside a dossier."""

    rulebook: Rulebook
    calendar: WorkingCalendar
    choices: dict[str, str]
    calendar_digest: str

    @property
    def terms(self) -> Terms:
        """Return the versions that every head names."""
        return Terms(
            packs=dict(self.rulebook.versions),
            choices=Digests.of(canonical(self.choices)).sha256 if self.choices else None,
            calendar=self.calendar_digest,
        )


_adopted: Final = Prepared(
    Adopted, lambda organ: Adopted.objects.filter(organ=organ).order_by("since").values_list("since", "packs")
)
_arranged: Final = Prepared(
    CalendarYear,
    lambda organ: (
        CalendarYear.objects.filter(organ=organ).order_by("year").values_list("year", "source", "holidays", "workdays")
    ),
)
_picked: Final = Prepared(Picked, lambda organ: Picked.objects.filter(organ=organ).values_list("choice", "reading"))
_asked: ContextVar[tuple[str, InForce] | None] = ContextVar("asked", default=None)


@contextmanager
def one_law(organ: str) -> Iterator[InForce]:
    """Ask once what is in force in `organ`; inside, `in_force` answers the same to whoever asks."""
    force = in_force(organ)
    token = _asked.set((organ, force))
    try:
        yield force
    finally:
        _asked.reset(token)


def in_force(organ: str) -> InForce:
    """Return what is in force in `organ` now.

    Raises:
        UnusableError: the organ has adopted no regulation yet.
    """
    asked = _asked.get()
    if asked is not None and asked[0] == organ:
        return asked[1]
    today = beijing_date(clock.now())
    adopted = [packs for since, packs in _adopted(organ) if since <= today]
    if not adopted:
        raise UnusableError("本机关还没有启用任何规程。", remedy="请由安全员先启用规程，再办理案件。")
    choices = {row[0]: row[1] for row in _picked(organ)}
    calendar, digest = _calendar(canonical([list(row) for row in _arranged(organ)]))
    return InForce(_rulebook(tuple(sorted(adopted[-1]))), calendar, choices, digest)


def threshold(organ: str, matter: str) -> int | None:
    """Return the amount in force for `matter` in fen, or None where the organ has set none."""
    row = Threshold.objects.filter(organ=organ, matter=matter).first()
    return None if row is None else row.amount_fen


def numbering(organ: str, series: str, year: int) -> tuple[str, int]:
    """Return the word that a series has on paper, and the first number of `year`."""
    row = Numbering.objects.filter(key=f"{organ}:{series}").first()
    if row is None:
        return series, 1
    return row.word, row.first if row.year == year else 1


@lru_cache(maxsize=16)
def _rulebook(packs: tuple[str, ...]) -> Rulebook:
    return load(packs)


def chain(organ: str, matter: str) -> tuple[Step, ...] | None:
    """Return the organ's own order of approvals for `matter`, or None where it has set none."""
    row = Chain.objects.filter(key=f"{organ}:{matter}").first()
    return None if row is None else tuple(Step.model_validate(step) for step in row.steps)


@lru_cache(maxsize=64)
def _calendar(own: bytes) -> tuple[WorkingCalendar, str]:
    """Return the published calendar with the organ's own years in place of it, and the digest of both."""
    arranged = {year.year: year for year in load_calendar().years}
    for year, source, holidays, workdays in json.loads(own):
        arranged[year] = _year(year, source, holidays, workdays)
    calendar = WorkingCalendar(tuple(arranged[year] for year in sorted(arranged)))
    told: list[Json] = [
        [
            one.year,
            one.source,
            [[off.name, off.first.isoformat(), off.last.isoformat()] for off in one.holidays],
            sorted(day.isoformat() for day in one.workdays),
        ]
        for one in calendar.years
    ]
    return calendar, Digests.of(canonical(told)).sha256


def _year(year: int, source: str, holidays: list[dict[str, str]], workdays: list[str]) -> Year:
    off = [Holiday(one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in holidays]
    return Year(year, source, tuple(off), frozenset(date.fromisoformat(day) for day in workdays))
