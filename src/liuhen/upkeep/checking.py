"""Reading a backup again: without a key everything is compared with the lists, with a key decrypted as well."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Final

from liuhen.kernel.errors import UnusableError
from liuhen.upkeep.backup_folder import DATABASE, MANIFEST, BackupFolder, Listing, opened
from liuhen.upkeep.manifest import Manifest
from liuhen.upkeep.sealing import Identity, Sealed, Sum, UnreadableError, sum_of, unseal

Said = Callable[[int, int], None]

_MISSING: Final = "缺失。"
_CHANGED: Final = "内容与清单不符：被截短或者被改动。"
_UNREADABLE: Final = "不能解密：密钥不对，或者内容被改动。"
_OTHER: Final = "解密后与备份时的校验值不符。"


@dataclass(slots=True)
class Checked:
    """What a check found.

    Attributes:
        problems: place in the folder, and what is wrong there, in Chinese.
        snapshots: how many there are; `objects`: how many were read; `size`: bytes read.
        unread: how many objects were left out because only a sample was asked for.
        strays: objects that no snapshot names, such as a run leaves that was killed; they harm nothing.
        decrypted: a key was there, and what it opens was compared as well.
    """

    problems: list[tuple[str, str]] = field(default_factory=list)
    snapshots: int = 0
    objects: int = 0
    size: int = 0
    unread: int = 0
    strays: int = 0
    decrypted: bool = False

    @property
    def intact(self) -> bool:
        """Say whether nothing was found."""
        return not self.problems


def check(
    root: Path,
    *,
    identities: Sequence[Identity] = (),
    sample: int | None = None,
    said: Said = lambda _done, _of: None,
) -> Checked:
    """Read every file of a backup again and name each that is not as it was written.

    Args:
        root: the backup folder.
        identities: with these everything is decrypted and compared with what it was in the clear.
        sample: read only so many objects, chosen at random; lists, manifests and databases are always read.
        said: told of the bytes read and of how many there are.

    Raises:
        BadInputError: no backup folder.
        UnusableError: it has no snapshot, or cannot be listed.
    """
    folder = opened(root)
    if not (names := folder.names()):
        raise UnusableError("这个目录里没有完整的快照。", remedy="请先完成一次备份。")
    return _Check(folder, identities, said).checked(names, sample)


def open_manifest(folder: BackupFolder, name: str, identities: Sequence[Identity]) -> Manifest:
    """Return what a snapshot holds.

    Raises:
        UnusableError: missing, changed, or meant for another key.
    """
    content = BytesIO()
    try:
        with (folder.snapshot(name) / MANIFEST).open("rb") as source:
            unseal(source, content, identities)
        return Manifest.read(content.getvalue())
    except (OSError, UnreadableError, ValueError) as error:
        raise UnusableError(
            f"快照 {name} 打不开。",
            why="密钥不是备份时的那一把，或者快照的目录文件缺失、被改动。",
            remedy="请核对密钥文件；或者用 --snapshot 换一个快照。",
        ) from error


class _Check:
    def __init__(self, folder: BackupFolder, identities: Sequence[Identity], said: Said) -> None:
        self._folder, self._identities, self._said = folder, identities, said
        self._found = Checked(decrypted=bool(identities))
        self._expected: dict[str, Sum] = {}
        self._plain: dict[str, Sum] = {}
        self._of = 0

    def checked(self, names: Sequence[str], sample: int | None) -> Checked:
        self._found.snapshots = len(names)
        listings = [(name, listing) for name in names if (listing := self._listing(name))]
        self._expected = {name: one for _, listing in listings for name, one in listing.objects.items()}
        chosen = self._chosen(sample)
        self._of = sum(self._expected[name].size for name in chosen)
        self._of += sum(one.size for _, listing in listings for one in listing.files.values())
        for name, listing in listings:
            self._snapshot(name, listing)
        for name in chosen:
            self._object(name)
        self._found.strays = sum(1 for name in self._lying() if name not in self._expected)
        return self._found

    def _listing(self, name: str) -> Listing | None:
        try:
            return self._folder.listing(name)
        except UnusableError as error:
            self._problem(self._folder.snapshot(name), error.message)
            return None

    def _chosen(self, sample: int | None) -> list[str]:
        everything = sorted(self._expected)
        if sample is None or sample >= len(everything):
            return everything
        self._found.unread = len(everything) - sample
        return sorted(random.SystemRandom().sample(everything, sample))

    def _snapshot(self, name: str, listing: Listing) -> None:
        folder = self._folder.snapshot(name)
        manifest = self._manifest(name, listing)
        self._file(folder / MANIFEST, listing.files[MANIFEST], None)
        self._file(folder / DATABASE, listing.files[DATABASE], manifest.database if manifest else None)

    def _manifest(self, name: str, listing: Listing) -> Manifest | None:
        if not self._identities:
            return None
        try:
            manifest = open_manifest(self._folder, name, self._identities)
        except UnusableError as error:
            self._problem(self._folder.snapshot(name) / MANIFEST, error.why)
            return None
        told = {organ: (one.end.entries, one.end.digests.sha256) for organ, one in manifest.chains.items()}
        if (manifest.made, told) != (listing.made, dict(listing.heads)) or {
            one.object for one in manifest.files
        } != set(listing.objects):
            self._problem(self._folder.snapshot(name), "清单与加密的目录不一致：两者之一被换过。")
        self._plain.update({one.object: one.plain for one in manifest.files})
        return manifest

    def _object(self, name: str) -> None:
        self._found.objects += 1
        self._file(self._folder.object(name), self._expected[name], self._plain.get(name))

    def _file(self, path: Path, cipher: Sum, plain: Sum | None) -> None:
        try:
            self._compare(path, self._read(path, decrypt=plain is not None), cipher, plain)
        except FileNotFoundError:
            self._problem(path, _MISSING)
        except OSError as error:
            self._problem(path, f"读不出：{error.strerror}。")
        except UnreadableError:
            self._problem(path, _UNREADABLE if sum_of(path) == cipher else _CHANGED)

    def _read(self, path: Path, *, decrypt: bool) -> Sealed:
        if not decrypt:
            found = sum_of(path, said=self._say)
            return Sealed(found, found)
        with path.open("rb", buffering=0) as source:
            return unseal(source, None, self._identities, said=self._say)

    def _compare(self, path: Path, found: Sealed, cipher: Sum, plain: Sum | None) -> None:
        if found.cipher != cipher:
            self._problem(path, _CHANGED)
        elif plain is not None and found.plain != plain:
            self._problem(path, _OTHER)

    def _lying(self) -> Iterator[str]:
        for path in self._folder.objects.glob("??/*.age"):
            yield path.stem

    def _say(self, size: int) -> None:
        self._found.size += size
        self._said(self._found.size, max(self._of, self._found.size))

    def _problem(self, path: Path, what: str) -> None:
        where = path.relative_to(self._folder.root).as_posix()
        if where not in {known for known, _ in self._found.problems}:
            self._found.problems.append((where, what))
