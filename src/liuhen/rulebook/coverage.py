"""How much of an act its recordings cover, and which stretches are left: whole milliseconds, ends not included.

Stretches are (start, end) since 1970 UTC with `start` in and `end` out, so that two files that join leave nothing.
Times are the devices' own, as given, less what a device's clock was measured to be fast. Pure arithmetic: what follows
from a gap is the rules' affair.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final, NamedTuple

from liuhen.kernel.clock import require_aware
from liuhen.kernel.joint import JOINT_MS

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Stretch(NamedTuple):
    """From `start` up to, not including, `end`; milliseconds since 1970 UTC."""

    start: int
    end: int

    @property
    def ms(self) -> int:
        """How long it lasts, in milliseconds."""
        return self.end - self.start


class Footage(NamedTuple):
    """One recording: its device, and the stretches in which there is something on it."""

    device: str
    parts: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the act that was not recorded.

    Args:
        begun: something was recorded before it: an interruption, not a late start.
        resumed: something was recorded after it.
        device: the one that stopped, where devices count each for itself; "" for all of them together.
    """

    stretch: Stretch
    begun: bool
    resumed: bool
    device: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the recordings of an act cover.

    Args:
        whole: from when to when the act had to be recorded.
        covered: the stretches on which at least one device recorded.
        gaps: what is left of `whole`, in order.
    """

    whole: Stretch
    covered: tuple[Stretch, ...]
    gaps: tuple[Gap, ...]

    @property
    def missing_ms(self) -> int:
        """How long nothing was recorded, by any device."""
        return self.whole.ms - total(self.covered)

    @property
    def tenths(self) -> int:
        """The part covered in tenths of a percent, rounded down: 1000 only where nothing is missing."""
        return (self.whole.ms - self.missing_ms) * 1000 // self.whole.ms


def in_ms(moment: datetime) -> int:
    """Return a moment as whole milliseconds since 1970 UTC."""
    return (require_aware(moment) - EPOCH) // timedelta(milliseconds=1)


def at_ms(milliseconds: int) -> datetime:
    """Return the moment that is so many milliseconds after 1970 UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def total(stretches: Iterable[Stretch]) -> int:
    """Return how long stretches that do not overlap last together."""
    return sum(one.ms for one in stretches)


def union(stretches: Iterable[Stretch], within: Stretch, *, joint_ms: int = 0) -> tuple[Stretch, ...]:
    """Return the stretches within `within`, in order, those joined that lie no further apart than `joint_ms`."""
    joined: list[Stretch] = []
    for one in sorted(stretches):
        start, end = max(one.start, within.start), min(one.end, within.end)
        if end <= start:
            continue
        if joined and start - joined[-1].end <= joint_ms:
            joined[-1] = Stretch(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Stretch(start, end))
    return tuple(joined)


def less(whole: Stretch, taken: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return what is left of `whole` without the stretches `taken`, in order."""
    left, start = [], whole.start
    for one in union(taken, whole):
        if one.start > start:
            left.append(Stretch(start, one.start))
        start = one.end
    return (*left, Stretch(start, whole.end)) if start < whole.end else tuple(left)


def content(
    started: datetime, ended: datetime, gaps: Iterable[tuple[int, int]] = (), *, fast_ms: int = 0
) -> tuple[Stretch, ...]:
    """Return the stretches of a file with something on them, by the true time as far as it is known.

    Args:
        started: as the device says, like `ended`.
        gaps: stretches without content, in milliseconds from the start of the file.
        fast_ms: how far the device's clock was measured to be fast, in milliseconds; negative where it was slow.
    """
    first = in_ms(started) - fast_ms
    whole = Stretch(first, in_ms(ended) - fast_ms)
    return less(whole, (Stretch(first + start, first + end) for start, end in gaps))


def reconcile(
    whole: Stretch, footage: Sequence[Footage], *, each_device: bool = False, joint_ms: int = JOINT_MS
) -> Coverage | None:
    """Return what `footage` covers of `whole`; None where the act has no length or nothing with a length was recorded.

    Args:
        each_device: an interruption of one device counts although another one went on.
        joint_ms: no longer a stretch between two recordings is no interruption; late starts and early ends all count.
    """
    covered = union((part for one in footage for part in one.parts), whole, joint_ms=joint_ms)
    if whole.end <= whole.start or not any(one.parts for one in footage):
        return None
    gaps = [_gap(stretch, covered) for stretch in less(whole, covered)]
    if each_device:
        gaps = [gap for gap in gaps if not (gap.begun and gap.resumed)] + _stops(whole, footage, joint_ms)
    return Coverage(whole, covered, tuple(sorted(gaps, key=lambda gap: (gap.stretch, gap.device))))


def _gap(stretch: Stretch, covered: Sequence[Stretch], device: str = "") -> Gap:
    begun = any(one.end <= stretch.start for one in covered)
    return Gap(stretch, begun, any(one.start >= stretch.end for one in covered), device)


def _stops(whole: Stretch, footage: Sequence[Footage], joint_ms: int) -> list[Gap]:
    """Return the interruptions of each device between its own first and last moment."""
    stops = []
    for device in dict.fromkeys(one.device for one in footage):
        own = union((part for one in footage if one.device == device for part in one.parts), whole, joint_ms=joint_ms)
        stops += [_gap(Stretch(a.end, b.start), own, device) for a, b in pairwise(own)]
    return stops
