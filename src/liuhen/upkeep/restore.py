"""Restoring a snapshot into an empty data folder.

Every file comes under a temporary name, is compared with the digest in the manifest and gets its own name only then;
the database comes last. So a folder in which a restore was stopped holds nothing wrong and no installation, and the
next call goes on: what has its name is right.
"""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from liuhen.kernel.canonical import canonical
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.places import settle
from liuhen.media.space import FOR_ACTS, require_room
from liuhen.upkeep.backup_folder import DATABASE, BackupFolder, opened
from liuhen.upkeep.checking import open_manifest
from liuhen.upkeep.manifest import File, Manifest
from liuhen.upkeep.sealing import Identity, Sum, UnreadableError, unseal
from liuhen.upkeep.stores import LEFT_OUT, place_of
from liuhen.upkeep.troubles import speaking

Said = Callable[[int, int], None]

UNDER_WAY: Final = "restoring.json"
NAME: Final = "liuhen.sqlite3"
SIGNED_IN: Final = ("django_session", "people_signin", "people_token", "people_passwordreset")
"""Tables of who is signed in or about to be: the one thing that a backup holds and a restore does not bring back."""

_REFUSED: Final = "恢复没有完成。"
_PART: Final = ".part"
_LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class Restored:
    """A snapshot that was restored; `lost` are paths of files that the backup could not give back."""

    snapshot: str
    manifest: Manifest
    lost: tuple[str, ...]


def restore(
    root: Path,
    *,
    identities: Sequence[Identity],
    into: Path,
    snapshot: str | None = None,
    known: Sequence[str] = (),
    without_damaged: bool = False,
    said: Said = lambda _done, _of: None,
) -> Restored:
    """Restore a snapshot; nothing that is already there is ever written over.

    Args:
        root: the backup folder.
        identities: of which one opens the backup.
        into: an empty or missing folder, or one in which the same restore was stopped.
        snapshot: its name; None takes the latest one.
        known: `app.name` of the migrations that this program knows; the snapshot may have no others.
        without_damaged: go on where originals or papers in the backup are damaged or missing.
        said: told of the bytes done and of how many there are.

    Raises:
        BadInputError: no backup folder, no such snapshot, or the folder is in use.
        UnusableError: another key, a damaged backup, a snapshot of a newer program, or a disk refuses. What was
            restored so far stays, and the next call goes on with it.
    """
    folder = opened(root)
    name = _chosen(folder, snapshot)
    manifest = open_manifest(folder, name, identities)
    _require_known(manifest, known)
    with speaking(_REFUSED, into):
        _require_empty(into, name)
        return _Run(folder, name, manifest, identities, into).restored(said, without_damaged=without_damaged)


class _Run:
    def __init__(
        self, folder: BackupFolder, name: str, manifest: Manifest, identities: Sequence[Identity], into: Path
    ) -> None:
        self._folder, self._name, self._manifest = folder, name, manifest
        self._identities, self._into = identities, into
        self._done = 0

    def restored(self, said: Said, *, without_damaged: bool) -> Restored:
        self._into.mkdir(mode=0o700, parents=True, exist_ok=True)
        missing = [one for one in self._manifest.files if not self._is_there(one)]
        size = sum(one.plain.size for one in missing) + self._manifest.database.size
        require_room(self._into, size, refused=_REFUSED, reserve=FOR_ACTS)
        mark = self._into / UNDER_WAY
        mark.write_bytes(canonical({"snapshot": self._name}))

        def tell(one: int) -> None:
            self._done += one
            said(self._done, max(size, self._done))

        for path, content in self._manifest.keys.items():
            self._put_key(self._place(path), content)
        lost = tuple(path for one in missing if (path := self._put(one, tell)))
        if lost and not without_damaged:
            raise UnusableError(
                f"恢复没有完成：备份中有 {len(lost)} 份原件或者文书损坏或者缺失。",
                why="；".join(lost[:_LISTED]),
                remedy="请用 --snapshot 换一个快照，或者换一份备份；都没有的，加 --without-damaged 恢复其余内容。",
            )
        self._put_database(tell)
        mark.unlink()
        settle(self._into)
        return Restored(self._name, self._manifest, lost)

    def _place(self, path: str) -> Path:
        try:
            return place_of(path, self._into)
        except ValueError as error:
            raise UnusableError(_REFUSED, why=f"快照里有不该有的路径：{path}") from error

    def _is_there(self, file: File) -> bool:
        path = self._place(file.path)
        return path.is_file() and path.stat().st_size == file.plain.size

    def _put_key(self, target: Path, content: bytes) -> None:
        if target.is_file() and target.read_bytes() == content:
            return
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _arriving(target, mode=0o600) as file:
            file.write(content)

    def _put(self, file: File, said: Callable[[int], None]) -> str:
        """Bring one file; return its path where the backup cannot give it."""
        target = self._place(file.path)
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        try:
            with (
                self._folder.object(file.object).open("rb", buffering=0) as source,
                _arriving(target, mode=0o444, kept=file.kept) as out,
            ):
                _require(unseal(source, out, self._identities, said=said).plain, file.plain)
        except (FileNotFoundError, UnreadableError):
            return file.path
        return ""

    def _put_database(self, said: Callable[[int], None]) -> None:
        target = self._into / NAME
        draft = self._into / (NAME + _PART)
        draft.unlink(missing_ok=True)
        try:
            with (
                (self._folder.snapshot(self._name) / DATABASE).open("rb", buffering=0) as source,
                _arriving(draft, mode=0o600) as out,
            ):
                _require(unseal(source, out, self._identities, said=said).plain, self._manifest.database)
            _sign_everybody_out(draft)
        except (FileNotFoundError, UnreadableError, sqlite3.Error) as error:
            raise UnusableError(
                "恢复没有完成：快照里的数据库损坏或者缺失。", remedy="请用 --snapshot 换一个快照，或者换一份备份。"
            ) from error
        draft.rename(target)


def _chosen(folder: BackupFolder, snapshot: str | None) -> str:
    names = folder.names()
    if not names:
        raise BadInputError("这个目录里没有完整的快照。", remedy="请换一个备份目录。")
    if snapshot is not None and snapshot not in names:
        told = "、".join(names[-_LISTED:])
        raise BadInputError(f"没有快照 {snapshot}。", remedy=f"现有的快照（最近 {_LISTED} 个）：{told}。")
    return snapshot or names[-1]


def _require_known(manifest: Manifest, known: Sequence[str]) -> None:
    if known and (strange := sorted(set(manifest.migrations) - set(known))):
        raise UnusableError(
            f"这个快照由较新的版本（{manifest.version}）写成，本程序不能恢复它。",
            why=f"数据库中有本程序不认识的结构：{'、'.join(strange[:3])}。",
            remedy=f"请安装 {manifest.version} 或者更新的版本后再恢复。",
        )


def _require_empty(into: Path, name: str) -> None:
    """Let only a folder through that holds nothing, what a start of the command leaves, or this same restore."""
    if not into.exists():
        return
    mark = into / UNDER_WAY
    if mark.is_file():
        if mark.read_bytes() != canonical({"snapshot": name}):
            raise BadInputError(
                f"{into} 里有一次没有做完的恢复，用的是另一个快照。",
                remedy="请用同一个快照接着做（--snapshot），或者换一个空目录。",
            )
        return
    if strange := sorted(_strange(into)):
        raise BadInputError(
            f"{into} 不是空目录，没有恢复。",
            why=f"里面已有 {'、'.join(strange[:3])}；恢复从不覆盖现有数据。",
            remedy="请用 --into 指定一个空目录，或者先把现有的数据目录改名。",
        )


def _strange(into: Path) -> Iterator[str]:
    for one in into.iterdir():
        empty_like = {"keys": LEFT_OUT, "incoming": frozenset(), "lost+found": frozenset()}.get(one.name)
        if empty_like is None or not one.is_dir():
            yield one.name
        else:
            yield from (f"{one.name}/{inner.name}" for inner in one.iterdir() if inner.name not in empty_like)


class _arriving:  # noqa: N801  # reads as a block: `with _arriving(path) as file`
    """A file that gets its name when the block ends well; nothing stays of it otherwise."""

    def __init__(self, target: Path, *, mode: int, kept: int | None = None) -> None:
        self._target, self._mode, self._kept = target, mode, kept
        self._draft = target.with_name(f"{target.name}.{secrets.token_hex(8)}{_PART}")
        self._file: BinaryIO

    def __enter__(self) -> BinaryIO:
        for left in self._target.parent.glob(f"{self._target.name}.*{_PART}"):
            left.unlink()  # of a run that was stopped
        handle = os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._file = os.fdopen(handle, "wb")
        return self._file

    def __exit__(self, kind: type[BaseException] | None, *_told: object) -> None:
        try:
            with self._file as file:
                if kind is None:
                    file.flush()
                    os.fchmod(file.fileno(), self._mode)
                    os.fsync(file.fileno())
            if kind is None:
                if self._kept is not None:
                    os.utime(self._draft, (self._kept, self._kept))
                self._draft.rename(self._target)
        finally:
            self._draft.unlink(missing_ok=True)


def _require(found: Sum, told: Sum) -> None:
    if found != told:
        raise UnreadableError("another content than the manifest says")


def _sign_everybody_out(database: Path) -> None:
    """End every sign-in of the backup's time: whoever held one then may have left, and its secret is a new one."""
    with closing(sqlite3.connect(database, isolation_level=None)) as opened_:
        opened_.execute("PRAGMA secure_delete = ON")
        for table in SIGNED_IN:
            with suppress(sqlite3.OperationalError):  # a database of before there was such a table
                opened_.execute(f"DELETE FROM {table}")  # noqa: S608  # constants of this file
