"""Backups: where they stand, and making one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from liuhen.kernel import clock
from liuhen.ledger.ends import ends, goes_through
from liuhen.upkeep import status
from liuhen.upkeep.status import Failure, Last
from liuhen.upkeep.stores import kept_files

LATE: Final = timedelta(hours=36)
"""Age of the last backup from which a nightly one is missing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where backups stand.

    Attributes:
        last: the latest one, into whichever folder; None: none is known.
        failure: the last try where it came to nothing.
        nightly: the folder of the nightly backup, "" where none is set.
        entries: how many entries were recorded since; `files` and `size` (bytes) how much came in beside them.
        set_back: the data do not go on from the last backup: they were set back or exchanged by hand.
        late: a nightly backup is set and the last one is older than a night and a half.
    """

    last: Last | None
    failure: Failure | None
    nightly: str
    entries: int
    files: int
    size: int
    set_back: bool
    late: bool


def last_backup(*, now: datetime | None = None) -> Standing:
    """Return where the backups of this installation stand; counts files, reads none."""
    moment, told = now or clock.now(), status.read(settings.LIUHEN_DATA)
    last, nightly = told.latest, settings.LIUHEN_BACKUP_TO
    here = ends()
    since = last.at.timestamp() if last else 0.0
    fresh = [one for one in kept_files() if one.kept >= since]
    entries = sum(end.entries for end in here.values()) - sum(
        entries for entries, _ in (last.heads if last else {}).values()
    )
    set_back = last is not None and not all(
        goes_through(organ, size, digest) for organ, (size, digest) in last.heads.items()
    )
    late = bool(nightly) and bool(here) and (last is None or moment - last.at > LATE)
    return Standing(
        last, told.failure, nightly, max(entries, 0), len(fresh), sum(one.size for one in fresh), set_back, late
    )
