"""A copy that every browser plays: H.264 and AAC in MP4, at most 720 lines, the index in front, one thread.

It keeps the times of the original, so that a second on its page is the same second there: what the original lacks,
the copy shows as a picture that stands still and as silence. The original is only read.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, cast

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from liuhen.media.decoding import frames, origin, second_of
from liuhen.media.jpegs import fitted, upright
from liuhen.media.streams import playable

MOST: Final = (1280, 720)
"""Width and height a picture is fitted into; one taken upright is fitted into the same, turned."""

_H264: Final = {"preset": "veryfast", "crf": "25", "maxrate": "2500k", "bufsize": "5000k", "g": "60", "threads": "1"}
_TICK: Final = Fraction(1, 90_000)
_CLOSEST: Final = Fraction(1, 31)  # seconds between pictures: those of a 60 Hz recorder are halved
_HERTZ, _SAMPLES = 48_000, 1_024
_HELD_BACK: Final = 1_000  # pieces of sound, about twenty seconds


def make_copy(source: InputContainer, target: Path, *, duration_ms: int, said: Callable[[int], None]) -> str:
    """Write the copy of a recording to `target` and return its media type.

    Args:
        said: told how far it has come, in per cent.

    Raises:
        FFmpegError, OSError: it could not be written.
        ValueError: there is nothing that can be decoded.
    """
    streams = playable(source)
    video = next((one for one in streams if isinstance(one, VideoStream)), None)
    audio = next((one for one in streams if isinstance(one, AudioStream)), None)
    with av.open(str(target), mode="w", format="mp4", options={"movflags": "+faststart"}) as out:
        copying = _Copying(out, origin(source), duration_ms=duration_ms, said=said)
        copying.run(source, video, audio)
    if not copying.written:
        raise ValueError("nothing to copy")
    return "video/mp4" if copying.pictures else "audio/mp4"


class _Copying:
    """One pass over the packets of the original."""

    def __init__(
        self, out: OutputContainer, begins: Fraction, *, duration_ms: int, said: Callable[[int], None]
    ) -> None:
        self._out, self._begins, self._total, self._said = out, begins, max(1, duration_ms), said
        self._video: VideoStream | None = None
        self._audio: AudioStream | None = None
        self._sound = _Sound()
        self._last = self._heard = Fraction(-1)
        self._waiting: list[AudioFrame] = []
        self.pictures = self.written = 0

    def run(self, source: InputContainer, video: VideoStream | None, audio: AudioStream | None) -> None:
        """Decode everything in the order of the file and write it."""
        # The streams of the copy must be known before the first packet of either is written.
        if video is not None:
            self._video = self._out.add_stream("libx264", rate=30, options=_H264)
            self._video.pix_fmt = "yuv420p"
            self._video.codec_context.time_base = self._video.time_base = _TICK
            self._fit(*fitted(video.width, video.height, most=_frame_for(video.width, video.height)))
        if audio is not None:
            self._audio = self._out.add_stream("aac", rate=_HERTZ, layout="mono", bit_rate=96_000)
        for frame in frames(source, [one for one in (video, audio) if one is not None]):
            if isinstance(frame, VideoFrame):
                self._see(frame, aspect=video.sample_aspect_ratio if video is not None else None)
            else:
                self._await_picture(frame)
        self._end()

    def _fit(self, width: int, height: int) -> None:
        if self._video is not None:
            self._video.width, self._video.height = width, height

    def _see(self, frame: VideoFrame, *, aspect: Fraction | None) -> None:
        second = second_of(frame, self._begins)
        if self._video is None or second < self._last + _CLOSEST:
            return
        self._last = second
        small = upright(frame, most=_frame_for(frame.width, frame.height), aspect=aspect)
        if not self._video.codec_context.is_open:
            self._fit(small.width, small.height)
        elif (small.width, small.height) != (self._video.width, self._video.height):
            small = small.reformat(width=self._video.width, height=self._video.height)
        small.pts, small.time_base = round(second / _TICK), _TICK
        small.pict_type = PictureType.NONE  # or each would be coded as it was in the original, however large that is
        self.pictures += 1
        self._write(self._video.encode(small))
        self._tell(second)

    def _await_picture(self, frame: AudioFrame) -> None:
        """Hold sound back until the first picture has said which way up the camera was."""
        self._waiting.append(frame)
        if self._video is None or self.pictures or len(self._waiting) > _HELD_BACK:
            for one in self._waiting:
                self._hear(one)
            self._waiting.clear()

    def _hear(self, frame: AudioFrame) -> None:
        second = second_of(frame, self._begins)
        if self._audio is None or second < self._heard:
            return
        self._heard = second
        for piece in self._sound.pieces(frame, second):
            self._write(self._audio.encode(piece))
        if self._video is None:
            self._tell(second)

    def _end(self) -> None:
        for frame in self._waiting:
            self._hear(frame)
        if self._audio is not None:
            for piece in self._sound.rest():
                self._write(self._audio.encode(piece))
            if self._heard >= 0:
                self._write(self._audio.encode(None))
        if self._video is not None and self.pictures:
            self._write(self._video.encode(None))

    def _write(self, packets: "Sequence[Packet[Any]]") -> None:
        self._out.mux(packets)
        self.written += len(packets)

    def _tell(self, second: Fraction) -> None:
        self._said(min(99, int(second * 1000) * 100 // self._total))


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


def _frame_for(width: int, height: int) -> tuple[int, int]:
    return MOST if width >= height else (MOST[1], MOST[0])
