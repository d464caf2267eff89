"""How full the disk is, how fast it fills, and when it will be full."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.media.space import room_of

STORES: Final = {
    "originals": "音像和扫描原件",
    "papers": "文书",
    "packs": "启用的规程文本",
    "derived": "预览和转码副本",
}
DATABASE: Final = "数据库"
MONTH: Final = 30  # days

_LOOKED_BACK: Final = 90  # days: long enough for a month without inspections, short enough to see a new camera
_TOO_NEW: Final = 7  # days of use before which nothing can be said
_FARTHEST: Final = 50 * 365  # days


@dataclass(frozen=True, slots=True)
class Forecast:
    """The disk of an installation; sizes in bytes.

    Attributes:
        total: size of the disk; `free` of it is free, `reserve` of that is kept free by refusing files.
        parts: what the installation keeps, by its Chinese name.
        a_month: how much comes in thirty days; None where it has not been in use for a week.
        refuses_on: Beijing date from which files would be refused; None: cannot be said, or not within fifty years.
    """

    total: int
    free: int
    reserve: int
    parts: dict[str, int]
    a_month: int | None
    refuses_on: date | None

    @property
    def short(self) -> bool:
        """Say whether files are refused already."""
        return self.free <= self.reserve


@dataclass(slots=True)
class _Store:
    size: int = 0
    lately: int = 0
    oldest: float | None = None


def forecast(data: Path, *, now: datetime | None = None, reserve: int | None = None) -> Forecast:
    """Return what is on the disk of a data folder and when it would be full at the pace of the last ninety days.

    Args:
        data: the data folder.
        now: the present moment; None asks the clock.
        reserve: bytes kept free; None for the usual share.
    """
    moment, room = now or clock.now(), room_of(data)
    stores = {word: _store(data / name, moment) for name, word in STORES.items()}
    database = sum(_size(path) for path in data.glob("liuhen.sqlite3*"))
    ages = [one.oldest for one in stores.values() if one.oldest is not None]
    days = (moment.timestamp() - min(ages)) / timedelta(days=1).total_seconds() if ages else 0.0
    a_month = None
    if days >= _TOO_NEW:
        lately = sum(one.lately for one in stores.values()) / min(days, _LOOKED_BACK)
        a_month = round((lately + database / days) * MONTH)
    kept = room.reserve(reserve)
    parts = {**{word: one.size for word, one in stores.items()}, DATABASE: database}
    return Forecast(room.total, room.free, kept, parts, a_month, _full_on(room.free - kept, a_month, moment))


def _full_on(left: int, a_month: int | None, now: datetime) -> date | None:
    if left <= 0:
        return beijing_date(now)
    if not a_month or left * MONTH // a_month > _FARTHEST:
        return None
    return beijing_date(now) + timedelta(days=left * MONTH // a_month)


def _store(folder: Path, now: datetime) -> _Store:
    since = (now - timedelta(days=_LOOKED_BACK)).timestamp()
    found = _Store()
    for said in _files(folder):
        found.size += said.st_size
        found.lately += said.st_size if said.st_mtime >= since else 0
        found.oldest = said.st_mtime if found.oldest is None else min(found.oldest, said.st_mtime)
    return found


def _files(folder: Path) -> Iterator[os.stat_result]:
    try:
        with os.scandir(folder) as inside:
            for one in inside:
                if one.is_dir(follow_symlinks=False):
                    yield from _files(Path(one.path))
                else:
                    yield one.stat(follow_symlinks=False)
    except FileNotFoundError:
        return  # not made yet, or gone while being counted


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
