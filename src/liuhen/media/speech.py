"""Where somebody speaks in the first minutes of a recording, so that the spoken opening is found at a glance.

By loudness over the quietest part, or, where the package `webrtcvad` is installed, by what sounds like a voice. A mark
proves nothing: whether time, place, people, party and stage were said is confirmed by somebody who listens.
"""

from collections.abc import Iterator
from itertools import takewhile
from typing import Final, Literal, TypeAlias

from av.audio.stream import AudioStream
from av.container import InputContainer

from liuhen.media.continuity import Stretch
from liuhen.media.levels import HERTZ, Piece, amplitude, pieces

By: TypeAlias = Literal["voice", "level"]

HEARD_MS: Final = 300_000
"""The opening lies in the first five minutes."""

_LEAST: Final = amplitude(-45)
_OVER: Final = 3  # times as loud as the quietest part
_QUIETEST: Final = 5  # the quietest fifth of all pieces
_PAUSE_MS: Final = 700  # a breath between two words
_SHORTEST_MS: Final = 300  # anything shorter is a knock
_STRICT: Final = 2  # of 0 to 3


def speech(container: InputContainer, stream: AudioStream) -> tuple[list[Stretch], By]:
    """Return the stretches, in milliseconds, in which somebody seems to speak, and by what that was told."""
    heard = list(takewhile(lambda piece: piece.start < HEARD_MS, pieces(container, stream)))
    told = _by_voice(heard)
    by: By = "level" if told is None else "voice"
    return list(_stretches(heard, told if told is not None else _by_level(heard))), by


def _by_level(heard: list[Piece]) -> list[bool]:
    levels = [piece.level for piece in heard]
    floor = sorted(levels)[len(levels) // _QUIETEST] if levels else 0
    limit = max(_LEAST, min(floor * _OVER, amplitude(-25)))
    return [level >= limit for level in levels]


def _by_voice(heard: list[Piece]) -> list[bool] | None:
    try:
        import webrtcvad  # noqa: PLC0415  # an extra
    except ImportError:
        return None
    judge = webrtcvad.Vad(_STRICT)
    return [judge.is_speech(piece.samples.tobytes(), HERTZ) for piece in heard]


def _stretches(heard: list[Piece], spoken: list[bool]) -> Iterator[Stretch]:
    begun, last = -1, -1
    for piece, speaks in zip(heard, spoken, strict=True):
        if not speaks:
            continue
        if begun >= 0 and piece.start - last > _PAUSE_MS:
            if last - begun >= _SHORTEST_MS:
                yield begun, last
            begun = piece.start
        begun, last = (piece.start if begun < 0 else begun), piece.end
    if begun >= 0 and last - begun >= _SHORTEST_MS:
        yield begun, last
