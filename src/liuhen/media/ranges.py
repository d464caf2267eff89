"""The Range request header (RFC 9110, section 14) as pure functions; the web room makes the answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.objects import attached

CHUNK: Final = 256 * 1024

_LONGEST: Final = 64
_BYTES: Final = re.compile(r"bytes=([0-9]*)-([0-9]*)", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A satisfiable stretch of bytes: `start` inclusive, `end` exclusive, both within `size`."""

    start: int
    end: int
    size: int

    @property
    def length(self) -> int:
        """Number of bytes, at least one."""
        return self.end - self.start

    @property
    def content_range(self) -> str:
        """Value of the Content-Range header of a 206 answer."""
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


class UnsatisfiableError(BadInputError):
    """Nothing of the file lies in the range asked for: answer 416 with `content_range`."""

    def __init__(self, *, size: int) -> None:
        super().__init__("请求的片段超出文件范围。", why=f"文件共 {size} 字节。", remedy="请刷新页面后重新播放。")
        self.content_range = f"bytes */{size}"


def wanted(header: str | None, *, size: int) -> Span | None:
    """Return the stretch a Range header asks for, or None where the whole file is to be sent (200).

    A header that is absent, malformed, in another unit or of several ranges is ignored, as RFC 9110 section 14.2
    allows: the whole file is always a right answer, and many small ranges are a way to exhaust a server.

    Args:
        header: value of the Range header.
        size: of the file, in bytes.

    Raises:
        UnsatisfiableError: well formed, but outside the file.
    """
    match = _BYTES.fullmatch(header.strip(" \t")) if header and len(header) <= _LONGEST else None
    if match is None or match.group(0).endswith("=-"):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(int(last), size=size)
    start, end = int(first), int(last) + 1 if last else size
    if last and end <= start:
        return None
    if start >= size:
        raise UnsatisfiableError(size=size)
    return Span(start, min(end, size), size)


def _suffix(length: int, *, size: int) -> Span | None:
    if not length:
        raise UnsatisfiableError(size=size)
    return Span(max(size - length, 0), size, size) if size else None


def slices(path: Path, *, start: int, end: int, chunk: int = CHUNK) -> Iterator[bytes]:
    """Return the bytes of `path` from `start` up to, not including, `end`, in pieces of at most `chunk` bytes.

    The file is looked at now and opened at the first piece, so that a missing one is known before an answer begins.

    Raises:
        UnusableError: the file is missing or unreadable or, now or while reading, shorter than `end`.
    """
    if not 0 <= start <= end or chunk < 1:
        raise ValueError(f"not a stretch: {start}..{end} by {chunk}")
    store = attached(path.parent.parent)
    if store is not None and not path.exists():
        return store.ranged(path.name, start=start, end=end, chunk=chunk)
    try:
        size = path.stat().st_size
    except OSError as error:
        raise _broken("原件不在存储中。") from error
    if size < end:
        raise _broken("原件比记录的短。")
    return _read(path, start=start, end=end, chunk=chunk)


def _read(path: Path, *, start: int, end: int, chunk: int) -> Iterator[bytes]:
    try:
        with path.open("rb", buffering=0) as file:
            file.seek(start)
            while start < end:
                piece = file.read(min(chunk, end - start))
                if not piece:
                    raise _broken("原件比记录的短。")
                start += len(piece)
                yield piece
    except OSError as error:
        raise _broken("存储读取失败。") from error


def _broken(why: str) -> UnusableError:
    return UnusableError("文件读取中断。", why=why, remedy="请系统管理员核查存储，用备份恢复该原件。")
