"""Backups: where they stand, and making one.

Order: the database first, the files after it. An entry is appended only when its file lies in the store, on the disk;
so every file that the copy of the database names was there when the copy was taken, and is there when the stores are
listed afterwards. What arrives meanwhile is in the backup and is named by the next copy. The other way round, an entry
appended while files were copied would name a file that the backup does not have.
"""

import fcntl
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Final

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError, UnusableError
from liuhen.ledger.ends import ends, goes_through
from liuhen.media.space import require_room
from liuhen.upkeep import status
from liuhen.upkeep.backup_folder import (
    DATABASE,
    DRAFT,
    LIST,
    LIST_SUM,
    MANIFEST,
    BackupFolder,
    Listing,
    prepared,
    sum_line,
    write_durably,
)
from liuhen.upkeep.backup_keys import Keys, keys_at_hand
from liuhen.upkeep.manifest import Chain, File, Manifest
from liuhen.upkeep.objects import Objects
from liuhen.upkeep.sealing import Sum, require_written, seal
from liuhen.upkeep.snapshot import Copy, looking_into, sound_copy, take_copy
from liuhen.upkeep.status import Failure, Last
from liuhen.upkeep.stores import Kept, kept_files, keys, stores
from liuhen.upkeep.troubles import speaking

Said = Callable[[int, int], None]

_REFUSED: Final = "备份没有完成。"
LATE: Final = timedelta(hours=36)
"""Age of the last backup from which a nightly one is missing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where backups stand.

    Attributes:
        last: the latest one, into whichever folder; None: none is known.
        failure: the last try where it came to nothing.
        nightly: the folder of the nightly backup, "" where none is set.
        entries: how many entries were recorded since; `files` and `size` (bytes) how much came in beside them.
        set_back: the data do not go on from the last backup: they were set back or exchanged by hand.
        late: a nightly backup is set and the last one is older than a night and a half.
    """

    last: Last | None
    failure: Failure | None
    nightly: str
    entries: int
    files: int
    size: int
    set_back: bool
    late: bool


def last_backup(*, now: datetime | None = None) -> Standing:
    """Return where the backups of this installation stand; counts files, reads none."""
    moment, told = now or clock.now(), status.read(settings.LIUHEN_DATA)
    last, nightly = told.latest, settings.LIUHEN_BACKUP_TO
    here = ends()
    since = last.at.timestamp() if last else 0.0
    fresh = [one for one in kept_files() if one.kept >= since]
    entries = sum(end.entries for end in here.values()) - sum(
        entries for entries, _ in (last.heads if last else {}).values()
    )
    set_back = last is not None and not all(
        goes_through(organ, size, digest) for organ, (size, digest) in last.heads.items()
    )
    late = bool(nightly) and bool(here) and (last is None or moment - last.at > LATE)
    return Standing(
        last, told.failure, nightly, max(entries, 0), len(fresh), sum(one.size for one in fresh), set_back, late
    )


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made: what `status` keeps of it, which files were left out, what the reader should mind."""

    last: Last
    damaged: tuple[str, ...]
    cautions: tuple[str, ...]


def backup(
    root: Path, *, recipients: Sequence[str] = (), anew: bool = False, said: Said = lambda _done, _of: None
) -> Made:
    """Back up this installation into a folder, while it serves and writes.

    Args:
        root: a backup folder, or an empty or missing one whose parent is there.
        recipients: further public keys (age1…) that shall open backups from now on.
        anew: begin in an empty folder also where backups were made into it before.
        said: told of the bytes done and of how many there are.

    Raises:
        BadInputError: the folder cannot be used for this.
        OutOfOrderError: another backup is at work, or the snapshots there do not belong to what is here now.
        UnusableError: a disk refuses, or the database is not sound. What was written stays and is gone on with.
    """
    root, data, began = root.resolve(), Path(settings.LIUHEN_DATA), clock.now()
    try:
        with speaking(_REFUSED, root), _alone(data):
            made = _Run(_fit(root, data=data, anew=anew), keys_at_hand(more=recipients), data, began).made(said)
    except (BadInputError, OutOfOrderError, UnusableError) as error:
        _note_failure(data, root, began, error)
        raise
    told = status.read(data)
    told.backups[str(root)], told.failure = made.last, _left_out(root, made)
    status.keep(data, told)
    return made


class _Run:
    """One backup at work."""

    def __init__(self, folder: BackupFolder, keys_: Keys, data: Path, began: datetime) -> None:
        self._folder, self._keys, self._data, self._began = folder, keys_, data, began
        self._objects = Objects(folder, keys_, refused=_REFUSED, reserve=settings.LIUHEN_RESERVE)
        self._done = 0
        self._of = 0

    def made(self, said: Said) -> Made:
        self._folder.sweep()
        with _copied(self._data) as path:
            copy = sound_copy(path, refused=_REFUSED)
            self._require_same_ledger(path)
            files = list(kept_files())
            fresh = [one for one in files if not self._objects.has(one)]
            self._of = sum(one.size for one in fresh) + path.stat().st_size
            damaged = self._add(fresh, said)
            present = [one for one in files if one.path not in damaged]
            draft = self._folder.snapshots / f"{DRAFT}-{secrets.token_hex(4)}"
            draft.mkdir(mode=0o700)
            listing, written = self._written(draft, copy, present, damaged, said)
            name = self._folder.next_name(self._began)
            self._folder.put(draft, name)
        self._objects.done()
        return Made(self._last(name, listing, written, len(present), len(damaged)), damaged, self._cautions())

    def _require_same_ledger(self, path: Path) -> None:
        latest = next(self._folder.listings(), None)
        if latest is None:
            return
        with looking_into(path) as alias:
            if not all(goes_through(organ, *end, using=alias) for organ, end in latest.heads.items()):
                raise OutOfOrderError(
                    "备份没有完成：目录中最近的快照不是现有数据的过去。",
                    why="现有数据是从更早的备份恢复的，或者是另一套安装；接着写会把两段历史混在一起。",
                    remedy="请改用一个空目录；如果现有数据是误恢复的旧数据，请先从该目录恢复最近的快照。",
                )

    def _add(self, fresh: Sequence[Kept], said: Said) -> tuple[str, ...]:
        with self._objects.adding(said=lambda size: self._say(size, said)) as add:
            return tuple(one.path for one in fresh if not add(one, self._place(one.path)))

    def _place(self, path: str) -> Path:
        store, inner = path.split("/", 1)
        return stores()[store] / inner

    def _written(
        self, draft: Path, copy: Copy, present: Sequence[Kept], damaged: tuple[str, ...], said: Said
    ) -> tuple[Listing, int]:
        size = copy.path.stat().st_size
        require_room(self._folder.root, size, refused=_REFUSED, reserve=settings.LIUHEN_RESERVE)
        with copy.path.open("rb", buffering=0) as source:
            sealed = seal(source, draft / DATABASE, self._keys.readers, said=lambda one: self._say(one, said))
        require_written(draft / DATABASE, sealed.cipher)
        manifest = Manifest(
            made=self._began,
            version=version("liuhen"),
            migrations=copy.migrations,
            chains={organ: Chain(copy.names.get(organ, organ), end) for organ, end in copy.ends.items()},
            database=sealed.plain,
            files=tuple(
                File(one.path, Sum(one.sha256, one.size), self._objects.name_of(one), one.kept) for one in present
            ),
            keys=keys(),
            damaged=damaged,
        )
        told = self._sealed_bytes(draft / MANIFEST, manifest.as_bytes())
        listing = Listing(
            made=self._began,
            version=manifest.version,
            recipients=self._keys.recipients,
            heads={organ: (end.entries, end.digests.sha256) for organ, end in copy.ends.items()},
            files={DATABASE: sealed.cipher, MANIFEST: told},
            objects=dict(sorted(self._objects.named.items())),
        )
        content = listing.as_bytes()
        write_durably(draft / LIST, content)
        write_durably(draft / LIST_SUM, sum_line(content))
        if Listing.read((draft / LIST).read_bytes()) != listing:
            raise UnusableError(_REFUSED, why="清单写入后读回来不一致。", remedy="请检查备份用的磁盘。")
        return listing, sealed.cipher.size + told.size + self._objects.written

    def _sealed_bytes(self, target: Path, content: bytes) -> Sum:
        sealed = seal(BytesIO(content), target, self._keys.readers)
        require_written(target, sealed.cipher)
        return sealed.cipher

    def _say(self, size: int, said: Said) -> None:
        self._done += size
        said(self._done, max(self._of, self._done))

    def _last(self, name: str, listing: Listing, written: int, objects: int, damaged: int) -> Last:
        return Last(
            folder=str(self._folder.root),
            snapshot=name,
            at=self._began,
            took=round((clock.now() - self._began).total_seconds()),
            size=listing.size,
            written=written,
            objects=objects,
            damaged=damaged,
            heads=dict(listing.heads),
        )

    def _cautions(self) -> tuple[str, ...]:
        same = self._folder.root.stat().st_dev == self._data.stat().st_dev
        return ("备份与数据在同一块磁盘上：磁盘损坏时两者一起丢失。请改用另一块磁盘或者另一台机器。",) if same else ()


def _fit(root: Path, *, data: Path, anew: bool) -> BackupFolder:
    here, there = data.resolve(), root.resolve()
    if here == there or here in there.parents or there in here.parents:
        raise BadInputError(
            "备份目录不能放在数据目录里面，也不能把数据目录包在里面。", remedy="请指定另一块磁盘上的目录。"
        )
    before = status.read(data).backups.get(str(root))
    if before is not None and not anew and not (root / "snapshots" / before.snapshot).exists() and not _others(root):
        raise BadInputError(
            f"备份没有开始：{root} 里没有以前的备份（最近一次是 {before.snapshot}）。",
            why="多半是备份用的磁盘没有挂载好。",
            remedy="请挂载后再试；确实要从头开始的，请加 --anew。",
        )
    if not root.parent.is_dir():
        raise BadInputError(f"没有目录 {root.parent}。", remedy="请核对路径，并检查备份用的磁盘是否挂载。")
    return prepared(root)


def _others(root: Path) -> bool:
    return bool(BackupFolder(root).names())


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Let one backup of an installation run at a time."""
    with (status.own_folder(data) / "backup.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutOfOrderError("另一次备份正在进行。", remedy="请等它完成后再试。") from error
        yield


@contextmanager
def _copied(data: Path) -> Iterator[Path]:
    """Give a copy of the database beside the data, where nobody else may read it; it is gone afterwards."""
    own = status.own_folder(data)
    for left in own.glob("copy-*"):
        left.unlink()  # of a run that was killed
    path = own / f"copy-{secrets.token_hex(4)}.sqlite3"
    try:
        take_copy(path, refused=_REFUSED)
        yield path
    finally:
        for left in own.glob(f"{path.name}*"):
            left.unlink(missing_ok=True)


def _left_out(root: Path, made: Made) -> Failure | None:
    """Return what is wrong with a backup that was made: a file that it does not have is no lesser matter at night."""
    if not made.damaged:
        return None
    return Failure(
        made.last.at,
        str(root),
        f"有 {len(made.damaged)} 份原件或者文书没有收入备份。",
        f"内容与记录不符或者读不到：{'、'.join(made.damaged[:3])}。",
        "请执行 liuhen verify 核验，并从以前的备份恢复它们。",
    )


def _note_failure(data: Path, root: Path, at: datetime, error: BadInputError | OutOfOrderError | UnusableError) -> None:
    told = status.read(data)
    told.failure = Failure(at, str(root), error.message, error.why, error.remedy)
    with suppress(UnusableError):  # the disk that refused may be this one; the error itself is on its way
        status.keep(data, told)
