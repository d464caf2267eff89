"""Decode what can be decoded: a damaged packet is passed over, a recording that is nothing but damage ends."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

import av
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.error import InvalidDataError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from liuhen.media.streams import Playable

_SICK: Final = 1_000
"""Undecodable packets in a row after which nothing more is expected."""


def frames(container: InputContainer, streams: Sequence[Playable]) -> Iterator[VideoFrame | AudioFrame]:
    """Give pictures and sound in the order of the file, from where it is being read; on one thread."""
    for stream in streams:
        if not stream.codec_context.is_open:
            stream.codec_context.thread_count = 1
    sick = 0
    for packet in container.demux(list(streams)):
        try:
            found = packet.decode()
            sick = 0
        except InvalidDataError:
            found, sick = [], sick + 1
        if sick > _SICK:
            return
        yield from (frame for frame in found if isinstance(frame, VideoFrame | AudioFrame))


def pictures(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    """Give the pictures of one stream alone."""
    yield from (frame for frame in frames(container, [stream]) if isinstance(frame, VideoFrame))


def origin(container: InputContainer) -> Fraction:
    """Return the second on the file's own clock at which playing begins."""
    return Fraction(container.start_time or 0, av.time_base)


def second_of(frame: VideoFrame | AudioFrame, begins: Fraction) -> Fraction:
    """Return the second at which a frame is shown or heard, counted from where playing begins; never negative."""
    stamp = frame.pts if frame.pts is not None else frame.dts
    return max(Fraction(0), Fraction(stamp or 0) * (frame.time_base or 0) - begins)
