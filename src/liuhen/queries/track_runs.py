"""Which files of an act are one recording: what a camera cut into files stands together again on the time line."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from liuhen.media.segments import Run, Segment, runs
from liuhen.queries.track_shapes import Joined, Part


def joined(parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts in their order, those of files that follow each other without a break knowing of each other.

    A file that stopped in between joins with what lies beside its ends only. Parts that name no device stay alone:
    nobody can say that one camera made them.
    """
    found: dict[int, Joined] = {}
    for run in runs(_segment(place, one) for place, one in enumerate(parts) if one.device):
        files = dict.fromkeys((parts[one.key].seq, one.name) for one in run.segments)
        if len(files) > 1:
            found |= dict.fromkeys((one.key for one in run.segments), _joined(run, tuple(files)))
    return (replace(one, run=found.get(place)) for place, one in enumerate(parts))


def _joined(run: Run, files: tuple[tuple[int, str], ...]) -> Joined:
    return Joined(run.started, run.ended, tuple(name for _, name in files), tuple(seq for seq, _ in files))


def _segment(place: int, part: Part) -> Segment:
    return Segment(part.device, part.start, (part.end - part.start) // timedelta(milliseconds=1), part.name, place)
