"""Discs: how much one holds, which recording goes onto which, and what it is called there."""

import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from liuhen.kernel.errors import BadInputError
from liuhen.media.space import spoken

MEDIA: Final = {
    "cd": "CD-R（700 MB）",
    "dvd": "DVD（4.7 GB）",
    "bd25": "蓝光（25 GB）",
    "bd50": "蓝光（50 GB）",
    "own": "其他容量",
}
"""Kinds of disc that are on sale."""

CAPACITY: Final = {
    "cd": 737_280_000,
    "dvd": 4_700_372_992,  # DVD+R holds a little less than DVD-R
    "bd25": 25_025_314_816,
    "bd50": 50_050_629_632,
}
"""Bytes of user data on a blank disc."""

_FRAME: Final = 8 << 20  # bytes kept for the file systems, the cover sheet, the lists and the verifier
_EACH: Final = 96 << 10  # bytes kept for what is listed of each recording
_LONGEST: Final = 64  # bytes of UTF-8: what every file system on the disc can hold
_ENDING: Final = 9


def spread(sizes: Sequence[int], names: Sequence[str], *, capacity: int) -> list[int]:
    """Return for each file the number of its disc, from 1; in their order, a new disc where the last one is full.

    Args:
        sizes: bytes of each file; `names` for messages.
        capacity: bytes of one disc.

    Raises:
        BadInputError: a file is larger than a disc.
    """
    most = capacity - _FRAME - _EACH * len(sizes)
    told, disc, left = [], 1, most
    for size, name in zip(sizes, names, strict=True):
        if size > most:
            raise BadInputError(
                f"“{name}”比一张光盘大，没有刻。",
                fields={"medium": f"这段音像 {spoken(size)}，一张能放 {spoken(max(0, most))}"},
                why="一段音像不拆开刻，以免拼接后与原件不能直接核对。",
                remedy="请改用容量更大的介质，例如蓝光；仍放不下的，选“其他容量”，用移动硬盘、磁带等保存映像。",
            )
        if size > left:
            disc, left = disc + 1, most
        left -= size
        told.append(disc)
    return told


def name_on_disc(number: int, name: str) -> str:
    """Return the name of a recording on its disc: its number and as much of its own name as every system reads.

    Args:
        number: of the recording in the list, from 1; keeps names apart that are the same.
        name: as it was given; the whole of it stands in the list.
    """
    told = PurePosixPath(name.replace("\\", "/")).name
    stem, dot, ending = told.rpartition(".")
    ending = f".{ending.lower()}" if dot and ending.isascii() and ending.isalnum() and len(ending) < _ENDING else ""
    stem = stem if ending else told
    kept = "".join(sign if _harmless(sign) else " " for sign in unicodedata.normalize("NFC", stem))
    front = f"{number:02d}-"
    room = _LONGEST - len(front) - len(ending)
    return front + (_cut("_".join(kept.split()), room) or "音像") + ending


def _cut(text: str, room: int) -> str:
    return text.encode()[:room].decode(errors="ignore").strip("-_.")


def _harmless(sign: str) -> bool:
    """Keep letters, digits and a few signs within the first plane: what is beyond it Joliet cannot write."""
    return sign in "-_〔〕（）" or (unicodedata.category(sign)[0] in "LN" and ord(sign) <= 0xFFFF)  # noqa: PLR2004
