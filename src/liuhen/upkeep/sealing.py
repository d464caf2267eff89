"""Files in the age format: written to public keys, read with a private one, piece by piece, digests taken on the way.

What is written is worth nothing until it was read back: `seal` drops the file from memory and compares it with what
went out.
"""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import BoundedSemaphore, Thread
from typing import Any, BinaryIO, Final, Protocol, TypeAlias

import pyrage

from liuhen.kernel.errors import UnusableError
from liuhen.media.hashing import AHEAD, PIECE, Lane

Recipient: TypeAlias = Any  # of the library, which says nothing of its types
Identity: TypeAlias = Any
Said = Callable[[int], None]

_TOGETHER: Final = 16 * PIECE  # bytes written before they are waited for: a long tail would hold up who records an act


@dataclass(frozen=True, slots=True)
class Sum:
    """SHA-256 in lower-case hexadecimal, and bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """A file that was encrypted: what went in, and what lies there now."""

    plain: Sum
    cipher: Sum


class UnreadableError(Exception):
    """What was to be decrypted is cut, changed, or meant for another key."""


class _Sink(Protocol):
    def write(self, piece: bytes, /) -> int: ...


class _Summed:
    """Counts and hashes a stream in a thread of its own."""

    def __init__(self) -> None:
        self.size = 0
        self._lane = Lane("sha256")

    @contextmanager
    def counting(self) -> Iterator[None]:
        self._lane.thread.start()
        try:
            yield
        finally:
            self._lane.finish()

    def take(self, piece: bytes) -> None:
        self.size += len(piece)
        self._lane.put(piece)

    @property
    def sum(self) -> Sum:
        """Return what it came to; the stream is over with this call."""
        self._lane.finish()
        return Sum(self._lane.hash.hexdigest(), self.size)


class _Source:
    """Gives the bytes of a file in whatever portions they are asked for, and hashes them in large ones."""

    def __init__(self, file: BinaryIO, summed: _Summed, said: Said) -> None:
        self._file, self._summed, self._said = file, summed, said
        self._piece, self._at = b"", 0
        self.error: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        if self._at >= len(self._piece):
            self._piece, self._at = self._next(), 0
        taken = self._piece[self._at : self._at + size] if size >= 0 else self._piece[self._at :]
        self._at += len(taken)
        return taken

    def _next(self) -> bytes:
        try:
            piece = self._file.read(PIECE)
            if piece:
                self._summed.take(piece)
                self._said(len(piece))
        except Exception as error:
            self.error = error  # on its way through the library it would lose its kind
            raise
        return piece


class _Pouring:
    """Hashes and writes a stream in a thread of its own, so that encrypting does not wait for the disk."""

    def __init__(self, sink: _Sink) -> None:
        self._sink, self._hash, self._size = sink, hashlib.sha256(), 0
        self._pieces: SimpleQueue[bytes | None] = SimpleQueue()
        self._room = BoundedSemaphore(AHEAD)
        self._thread = Thread(target=self._run, name="pouring", daemon=True)
        self._error: Exception | None = None

    @contextmanager
    def going_on(self) -> Iterator[None]:
        self._thread.start()
        try:
            yield
        finally:
            self._finish()

    def put(self, piece: bytes) -> None:
        """Hand on a piece; waits while several are unwritten, and raises what became of an earlier one."""
        self._room.acquire()
        if self._error is not None:
            raise self._error
        self._pieces.put(piece)

    @property
    def sum(self) -> Sum:
        """Return what it came to once everything is written; raise what kept it from being written."""
        self._finish()
        if self._error is not None:
            raise self._error
        return Sum(self._hash.hexdigest(), self._size)

    def _finish(self) -> None:
        if self._thread.is_alive():
            self._pieces.put(None)
            self._thread.join()

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            try:
                self._take(piece)
            except Exception as error:  # noqa: BLE001  # raised again where the stream comes from
                self._error = self._error or error
            finally:
                self._room.release()

    def _take(self, piece: bytes) -> None:
        if self._error is None:
            self._hash.update(piece)
            self._size += len(piece)
            self._sink.write(piece)


class _Target:
    """Gathers the small portions that the library gives into large ones."""

    def __init__(self, pouring: _Pouring) -> None:
        self._pouring = pouring
        self._waiting: list[bytes] = []
        self._length = 0
        self.error: Exception | None = None

    def write(self, portion: bytes) -> int:
        self._waiting.append(bytes(portion))
        self._length += len(portion)
        if self._length >= PIECE:
            self.pour()
        return len(portion)

    def flush(self) -> None:
        """Asked for by the library; everything goes out with `pour`."""

    def pour(self) -> None:
        piece, self._waiting, self._length = b"".join(self._waiting), [], 0
        try:
            if piece:
                self._pouring.put(piece)
        except Exception as error:
            self.error = error
            raise


class _File:
    """An unbuffered file that is settled every few pieces."""

    def __init__(self, handle: int) -> None:
        self._handle, self._since = handle, 0

    def write(self, piece: bytes) -> int:
        rest = memoryview(piece)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        self._since += len(piece)
        if self._since >= _TOGETHER:
            os.fdatasync(self._handle)
            self._since = 0
        return len(piece)


class _Nowhere:
    def write(self, piece: bytes) -> int:
        return len(piece)


def seal(source: BinaryIO, target: Path, recipients: Sequence[Recipient], *, said: Said = lambda _size: None) -> Sealed:
    """Encrypt a stream into a new file; on the disk when this returns, and dropped from memory.

    Memory stays constant (a few MiB) whatever the size.

    Args:
        source: an open binary file.
        target: must not be there yet.
        recipients: whoever shall be able to read it.
        said: told of the bytes read, piece by piece.

    Raises:
        OSError: reading or writing failed.
    """
    plain = _Summed()
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        cipher = _Pouring(_File(handle))
        with plain.counting(), cipher.going_on():
            reading, writing = _Source(source, plain, said), _Target(cipher)
            _through(pyrage.encrypt_io, reading, writing, list(recipients))
            sealed = Sealed(plain.sum, cipher.sum)
        os.fsync(handle)
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)  # so that reading it back asks the disk
    finally:
        os.close(handle)
    return sealed


def unseal(
    source: BinaryIO, sink: _Sink | None, identities: Sequence[Identity], *, said: Said = lambda _size: None
) -> Sealed:
    """Decrypt a stream into `sink`, or to nowhere where only the digests are wanted.

    Every piece is proven before it is handed on; that the whole is there is known only when this returns.

    Raises:
        UnreadableError: cut, changed, or meant for another key.
        OSError: reading or writing failed.
    """
    plain, cipher = _Pouring(sink or _Nowhere()), _Summed()
    with plain.going_on(), cipher.counting():
        reading, writing = _Source(source, cipher, said), _Target(plain)
        _through(pyrage.decrypt_io, reading, writing, list(identities))
        while reading.read(PIECE):
            pass  # what stands behind the end belongs to no age file; its digest tells
        return Sealed(plain.sum, cipher.sum)


def sum_of(path: Path, *, said: Said = lambda _size: None) -> Sum:
    """Return digest and size of a file as it lies there; raise OSError where it cannot be read."""
    hashing, size = hashlib.sha256(), 0
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            hashing.update(piece)
            size += len(piece)
            said(len(piece))
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # leaves memory to those who work
    return Sum(hashing.hexdigest(), size)


def require_written(path: Path, written: Sum) -> None:
    """Read a file back and compare it with what went out.

    Raises:
        UnusableError: the disk does not give back what it was given.
        OSError: it cannot be read.
    """
    if sum_of(path) != written:
        raise UnusableError(
            "备份没有完成：写入之后读回来的内容与写入的不一致。",
            why=f"{path.parent} 所在的磁盘没有正确保存内容。",
            remedy="请更换备份用的磁盘或者连接线，再备份一次。",
        )


def _through(
    work: Callable[[_Source, _Target, list[object]], None], source: _Source, target: _Target, keys: list[object]
) -> None:
    try:
        work(source, target, keys)
        target.pour()
    except Exception as error:
        if ours := source.error or target.error:
            raise ours from error
        raise UnreadableError(str(error)) from error
