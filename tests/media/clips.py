"""The same short recording in every container, and ways to spoil it."""

import struct
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.video.frame import PictureType

SECONDS = 6


def rewrapped(clip: Path, to: Path, container: str, **options: str) -> Path:
    """Copy the packets of `clip` into another container, without re-encoding."""
    with av.open(str(clip)) as source, av.open(str(to), "w", format=container, options=options) as out:
        twins = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = twins[packet.stream_index]
                out.mux(packet)
    return to


def tone(to: Path, codec: str, container: str, *, seconds: int = SECONDS, rate: int = 44_100) -> Path:
    """Make a recording of sound alone: silence, in any codec."""
    with av.open(str(to), "w", format=container) as out:
        stream = out.add_stream(codec, rate=rate, layout="mono")
        size = stream.codec_context.frame_size or 1024
        for number in range(rate * seconds // size):
            frame = av.AudioFrame(format=stream.format, layout="mono", samples=size)
            frame.planes[0].update(bytes(frame.planes[0].buffer_size))
            frame.rate, frame.pts, frame.time_base = rate, number * size, Fraction(1, rate)
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return to


def picture(to: Path, codec: str, container: str, *, size: tuple[int, int], frames: int = 2) -> Path:
    """Make a recording of one grey picture, of any size."""
    with av.open(str(to), "w", format=container) as out:
        stream = out.add_stream(codec, rate=1)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        if codec in {"libx264", "libx265"}:
            quiet = {"x265-params": "log-level=error"} if codec == "libx265" else {}
            stream.options = {"preset": "ultrafast"} | quiet
        for number in range(frames):
            frame = av.VideoFrame(*size, "yuv420p")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return to


def scene(
    to: Path,
    *,
    seconds: int,
    dark: tuple[int, int] = (0, 0),
    hush: tuple[int, int] = (0, 0),
    rate: int = 10,
    covered: bool = False,
    every: int = 20,
) -> Path:
    """Record a moving test picture with a tone; black (or covered) and silent in the given seconds.

    Args:
        every: pictures from one that stands alone to the next.
    """
    plain = f"drawbox=color={'0x504038' if covered else 'black'}:t=fill:enable='between(t,{dark[0]},{dark[1]}-0.01)'"
    picture, sound = av.filter.Graph(), av.filter.Graph()
    chain(
        picture,
        ("testsrc2", f"size=320x180:rate={rate}:duration={seconds}"),
        ("drawbox", plain.partition("=")[2]),
        ("format", "yuv420p"),
        ("buffersink", None),
    )
    chain(
        sound,
        ("sine", f"frequency=440:sample_rate=8000:samples_per_frame=1024:duration={seconds}"),
        ("volume", f"0:enable='between(t,{hush[0]},{hush[1]}-0.01)'"),
        ("aformat", "sample_fmts=fltp"),
        ("abuffersink", None),
    )
    with av.open(str(to), "w", format="mp4") as out:
        video = out.add_stream(
            "libx264", rate=rate, options={"preset": "ultrafast", "g": str(every), "x264-params": "scenecut=0"}
        )
        video.width, video.height, video.pix_fmt = 320, 180, "yuv420p"
        audio = out.add_stream("aac", rate=8000, layout="mono")
        for frame in pulled(picture):
            frame.pict_type = PictureType.NONE  # or each would stand alone
            out.mux(video.encode(frame))
        for frame in pulled(sound):
            out.mux(audio.encode(frame))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return to


def chain(graph: av.filter.Graph, *steps: tuple[str, str | None]) -> None:
    """Put filters one after the other."""
    made = [graph.add(name, arguments) for name, arguments in steps]
    for one, other in pairwise(made):
        one.link_to(other)
    graph.configure()


def pulled(graph: av.filter.Graph) -> Iterator[av.VideoFrame | av.AudioFrame]:
    """Give what a graph makes, to its end."""
    while True:
        try:
            yield graph.pull()
        except (BlockingIOError, EOFError):
            return


def shifted(clip: Path, to: Path, *, after: int, by: Fraction, container: str = "mp4") -> Path:
    """Copy a recording with every packet from second `after` on moved by so many seconds."""
    with av.open(str(clip)) as source, av.open(str(to), "w", format=container) as out:
        twins = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is None:
                continue
            if packet.pts * packet.time_base >= after:
                packet.pts, packet.dts = (stamp + int(by / packet.time_base) for stamp in (packet.pts, packet.dts))
            packet.stream = twins[packet.stream_index]
            out.mux(packet)
    return to


def cut(clip: Path, to: Path, *, keep: int) -> Path:
    """Copy the first `keep` bytes; a negative number leaves so many out at the end."""
    data = clip.read_bytes()
    to.write_bytes(data[:keep])
    return to


def repeated(clip: Path, to: Path, *, times: int) -> Path:
    """Make a long recording out of the packets of a short one, one after the other."""
    with av.open(str(clip)) as source:
        streams = list(source.streams)
        packets = [packet for packet in source.demux() if packet.dts is not None]
        with av.open(str(to), "w", format="mpegts") as out:
            twins = {stream.index: out.add_stream_from_template(stream) for stream in streams}
            for number in range(times):
                for packet in packets:
                    again, base = av.Packet(bytes(packet)), packet.time_base
                    later = int(number * (SECONDS + 1) / base)
                    again.stream, again.time_base = twins[packet.stream_index], base
                    again.pts, again.dts = packet.pts + later, packet.dts + later
                    again.duration, again.is_keyframe = packet.duration, packet.is_keyframe
                    out.mux(again)
    return to


def dated(clip: Path, to: Path, *, created: str) -> Path:
    """Copy a recording into the Matroska file of a device that wrote this time, or none."""
    with av.open(str(clip)) as source, av.open(str(to), "w", format="matroska") as out:
        if created:
            out.metadata["creation_time"] = created
        twins = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = twins[packet.stream_index]
                out.mux(packet)
    return to


def turned(clip: Path, to: Path) -> Path:
    """Copy an MP4 whose header says that the camera was held upright: shown, it is turned clockwise by a quarter."""
    data = bytearray(clip.read_bytes())
    place = data.index(b"tkhd") + 44  # the matrix, in the first track: the picture
    data[place : place + 36] = struct.pack(">9i", 0, 65_536, 0, -65_536, 0, 0, 0, 0, 1 << 30)
    to.write_bytes(data)
    return to
