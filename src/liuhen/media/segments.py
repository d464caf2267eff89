"""Cameras cut what they record into files of some minutes: which files follow each other without a break.

Pure arithmetic over what is known of each file. The files stay what they are; only how they are shown changes.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final, Literal, TypeAlias

from liuhen.media.continuity import THRESHOLD_MS

Break: TypeAlias = Literal["first", "gap", "set_back"]
"""Why a run does not go on from the one before it: there is none; time is missing; the clock was set back between."""

_NUMBER: Final = re.compile(r"(\d{1,6})\D*$")


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of a device. `started` as the device says, aware; `name` may carry a running number; `key` is free."""

    device: str
    started: datetime
    duration_ms: int
    name: str = ""
    key: int = 0

    @property
    def ended(self) -> datetime:
        """Return the moment at which it ends, by its own length."""
        return self.started + timedelta(milliseconds=self.duration_ms)

    @property
    def number(self) -> int | None:
        """Return the running number at the end of its name."""
        found = _NUMBER.search(self.name.rpartition(".")[0] or self.name)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Run:
    """Files of one device that follow each other without a break.

    Args:
        overlap_ms: what two of them hold both, all together: cameras begin a file before they end the last.
        missing_ms: what lies between them, all together: shorter than an interruption each time.
    """

    segments: tuple[Segment, ...]
    broken_by: Break = "first"
    overlap_ms: int = 0
    missing_ms: int = 0

    @property
    def device(self) -> str:
        """Return the number of the device."""
        return self.segments[0].device

    @property
    def started(self) -> datetime:
        """Return when the first file begins."""
        return self.segments[0].started

    @property
    def ended(self) -> datetime:
        """Return when the last of them ends."""
        return max(one.ended for one in self.segments)


def runs(segments: Iterable[Segment], *, tolerance_ms: int = THRESHOLD_MS) -> tuple[Run, ...]:
    """Return what the files of each device make together, in the order of devices and time.

    Args:
        tolerance_ms: two files further apart than this do not join; the same figure as inside a file.
    """
    found: list[Run] = []
    ordered = sorted(segments, key=lambda one: one.device)
    for _device, own in groupby(ordered, key=lambda one: one.device):
        found += _of_device(sorted(own, key=lambda one: (one.started, one.duration_ms, one.name)), tolerance_ms)
    return tuple(found)


def _of_device(segments: list[Segment], tolerance_ms: int) -> list[Run]:
    found: list[Run] = []
    for one in segments:
        broken_by = _break(found[-1], one, tolerance_ms) if found else "first"
        if broken_by is not None:
            found.append(Run((one,), broken_by))
        else:
            found[-1] = _longer(found[-1], one)
    return found


def _break(run: Run, one: Segment, tolerance_ms: int) -> Break | None:
    apart = _ms(one.started - run.ended)
    if apart > tolerance_ms:
        return "gap"
    return "set_back" if apart < -tolerance_ms and _against_the_numbers(run.segments[-1], one) else None


def _against_the_numbers(last: Segment, one: Segment) -> bool:
    """Say whether two files that overlap were recorded one after the other, so that a clock was set between them.

    A copy of a file has the same number, or none that follows; a file begun before the last one ended overlaps by
    less than its length.
    """
    numbers = last.number, one.number
    follow = None not in numbers and abs((numbers[0] or 0) - (numbers[1] or 0)) == 1
    return follow and _ms(last.ended - one.started) * 2 > min(last.duration_ms, one.duration_ms)


def _longer(run: Run, one: Segment) -> Run:
    apart = _ms(one.started - run.ended)
    return Run(
        (*run.segments, one),
        run.broken_by,
        run.overlap_ms + min(max(0, -apart), one.duration_ms),
        run.missing_ms + max(0, apart),
    )


def _ms(length: timedelta) -> int:
    return round(length / timedelta(milliseconds=1))
