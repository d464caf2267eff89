"""Sound as one unbroken tape of 16-bit samples: cut to its length, with stretches silent, under a tone, or altered."""

from array import array
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from math import pi, sin
from typing import Final

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.filter import Graph

from liuhen.media.derivatives.plans import Mute, Muting

HERTZ: Final = 48_000
PIECE: Final = 1_024
"""Samples that go to the encoder at once."""

_JITTER: Final = HERTZ // 100  # samples: stamps that are off by less are taken to follow each other
_MARGIN: Final = Fraction(20, 1000)
"""Seconds by which a mute is widened on either side: twice what a place on the tape may be off."""
_LONGEST_PAUSE: Final = HERTZ * 10  # samples of silence written at once
_TONE_HERTZ, _TONE_LOUDNESS = 1_000, 3_000  # of 32,768
_TONE: Final = array(
    "h", (round(_TONE_LOUDNESS * sin(2 * pi * _TONE_HERTZ * place / HERTZ)) for place in range(HERTZ // _TONE_HERTZ))
)
_LOWER: Final = Fraction(4, 5)
"""An altered voice is lower by this ratio, at the same pace. Whoever knows it can undo it: silence is the safe way."""

Mixed = Callable[[int, bytes, bytes], bytes]
"""Gets where samples begin on the tape, the samples, and the same in a lower voice; returns what is heard."""


class Tape:
    """Takes decoded sound in its order and gives pieces of the tape.

    Args:
        channels: 1 or 2.
        start: seconds of the original at which the tape begins; `end` where it ends.
        mutes: in milliseconds of the original.
    """

    def __init__(self, channels: int, start: Fraction, end: Fraction, mutes: Sequence[Mute]) -> None:
        self.layout = "mono" if channels == 1 else "stereo"
        self._wide = 2 * channels  # bytes of one moment
        self._start, self._length = start, int((end - start) * HERTZ)
        self._mutes = [
            (self._sample(one.from_ms, up=False), self._sample(one.to_ms, up=True), one.how) for one in mutes
        ]
        self._resampler: AudioResampler | None = None
        self._shape: tuple[str, int, str] | None = None
        self._place, self._rest = 0, bytearray()
        self._altering = _Altering(self.layout) if any(one.how == "altered" for one in mutes) else None
        self._given = 0

    @property
    def used(self) -> bool:
        """Say whether anything is on the tape."""
        return self._given > 0

    def pieces(self, frame: AudioFrame, second: Fraction) -> Iterator[AudioFrame]:
        """Give what is ready after one more frame, heard at `second` of the original."""
        place = int((second - self._start) * HERTZ)
        for samples in self._resampled(frame):
            yield from self._lay(place, samples)
            place += len(samples) // self._wide

    def rest(self) -> Iterator[AudioFrame]:
        """Give what was held back; the tape ends where its sound ended."""
        if self._resampler is not None:
            for frame in self._resampler.resample(None):
                yield from self._lay(self._place, self._bytes(frame))
        if self._altering is not None:
            self._rest += self._altering.finish(self._place, self._wide, self._mixed)
        yield from self._given_out(everything=True)

    def _resampled(self, frame: AudioFrame) -> Iterator[bytes]:
        shape = (frame.format.name, frame.sample_rate, frame.layout.name)
        if shape != self._shape:
            self._resampler = AudioResampler(format="s16", layout=self.layout, rate=HERTZ)
            self._shape = shape
        if self._resampler is not None:
            frame.pts = None  # the place on the tape is reckoned here, from the stamp of each decoded frame
            for one in self._resampler.resample(frame):
                yield self._bytes(one)

    def _bytes(self, frame: AudioFrame) -> bytes:
        return bytes(frame.planes[0])[: frame.samples * self._wide]

    def _lay(self, place: int, samples: bytes) -> Iterator[AudioFrame]:
        """Put samples on the tape: what is missing before them is silence, what is there already is not put twice."""
        while self._place + _JITTER < min(place, self._length):
            pause = min(place - self._place, self._length - self._place, _LONGEST_PAUSE)
            yield from self._take(bytes(pause * self._wide))
        if place + _JITTER < self._place:
            samples = samples[(self._place - place) * self._wide :]
        yield from self._take(samples[: max(0, self._length - self._place) * self._wide])

    def _take(self, samples: bytes) -> Iterator[AudioFrame]:
        if samples:
            begins = self._place
            self._place += len(samples) // self._wide
            if self._altering is None:
                self._rest += self._mixed(begins, samples, b"")
            else:
                self._rest += self._altering.lay(begins, samples, self._wide, self._mixed)
            yield from self._given_out(everything=False)

    def _mixed(self, begins: int, samples: bytes, altered: bytes) -> bytes:
        """Return samples with every stretch treated as the plan says."""
        ends, mixed = begins + len(samples) // self._wide, bytearray(samples)
        for first, last, how in self._mutes:
            left, right = max(first, begins), min(last, ends)
            if left < right:
                inside = slice((left - begins) * self._wide, (right - begins) * self._wide)
                mixed[inside] = self._instead(how, altered[inside], left, inside.stop - inside.start)
        return bytes(mixed)

    def _instead(self, how: Muting, altered: bytes, begins: int, size: int) -> bytes:
        if how == "altered":
            return altered.ljust(size, b"\0")
        return self._tone(begins, size) if how == "tone" else bytes(size)

    def _tone(self, begins: int, size: int) -> bytes:
        once = b"".join(one.to_bytes(2, "little", signed=True) * (self._wide // 2) for one in _TONE)
        missed = begins % len(_TONE) * self._wide
        return (once * (size // len(once) + 2))[missed : missed + size]

    def _given_out(self, *, everything: bool) -> Iterator[AudioFrame]:
        size = PIECE * self._wide
        while len(self._rest) >= size or (everything and self._rest):
            piece = bytes(self._rest[:size])
            del self._rest[:size]
            yield self._frame(piece)

    def _frame(self, piece: bytes) -> AudioFrame:
        samples = len(piece) // self._wide
        frame = AudioFrame(format="s16", layout=self.layout, samples=samples)
        frame.planes[0].update(piece.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.time_base, frame.pts = HERTZ, Fraction(1, HERTZ), self._given
        self._given += samples
        return frame

    def _sample(self, milliseconds: int, *, up: bool) -> int:
        exact = (Fraction(milliseconds, 1000) + (_MARGIN if up else -_MARGIN) - self._start) * HERTZ
        return max(0, -int(-exact // 1) if up else int(exact // 1))


class _Altering:
    """The same tape in a lower voice, a little behind; each piece waits until its twin is there."""

    def __init__(self, layout: str) -> None:
        self._layout = layout
        self._waiting: deque[tuple[int, bytes]] = deque()
        self._altered = bytearray()
        self._graph = _lower(layout)

    def lay(self, begins: int, samples: bytes, wide: int, mixed: Mixed) -> bytes:
        frame = AudioFrame(format="s16", layout=self._layout, samples=len(samples) // wide)
        frame.planes[0].update(samples.ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.time_base, frame.pts = HERTZ, Fraction(1, HERTZ), begins
        self._graph.push(frame)
        self._waiting.append((begins, samples))
        self._hear(wide)
        return self._ready(mixed)

    def finish(self, length: int, wide: int, mixed: Mixed) -> bytes:
        if self._waiting:
            self._graph.push(None)
            self._hear(wide)
            self._altered += bytes(length * wide)
        return self._ready(mixed)

    def _hear(self, wide: int) -> None:
        while True:
            try:
                frame = self._graph.pull()
            except (BlockingIOError, EOFError):
                return
            if isinstance(frame, AudioFrame):
                self._altered += bytes(frame.planes[0])[: frame.samples * wide]

    def _ready(self, mixed: Mixed) -> bytes:
        found = bytearray()
        while self._waiting and len(self._waiting[0][1]) <= len(self._altered):
            begins, samples = self._waiting.popleft()
            found += mixed(begins, samples, bytes(self._altered[: len(samples)]))
            del self._altered[: len(samples)]
        return bytes(found)


def _lower(layout: str) -> Graph:
    graph = Graph()
    last = graph.add_abuffer(format="s16", sample_rate=HERTZ, layout=layout, time_base=Fraction(1, HERTZ))
    for name, arguments in (
        ("asetrate", str(int(HERTZ * _LOWER))),
        ("aresample", str(HERTZ)),
        ("atempo", str(float(1 / _LOWER))),
        ("aformat", f"sample_fmts=s16:channel_layouts={layout}"),
        ("abuffersink", None),
    ):
        step = graph.add(name, arguments)
        last.link_to(step)
        last = step
    graph.configure()
    return graph
