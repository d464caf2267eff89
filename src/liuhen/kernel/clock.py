"""Moments are aware and UTC in storage; dates of law are Beijing dates."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, TypeAlias

BEIJING: Final = timezone(timedelta(hours=8), "北京时间")

When: TypeAlias = datetime | date
"""An instant (aware), or a Beijing date where only the day is known."""

_told: ContextVar[datetime | None] = ContextVar("told", default=None)


def now() -> datetime:
    """Return the present instant, aware, UTC."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let `now()` answer `moment` inside: for tests, and for seeding a ledger that says it is a demo."""
    require_aware(moment)
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


def require_aware(moment: datetime) -> datetime:
    """Return `moment`; raise ValueError when it names no time zone."""
    if moment.tzinfo is None:
        raise ValueError("时间缺少时区")
    return moment


def beijing_date(when: When) -> date:
    """Return the Beijing date of an instant, or the date itself."""
    if isinstance(when, datetime):
        return require_aware(when).astimezone(BEIJING).date()
    return when


def day_end(day: date) -> datetime:
    """Return 23:59:59 Beijing time of `day`, the last second in time for a term that ends on it."""
    return datetime.combine(day, time(23, 59, 59), BEIJING)


def as_instant(when: When) -> datetime:
    """Return an instant; a bare date counts as the end of that Beijing day."""
    return require_aware(when) if isinstance(when, datetime) else day_end(when)


def offset_words(milliseconds: int) -> str:
    """Return a place in a recording as players write it: `12:45`, `1:02:03`, `2:03.250`."""
    seconds, ms = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    told = f"{hours}:{minutes:02d}:{seconds:02d}" if hours else f"{minutes}:{seconds:02d}"
    return f"{told}.{ms:03d}" if ms else told


def written(when: When) -> str:
    """Return the one spelling used in heads: `2026-11-21T01:02:03.000004Z`, or `2026-11-21` for a bare date."""
    if isinstance(when, datetime):
        utc = require_aware(when).astimezone(UTC)
        return utc.isoformat(timespec="microseconds").replace("+00:00", "Z")
    return when.isoformat()


def read_when(text: str) -> When:
    """Read what `written` wrote; raise ValueError for anything else, a naive time included."""
    if len(text) == len("2026-11-21"):
        return date.fromisoformat(text)
    return require_aware(datetime.fromisoformat(text))
