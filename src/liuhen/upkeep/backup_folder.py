"""A backup folder: where things lie in it, and the plain list of a snapshot. docs/backup-format.md is its reference."""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Self

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import read_when, written
from liuhen.kernel.digests import sha256
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.places import settle
from liuhen.upkeep.sealing import Sum

FORMAT: Final = "liuhen-backup/1"
MARK: Final = "backup.json"
MARKED: Final = canonical({"format": FORMAT}) + b"\n"
DATABASE: Final = "database.age"
MANIFEST: Final = "manifest.json.age"
LIST: Final = "snapshot.json"
LIST_SUM: Final = "snapshot.json.sha256"
DRAFT: Final = ".draft"

_NAMED: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{6}Z")
_SPELLED: Final = "%Y-%m-%dT%H%M%SZ"
_OBJECT: Final = re.compile(r"[0-9a-f]{64}")
_PASSED_OVER: Final = frozenset({"lost+found", f"{DRAFT}-{MARK}"})  # of a fresh disk, and of a first run that died


@dataclass(frozen=True, slots=True)
class Listing:
    """What a snapshot consists of, readable without a key: digests of encrypted files, and how far the ledger went.

    Attributes:
        made: the moment that the snapshot holds.
        version: of the product that made it.
        recipients: public keys that open it.
        heads: organ -> [entries, SHA-256 of the last head].
        files: `database.age` and `manifest.json.age`.
        objects: name -> digest and size of the encrypted object.
    """

    made: datetime
    version: str
    recipients: tuple[str, ...]
    heads: Mapping[str, tuple[int, str]]
    files: Mapping[str, Sum]
    objects: Mapping[str, Sum]

    @property
    def size(self) -> int:
        """Return the bytes of everything that the snapshot needs."""
        return sum(one.size for one in (*self.files.values(), *self.objects.values()))

    def as_bytes(self) -> bytes:
        """Return the one way in which it is written."""
        told: dict[str, Json] = {
            "format": FORMAT,
            "made": written(self.made),
            "version": self.version,
            "recipients": list(self.recipients),
            "heads": {organ: [size, digest] for organ, (size, digest) in self.heads.items()},
            "files": {name: [one.sha256, one.size] for name, one in self.files.items()},
            "objects": {name: [one.sha256, one.size] for name, one in self.objects.items()},
        }
        return canonical(told) + b"\n"

    @classmethod
    def read(cls, content: bytes) -> Self:
        """Read what `as_bytes` wrote; raise ValueError for anything else."""
        try:
            listing = cls._parsed(json.loads(content))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError("no list of a snapshot") from error
        if listing.as_bytes() != content:
            raise ValueError("not written by us")
        return listing

    @classmethod
    def checked(cls, content: bytes, line: bytes) -> Self:
        """Read a list beside the line of its digest; raise ValueError where the two do not agree."""
        if line != sum_line(content):
            raise ValueError("another digest")
        return cls.read(content)

    @classmethod
    def _parsed(cls, told: dict[str, Any]) -> Self:
        made = read_when(told["made"])
        if told["format"] != FORMAT or not isinstance(made, datetime):
            raise ValueError("another format")
        if set(told["files"]) != {DATABASE, MANIFEST} or not all(map(_OBJECT.fullmatch, told["objects"])):
            raise ValueError("another set of files")
        return cls(
            made=made,
            version=told["version"],
            recipients=tuple(told["recipients"]),
            heads={organ: (size, digest) for organ, (size, digest) in told["heads"].items()},
            files={name: Sum(*one) for name, one in told["files"].items()},
            objects={name: Sum(*one) for name, one in told["objects"].items()},
        )


class BackupFolder:
    """Paths under the root of a backup."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.snapshots = root / "snapshots"
        self.journal = self.objects / "unlisted.jsonl"

    def object(self, name: str) -> Path:
        """Return where the object of this name lies."""
        return self.objects / name[:2] / f"{name}.age"

    def snapshot(self, name: str) -> Path:
        """Return where the snapshot of this name lies."""
        return self.snapshots / name

    def names(self) -> list[str]:
        """Return the names of the complete snapshots, oldest first; raise OSError where they cannot be listed."""
        if not self.snapshots.is_dir():
            return []
        return sorted(one.name for one in self.snapshots.iterdir() if _NAMED.fullmatch(one.name))

    def listing(self, name: str) -> Listing:
        """Return the list of a snapshot.

        Raises:
            UnusableError: missing, changed or unreadable.
        """
        folder = self.snapshot(name)
        try:
            content = (folder / LIST).read_bytes()
            return Listing.checked(content, (folder / LIST_SUM).read_bytes())
        except (OSError, ValueError) as error:
            raise UnusableError(
                f"快照 {name} 的清单不完整或者被改动。",
                remedy="请用 liuhen backup 目录 --check 查看；其他快照不受影响。",
            ) from error

    def listings(self) -> Iterator[Listing]:
        """Give the lists of the snapshots, latest first, each read when it is asked for.

        A damaged one is passed over: `check` says so, and a backup goes on without it.
        """
        for name in reversed(self.names()):
            try:
                yield self.listing(name)
            except UnusableError:
                continue

    def next_name(self, made: datetime) -> str:
        """Return the name of a snapshot of this moment; later than all others, also where the clock went back."""
        latest = max(self.names(), default="")
        moment = made.astimezone(UTC)
        if latest >= moment.strftime(_SPELLED):
            moment = datetime.strptime(latest, _SPELLED).replace(tzinfo=UTC) + timedelta(seconds=1)
        return moment.strftime(_SPELLED)

    def put(self, draft: Path, name: str) -> None:
        """Let a finished draft of a snapshot appear under its name: complete, durable, in one step."""
        settle(draft)
        draft.rename(self.snapshot(name))
        settle(self.snapshots)

    def sweep(self) -> None:
        """Drop what a run left that did not come to its end."""
        for path in [*self.snapshots.glob(f"{DRAFT}*"), *self.objects.glob(f"{DRAFT}*")]:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def sum_line(content: bytes) -> bytes:
    """Return the line by which `sha256sum -c` checks the list of a snapshot."""
    return f"{sha256(content).hex()}  {LIST}\n".encode()


def opened(root: Path) -> BackupFolder:
    """Return a folder that holds a backup.

    Raises:
        BadInputError: it holds none, or one of another format.
    """
    mark = _mark(root)
    if mark is None:
        raise BadInputError(f"{root} 不是备份目录。", remedy="请核对路径，并检查磁盘是否挂载。")
    if mark != MARKED:
        raise BadInputError(f"{root} 的标记文件 {MARK} 被改动，或者是别的版本写的。", remedy="请用较新的版本打开。")
    return BackupFolder(root)


def prepared(root: Path) -> BackupFolder:
    """Return a folder to back up into; make it where it is missing or empty. Its parent has to be there.

    Raises:
        BadInputError: something else lies in it.
        OSError: it cannot be made.
    """
    if _mark(root) is None:
        if root.exists() and any(one.name not in _PASSED_OVER for one in root.iterdir()):
            raise BadInputError(
                f"{root} 里已有别的文件，不是备份目录。", remedy="请指定一个空目录，或者一个已有的备份目录。"
            )
        root.mkdir(mode=0o700, exist_ok=True)
        write_durably(root / MARK, MARKED)
    folder = opened(root)
    for one in (folder.objects, folder.snapshots):
        one.mkdir(mode=0o700, exist_ok=True)
    settle(root)
    return folder


def write_durably(path: Path, content: bytes) -> None:
    """Write a small new file whole; raise OSError where the disk refuses."""
    draft = path.with_name(f"{DRAFT}-{path.name}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)


def _mark(root: Path) -> bytes | None:
    try:
        return (root / MARK).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
