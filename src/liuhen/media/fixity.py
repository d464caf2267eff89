"""Re-read an original and say whether it is still the one that was taken in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from liuhen.kernel.digests import Digests
from liuhen.media.hashing import PIECE, TwinDigester
from liuhen.media.objects import ObjectStore, attached
from liuhen.media.places import where


class Fault(StrEnum):
    """What is wrong with an original."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    SHORTER = "shorter"
    LONGER = "longer"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Problem:
    """One original that is not what was taken in; `message` is for reading, in Chinese."""

    fault: Fault
    path: Path
    message: str


def check(  # noqa: PLR0911 - one return per way of being wrong
    root: Path, *, sha256: str, sm3: str, size: int, paced: Callable[[int], None] = lambda _size: None
) -> Problem | None:
    """Re-read every byte of an original; None means it is there, whole and unchanged by both digests.

    Args:
        root: the folder of all originals.
        sha256: recorded SHA-256, 64 lower-case hexadecimal characters.
        sm3: recorded SM3, the same.
        size: recorded size in bytes.
        paced: called with the bytes of each piece read; may wait.

    Raises:
        NotFoundError: `sha256` is not a digest.
    """
    path, store = where(root, sha256), attached(root)
    if store is not None and not path.exists():
        return _in_store(store, path, Digests(sha256=sha256, sm3=sm3), size)
    try:
        actual = path.stat().st_size
        if not path.is_file():
            return Problem(Fault.UNREADABLE, path, "原件所在位置不是文件。")
        if actual != size:
            return _wrong_size(path, actual=actual, size=size)
        digests = digests_of(path, paced=paced)
    except (FileNotFoundError, NotADirectoryError):
        return Problem(Fault.MISSING, path, "原件不在存储中。")
    except PermissionError:
        return Problem(Fault.UNREADABLE, path, "原件无法读取：没有读取权限。")
    except OSError:
        return Problem(Fault.UNREADABLE, path, "原件无法读取：磁盘读取出错。")
    return _compare(path, digests, Digests(sha256=sha256, sm3=sm3))


def digests_of(path: Path, *, paced: Callable[[int], None] = lambda _size: None) -> Digests:
    """Return both digests of a file, read in pieces; raises OSError when it cannot be read."""
    with TwinDigester() as digester:
        for piece in _pieces(path):
            digester.update(piece)
            paced(len(piece))
        return digester.digests()


def _in_store(store: ObjectStore, path: Path, recorded: Digests, size: int) -> Problem | None:
    told = store.digests_of(recorded.sha256)
    if told is None:
        return Problem(Fault.MISSING, path, "原件不在存储中。")
    digests, actual = told
    return _wrong_size(path, actual=actual, size=size) if actual != size else _compare(path, digests, recorded)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            yield piece


def _wrong_size(path: Path, *, actual: int, size: int) -> Problem:
    if actual < size:
        return Problem(Fault.SHORTER, path, f"原件被截短：应为 {size} 字节，现为 {actual} 字节。")
    return Problem(Fault.LONGER, path, f"原件被加长：应为 {size} 字节，现为 {actual} 字节。")


def _compare(path: Path, actual: Digests, recorded: Digests) -> Problem | None:
    if actual.sha256 != recorded.sha256:
        return Problem(Fault.CHANGED, path, "原件内容已改变：大小相同，SHA-256 与记录不符。")
    if actual.sm3 != recorded.sm3:
        return Problem(Fault.CHANGED, path, "记录中的 SM3 与原件不符，SHA-256 相符：记录可能被改动。")
    return None
