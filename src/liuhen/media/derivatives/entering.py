"""Where reading begins, so that a stretch late in a long recording is not reached through hours of pictures."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from liuhen.media.decoding import frames, origin, second_of
from liuhen.media.jpegs import fitted, upright
from liuhen.media.packets import opened
from liuhen.media.streams import Playable, playable

_BEFORE: Final = 4
"""Seconds that are read before the stretch: the sound that belongs to a picture may lie before it in the file."""
LARGEST: Final = (8192, 8192)


@dataclass(frozen=True, slots=True)
class Entry:
    """Where to begin.

    Args:
        second: jumped to, None where the file is read from its beginning.
        size: pixels of the upright picture, None where there is none.
    """

    second: Fraction | None
    size: tuple[int, int] | None
    video: VideoStream | None
    audio: AudioStream | None

    @property
    def streams(self) -> list[Playable]:
        """Return the streams that are read."""
        return [one for one in (self.video, self.audio) if one is not None]

    def go(self, source: InputContainer, begins: Fraction) -> None:
        """Jump there."""
        if self.second is not None:
            _jump(source, begins, self.second)


def way_in(original: Path, demuxer: str, source: InputContainer, *, start_ms: int) -> Entry:
    """Return where to begin reading `source` for a stretch from `start_ms`, found by trying it in another opening.

    Raises:
        ValueError: nothing can be decoded from there.
    """
    streams = playable(source)
    video = next((one for one in streams if isinstance(one, VideoStream)), None)
    audio = next((one for one in streams if isinstance(one, AudioStream)), None)
    start = Fraction(start_ms, 1000)
    for second in [start - _BEFORE, None] if start > _BEFORE else [None]:
        with opened(original, demuxer) as trial:
            tried = _try(trial, second, start)
        if tried is not None:
            return Entry(second, tried if video is not None else None, video, audio)
    raise ValueError("nothing to decode")


def _try(trial: InputContainer, second: Fraction | None, start: Fraction) -> tuple[int, int] | None:
    """Return the size of the first picture from a jump; None where it lands behind the stretch, or nothing is there."""
    streams = playable(trial)
    first = next((one for one in streams if isinstance(one, VideoStream)), streams[0])
    begins = origin(trial)
    if second is not None and not _jump(trial, begins, second):
        return None
    frame = next(frames(trial, [first]), None)
    if frame is None or (second is not None and second_of(frame, begins) > start):
        return None
    if isinstance(frame, VideoFrame) and isinstance(first, VideoStream):
        flat = upright(frame, most=LARGEST, aspect=first.sample_aspect_ratio)
        return flat.width, flat.height
    return fitted(2, 2, most=LARGEST)


def _jump(source: InputContainer, begins: Fraction, second: Fraction) -> bool:
    try:
        source.seek(round((begins + second) * av.time_base), backward=True)
    except FFmpegError:
        return False
    return True
