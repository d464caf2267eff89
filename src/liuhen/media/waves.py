"""How loud a sound recording is, stretch by stretch, so that a silence can be seen."""

from array import array
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from liuhen.media.decoding import frames, origin, second_of

MOST: Final = 600
"""Stretches of a long recording: about one for each pixel of a phone."""

_SHORTEST_MS: Final = 100  # longer than what codecs put into one packet
_HERTZ: Final = 8_000
_LOUDEST: Final = 32_768


def peaks(
    container: InputContainer, stream: AudioStream, *, duration_ms: int, said: Callable[[int], None]
) -> list[int]:
    """Return the highest amplitude of at most `MOST` equal stretches, 0 to 100; a stretch without sound is 0.

    Args:
        said: told how far it has come, in per cent.
    """
    found = [0] * max(1, min(MOST, duration_ms // _SHORTEST_MS))
    resampler = AudioResampler(format="s16", layout="mono", rate=_HERTZ)
    begins, length = origin(container), Fraction(max(1, duration_ms), 1000)
    for heard in frames(container, [stream]):
        if isinstance(heard, AudioFrame):
            share = min(Fraction(1), second_of(heard, begins) / length)
            place = min(len(found) - 1, int(share * len(found)))
            found[place] = max(found[place], *(_loudness(one) for one in resampler.resample(heard)), 0)
            said(min(99, int(share * 100)))
    return found


def _loudness(frame: AudioFrame) -> int:
    samples = array("h", bytes(frame.planes[0])[: 2 * frame.samples])
    return max(*samples, -min(samples)) * 100 // _LOUDEST if len(samples) > 1 else 0
