"""Originals and papers in a backup: each lies there once, encrypted, and comes there whole and read back.

Until a snapshot lists them, what was written stands in a journal, so that a run that was killed is gone on with and no
digest is ever taken of something that lay on the disk for a while.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from liuhen.media.places import settle
from liuhen.media.space import require_room
from liuhen.upkeep.backup_folder import DRAFT, BackupFolder
from liuhen.upkeep.backup_keys import Keys
from liuhen.upkeep.sealing import Sealed, Sum, require_written, seal
from liuhen.upkeep.stores import Kept

Said = Callable[[int], None]

_AHEAD: Final = 2  # objects that may wait to be read back


class Objects:
    """What lies in a backup already, and what is added to it."""

    def __init__(self, folder: BackupFolder, keys: Keys, *, refused: str, reserve: int | None) -> None:
        self._folder, self._keys, self._refused, self._reserve = folder, keys, refused, reserve
        self._listings = folder.listings()
        self._listed = dict(_journal(folder.journal))
        self._waiting: list[Future[None]] = []
        self._touched: set[Path] = set()
        self.named: dict[str, Sum] = {}
        self.written = 0

    def has(self, file: Kept) -> bool:
        """Say whether a file is there, complete; then it is part of this snapshot."""
        name = self._keys.name_of(file.sha256)
        lying = _size(self._folder.object(name))
        if lying is None or (known := self._known(name)) is None or lying != known.size:
            return False
        self.named[name] = known
        return True

    def name_of(self, file: Kept) -> str:
        """Return the name of the object that a file lies in."""
        return self._keys.name_of(file.sha256)

    @contextmanager
    def adding(self, *, said: Said) -> "Iterator[Callable[[Kept, Path], bool]]":
        """Give a function that adds a file; all of them are durable when the block ends.

        The function says whether the file is what it should be; one that is not, or is gone, does not come in.

        Raises:
            UnusableError: no room, or what was written reads differently.
            OSError: the disk refuses.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="reading-back") as reader:

            def add(file: Kept, path: Path) -> bool:
                return self._add(file, path, reader, said)

            yield add
            self._wait(0)
        for folder in self._touched:
            settle(folder)
        settle(self._folder.objects)

    def done(self) -> None:
        """Say that a snapshot lists everything now."""
        self._folder.journal.unlink(missing_ok=True)

    def _known(self, name: str) -> Sum | None:
        """Return what was written down of an object when it was written; lists are read back as far as needed."""
        while name not in self._listed:
            listing = next(self._listings, None)
            if listing is None:
                return None
            self._listed = {**listing.objects, **self._listed}
        return self._listed[name]

    def _add(self, file: Kept, path: Path, reader: ThreadPoolExecutor, said: Said) -> bool:
        require_room(self._folder.root, file.size, refused=self._refused, reserve=self._reserve)
        draft = self._folder.objects / f"{DRAFT}-{secrets.token_hex(8)}"
        try:
            with path.open("rb", buffering=0) as source:
                sealed = seal(source, draft, self._keys.readers, said=said)
        except FileNotFoundError:
            draft.unlink(missing_ok=True)
            return False  # destroyed since it was listed
        if sealed.plain.sha256 != file.sha256:
            draft.unlink()
            return False
        self._wait(_AHEAD - 1)
        self._waiting.append(reader.submit(self._settle, self._keys.name_of(file.sha256), draft, sealed))
        return True

    def _settle(self, name: str, draft: Path, sealed: Sealed) -> None:
        require_written(draft, sealed.cipher)
        target = self._folder.object(name)
        target.parent.mkdir(mode=0o700, exist_ok=True)
        draft.rename(target)
        with self._folder.journal.open("a", encoding="ascii") as journal:
            journal.write(json.dumps([name, sealed.cipher.sha256, sealed.cipher.size]) + "\n")
        self._touched.add(target.parent)
        self.named[name] = sealed.cipher
        self.written += sealed.cipher.size

    def _wait(self, most: int) -> None:
        while len(self._waiting) > most:
            self._waiting.pop(0).result()


def _journal(path: Path) -> Iterator[tuple[str, Sum]]:
    try:
        lines = path.read_text("ascii").splitlines()
    except FileNotFoundError:
        return
    for line in lines:
        try:
            name, sha256, size = json.loads(line)
        except ValueError:
            continue  # cut by a crash: that object is written again
        yield name, Sum(sha256, size)


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None
