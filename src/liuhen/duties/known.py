"""What was found of a dossier a moment ago is found again: the same entries under the same law, while no state turns.

A finding follows from the entries, the law, the calendar and the moment alone. Until the next due moment and the next
Beijing midnight the moment changes no state, and what is left of a term is reckoned from `open_at` each time anew.
"""

from collections import OrderedDict
from datetime import datetime, time, timedelta
from threading import Lock
from typing import Final, NamedTuple

from liuhen.duties.facts import Told
from liuhen.kernel.clock import BEIJING
from liuhen.office.in_force import InForce
from liuhen.rulebook import Finding

MOST: Final = 64
"""Dossiers kept in mind by one process: what it holds does not grow with the number of cases."""


class _Found(NamedTuple):
    held: Told
    law: tuple[str, str, str]
    since: datetime
    until: datetime
    findings: tuple[Finding, ...]


class Known:
    """The findings of the dossiers that were asked for last."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: OrderedDict[str, _Found] = OrderedDict()
        self._lock = Lock()

    def recall(self, dossier: str, held: Told, force: InForce, now: datetime) -> tuple[Finding, ...] | None:
        """Return what is found at `now`, or None where it has to be worked out."""
        with self._lock:
            found = self._found.get(dossier)
        if found is None or found.law != _law(force) or not found.since <= now <= found.until or found.held != held:
            return None
        return tuple(one if one.open_at is None else one._replace(open_at=now) for one in found.findings)

    def keep(
        self, dossier: str, held: Told, force: InForce, now: datetime, findings: tuple[Finding, ...]
    ) -> tuple[Finding, ...]:
        """Keep what was found at `now` in mind, in place of what was asked for longest ago; return it."""
        with self._lock:
            self._found[dossier] = _Found(held, _law(force), now, _until(findings, now), findings)
            self._found.move_to_end(dossier)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return findings


def _law(force: InForce) -> tuple[str, str, str]:
    return force.pin, force.mark, force.calendar_digest


def _until(findings: tuple[Finding, ...], now: datetime) -> datetime:
    """Return the last moment at which every state is still what it is at `now`."""
    tomorrow = datetime.combine(now.astimezone(BEIJING).date() + timedelta(days=1), time(), BEIJING)
    midnight = tomorrow - timedelta(microseconds=1)
    return min([midnight, *(one.due for one in findings if one.due is not None and one.due >= now)])
