"""Originals are stored once, under their own digest, read-only, and never written again.

Order of work, so that nothing half done is ever found under a digest: write to a locked temporary file, hash while
writing, compare with what was declared, fsync the file, link it to its final name (which fails where one exists),
fsync the folders, drop the temporary name.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.arrivals import Declared, Source, chunks_of, temporary
from liuhen.media.disk import speaking_of
from liuhen.media.fixity import check
from liuhen.media.hashing import PIECE, TwinDigester, pieces_of
from liuhen.media.objects import attached, present
from liuhen.media.places import settle, where
from liuhen.media.space import MIB, require_room

_LOOKED_AFTER: Final = 64 * MIB  # written between two looks at what is left


@dataclass(frozen=True, slots=True)
class Stored:
    """An original in its place. `size` in bytes; `reused`: the same content was there before and is intact."""

    digests: Digests
    size: int
    path: Path
    reused: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """A whole stream on disk under a temporary name: look into `path`, then `keep` it or leave it to vanish."""

    path: Path
    digests: Digests
    size: int
    name: str
    _handle: int
    _root: Path

    def keep(self) -> Stored:
        """Make it an original: durable when this returns.

        Raises:
            UnusableError: the disk refused, or an original of the same digest is there and damaged.
        """
        target = where(self._root, self.digests.sha256)
        with speaking_of(self.name):
            os.fchmod(self._handle, 0o444)
            os.fsync(self._handle)
            target.parent.mkdir(mode=0o750, exist_ok=True)
            reused = not self._link(target)
            # Also when reused: whoever put it there may not have got this far yet.
            settle(target.parent)
            settle(self._root)
        self._put(target, reused=reused)
        return Stored(digests=self.digests, size=self.size, path=target, reused=reused)

    def _put(self, target: Path, *, reused: bool) -> None:
        """Put it into the store beside the folder, where there is one; what that refuses is no original."""
        store = attached(self._root)
        if store is None:
            return
        try:
            store.put(target, self.digests, self.size)
        except UnusableError:
            if not reused:
                target.unlink(missing_ok=True)
            raise

    def _link(self, target: Path) -> bool:
        try:
            target.hardlink_to(self.path)
        except FileExistsError:
            self._require_same(target)
            return False
        return True

    def _require_same(self, target: Path) -> None:
        problem = check(self._root, sha256=self.digests.sha256, sm3=self.digests.sm3, size=self.size)
        if problem is not None:
            raise UnusableError(
                f"“{self.name}”未保存：存储中已有的同一原件损坏。",
                why=f"{problem.message}（{target.name[:16]}…）",
                remedy="请系统管理员先核查存储，用备份恢复该原件后再上传。",
            )


@contextmanager
def receive(
    source: Source,
    *,
    root: Path,
    name: str,
    limit: int | None = None,
    declared: Declared | None = None,
    reserve: int | None = 0,
) -> Iterator[Arrival]:
    """Write a stream to a temporary file under `root` and hash it; yield it whole, for a look before it is kept.

    Memory stays constant (a few MiB) whatever the size. Leaving the block without `keep` leaves nothing behind.

    Args:
        source: an open binary file, or chunks of bytes of any length.
        root: the folder of all originals; made when missing.
        name: the file name the sender gave; only used in messages.
        limit: most bytes accepted, None for no bound.
        declared: what the sender said the stream would be; compared when given.
        reserve: bytes that stay free on the disk; None for the usual share of it.

    Raises:
        BadInputError: empty, too large, cut off while being sent, or not what was declared.
        UnusableError: the disk is full, failing or not writable, or its reserve would be touched.
    """
    shown = printable(name)
    guard = _Guard(root, shown, reserve)
    guard.require((declared.size if declared else None) or 0)
    with ExitStack() as stack:
        with speaking_of(shown):
            path, handle = stack.enter_context(temporary(root))
        digests, size = _pour(source, handle, guard=guard, limit=limit)
        (declared or Declared()).require(digests, size=size, name=shown)
        yield Arrival(path, digests, size, shown, handle, root)


def take_in(
    source: Source,
    *,
    root: Path,
    name: str,
    limit: int | None = None,
    declared: Declared | None = None,
    reserve: int | None = 0,
) -> Stored:
    """Store a stream as an original; arguments and errors as in `receive` and `Arrival.keep`."""
    with receive(source, root=root, name=name, limit=limit, declared=declared, reserve=reserve) as arrival:
        return arrival.keep()


def adopt(
    path: Path,
    *,
    root: Path,
    name: str,
    declared: Declared | None = None,
    said: Callable[[int], None] = lambda _read: None,
) -> Stored:
    """Make an original of a file that lies whole on the disk of `root`: it is read once, linked and not copied.

    Args:
        path: nobody may write to it meanwhile; it may be removed afterwards.
        name: the file name the sender gave; only used in messages.
        declared: what the sender said of it; compared when given.
        said: told the bytes read so far, a MiB at a time; may raise to break off.

    Raises:
        BadInputError: empty, or not what was declared.
        UnusableError: the disk fails, or an original of the same digest is there and damaged.
    """
    shown = printable(name)
    with speaking_of(shown):
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with speaking_of(shown):
            digests, size = _read_back(handle, said)
        (declared or Declared()).require(digests, size=size, name=shown)
        if not size:
            raise BadInputError(f"“{shown}”未保存：文件是空的。", remedy="请确认文件已从设备完整导出后再上传。")
        return Arrival(path, digests, size, shown, handle, root).keep()
    finally:
        os.close(handle)


def open_original(root: Path, sha256: str) -> BinaryIO:
    """Open an original for reading.

    Raises:
        NotFoundError: `sha256` is not a digest.
        UnusableError: the original is gone or unreadable; its record still stands.
    """
    path = present(root, sha256)
    try:
        return path.open("rb")
    except OSError as error:
        raise UnusableError(
            "原件打不开。",
            why=f"原件不在存储中，或无法读取（{sha256[:16]}…）。",
            remedy="请系统管理员核查存储，用备份恢复；记录本身未受影响。",
        ) from error


def printable(name: str) -> str:
    """Return a file name fit for a message: no control characters, at most 80 characters, never empty."""
    shown = "".join(sign for sign in name if sign.isprintable())
    return (shown if len(shown) <= 80 else shown[:60] + "…" + shown[-19:]) or "未命名文件"  # noqa: PLR2004


@dataclass(slots=True)
class _Guard:
    """Keeps the reserve of the disk while a file arrives: what is declared may be less than what comes."""

    root: Path
    name: str
    reserve: int | None
    since: int = 0

    def require(self, need: int) -> None:
        with speaking_of(self.name):
            require_room(self.root, need, refused=f"“{self.name}”未保存。", reserve=self.reserve)

    def wrote(self, size: int) -> None:
        self.since += size
        if self.since >= _LOOKED_AFTER:
            self.since = 0
            self.require(0)


def _read_back(handle: int, said: Callable[[int], None]) -> tuple[Digests, int]:
    size = 0
    with TwinDigester() as digester:
        while piece := os.pread(handle, PIECE, size):
            digester.update(piece)
            size += len(piece)
            said(size)
        return digester.digests(), size


def _pour(source: Source, handle: int, *, guard: _Guard, limit: int | None) -> tuple[Digests, int]:
    size, name = 0, guard.name
    with TwinDigester() as digester:
        for piece in pieces_of(chunks_of(source, name=name)):
            size += len(piece)
            if limit is not None and size > limit:
                raise BadInputError(
                    f"“{name}”未保存：超过大小上限 {limit} 字节。", remedy="请分段上传，或请管理员调整上限。"
                )
            digester.update(piece)
            with speaking_of(name):
                _write(handle, piece)
            guard.wrote(len(piece))
        if not size:
            raise BadInputError(f"“{name}”未保存：文件是空的。", remedy="请确认文件已从设备完整导出后再上传。")
        return digester.digests(), size


def _write(handle: int, piece: bytes) -> None:
    rest = memoryview(piece)
    while rest:
        rest = rest[os.write(handle, rest) :]
