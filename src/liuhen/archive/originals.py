"""Copying what entries refer to, out of the stores: compared on the way with what the entry says of it."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.media.objects import attached, present
from liuhen.media.places import where

PIECE: Final = 1 << 20  # bytes
Told = Callable[[int], None]
"""Gets the number of bytes copied since it was last called."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that an entry refers to: what it must be, and where it goes in the package."""

    path: str
    name: str
    digests: Digests
    size: int


def copied(wanted: Wanted, *, roots: tuple[Path, ...], told: Told) -> Iterator[bytes]:
    """Give the bytes of a file piece by piece; memory stays constant.

    SHA-256 and size are compared before the last piece is out; SM3 was recorded of the same bytes.

    Raises:
        UnusableError: it is in none of the stores, cannot be read, or is not what was recorded. Names it.
    """
    left, hasher = wanted.size, hashlib.sha256()
    with _opened(wanted, roots) as file:
        while piece := _piece(file, wanted):
            hasher.update(piece)
            left -= len(piece)
            if left < 0:
                break
            yield piece
            told(len(piece))
    if left or hasher.hexdigest() != wanted.digests.sha256:
        raise _damaged(wanted, "与记录不符", "存储中的文件已被改动或者损坏")


def _piece(file: BinaryIO, wanted: Wanted) -> bytes:
    try:
        return file.read(PIECE)
    except OSError as error:
        raise _damaged(wanted, "读不出", "磁盘读取出错") from error


def _damaged(wanted: Wanted, what: str, why: str) -> UnusableError:
    return UnusableError(
        f"案卷包没有做成：“{wanted.name}”{what}。",
        why=f"{why}（{wanted.digests.sha256[:16]}…）。",
        remedy="请系统管理员用备份恢复该文件，再重新制作。",
    )


def _opened(wanted: Wanted, roots: tuple[Path, ...]) -> BinaryIO:
    places = [where(root, wanted.digests.sha256) for root in roots]
    if not any(place.exists() for place in places):
        places = [present(root, wanted.digests.sha256) for root in roots if attached(root)] or places
    try:
        return next((place for place in places if place.exists()), places[0]).open("rb")
    except OSError as error:
        raise _damaged(wanted, "打不开", "文件不在存储中，或者无法读取") from error
