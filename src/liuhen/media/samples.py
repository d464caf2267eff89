"""Make a recording for demonstrations: moving test picture, running clock, tone; H.264 and AAC, plays in browsers.

It says in the picture and in its title that it is a sample and shows nothing real.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction
from heapq import merge
from pathlib import Path
from typing import Final, TypeAlias, cast

import av
from av.audio.frame import AudioFrame
from av.codec.context import Flags as CodecFlags
from av.container import Flags, OutputContainer
from av.error import FFmpegError
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from liuhen.kernel.clock import require_aware
from liuhen.kernel.errors import UnusableError
from liuhen.media.captions import HEIGHT, WIDTH, captions

Moment: TypeAlias = VideoFrame | AudioFrame

RATE: Final = 15
"""Pictures per second."""

HERTZ: Final = 48_000
"""Sound samples per second."""

_H264: Final = {"preset": "veryfast", "crf": "29", "g": str(2 * RATE), "threads": "1"}


def make_sample(
    path: Path,
    *,
    seconds: int,
    started: datetime,
    title: str,
    gap: tuple[int, int] | None = None,
    fonts: Sequence[Path] = (),
) -> Path:
    """Write a sample MP4 to `path` and return it; the same arguments and fonts give the same bytes.

    Args:
        path: where to write; replaced when there.
        seconds: length on the clock, 1 or more.
        started: the first second, aware; burned in as Beijing time and written as the creation time.
        title: burned in and written as the title; should itself name only invented people and places.
        gap: seconds (from, to) of the clock in which nothing is recorded, as when a device was switched off; the
            clock in the picture runs on.
        fonts: folders with a Chinese font, where the system has none.

    Raises:
        UnusableError: it could not be written.
    """
    if seconds < 1 or (gap and not 0 <= gap[0] < gap[1] <= seconds):
        raise ValueError(f"not a sample: {seconds} s with gap {gap}")
    moment = require_aware(started).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    pages = captions(title=title, started=started, seconds=seconds, fonts=fonts)
    try:
        with av.open(str(path), mode="w", format="mp4", options={"movflags": "+faststart"}) as out:
            out.flags |= cast("int", Flags.bitexact.value)
            out.metadata.update({"creation_time": moment, "title": f"{title}（示例）"})
            _record(out, pages, seconds=seconds, gap=gap or (0, 0))
    except (FFmpegError, OSError) as error:
        raise UnusableError(
            "示例录像没有生成。", why=f"无法写入 {path.name}。", remedy="请检查存储空间与权限。"
        ) from error
    return path


def _record(out: OutputContainer, pages: Sequence[VideoFrame], *, seconds: int, gap: tuple[int, int]) -> None:
    video = out.add_stream("libx264", rate=RATE, options=_H264)
    video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    audio = out.add_stream("aac", rate=HERTZ, layout="mono", bit_rate=64_000)
    for stream in (video, audio):
        stream.codec_context.flags |= CodecFlags.bitexact.value
    # Picture and sound in the order of time, so that a browser can play while it loads.
    for frame in merge(_pictures(pages, seconds), _sounds(seconds), key=_second):
        if not gap[0] <= _second(frame) < gap[1]:
            packets = video.encode(frame) if isinstance(frame, VideoFrame) else audio.encode(frame)
            out.mux(packets)
    out.mux(video.encode(None))
    out.mux(audio.encode(None))


def _second(frame: Moment) -> Fraction:
    return Fraction(frame.pts or 0) * (frame.time_base or 0)


def _pictures(pages: Sequence[VideoFrame], seconds: int) -> Iterator[Moment]:
    graph = Graph()
    picture = graph.add("testsrc2", f"size={WIDTH}x{HEIGHT}:rate={RATE}:duration={seconds}")
    caption = graph.add_buffer(width=WIDTH, height=HEIGHT, format=VideoFormat("rgba"), time_base=Fraction(1))
    both, colours, end = graph.add("overlay"), graph.add("format", "yuv420p"), graph.add("buffersink")
    picture.link_to(both, 0, 0)
    caption.link_to(both, 0, 1)
    both.link_to(colours)
    colours.link_to(end)
    graph.configure()
    for second, page in enumerate(pages):
        page.pts, page.time_base = second, Fraction(1)
        caption.push(page)
        yield from _pulled(graph.vpull)
    caption.push(None)
    yield from _pulled(graph.vpull)


def _sounds(seconds: int) -> Iterator[Moment]:
    graph = Graph()
    tone = f"frequency=220:beep_factor=4:sample_rate={HERTZ}:samples_per_frame=1024:duration={seconds}"
    source, shape = graph.add("sine", tone), graph.add("aformat", "sample_fmts=fltp:channel_layouts=mono")
    end = graph.add("abuffersink")
    source.link_to(shape)
    shape.link_to(end)
    graph.configure()
    yield from _pulled(cast("Callable[[], AudioFrame]", graph.pull))


def _pulled(pull: Callable[[], Moment]) -> Iterator[Moment]:
    while True:
        try:
            yield pull()
        except (BlockingIOError, EOFError):  # nothing more for now, or at all
            return
