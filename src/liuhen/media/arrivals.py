"""Uploads under way: where they wait, what was declared of them, and how the leftovers of a crash are swept."""

import fcntl
import os
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final, TypeAlias

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError
from liuhen.media.hashing import PIECE
from liuhen.media.places import incoming

Source: TypeAlias = BinaryIO | Iterable[bytes]

SUFFIX: Final = ".part"


@dataclass(frozen=True, slots=True)
class Declared:
    """What the sender said before sending: size in bytes, digests in lower-case hexadecimal; None says nothing."""

    size: int | None = None
    sha256: str | None = None
    sm3: str | None = None

    def require(self, digests: Digests, *, size: int, name: str) -> None:
        """Raise BadInputError when what arrived is not what was declared."""
        again = "请重新上传；设备中的原始文件请勿删除。"
        if self.size is not None and size < self.size:
            raise BadInputError(f"“{name}”未保存：只收到 {size} 字节，应为 {self.size} 字节。", remedy=again)
        if self.size is not None and size > self.size:
            raise BadInputError(f"“{name}”未保存：收到 {size} 字节，多于应有的 {self.size} 字节。", remedy=again)
        pairs = (("SHA-256", self.sha256, digests.sha256), ("SM3", self.sm3, digests.sm3))
        for label, said, found in pairs:
            if said is not None and said.lower() != found:
                raise BadInputError(
                    f"“{name}”未保存：收到的内容与上传前的校验值不一致。",
                    why=f"{label} 不符，传输中内容有变。",
                    remedy=again,
                )


def chunks_of(source: Source, *, name: str) -> Iterator[bytes]:
    """Read a source to its end; an OSError while reading means that the sender was cut off.

    Raises:
        BadInputError: the source broke off.
    """
    read = getattr(source, "read", None)
    chunks: Iterable[bytes] = iter(partial(read, PIECE), b"") if read else source
    try:
        yield from chunks
    except OSError as error:
        raise BadInputError(
            f"“{name}”未保存：传输中断。", why="文件没有收完整。", remedy="请检查网络或读卡器后重新上传。"
        ) from error


@contextmanager
def temporary(root: Path) -> Iterator[tuple[Path, int]]:
    """Make a temporary file under `root`, yield its path and handle, and drop that name on leaving.

    Raises:
        OSError: it could not be made.
    """
    folder = incoming(root)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    path = folder / (secrets.token_hex(16) + SUFFIX)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        # The lock says "under way" to `sweep` in any process; the system drops it when this process dies.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield path, handle
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def sweep(root: Path, *, older_than: int = 60) -> int:
    """Remove what uploads left behind when their process died; return how many. For the start of a process.

    Args:
        root: the folder of all originals; may be missing.
        older_than: seconds without a write; guards the moment between making a file and locking it.
    """
    return sum(_abandoned(path, older_than) for path in incoming(root).glob("*" + SUFFIX))


def _abandoned(path: Path, older_than: int) -> bool:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False  # its upload ended since the folder was listed
    try:
        if time.time() - os.fstat(handle).st_mtime < older_than:
            return False
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except BlockingIOError:
        return False  # an upload under way holds it
    else:
        return True
    finally:
        os.close(handle)
