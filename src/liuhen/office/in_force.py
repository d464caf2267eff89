"""The rules, calendar and readings by which an organ works at present."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import Terms
from liuhen.ledger.prepared import Prepared
from liuhen.office.models import Adopted, Picked, Threshold
from liuhen.rulebook import Rulebook, WorkingCalendar, load, load_calendar


@dataclass(frozen=True, slots=True)
class InForce:
    """What a rule needs from outside a dossier."""

    rulebook: Rulebook
    calendar: WorkingCalendar
    choices: dict[str, str]

    @property
    def terms(self) -> Terms:
        """Return the versions that every head names."""
        return Terms(
            packs=dict(self.rulebook.versions),
            choices=Digests.of(canonical(self.choices)).sha256 if self.choices else None,
            calendar=_calendar()[1],
        )


_adopted: Final = Prepared(Adopted, lambda organ: Adopted.objects.filter(organ=organ).values_list("packs")[:1])
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
    adopted = _adopted.first(organ)
    if adopted is None:
        raise UnusableError("本机关还没有启用任何规程。", remedy="请由安全员先启用规程，再办理案件。")
    return InForce(_rulebook(tuple(sorted(adopted[0]))), _calendar()[0], {row[0]: row[1] for row in _picked(organ)})


def threshold(organ: str, matter: str) -> int | None:
    """Return the amount in force for `matter` in fen, or None where the organ has set none."""
    row = Threshold.objects.filter(organ=organ, matter=matter).first()
    return None if row is None else row.amount_fen


@lru_cache(maxsize=16)
def _rulebook(packs: tuple[str, ...]) -> Rulebook:
    return load(packs)


@lru_cache(maxsize=1)
def _calendar() -> tuple[WorkingCalendar, str]:
    calendar = load_calendar()
    arranged: list[Json] = [
        [
            one.year,
            one.source,
            [[off.name, off.first.isoformat(), off.last.isoformat()] for off in one.holidays],
            sorted(day.isoformat() for day in one.workdays),
        ]
        for one in calendar.years
    ]
    return calendar, Digests.of(canonical(arranged)).sha256
