"""Room on a disk: how much there is, how much is kept free, and a refusal before a write would eat into it."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import UnusableError

GIB: Final = 1024**3
MIB: Final = 1024**2
SMALLEST: Final = 2 * GIB
SHARE: Final = 20
"""The reserve is one part in so many of the disk, and never less than `SMALLEST`."""
FOR_ACTS: Final = 64 * MIB
"""Bytes kept free when nothing but entries is written: they go on long after files are refused."""


@dataclass(frozen=True, slots=True)
class Room:
    """A disk: its size and what is free on it for us, in bytes."""

    total: int
    free: int

    def reserve(self, told: int | None = None) -> int:
        """Return the bytes to be kept free: as told, else a twentieth of the disk and at least 2 GiB."""
        return max(SMALLEST, self.total // SHARE) if told is None else told


def room_of(folder: Path) -> Room:
    """Return the room on the disk of a folder, which need not be there yet; raise OSError where it cannot be asked."""
    there = folder
    while not there.exists() and there != there.parent:
        there = there.parent
    said = shutil.disk_usage(there)
    return Room(said.total, said.free)


def require_room(folder: Path, need: int, *, refused: str, reserve: int | None = None) -> None:
    """Refuse when `need` more bytes would leave less than the reserve free on the disk of `folder`.

    Args:
        folder: where it is to be written.
        need: bytes; 0 asks only whether the reserve is untouched.
        refused: what is not done then, one sentence in Chinese.
        reserve: bytes to be kept free; None for the usual share.

    Raises:
        UnusableError: there is not that much.
    """
    room = room_of(folder)
    kept = room.reserve(reserve)
    if room.free - need < kept:
        raise UnusableError(
            refused,
            why=f"存储空间不足：剩余 {spoken(room.free)}，需要 {spoken(need)}，另须保留 {spoken(kept)}。",
            remedy="请系统管理员清理或者扩充存储后再试；设备中的原始文件请勿删除。",
        )


def require_room_for_acts(data: Path, *, reserve: int | None = None) -> None:
    """Refuse an act when the disk is all but full: a database that cannot grow any more is worse than a day of waiting.

    Args:
        data: the data folder.
        reserve: bytes kept free of files, where told; entries never keep more than that.

    Raises:
        UnusableError: less than `FOR_ACTS` is free.
    """
    if room_of(data).free < (FOR_ACTS if reserve is None else min(FOR_ACTS, reserve)):
        raise UnusableError(
            "没有写入。",
            why="存放记录的磁盘几乎已满。",
            remedy="请系统管理员清理或者扩充磁盘，然后重新提交；已经填写的内容保存在草稿里。",
        )


def spoken(size: int) -> str:
    """Return a size as people read it: `812 MB`, `1.4 GB`."""
    if size >= GIB:
        return f"{size / GIB:.1f} GB"
    return f"{-(-size // MIB)} MB"
