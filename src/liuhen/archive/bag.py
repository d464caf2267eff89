"""Writing a BagIt bag, as a folder or straight into a zip archive: streamed, complete or not there at all."""

import os
import secrets
import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError
from liuhen.media.disk import speaking_of
from liuhen.media.places import settle

DECLARATION: Final = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAGS: Final = "tagmanifest-sha256.txt"
_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # one for all: the same content makes the same bytes
_ZIP64_FROM: Final = 1 << 31


class Sink(Protocol):
    """Where the files of a bag go."""

    def write(self, path: str, pieces: Iterable[bytes], *, size: int) -> None:
        """Write one file of `size` bytes."""


class FolderSink:
    """A bag as a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, path: str, pieces: Iterable[bytes], *, size: int) -> None:
        """Write one file and make it durable."""
        del size
        place = self._root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as file:
            for piece in pieces:
                file.write(piece)
            _settle_file(file)

    def settle(self) -> None:
        """Make the names of all files durable."""
        for folder, _, _ in os.walk(self._root):
            settle(Path(folder))


class ZipSink:
    """A bag as the one folder of a zip archive; nothing is compressed."""

    def __init__(self, archive: zipfile.ZipFile, top: str) -> None:
        self._archive, self._top = archive, top

    def write(self, path: str, pieces: Iterable[bytes], *, size: int) -> None:
        """Append one file."""
        info = zipfile.ZipInfo(f"{self._top}/{path}", date_time=_ZIP_TIME)
        info.external_attr = (stat.S_IFREG | 0o644) << 16
        info.create_system = 3  # Unix, on every machine
        with self._archive.open(info, "w", force_zip64=size >= _ZIP64_FROM) as file:
            for piece in pieces:
                file.write(piece)


class Bag:
    """The files of a bag and its lists. Payload first, then `close`."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._payload: dict[str, tuple[Digests, int]] = {}
        self._tags: dict[str, Digests] = {}

    def add(self, path: str, content: bytes) -> None:
        """Add a small file, hashed here; outside `data/` it is a tag file."""
        self._sink.write(path, [content], size=len(content))
        if path.startswith("data/"):
            self._payload[path] = (Digests.of(content), len(content))
        else:
            self._tags[path] = Digests.of(content)

    def add_stream(self, path: str, pieces: Iterable[bytes], *, digests: Digests, size: int) -> None:
        """Add a payload file whose digests are known; `pieces` must refuse to end when they are others."""
        self._sink.write(path, pieces, size=size)
        self._payload[path] = (digests, size)

    def close(self, info: Iterable[tuple[str, str]]) -> None:
        """Write the declaration, `bag-info.txt` with its size, and all lists."""
        self.add("bagit.txt", DECLARATION)
        total = sum(size for _, size in self._payload.values())
        told = [*info, ("Payload-Oxum", f"{total}.{len(self._payload)}")]
        self.add("bag-info.txt", "".join(f"{name}: {' '.join(value.split())}\n" for name, value in told).encode())
        payload = {path: digests for path, (digests, _) in self._payload.items()}
        self.add("manifest-sha256.txt", _lines((path, digests.sha256) for path, digests in payload.items()))
        self.add("manifest-sm3.txt", _lines((path, digests.sm3) for path, digests in payload.items()))
        self.add(TAGS, _lines((path, digests.sha256) for path, digests in self._tags.items()))


@contextmanager
def new_bag(target: Path, *, top: str) -> Iterator[Bag]:
    """Open a bag that appears at `target` when the block ends well, and leaves nothing when it does not.

    Args:
        target: a name ending in `.zip` makes an archive, any other a folder. Must not exist.
        top: the name of the one folder inside an archive.

    Raises:
        BadInputError: something is there already.
        UnusableError: the disk is full, failing or not writable.
    """
    if target.exists():
        raise BadInputError(f"“{target.name}”已经存在，没有覆盖。", remedy="请换一个文件名，或者先移走原来的。")
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with speaking_of(target.name):
            target.parent.mkdir(parents=True, exist_ok=True)
            if target.suffix.lower() == ".zip":
                with zipfile.ZipFile(draft, "x", zipfile.ZIP_STORED) as archive:
                    yield Bag(ZipSink(archive, top))
                with draft.open("rb") as file:
                    os.fsync(file.fileno())
                target.hardlink_to(draft)  # unlike a rename, fails where something appeared meanwhile
            else:
                draft.mkdir()
                sink = FolderSink(draft)
                yield Bag(sink)
                sink.settle()
                draft.rename(target)
            settle(target.parent)
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(draft) if draft.is_dir() else draft.unlink()


def _lines(rows: Iterable[tuple[str, str]]) -> bytes:
    ordered = sorted(rows, key=lambda row: row[0].encode())
    return "".join(f"{digest}  {path}\n" for path, digest in ordered).encode()


def _settle_file(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())
