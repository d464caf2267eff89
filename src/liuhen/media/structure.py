"""Does a container say of itself that bytes are missing at its end? Read from its outer boxes, without decoding.

Why not leave it to the demuxer: it plays an MP4 whose last bytes are missing without a word (the index in front
still promises the full length), and a Matroska file cut in half as a shorter one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from liuhen.kernel.errors import BadInputError

REMEDY: Final = "请从设备重新导出并上传；若设备中的文件同样不完整，请保留设备原始文件，并以文字说明。"

_MOST_BOXES: Final = 200_000
"""An hour in fragments of a second has 7,200; a file made of empty boxes would be walked for days."""
_UNKNOWN_RIFF: Final = frozenset({0, 0xFFFFFFFF})
_SEGMENT: Final = 0x18538067


class BrokenError(BadInputError):
    """A file of a kind that is taken, but damaged, cut off or encrypted so that nothing of it can be shown.

    Bad input for whoever wants to look into it; an original all the same for who keeps what was recorded.
    """

    @property
    def lacks(self) -> str:
        """Say why it cannot be shown, as one or two sentences that name no file."""
        return self.why or self.message


@dataclass(frozen=True, slots=True)
class End:
    """How a file ends, by its own lengths.

    Args:
        whole: nothing is missing. False also where this format, or this file, written while recording, has no length.
        lacks: what is missing, in words; empty where nothing is, or where it cannot be told.
    """

    whole: bool
    lacks: str = ""


_UNTOLD: Final = End(whole=False)
_WHOLE: Final = End(whole=True)


def end_of(path: Path, *, demuxer: str, name: str) -> End:
    """Return how a recording ends: a device whose battery died leaves half a file, and half a file is evidence.

    Raises:
        BrokenError: the index that a device writes last is missing, or the lengths make no sense.
    """
    walk = _WALKS.get(demuxer)
    if walk is None:
        return _UNTOLD
    with path.open("rb") as file:
        return walk(file, path.stat().st_size, name)


def last_box_end(path: Path) -> int:
    """Return up to where the boxes of an MP4 are complete, where the last one is cut off; 0 for any other file."""
    size, place = path.stat().st_size, 0
    with path.open("rb") as file:
        for _ in range(_MOST_BOXES):
            file.seek(place)
            head = file.read(16)
            length = int.from_bytes(head[8:16] if head[:4] == b"\0\0\0\1" else head[:4], "big")
            if len(head) < 8 or length < 8:  # noqa: PLR2004  # the head of a box
                return 0
            if place + length > size:
                return place
            place += length
    return 0


def truncated(name: str, *, why: str) -> BrokenError:
    """Return the refusal of a file that was cut off."""
    return BrokenError(f"“{name}”不完整。", why=why, remedy=REMEDY)


def _boxes(file: BinaryIO, size: int, name: str) -> End:
    """ISO base media (MP4, MOV, 3GP): top-level boxes, each with its length."""
    place, seen, known, lacks = 0, set(), True, ""
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(16)
        kind = head[4:8]
        if len(head) < 8 or not kind.isalnum():  # noqa: PLR2004
            known = known and not any(head[:8])  # zeros after the last box are padding; anything else is not understood
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
        place += length
        if lacks := _beyond(place, size):
            break
    else:
        raise _damaged(name)
    if b"moov" not in seen:
        raise truncated(name, why="缺少录像的索引，多见于设备断电、提前拔卡或导出中断。")
    # Fragments follow each other without a count; only the index that a recorder writes last shows that all are there.
    return End(known and not lacks and (b"moof" not in seen or b"mfra" in seen), lacks)


def _segment(file: BinaryIO, size: int, name: str) -> End:
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
            return _UNTOLD
        place += used + width + length
        if identity == _SEGMENT:
            return _ended(place, size)
    raise truncated(name, why="文件中没有录像内容。")


def _vint(data: bytes, *, keep_marker: bool) -> tuple[int, int]:
    """Return a variable-length number and how many bytes it took; (0, 0) where there is none."""
    width = 9 - data[0].bit_length() if data and data[0] else 0
    if not width or len(data) < width:
        return 0, 0
    value = int.from_bytes(data[:width], "big")
    return (value if keep_marker else value & ((1 << (7 * width)) - 1)), width


def _riff(file: BinaryIO, size: int, name: str) -> End:
    """AVI (in parts of 1 GB and more) and WAV."""
    place = 0
    for _ in range(_MOST_BOXES):
        file.seek(place)
        head = file.read(8)
        if head[:4] != b"RIFF":
            break
        length = int.from_bytes(head[4:], "little")
        if length in _UNKNOWN_RIFF:
            return _UNTOLD
        if place + 8 + length > size:
            return _ended(place + 8 + length, size)
        place += 8 + length + length % 2
    else:
        raise _damaged(name)
    return _WHOLE


def _ended(place: int, size: int) -> End:
    lacks = _beyond(place, size)
    return End(not lacks, lacks)


def _beyond(place: int, size: int) -> str:
    """Say what is missing where a file should go on up to `place`, else nothing."""
    return f"按文件自身记载至少应有 {place} 字节，实有 {size} 字节。" if place > size else ""


def _damaged(name: str) -> BrokenError:
    return BrokenError(f"“{name}”结构损坏。", why="文件内部的长度记载不合理。", remedy=REMEDY)


_WALKS: Final[dict[str, Callable[[BinaryIO, int, str], End]]] = {
    "mov": _boxes,
    "matroska": _segment,
    "avi": _riff,
    "wav": _riff,
}
