"""The moment that stands in the name of a file, as recorders write it."""

import re
from datetime import UTC, datetime
from typing import Final

from liuhen.kernel.clock import BEIJING

_STAMP: Final = re.compile(
    r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})[-_T. ]?(\d{2})[-_.:]?(\d{2})[-_.:]?(\d{2})(?!\d)"
)


def stamp_in(name: str) -> datetime | None:
    """Return the moment that stands in the name of a file, as recorders write it: `20261122_093000`; Beijing time."""
    found_in = _STAMP.search(name)
    if found_in is None:
        return None
    try:
        year, month, day, hour, minute, second = map(int, found_in.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=BEIJING).astimezone(UTC)
    except ValueError:
        return None
