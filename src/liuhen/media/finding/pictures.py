"""Small pictures of a stretch, as arrays that OpenCV reads: in the order of time, or against it."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
from av.video.frame import VideoFrame

from liuhen.media.decoding import frames, origin, second_of
from liuhen.media.derivatives.entering import way_in
from liuhen.media.jpegs import upright
from liuhen.media.packets import opened

Picture: TypeAlias = npt.NDArray[np.uint8]
"""Height × width × 3, blue, green, red."""
Shown: TypeAlias = tuple[int, Picture]
"""The millisecond from which a picture is shown, and the picture."""

SIDE: Final = 640
"""Pixels of the longer side: more find nothing that a person would tell on a screen."""
_CHUNK_MS: Final = 6_000  # decoded at once where it is read against time: some hundred megabytes at most


def forward(original: Path, demuxer: str, *, from_ms: int, to_ms: int, step_ms: int) -> Iterator[Shown]:
    """Give pictures of a stretch, at most one in `step_ms`, the first shown at its beginning.

    Raises:
        ValueError: nothing in it can be decoded.
    """
    with opened(original, demuxer) as source:
        entry = way_in(original, demuxer, source, start_ms=from_ms)
        if entry.video is None:
            raise ValueError("no picture")
        begins, aspect = origin(source), entry.video.sample_aspect_ratio
        entry.go(source, begins)
        held: tuple[int, VideoFrame] | None = None
        due = Fraction(from_ms)
        for frame in frames(source, [entry.video]):
            if not isinstance(frame, VideoFrame):
                continue
            moment = second_of(frame, begins) * 1000
            if held is not None and moment > due:  # what was held is what is shown when one is due
                yield max(from_ms, held[0]), small(held[1], aspect)
                due = max(due + step_ms, Fraction(held[0] + step_ms))
                held = None
            if moment > to_ms:
                return
            held = (int(moment), frame)
        if held is not None:
            yield max(from_ms, held[0]), small(held[1], aspect)


def backward(original: Path, demuxer: str, *, from_ms: int, to_ms: int, step_ms: int) -> Iterator[Shown]:
    """Give the same from the end to the beginning; a few seconds of it are held at a time."""
    end = to_ms
    while end > from_ms:
        start = max(from_ms, end - _CHUNK_MS)
        chunk = list(forward(original, demuxer, from_ms=start, to_ms=end, step_ms=step_ms))
        yield from reversed(chunk)
        end = start


def small(frame: VideoFrame, aspect: Fraction | None) -> Picture:
    """Return a picture upright and small."""
    return upright(frame, most=(SIDE, SIDE), aspect=aspect).to_ndarray(format="bgr24").astype(np.uint8, copy=False)
