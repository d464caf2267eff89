"""Adding bytes to a transfer: in order, by one sender at a time, durable before anybody is told how far it is.

Whoever adds holds the lock file. A sender that has fallen silent on a dead connection is passed over: its lock file
is replaced, and before each write it asks whether the lock is still its own. A chunk that comes with a checksum is on
trial until it is whole: where it began stands in a file beside, so that after a crash the bytes nobody checked are
cut off.
"""

import fcntl
import hashlib
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from liuhen.kernel.errors import BadInputError, LiuhenError, NotFoundError
from liuhen.media import marks
from liuhen.media.disk import speaking_of
from liuhen.media.places import settle
from liuhen.media.space import MIB, require_room
from liuhen.media.transfers import BYTES, LOCK, TRIAL, TooLargeError, Transfer, place

if TYPE_CHECKING:
    from _hashlib import HASH

ALGORITHMS: Final = ("sha256", "sha1", "sm3")
SILENT: Final = 20.0
"""Seconds without a byte after which another connection may take a transfer over."""

_PIECE: Final = MIB
_LOOKED_AFTER: Final = 64 * MIB


class OffsetError(LiuhenError):
    """A chunk does not begin where the transfer stands."""


class BusyError(LiuhenError):
    """Another connection is adding to the transfer."""


class ChecksumError(BadInputError):
    """A chunk is not what its sender said."""


@dataclass(frozen=True, slots=True)
class Checksum:
    """What a chunk has to be: name of the algorithm, and the digest itself."""

    algorithm: str
    digest: bytes


def offset(root: Path, transfer: Transfer) -> int:
    """Return how many bytes of a transfer are there for good.

    Raises:
        NotFoundError: they are gone.
        UnusableError: the disk does not confirm.
    """
    with speaking_of(transfer.name), _opened(root, transfer) as handle:
        os.fsync(handle)
        size = os.fstat(handle).st_size
        return min(size, _on_trial(root, transfer, size))


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to add to a transfer."""

    root: Path
    transfer: Transfer
    handle: int
    _lock: int
    reserve: int | None

    def add(self, read: Callable[[int], bytes], *, at: int, checksum: Checksum | None = None) -> int:
        """Add what `read` gives until it gives nothing; return how far the transfer is, durable.

        Args:
            read: takes a number of bytes and returns at most so many, none at the end.
            at: where the chunk begins, as its sender believes.

        Raises:
            OffsetError: the transfer stands elsewhere, or another connection has taken it over.
            TooLargeError: more bytes than were announced; those up to there are kept.
            ChecksumError: the chunk is broken; nothing of it is kept.
            UnusableError: the disk is full or fails; what was written before is kept.
        """
        stands = os.fstat(self.handle).st_size
        if at != stands:
            raise OffsetError(
                f"“{self.transfer.name}”这一段没有收下。",
                why=f"已经收到 {stands} 字节，送来的一段从第 {at} 字节开始。",
                remedy="请从已经收到的地方接着传。",
            )
        if checksum is None:
            return self._taken(read, at)
        return self._tried(read, at, checksum)

    def forget_trial(self) -> None:
        """Cut off what a sender that died had not brought to its end."""
        stands = os.fstat(self.handle).st_size
        if (tried := _on_trial(self.root, self.transfer, stands)) < stands:
            self._cut_off(tried)

    def _taken(self, read: Callable[[int], bytes], at: int, digest: "HASH | None" = None) -> int:
        try:
            return self._poured(read, at, digest)
        finally:
            with speaking_of(self.transfer.name):
                os.fsync(self.handle)

    def _tried(self, read: Callable[[int], bytes], at: int, checksum: Checksum) -> int:
        digest = hashlib.new(checksum.algorithm)
        self._put_on_trial(at)
        try:
            end = self._taken(read, at, digest)
            self._require_equal(digest.digest(), checksum.digest)
        except BaseException:
            self._cut_off(at)
            raise
        self._end_trial()
        return end

    def _require_equal(self, found: bytes, told: bytes) -> None:
        if found != told:
            raise ChecksumError(
                f"“{self.transfer.name}”这一段没有收下：内容与校验值不一致。",
                why="传输中内容有变，或者没有传完。",
                remedy="请从这一段的开头重新传。",
            )

    def _poured(self, read: Callable[[int], bytes], at: int, digest: "HASH | None") -> int:
        looked = at
        while piece := read(min(_PIECE, self.transfer.size - at) or 1):
            if at == self.transfer.size:
                raise TooLargeError(
                    f"“{self.transfer.name}”送来的内容多于事先所说的 {self.transfer.size} 字节。",
                    remedy="请重新选择文件上传。",
                )
            self._write(piece, at)
            if digest is not None:
                digest.update(piece)
            at += len(piece)
            if at - looked >= _LOOKED_AFTER:
                require_room(self.root, 0, refused=f"“{self.transfer.name}”没有传完。", reserve=self.reserve)
                looked = at
        return at

    def _write(self, piece: bytes, at: int) -> None:
        with speaking_of(self.transfer.name), _alone(self.handle):
            if not _is_at(self._lock, place(self.root, self.transfer.id, LOCK)):
                raise OffsetError(
                    f"“{self.transfer.name}”已由另一个连接接着上传。", remedy="不用处理；以新的连接为准。"
                )
            rest = memoryview(piece)
            while rest:
                written = os.pwrite(self.handle, rest, at)
                rest, at = rest[written:], at + written

    def _put_on_trial(self, at: int) -> None:
        path = place(self.root, self.transfer.id, TRIAL)
        with speaking_of(self.transfer.name):
            with path.open("w", encoding="ascii") as file:
                file.write(str(at))
                file.flush()
                os.fsync(file.fileno())
            settle(path.parent)

    def _end_trial(self) -> None:
        with speaking_of(self.transfer.name):
            place(self.root, self.transfer.id, TRIAL).unlink(missing_ok=True)

    def _cut_off(self, at: int) -> None:
        if _is_at(self._lock, place(self.root, self.transfer.id, LOCK)):
            with speaking_of(self.transfer.name):
                os.ftruncate(self.handle, at)
                os.fsync(self.handle)
            self._end_trial()


@contextmanager
def claimed(
    root: Path, transfer: Transfer, *, adding: bool = True, reserve: int | None = 0, silent: float = SILENT
) -> Iterator[Claim]:
    """Hold the right to add to a transfer, or to end it, for as long as the block lasts.

    Args:
        adding: False for who only reads its bytes; once they are an original, nobody may add to them.
        reserve: bytes that stay free on the disk while it grows; None for the usual share.
        silent: seconds without a byte after which whoever holds it now is passed over.

    Raises:
        BusyError: another connection is at it.
        NotFoundError: its bytes are gone.
    """
    with _opened(root, transfer, adding=adding) as handle:
        lock = _locked(root, transfer, handle, silent)
        try:
            claim = Claim(root, transfer, handle, lock, reserve)
            if adding:
                marks.under_way(root, transfer.id)
                claim.forget_trial()
            yield claim
        finally:
            os.close(lock)


def _locked(root: Path, transfer: Transfer, handle: int, silent: float) -> int:
    path = place(root, transfer.id, LOCK)
    while True:
        lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            _pass_over(path, handle, silent, transfer)
            continue
        if _is_at(lock, path):
            os.utime(lock)
            return lock
        os.close(lock)  # it was replaced between opening and locking


def _pass_over(path: Path, handle: int, silent: float, transfer: Transfer) -> None:
    """Take the lock file away from a sender that has fallen silent."""
    with _alone(handle), suppress(FileNotFoundError):
        if time.time() - max(os.fstat(handle).st_mtime, path.stat().st_mtime) < silent:
            raise BusyError(
                f"“{transfer.name}”正由另一个连接上传。",
                why="同一次上传同时只能有一个连接。",
                remedy="稍后会自动再试；不要在两个页面同时传同一个文件。",
            )
        path.unlink()


@contextmanager
def _alone(handle: int) -> Iterator[None]:
    """Let nobody write, or take the lock away, in between."""
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


@contextmanager
def _opened(root: Path, transfer: Transfer, *, adding: bool = False) -> Iterator[int]:
    path = place(root, transfer.id, BYTES)
    whole = BusyError(f"“{transfer.name}”已经收完，正在核对。", remedy="请等待核对的结果。")
    try:
        handle = os.open(path, (os.O_RDWR if adding else os.O_RDONLY) | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise NotFoundError("没有这次上传。", why="它已经取消或者已经完成。", remedy="请重新选择文件上传。") from error
    except PermissionError as error:
        raise whole from error  # its bytes are an original already: read-only
    try:
        if adding and os.fstat(handle).st_nlink > 1:
            raise whole
        yield handle
    finally:
        os.close(handle)


def _is_at(handle: int, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    held = os.fstat(handle)
    return (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino)


def _on_trial(root: Path, transfer: Transfer, size: int) -> int:
    """Return where the chunk on trial begins, or `size` where none is."""
    try:
        told = place(root, transfer.id, TRIAL).read_text("ascii")
    except FileNotFoundError:
        return size
    return min(size, int(told)) if told.isdecimal() else size
