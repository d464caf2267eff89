"""Decoded pictures made small, turned upright, laid side by side and written as JPEG."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import av
from av.filter import Graph
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

_TICK: Final = Fraction(1, 25)
_TURNS: Final = {90: ("transpose", "cclock"), 180: ("hflip,vflip", ""), 270: ("transpose", "clock")}


def fitted(width: int, height: int, *, most: tuple[int, int], aspect: Fraction | None = None) -> tuple[int, int]:
    """Return the size, in even pixels, that fits into `most` without being enlarged.

    Args:
        width: as stored, in pixels; `height` the same.
        most: width and height of the frame it must fit into.
        aspect: width of one stored pixel by its height, where they are not square.
    """
    shown = width * (aspect or Fraction(1))
    scale = min(Fraction(1), most[0] / shown, Fraction(most[1], height))
    return _even(shown * scale), _even(height * scale)


def upright(frame: VideoFrame, *, most: tuple[int, int], aspect: Fraction | None = None) -> VideoFrame:
    """Return a picture that fits into `most`, turned as its camera was held.

    Not to be called twice: what it returns still says how it is to be turned.
    """
    turned = frame.rotation % 360
    if turned in (90, 270):
        most = (most[1], most[0])
    width, height = fitted(frame.width, frame.height, most=most, aspect=aspect)
    small = frame.reformat(width=width, height=height, format="yuv420p")
    small.pts, small.time_base = frame.pts, frame.time_base
    return _turned(small, turned)


def smaller(frame: VideoFrame, *, most: tuple[int, int]) -> VideoFrame:
    """Return a picture that is upright already, small enough to fit into `most`."""
    width, height = fitted(frame.width, frame.height, most=most)
    return frame.reformat(width=width, height=height, format="yuv420p")


def side_by_side(frames: Sequence[VideoFrame]) -> VideoFrame:
    """Return pictures of one size in one row, in their order."""
    graph = Graph()
    first = frames[0]
    source = graph.add_buffer(width=first.width, height=first.height, format=first.format, time_base=_TICK)
    row = graph.add("tile", f"layout={len(frames)}x1:nb_frames={len(frames)}")
    end = graph.add("buffersink")
    source.link_to(row)
    row.link_to(end)
    graph.configure()
    for number, frame in enumerate(frames):
        frame.pts, frame.time_base = number, _TICK
        source.push(frame)
    source.push(None)
    return graph.vpull()


def jpeg(frame: VideoFrame, *, quality: int) -> bytes:
    """Return a picture as JPEG; `quality` from 2 (best) to 31."""
    context = av.CodecContext.create("mjpeg", "w")
    context.width, context.height, context.pix_fmt, context.time_base = frame.width, frame.height, "yuvj420p", _TICK
    context.qmin = context.qmax = quality
    whole = frame.reformat(format="yuvj420p")
    whole.pts, whole.time_base = 0, _TICK
    return b"".join(bytes(packet) for packet in (*context.encode(whole), *context.encode(None)))


def _turned(frame: VideoFrame, degrees: int) -> VideoFrame:
    if degrees not in _TURNS:
        return frame
    graph = Graph()
    source = graph.add_buffer(
        width=frame.width, height=frame.height, format=VideoFormat("yuv420p"), time_base=frame.time_base or _TICK
    )
    name, arguments = _TURNS[degrees]
    last = source
    for one in name.split(","):
        step = graph.add(one, arguments or None)
        last.link_to(step)
        last = step
    end = graph.add("buffersink")
    last.link_to(end)
    graph.configure()
    source.push(frame)
    return graph.vpull()


def _even(length: Fraction) -> int:
    return max(2, round(length / 2) * 2)
