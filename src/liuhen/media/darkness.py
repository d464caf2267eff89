"""Stretches in which a recording shows nothing: black pictures, or the even grey of a hand before the lens.

A long recording is looked at through its pictures that stand alone (one in a second or two); only where it turns dark
or light are all of them decoded, to find the moment. Where such pictures lie far apart, every one is decoded.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import av
from av.container import InputContainer
from av.error import FFmpegError, InvalidDataError
from av.video.frame import VideoFrame
from av.video.reformatter import Interpolation
from av.video.stream import VideoStream

from liuhen.media.continuity import Stretch
from liuhen.media.decoding import origin, pictures, second_of
from liuhen.media.streams import playable

Shade: TypeAlias = Literal["", "black", "covered"]
Sample: TypeAlias = tuple[int, Shade]
"""Milliseconds, and what the picture shown then is."""

LEAST_MS: Final = 1_000
SHORT_MS: Final = 120_000
"""Up to this length every picture is decoded: it takes seconds."""

_WIDE, _HIGH = 32, 18  # pixels a picture is made into before it is judged
_BLACK: Final = 40  # of 255; nearly all pixels are darker
_GREY: Final = 110  # a lens that is covered lets some light through
_EVEN: Final = 14  # between the darkest and the brightest twentieth
_FINE_MS: Final = 100  # between two pictures that are judged where all are decoded
_STEP_MS: Final = 500  # between two of them that are looked at
_SPARSE_MS: Final = 4_000  # pictures that stand alone, further apart than this, are too few
_TRIED: Final = 8
_MOST_EDGES: Final = 200


def shade_of(frame: VideoFrame) -> Shade:
    """Say whether a picture is black, or evenly dark as with a covered lens."""
    small = frame.reformat(width=_WIDE, height=_HIGH, format="gray", interpolation=Interpolation.AREA)
    plane = small.planes[0]
    data = bytes(plane)
    pixels = sorted(b"".join(data[row * plane.line_size : row * plane.line_size + _WIDE] for row in range(_HIGH)))
    number = len(pixels)
    if pixels[number * 98 // 100] < _BLACK:
        return "black"
    even = pixels[number * 19 // 20] - pixels[number // 20] <= _EVEN
    return "covered" if even and pixels[number // 2] < _GREY else ""


def dark(
    reopen: Callable[[], InputContainer],
    *,
    duration_ms: int,
    least_ms: int = LEAST_MS,
    seen: Callable[[int], None] = lambda _: None,
) -> dict[Shade, list[Stretch]]:
    """Return the stretches of at least `least_ms` in which nothing can be seen, by what is seen instead.

    Args:
        reopen: opens the recording anew, from its start.
        seen: told the millisecond that has been reached.
    """
    samples = [] if duration_ms <= SHORT_MS else _standing_alone(reopen, seen)
    if not samples:
        with reopen() as container:
            samples = list(_all(container, _shown(container), seen=seen))
    elif any(one[1] != other[1] for one, other in pairwise(samples)):
        with reopen() as container:
            samples = _refined(container, _shown(container), samples)
    found: dict[Shade, list[Stretch]] = {"black": [], "covered": []}
    for shade, start, end in _runs(samples, duration_ms):
        if shade and end - start >= least_ms:
            found[shade].append((start, end))
    return found


def _shown(container: InputContainer) -> VideoStream:
    return next(one for one in playable(container) if isinstance(one, VideoStream))


def _standing_alone(reopen: Callable[[], InputContainer], seen: Callable[[int], None]) -> list[Sample]:
    """Return what the pictures that stand alone show; nothing where they are too few to go by."""
    with reopen() as container:
        stream = _shown(container)
        begins, samples = origin(container), list[Sample]()
        for frame in _few(container, stream):
            samples.append((_at(frame, begins), shade_of(frame)))
            seen(samples[-1][0])
            if len(samples) == _TRIED and (samples[-1][0] - samples[0][0]) > _SPARSE_MS * (_TRIED - 1):
                return []
    return samples if len(samples) >= _TRIED else []


def _few(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Decode pictures that stand alone, and of those no more than are needed: some recorders write no others."""
    stream.codec_context.thread_count = 1
    step = int(Fraction(_STEP_MS, 1000) / (stream.time_base or Fraction(1, 1000)))
    last: int | None = None
    for packet in container.demux(stream):
        stamp = packet.pts if packet.pts is not None else packet.dts
        if packet.size and (not packet.is_keyframe or stamp is None or (last is not None and 0 <= stamp - last < step)):
            continue
        last = stamp if packet.size else last
        try:
            yield from packet.decode()
        except InvalidDataError:
            continue


def _all(
    container: InputContainer, stream: VideoStream, *, seen: Callable[[int], None] = lambda _: None
) -> Iterator[Sample]:
    begins, last = origin(container), -_FINE_MS
    for frame in pictures(container, stream):
        at = _at(frame, begins)
        if at - last >= _FINE_MS or at < last:
            yield at, shade_of(frame)
            last = at
            seen(at)


def _refined(container: InputContainer, stream: VideoStream, samples: Sequence[Sample]) -> list[Sample]:
    """Decode what lies between two samples that differ, to find the moment at which it changes."""
    begins, found, edges = origin(container), list(samples[:1]), 0
    for one, other in pairwise(samples):
        if one[1] != other[1] and edges < _MOST_EDGES:
            edges += 1
            found += _between(container, stream, begins, one[0], other[0])
        found.append(other)
    return found


def _between(
    container: InputContainer, stream: VideoStream, begins: Fraction, start: int, end: int
) -> Iterator[Sample]:
    try:
        container.seek(round((begins + Fraction(start, 1000)) * av.time_base), backward=True)
    except FFmpegError:
        return
    for at, shade in _all(container, stream):
        if at >= end:
            return
        if at > start:
            yield at, shade


def _runs(samples: Sequence[Sample], duration_ms: int) -> Iterator[tuple[Shade, int, int]]:
    """Give the stretches of one shade: each up to the first picture that is different, the last one up to the end."""
    start, shade = 0, ""
    for at, seen in samples:
        if seen != shade:
            yield _as_shade(shade), start, at
            start, shade = at, seen
    yield _as_shade(shade), start, max(duration_ms, start)


def _as_shade(word: str) -> Shade:
    return "black" if word == "black" else "covered" if word == "covered" else ""


def _at(frame: VideoFrame, begins: Fraction) -> int:
    return round(second_of(frame, begins) * 1000)
