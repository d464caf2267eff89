"""How loud a recording is, from moment to moment, as one plain row of figures."""

from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from liuhen.media.decoding import frames, origin

HERTZ: Final = 8_000
"""Samples per second: speech lies below half of it."""
PIECE: Final = HERTZ // 50
"""Samples in a piece: 20 ms, what voice is told by."""
LOUDEST: Final = 32_768

_FAR: Final = 0.25  # seconds: a later sound does not follow the one before
_LONG: Final = PIECE / HERTZ  # seconds


class Piece(NamedTuple):
    """A piece of sound: where it begins and ends in milliseconds, and its samples (one channel, 16 bits)."""

    start: int
    end: int
    samples: "array[int]"

    @property
    def level(self) -> int:
        """Return the mean amplitude, 0 to 32,768."""
        return sum(map(abs, self.samples)) // len(self.samples)


def pieces(container: InputContainer, stream: AudioStream) -> Iterator[Piece]:
    """Give the sound of one stream in pieces of 20 ms; nothing is put where the recording has nothing."""
    resampler = AudioResampler(format="s16", layout="mono", rate=HERTZ)
    begins, waiting, at = float(origin(container)), array("h"), 0.0
    for heard in frames(container, [stream]):
        if not isinstance(heard, AudioFrame):
            continue
        second = max(0.0, (heard.time or 0.0) - begins)
        if abs(second - at - len(waiting) / HERTZ) > _FAR:
            waiting, at = array("h"), second
        for frame in resampler.resample(heard):
            waiting.frombytes(bytes(frame.planes[0])[: 2 * frame.samples])
        whole = len(waiting) // PIECE
        for number in range(whole):
            start = at + number * _LONG
            piece = waiting[number * PIECE : (number + 1) * PIECE]
            yield Piece(round(start * 1000), round((start + _LONG) * 1000), piece)
        at += whole * _LONG
        del waiting[: whole * PIECE]


def amplitude(decibels: int) -> int:
    """Return the amplitude that lies so many decibels below the loudest (a negative number)."""
    return round(LOUDEST * 10 ** (decibels / 20))
