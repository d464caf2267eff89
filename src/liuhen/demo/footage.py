"""Recordings of the demo: drawn pictures with a clock, long as a real inspection and small as a page of text."""

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Final, cast

import av
import typst
from av.codec.context import Flags as CodecFlags
from av.container import Flags, OutputContainer
from av.filter import Graph
from av.video.frame import PictureType

from liuhen.kernel.clock import BEIJING
from liuhen.media.captions import FACES
from liuhen.papers import faces

_SHEET: Final = Path(__file__).with_name("scene.typ")
_WIDTH, _HEIGHT = 480, 270
_H264: Final = {"preset": "ultrafast", "tune": "stillimage", "crf": "32", "g": "150", "threads": "1"}
_HERTZ: Final = 8_000
_FRAME: Final = 2  # seconds: as far apart as pictures may be without being an interruption
_PAGE: Final = 300  # seconds that one drawn picture of a video stands


def video(
    path: Path, *, title: str, scene: str, started: datetime, seconds: int, gap: tuple[int, int] | None = None
) -> Path:
    """Write an MP4 of one picture every two seconds, whose clock moves every five minutes.

    Args:
        gap: seconds (from, to) in which nothing is recorded.
    """
    moments = [started + timedelta(seconds=at) for at in range(0, seconds, _PAGE)]
    pages = _drawn(title, scene, moments)
    with _opened(path, title, started) as file:
        stream = file.add_stream("libx264", rate=Fraction(1, _FRAME), options=_H264)
        stream.width, stream.height, stream.pix_fmt = _WIDTH, _HEIGHT, "yuv420p"
        stream.codec_context.flags |= CodecFlags.bitexact.value
        for second in range(0, seconds, _FRAME):
            if second % _PAGE == 0:
                frame = _picture(pages[second // _PAGE])
            frame.pts, frame.time_base = second, Fraction(1)
            if gap is None or not gap[0] < second < gap[1]:
                file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def audio(path: Path, *, title: str, started: datetime, seconds: int) -> Path:
    """Write an M4A with a quiet tone: the sound of nobody's interview."""
    with _opened(path, title, started) as file:
        stream = file.add_stream("aac", rate=_HERTZ, layout="mono", bit_rate=8_000)
        stream.codec_context.flags |= CodecFlags.bitexact.value
        for frame in _tone(seconds):
            file.mux(stream.encode(frame))
        file.mux(stream.encode(None))
    return path


def photo(*, title: str, scene: str, taken: datetime) -> bytes:
    """Return a drawn PNG."""
    return _drawn(title, scene, [taken])[0]


def _drawn(title: str, scene: str, moments: Sequence[datetime]) -> list[bytes]:
    known = typst.Fonts(font_paths=[faces.folder()])
    face = next(face for face in FACES if face in known.families())
    clocks = "|".join(moment.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M:%S") for moment in moments)
    inputs = {"title": title, "scene": scene, "clocks": clocks, "face": face}
    pages = typst.Compiler(_SHEET, font_paths=known, sys_inputs=inputs).compile(format="png", ppi=72)
    return [pages] if isinstance(pages, bytes) else list(pages or [])


def _picture(page: bytes) -> av.VideoFrame:
    with av.open(io.BytesIO(page), mode="r", format="png_pipe") as container:
        frame = next(container.decode(video=0)).reformat(format="yuv420p")
    frame.pict_type = PictureType.NONE  # or every second would be a whole picture
    return frame


def _opened(path: Path, title: str, started: datetime) -> OutputContainer:
    file = av.open(str(path), mode="w", format="mp4", options={"movflags": "+faststart"})
    file.flags |= cast("int", Flags.bitexact.value)
    moment = started.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    file.metadata.update({"creation_time": moment, "title": f"{title}（示例）"})
    return file


def _tone(seconds: int) -> Iterator[av.AudioFrame]:
    graph = Graph()
    source = graph.add("sine", f"frequency=180:sample_rate={_HERTZ}:samples_per_frame=1024:duration={seconds}")
    shape, end = graph.add("aformat", "sample_fmts=fltp:channel_layouts=mono"), graph.add("abuffersink")
    source.link_to(shape)
    shape.link_to(end)
    graph.configure()
    while True:
        try:
            yield cast("av.AudioFrame", graph.pull())
        except (BlockingIOError, EOFError):
            return
