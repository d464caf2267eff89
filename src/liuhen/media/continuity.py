"""Stretches of a recording in which nothing was recorded, from the time stamps of its packets alone."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from liuhen.kernel.joint import JOINT_MS

Stretch: TypeAlias = tuple[int, int]
"""Start and end in whole milliseconds from the beginning of the recording."""

THRESHOLD_MS: Final = JOINT_MS
"""A jump of the time stamps longer than this is an interruption: far above any frame interval or audio packet."""


LEAP_MS: Final = 24 * 3_600_000
"""A jump longer than this is a clock that was set, or a spoilt stamp, and no interruption."""

NEVER: Final = -(1 << 63)
"""Before any stamp a file can carry."""


class Track:
    """What the packets of one stream say about its time, in the stream's own ticks.

    Attributes:
        jumps: from the last stamp before to the first after each interruption; `rewinds`: the same for each step back.
        leaps: jumps longer than `LEAP_MS` after which the stream went on; they are no part of the time line.
        strays: packets with a stamp that far away from all others.
    """

    __slots__ = (
        *("_doubted", "_leap", "_limit", "_parts", "_tick"),
        *("end", "first", "jumps", "latest", "leaps", "rewinds", "strays"),
    )

    def __init__(self, tick: Fraction, *, threshold_ms: int = THRESHOLD_MS) -> None:
        self._tick = tick
        self._limit = int(Fraction(threshold_ms, 1000) / tick)
        self._leap = max(self._limit, int(Fraction(LEAP_MS, 1000) / tick))
        self.first, self.latest, self.end, self._doubted = NEVER, NEVER, NEVER, NEVER
        self._parts: list[int] = []
        self.jumps: list[tuple[int, int]] = []
        self.rewinds: list[tuple[int, int]] = []
        self.leaps: list[tuple[int, int]] = []
        self.strays = 0

    def see(self, stamp: int, length: int) -> None:
        """Take in one packet: its presentation stamp and how long it says it lasts, in ticks.

        Called some hundred thousand times for an hour, so the usual packet costs two comparisons.
        """
        if stamp > self.latest:
            if stamp - self.latest > self._limit and not self._jumped(stamp):
                return
            self.latest = stamp
            self.end = stamp + length
        elif self.latest - stamp > self._limit:
            self._step_back(stamp, length)
        elif self.jumps and stamp > self.jumps[-1][0]:
            self._narrow(stamp)

    def _jumped(self, stamp: int) -> bool:
        """Say whether the stream goes on from `stamp`; one packet alone does not make a leap."""
        if self.first == NEVER:
            self.first = stamp
        elif stamp - self.latest <= self._leap:
            self.jumps.append((self.latest, stamp))
        elif abs(stamp - self._doubted) <= self._limit:
            self.strays -= 1  # the one before was none
            self.leaps.append((self.latest, min(stamp, self._doubted)))
        else:
            self.strays, self._doubted = self.strays + 1, stamp
            return False
        return True

    def _step_back(self, stamp: int, length: int) -> None:
        if self.jumps and stamp > self.jumps[-1][0] - self._limit:
            self._narrow(stamp)  # a frame shown around the jump, stored after it
        elif self.latest == self.first and self.latest - stamp > self._leap:
            self.first, self.latest, self.end = stamp, stamp, stamp + length
            self.strays += 1
        else:
            self.rewinds.append((self.latest, stamp))
            self._parts.append(self.end)
            self.latest, self.end = stamp, stamp + length

    def _narrow(self, stamp: int) -> None:
        """A reordered frame lies inside the last jump: only the larger part of it was without a packet."""
        start, end = self.jumps[-1]
        if not start < stamp < end:
            return
        start, end = (stamp, end) if stamp - start < end - stamp else (start, stamp)
        self.jumps[-1:] = [(start, end)] if end - start > self._limit else []

    def milliseconds(self, stamp: int, *, origin: Fraction) -> int:
        """Return a stamp as whole milliseconds from `origin` (seconds), leaps left out, never negative."""
        left_out = sum(end - start for start, end in self.leaps if end <= stamp)
        return max(0, round(((stamp - left_out) * self._tick - origin) * 1000))

    def ends(self) -> int:
        """Return the last tick of the stream, the parts before a step back included."""
        return max(self.end, *self._parts, NEVER)

    def begins(self) -> Fraction:
        """Return the second of the first packet on the file's own clock."""
        return self.first * self._tick


def interruptions(
    track: Track, *, origin: Fraction, total_ms: int, threshold_ms: int = THRESHOLD_MS
) -> tuple[Stretch, ...]:
    """Return the stretches without a packet of this stream, a late begin and an early end of it included."""
    inner = [(track.milliseconds(a, origin=origin), track.milliseconds(b, origin=origin)) for a, b in track.jumps]
    begin, end = track.milliseconds(track.first, origin=origin), track.milliseconds(track.ends(), origin=origin)
    found = [(0, begin), *inner, (end, total_ms)]
    return tuple((a, b) for a, b in found if b - a > threshold_ms)


def shared(tracks: Iterable[Sequence[Stretch]], *, threshold_ms: int = THRESHOLD_MS) -> tuple[Stretch, ...]:
    """Return the stretches that all streams miss at once: nothing at all was recorded then."""
    every = [list(stretches) for stretches in tracks]
    if not every:
        return ()
    common = every[0]
    for stretches in every[1:]:
        common = [(max(a, c), min(b, d)) for a, b in common for c, d in stretches if max(a, c) < min(b, d)]
    return tuple((a, b) for a, b in common if b - a > threshold_ms)
