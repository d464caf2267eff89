"""A picture to write on: a copy of a decoded one, with a line of words below it, and areas of it covered for good."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import av
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane

from liuhen.media.derivatives.boxes import Area

_BLACK: Final = (16, 128, 128)
_CELLS: Final = 6
"""Cells along the longer side of a mosaic: no face can be told from so few."""
_STEP: Final = 16
"""A cell has one of sixteen shades: what varies from picture to picture tells no more than one picture does."""


def canvas(frame: VideoFrame, *, band: VideoFrame | None) -> VideoFrame:
    """Return a copy of an upright yuv420p picture, with `band` below it; the decoder's own picture is not touched."""
    height = frame.height + (band.height if band else 0)
    fresh = VideoFrame(frame.width, height, "yuv420p")
    for number, plane in enumerate(fresh.planes):
        target = memoryview(plane)
        place = _copied(frame.planes[number], target, plane.line_size, 0)
        if band is not None:
            _copied(band.planes[number], target, plane.line_size, place)
    fresh.color_range = frame.color_range
    fresh.colorspace = frame.colorspace
    return fresh


def band_for(path: Path, width: int) -> VideoFrame | None:
    """Return the picture of a line of words, as wide as the picture it goes below; None where there is none."""
    if not path.exists():
        return None
    with av.open(f"file:{path}", format="png_pipe") as container:
        drawn = next(container.decode(video=0))
        height = max(2, drawn.height * width // drawn.width // 2 * 2)
        return drawn.reformat(width=width, height=height, format="yuv420p")


def cover(frame: VideoFrame, areas: Sequence[Area]) -> None:
    """Cover areas of a canvas: nothing of what was there is left in its bytes."""
    for area in areas:
        for number, plane in enumerate(frame.planes):
            half = 1 if number == 0 else 2
            edges = (area.left // half, area.top // half, area.right // half, area.bottom // half)
            if area.how == "opaque":
                _fill(plane, edges, _BLACK[number])
            else:
                _average(plane, edges)


def _fill(plane: VideoPlane, edges: tuple[int, int, int, int], shade: int) -> None:
    left, top, right, bottom = edges
    row, data = bytes([shade]) * (right - left), memoryview(plane)
    for line in range(top, bottom):
        start = line * plane.line_size + left
        data[start : start + len(row)] = row


def _average(plane: VideoPlane, edges: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = edges
    data, cell = memoryview(plane), max(1, -(-max(right - left, bottom - top) // _CELLS))
    for first in range(top, bottom, cell):
        for begin in range(left, right, cell):
            inside = (begin, first, min(right, begin + cell), min(bottom, first + cell))
            _fill(plane, inside, _shade(data, plane.line_size, inside))


def _shade(data: memoryview, line_size: int, inside: tuple[int, int, int, int]) -> int:
    left, top, right, bottom = inside
    rows = [sum(data[line * line_size + left : line * line_size + right]) for line in range(top, bottom)]
    mean = sum(rows) // max(1, (right - left) * (bottom - top))
    return min(235, mean // _STEP * _STEP + _STEP // 2)


def _copied(source: VideoPlane, target: memoryview, line_size: int, place: int) -> int:
    """Copy a plane row by row to `place`; return the place after it."""
    data, width = memoryview(source), source.width
    for line in range(source.height):
        target[place : place + width] = data[line * source.line_size : line * source.line_size + width]
        place += line_size
    return place
