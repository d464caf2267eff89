"""Does a container say of itself that bytes are missing at its end? Read from its outer boxes, without decoding.

Why not leave it to the demuxer: it plays an MP4 whose last bytes are missing without a word (the index in front
still promises the full length), and a Matroska file cut in half as a shorter one.
"""

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final

from liuhen.kernel.errors import BadInputError

REMEDY: Final = "请从设备重新导出并上传；若设备中的文件同样不完整，请保留设备原始文件，并以文字说明。"

_MOST_BOXES: Final = 200_000
"""An hour in fragments of a second has 7,200; a file made of empty boxes would be walked for days."""
_UNKNOWN_RIFF: Final = frozenset({0, 0xFFFFFFFF})
_SEGMENT: Final = 0x18538067


def require_whole(path: Path, *, demuxer: str, name: str) -> bool:
    """Return True where the container's own lengths show that nothing is missing at its end.

    False: this format (or this file, written while recording) carries no length, so it cannot be told.

    Raises:
        BadInputError: bytes are missing at the end, or the index that a device writes last.
    """
    walk = _WALKS.get(demuxer)
    if walk is None:
        return False
    with path.open("rb") as file:
        return walk(file, path.stat().st_size, name)


def truncated(name: str, *, why: str) -> BadInputError:
    """Return the refusal of a file that was cut off."""
    return BadInputError(f"“{name}”不完整。", why=why, remedy=REMEDY)


def _boxes(file: BinaryIO, size: int, name: str) -> bool:
    """ISO base media (MP4, MOV, 3GP): top-level boxes, each with its length."""
    place, seen, known = 0, set(), True
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        kind = head[4:8]
        if len(head) < 8 or not kind.isalnum():  # noqa: PLR2004
            known = known and not any(kind)  # zeros after the last box are padding; anything else is not understood
            break
        seen.add(kind)
        length, least = int.from_bytes(head[:4], "big"), 8
        if length == 0:  # up to the end of the file, wherever that is
            known = False
            break
        if length == 1:
            length, least = int.from_bytes(head[8:16], "big"), 16
        if length < least:
            raise _damaged(name)
        place = _within(place + length, size, name)
    else:
        raise _damaged(name)
    if b"moov" not in seen:
        raise truncated(name, why="缺少录像的索引，多见于设备断电、提前拔卡或导出中断。")
    # Fragments follow each other without a count; only the index that a recorder writes last shows that all are there.
    return known and (b"moof" not in seen or b"mfra" in seen)


def _segment(file: BinaryIO, size: int, name: str) -> bool:
    """Matroska and WebM: the header, then one segment; its length is left unknown by live recorders."""
    place = 0
    for _ in range(16):
        file.seek(place)
        head = file.read(16)
        identity, used = _vint(head, keep_marker=True)
        length, width = _vint(head[used:], keep_marker=False)
        if not used or not width:
            break
        unknown = length == (1 << (7 * width)) - 1
        if identity == _SEGMENT and unknown:
            return False
        place = _within(place + used + width + length, size, name)
        if identity == _SEGMENT:
            return True
    raise truncated(name, why="文件中没有录像内容。")


def _vint(data: bytes, *, keep_marker: bool) -> tuple[int, int]:
    """Return a variable-length number and how many bytes it took; (0, 0) where there is none."""
    width = 9 - data[0].bit_length() if data and data[0] else 0
    if not width or len(data) < width:
        return 0, 0
    value = int.from_bytes(data[:width], "big")
    return (value if keep_marker else value & ((1 << (7 * width)) - 1)), width


def _riff(file: BinaryIO, size: int, name: str) -> bool:
    """AVI (in parts of 1 GB and more) and WAV."""
    place = 0
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(8)
        if head[:4] != b"RIFF":
            break
        length = int.from_bytes(head[4:], "little")
        if length in _UNKNOWN_RIFF:
            return False
        place = _within(place + 8 + length, size, name) + length % 2
    else:
        raise _damaged(name)
    return True


def _within(place: int, size: int, name: str) -> int:
    if place > size:
        raise truncated(name, why=f"按文件自身记载至少应有 {place} 字节，实有 {size} 字节。")
    return place


def _damaged(name: str) -> BadInputError:
    return BadInputError(f"“{name}”结构损坏。", why="文件内部的长度记载不合理。", remedy=REMEDY)


_WALKS: Final[dict[str, Callable[[BinaryIO, int, str], bool]]] = {
    "mov": _boxes,
    "matroska": _segment,
    "avi": _riff,
    "wav": _riff,
}
