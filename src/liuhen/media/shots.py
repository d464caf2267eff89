"""A few pictures spread over a recording, each with the moment it shows."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice
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

_AHEAD: Final = 40  # pictures decoded after a jump, at most, to come closer to the moment wanted


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
        shot = None
        for frame in islice(pictures(container, stream), _AHEAD):
            shot = (_at(frame, begins), frame)
            if shot[0] >= moment:
                break
        if shot is not None:
            yield shot


def _at(frame: VideoFrame, begins: Fraction) -> int:
    return round(second_of(frame, begins) * 1000)
