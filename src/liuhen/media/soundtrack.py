"""The sound of a copy: AAC, one channel, the times of the original, with silence where the original has nothing."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import cast

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.filter import Graph

from liuhen.media.decoding import frames, origin, second_of
from liuhen.media.reels import Piece, Reopen
from liuhen.media.streams import playable

_HERTZ, _SAMPLES = 48_000, 1_024


def record(reopen: Reopen, piece: Piece, *, reached: Callable[[Fraction], None]) -> None:
    """Write the sound of a recording into a piece of its own, from its first second to its last.

    Args:
        reached: told the second that has been reached.
    """
    with reopen() as source, piece.writing():
        begins, heard, sound = origin(source), Fraction(-1), _Sound()
        out = piece.stream("aac", rate=_HERTZ, layout="mono", bit_rate=96_000)
        for frame in _heard(source):
            second = second_of(frame, begins)
            if second < heard:
                continue
            heard = second
            for one in sound.pieces(frame, second):
                piece.write(out.encode(one))
            reached(second)
        for one in sound.rest():
            piece.write(out.encode(one))
        if heard >= 0:
            piece.write(out.encode(None))


def _heard(source: InputContainer) -> Iterator[AudioFrame]:
    stream = next(one for one in playable(source) if isinstance(one, AudioStream))
    yield from (frame for frame in frames(source, [stream]) if isinstance(frame, AudioFrame))


class _Sound:
    """Turns any sound into the copy's, with silence where the original has none."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: tuple[str, int, str] | None = None

    def pieces(self, frame: AudioFrame, second: Fraction) -> Iterator[AudioFrame]:
        """Give what is ready after one more frame, heard at `second`."""
        shape = (frame.format.name, frame.sample_rate, frame.layout.name)
        if shape != self._shape:
            yield from self.rest()
            self._graph, self._shape = _graph(*shape, first=self._shape is None), shape
        if self._graph is not None:
            frame.time_base = Fraction(1, frame.sample_rate)
            frame.pts = round(second * frame.sample_rate)
            self._graph.push(frame)
            yield from _pulled(self._graph)

    def rest(self) -> Iterator[AudioFrame]:
        """Give what was held back."""
        if self._graph is not None:
            self._graph.push(None)
            yield from _pulled(self._graph)
            self._graph = None


def _pulled(graph: Graph) -> Iterator[AudioFrame]:
    while True:
        try:
            yield cast("AudioFrame", graph.pull())
        except (BlockingIOError, EOFError):
            return


def _graph(form: str, rate: int, layout: str, *, first: bool) -> Graph:
    graph = Graph()
    last = graph.add_abuffer(format=form, sample_rate=rate, layout=layout, time_base=Fraction(1, rate))
    for name, arguments in (
        ("aresample", f"{_HERTZ}:async=1" + (":first_pts=0" if first else "")),
        ("aformat", "sample_fmts=fltp:channel_layouts=mono"),
        ("asetnsamples", f"n={_SAMPLES}:p=0"),
        ("abuffersink", None),
    ):
        step = graph.add(name, arguments)
        last.link_to(step)
        last = step
    graph.configure()
    return graph
