"""Size of a photo and whether it is whole, from its markers; no pixel is ever decoded."""

import mmap
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import BadInputError
from liuhen.media.structure import truncated

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
    """Return the size of a JPEG or PNG.

    Raises:
        BadInputError: damaged, cut off, larger than `MOST_BYTES` bytes, `MOST_PIXELS` pixels or `LONGEST_SIDE`.
    """
    if path.stat().st_size > MOST_BYTES:
        raise BadInputError(
            f"“{name}”过大：图片不得超过 {MOST_BYTES >> 20} MB。", remedy="请降低扫描分辨率（300 dpi 即可）。"
        )
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        picture = (_jpeg if media_type == "image/jpeg" else _png)(data, name)
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
            raise BadInputError(f"“{name}”结构损坏。", why="照片内部标记错乱。", remedy="请重新导出或重新扫描。")
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
            raise BadInputError(f"“{name}”结构损坏。", why="图片自带的校验不符。", remedy="请重新导出或重新扫描。")
        if picture is None:
            if kind != b"IHDR":
                break
            picture = Picture(*(int.from_bytes(data[at : at + 4], "big") for at in (place + 8, place + 12)))
        if kind == b"IEND":
            return picture
        place = end
    raise truncated(name, why="图片没有结尾，多见于传输中断。")
