"""Size of a photo and whether it is whole, from its markers; no pixel is ever decoded."""

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import BadInputError
from liuhen.media.structure import BrokenError, truncated

MOST_BYTES: Final = 100 << 20
MOST_PIXELS: Final = 150_000_000
"""An A3 sheet at 600 dpi has 70 million; beyond this a small file would become gigabytes when shown."""
LONGEST_SIDE: Final = 30_000

_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
_SCAN, _END = 0xDA, b"\xff\xd9"


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in pixels, as stored (a camera may ask for it to be turned when shown)."""

    width: int
    height: int


def measure(path: Path, *, media_type: str, name: str) -> Picture:
    """Return the size of a JPEG, PNG or HEIC.

    Raises:
        BrokenError: damaged or cut off.
        BadInputError: larger than `MOST_BYTES` bytes, `MOST_PIXELS` pixels or `LONGEST_SIDE`.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadInputError(
            f"“{name}”过大：图片不得超过 {MOST_BYTES >> 20} MB。", remedy="请降低扫描分辨率（300 dpi 即可）。"
        )
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        picture = _MEASURES[media_type](data, name)
    if not (0 < picture.width <= LONGEST_SIDE and 0 < picture.height <= LONGEST_SIDE) or (
        picture.width * picture.height > MOST_PIXELS
    ):
        raise BadInputError(
            f"“{name}”的像素数不可接受：{picture.width} × {picture.height}。", remedy="请按 300 dpi 重新扫描或拍摄。"
        )
    return picture


def _jpeg(data: mmap.mmap, name: str) -> Picture:
    picture = None
    for marker, start in _segments(data, name):
        if marker in _FRAMES:
            height, width = (int.from_bytes(data[at : at + 2], "big") for at in (start + 3, start + 5))
            picture = Picture(width, height)
        # Inside the coded picture 0xFF is always followed by 0x00 or a restart, so this finds only a real end.
        if marker == _SCAN and picture is not None and data.find(_END, start) >= 0:
            return picture
    raise truncated(name, why="照片没有结尾，多见于传输中断。")


def _segments(data: mmap.mmap, name: str) -> Iterator[tuple[int, int]]:
    """Yield every marker up to the first scan, with the place where its segment begins."""
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:  # noqa: PLR2004
            raise BrokenError(f"“{name}”结构损坏。", why="照片内部标记错乱。", remedy="请重新导出或重新扫描。")
        marker = data[place + 1]
        if marker == 0xFF:  # noqa: PLR2004  # fill byte
            place += 1
            continue
        yield marker, place + 2
        if marker == _SCAN:
            return
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")


def _png(data: mmap.mmap, name: str) -> Picture:
    picture, place = None, 8
    while place + 12 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        end = place + 12 + length
        if end > len(data):
            break
        if zlib.crc32(memoryview(data)[place + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise BrokenError(f"“{name}”结构损坏。", why="图片自带的校验不符。", remedy="请重新导出或重新扫描。")
        if picture is None:
            if kind != b"IHDR":
                break
            picture = Picture(*(int.from_bytes(data[at : at + 4], "big") for at in (place + 8, place + 12)))
        if kind == b"IEND":
            return picture
        place = end
    raise truncated(name, why="图片没有结尾，多见于传输中断。")


def _heic(data: mmap.mmap, name: str) -> Picture:
    """A photo of a phone: its boxes, and the largest of the sizes it names (the others are tiles and thumbnails)."""
    places = {kind: (start, end) for kind, start, end in _boxes(data, 0, len(data), name)}
    if b"meta" not in places or b"mdat" not in places:
        raise truncated(name, why="照片缺少索引或者图像，多见于传输中断。")
    start, end = places[b"meta"]
    properties = _inside(data, start + 4, end, b"iprp", name)
    inner = _inside(data, *properties, b"ipco", name) if properties else None
    sizes = [
        Picture(*(int.from_bytes(data[at : at + 4], "big") for at in (first + 4, first + 8)))
        for kind, first, last in (_boxes(data, *inner, name) if inner else ())
        if kind == b"ispe" and last - first >= 12  # noqa: PLR2004  # version, width, height
    ]
    if not sizes:
        raise BrokenError(f"“{name}”结构损坏。", why="照片没有记载尺寸。", remedy="请重新导出。")
    return max(sizes, key=lambda one: one.width * one.height)


def _inside(data: mmap.mmap, start: int, end: int, kind: bytes, name: str) -> tuple[int, int] | None:
    return next(((first, last) for known, first, last in _boxes(data, start, end, name) if known == kind), None)


def _boxes(data: mmap.mmap, start: int, end: int, name: str) -> Iterator[tuple[bytes, int, int]]:
    """Yield the kind of each box between two places, and where its content begins and ends."""
    place = start
    for _ in range(_MOST_BOXES):
        if place + 8 > end:
            return
        length, kind, head = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[place + 8 : place + 16], "big"), 16
        last = end if length == 0 else place + length
        if last > end or last < place + head:
            raise truncated(name, why=f"按文件自身记载至少应有 {last} 字节，实有 {end} 字节。")
        yield kind, place + head, last
        place = last


_MOST_BOXES: Final = 10_000
_MEASURES: Final = {"image/jpeg": _jpeg, "image/png": _png, "image/heic": _heic}
