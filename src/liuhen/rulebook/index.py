"""A dossier read once: events by kind, corrections folded into what they put right."""

import sys
from bisect import bisect_left
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import beijing_date
from liuhen.rulebook.dossier import Event

NO_BOUND: Final = sys.maxsize
NOTHING: Final[Mapping[str, Json]] = {}


class Index:
    """Events of one dossier by kind, in order of seq.

    An event that another of the same kind corrects keeps its place and takes on the newer fields; `versions`
    keeps what was recorded, oldest first. With `only`, just the events of these numbers trigger rules.
    """

    __slots__ = ("_days", "_span", "kinds", "only", "roots", "versions")

    def __init__(self, events: Iterable[Event], *, only: Container[int] | None = None) -> None:
        self.only = only
        self.kinds: dict[str, list[Event]] = {}
        self.roots: dict[int, int] = {}
        self.versions: dict[int, list[Event]] = {}
        self._days: dict[int, date] = {}
        self._span: tuple[date, date] | None = None
        kinds, last, corrected = self.kinds, 0, False
        for event in events:
            if event.seq <= last:
                raise ValueError("events must come in order of seq")
            last = event.seq
            if event.corrects is not None:
                corrected = True
            found = kinds.get(event.kind)
            if found is None:
                kinds[event.kind] = [event]
            else:
                found.append(event)
        if corrected:
            for kind, found in kinds.items():
                kinds[kind] = self._folded(found)

    def _folded(self, events: list[Event]) -> list[Event]:
        kept: dict[int, Event] = {}
        for event in events:
            root = self.roots.get(event.corrects, event.corrects) if event.corrects is not None else None
            if root is None or root not in kept:
                kept[event.seq] = event
                continue
            self.roots[event.seq] = root
            self.versions.setdefault(root, [kept[root]]).append(event)
            kept[root] = replace(kept[root], fields=event.fields, happened=event.happened)
        return list(kept.values())

    def of(self, kind: str) -> Sequence[Event]:
        """Return the events of `kind`, in order."""
        return self.kinds.get(kind, ())

    def before(self, kind: str, bound: int) -> Sequence[Event]:
        """Return the events of `kind` whose seq is below `bound`."""
        found = self.kinds.get(kind, ())
        if not found or found[-1].seq < bound:
            return found
        return found[: bisect_left(found, bound, key=_seq)]

    def within(self, first: date, last: date) -> bool:
        """Say whether every event happened from `first` to `last`."""
        if self._span is None:
            days = [self.day(event) for found in self.kinds.values() for event in found]
            self._span = (min(days, default=date.max), max(days, default=date.min))
        return first <= self._span[0] and self._span[1] <= last

    def day(self, event: Event) -> date:
        """Return the Beijing day on which `event` happened; many rules ask, it is worked out once."""
        day = self._days.get(event.seq)
        if day is None:
            day = self._days[event.seq] = beijing_date(event.happened)
        return day

    def numbered(self, seq: Json) -> Event | None:
        """Return the event of that number, a correction leading to what it corrects."""
        root = self.root(seq)
        return next((event for found in self.kinds.values() for event in found if event.seq == root), None)

    def root(self, seq: Json) -> Json:
        """Return the number under which an event stands: a correction stands where the corrected one does."""
        return self.roots.get(seq, seq) if isinstance(seq, int) else seq

    def newest(self, event: Event, bound: int) -> int:
        """Return the seq of the newest version of `event` below `bound`."""
        versions = self.versions.get(event.seq)
        return max((v.seq for v in versions if v.seq < bound), default=event.seq) if versions else event.seq


def _seq(event: Event) -> int:
    return event.seq


class Sight:
    """What a condition sees: the trigger, and the dossier up to (not including) `bound`."""

    __slots__ = ("bound", "index", "trigger")

    def __init__(self, index: Index, trigger: Mapping[str, Json] = NOTHING, bound: int = NO_BOUND) -> None:
        self.index, self.trigger, self.bound = index, trigger, bound

    def latest(self, kind: str) -> Mapping[str, Json] | None:
        """Return the fields of the latest event of `kind` within sight."""
        found = self.index.before(kind, self.bound)
        return found[-1].fields if found else None
