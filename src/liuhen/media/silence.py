"""Stretches in which a recording has sound, and nothing can be heard on it: a covered or unplugged microphone."""

from collections.abc import Callable
from typing import Final

from av.audio.stream import AudioStream
from av.container import InputContainer

from liuhen.media.continuity import Stretch
from liuhen.media.levels import amplitude, pieces

LEAST_MS: Final = 2_000
"""Shorter ones are the pauses of any talk."""
DECIBELS: Final = -50
"""Below the loudest sound a recorder can hold; a quiet office is louder."""

_APART_MS: Final = 250  # what lies further apart is an interruption, and no silence
_SLACK_MS: Final = 100  # what codecs smear into a silence at its two ends


def silences(
    container: InputContainer,
    stream: AudioStream,
    *,
    least_ms: int = LEAST_MS,
    decibels: int = DECIBELS,
    heard: Callable[[int], None] = lambda _: None,
) -> list[Stretch]:
    """Return the stretches of at least `least_ms` that stay below a level.

    Args:
        decibels: below full amplitude, a negative number.
        heard: told the millisecond that has been reached.
    """
    limit, found, begun, last = amplitude(decibels), list[Stretch](), -1, 0

    def close() -> None:
        if begun >= 0 and last - begun >= least_ms - _SLACK_MS:
            found.append((begun, last))

    for piece in pieces(container, stream):
        if begun >= 0 and (piece.start - last > _APART_MS or piece.level >= limit):
            close()
            begun = -1
        if begun < 0 and piece.level < limit:
            begun = piece.start
        last = piece.end
        heard(piece.end)
    close()
    return found
