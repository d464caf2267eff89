"""A few pictures spread over a recording, each with the moment it shows."""

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final, TypeAlias

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from liuhen.media.decoding import origin, pictures, second_of

Shot: TypeAlias = tuple[int, VideoFrame]
"""Milliseconds from the beginning, and the picture shown then."""

MOST: Final = 24
"""Pictures in a row: what fits beside each other and can still be told apart."""
CLOSEST_MS: Final = 2_000
"""Between two of them: a short recording has fewer."""
IN_ONE_GO_MS: Final = 120_000
"""A recording up to this long is decoded from beginning to end; a longer one is jumped into."""

# After a jump it lands on the last picture that stands alone, which may be minutes before the moment wanted. Decoding
# goes on from there to the moment, but not for ever: so many pictures in any case, more while they are cheap.
_AHEAD: Final = 40
_SECONDS_AHEAD: Final = 2.0  # on the processor, for each of at most `MOST` jumps


def moments(duration_ms: int) -> list[int]:
    """Return the milliseconds at which pictures are wanted: the middle of equal stretches."""
    number = max(1, min(MOST, duration_ms // CLOSEST_MS))
    return [(2 * one + 1) * duration_ms // (2 * number) for one in range(number)]


def shots(
    container: InputContainer, stream: VideoStream, *, duration_ms: int, said: Callable[[int], None]
) -> Iterator[Shot]:
    """Give the pictures nearest to the wanted moments, none twice; damaged ones are passed over.

    Args:
        said: told how far it has come, in per cent.
    """
    wanted = moments(duration_ms)
    find = _one_after_another if duration_ms <= IN_ONE_GO_MS else _jumping
    last = -1
    for number, shot in enumerate(find(container, stream, wanted, origin(container))):
        said(min(99, 100 * number // len(wanted)))
        if shot[0] > last:
            last = shot[0]
            yield shot


def _one_after_another(
    container: InputContainer, stream: VideoStream, wanted: list[int], begins: Fraction
) -> Iterator[Shot]:
    ahead, latest = list(wanted), None
    for frame in pictures(container, stream):
        latest = (_at(frame, begins), frame)
        if latest[0] >= ahead[0]:
            yield latest
            ahead = [one for one in ahead if one > latest[0]]
            if not ahead:
                return
    if latest is not None:
        yield latest


def _jumping(container: InputContainer, stream: VideoStream, wanted: list[int], begins: Fraction) -> Iterator[Shot]:
    for moment in wanted:
        try:
            container.seek(round((begins + Fraction(moment, 1000)) * av.time_base), backward=True)
        except FFmpegError:
            continue
        shot = _nearest(pictures(container, stream), moment, begins)
        if shot is not None:
            yield shot


def _nearest(found: Iterator[VideoFrame], moment: int, begins: Fraction) -> Shot | None:
    shot, began = None, time.process_time()
    for number, frame in enumerate(found):
        shot = (_at(frame, begins), frame)
        if shot[0] >= moment or (number >= _AHEAD and time.process_time() - began > _SECONDS_AHEAD):
            break
    return shot


def _at(frame: VideoFrame, begins: Fraction) -> int:
    return round(second_of(frame, begins) * 1000)
