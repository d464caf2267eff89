"""Both digests of a stream at once, each in a thread of its own, so that SM3 does not wait for SHA-256 or the disk."""

import hashlib
from collections.abc import Iterable, Iterator
from queue import SimpleQueue
from threading import BoundedSemaphore, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from liuhen.kernel.digests import Digests

if TYPE_CHECKING:
    from _hashlib import HASH

PIECE: Final = 1 << 20
"""Bytes handed over at a time: large enough that hashing runs outside the interpreter lock."""

AHEAD: Final = 4
"""Pieces that may wait for a hash: what bounds memory when the source is faster than SM3."""


class TwinDigester:
    """Take SHA-256 and SM3 of the same pieces in two threads. Use as a context manager: leaving ends the threads."""

    def __init__(self) -> None:
        self._lanes = (Lane("sha256"), Lane("sm3"))

    def __enter__(self) -> Self:
        for lane in self._lanes:
            lane.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._finish()

    def update(self, piece: bytes) -> None:
        """Read `piece` as the next bytes of the stream; waits while `AHEAD` pieces are still unread."""
        for lane in self._lanes:
            lane.put(piece)

    def digests(self) -> Digests:
        """Return the digests of everything read; the stream is over with this call."""
        self._finish()
        sha256, sm3 = (lane.hash.hexdigest() for lane in self._lanes)
        return Digests(sha256=sha256, sm3=sm3)

    def _finish(self) -> None:
        for lane in self._lanes:
            lane.finish()


class Lane:
    """One digest of a stream, taken in a thread of its own: start `thread`, `put` pieces, `finish`, then ask `hash`."""

    def __init__(self, name: str) -> None:
        self.hash: HASH = hashlib.new(name)
        self.thread = Thread(target=self._run, name=f"digest-{name}", daemon=True)
        self._pieces: SimpleQueue[bytes | None] = SimpleQueue()
        self._room = BoundedSemaphore(AHEAD)

    def put(self, piece: bytes) -> None:
        """Read `piece` as the next bytes of the stream; waits while `AHEAD` pieces are still unread."""
        self._room.acquire()
        self._pieces.put(piece)

    def finish(self) -> None:
        """Wait until everything that was put is read; the stream is over."""
        if self.thread.is_alive():
            self._pieces.put(None)
            self.thread.join()

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            self.hash.update(piece)
            self._room.release()


def pieces_of(chunks: Iterable[bytes], *, size: int = PIECE) -> Iterator[bytes]:
    """Gather chunks of any length into pieces of `size` bytes; only the last may be shorter, none is empty."""
    buffer = bytearray()
    for chunk in chunks:
        if not buffer and len(chunk) == size:
            yield bytes(chunk)
            continue
        buffer += chunk
        while len(buffer) >= size:
            yield bytes(buffer[:size])
            del buffer[:size]
    if buffer:
        yield bytes(buffer)
