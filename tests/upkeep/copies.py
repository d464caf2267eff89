"""An installation and its backup folder, and what tests do with them."""

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from house.installation import Installation
from liuhen.upkeep.backup_folder import LIST, BackupFolder, Listing
from liuhen.upkeep.backup_keys import read_identities
from liuhen.upkeep.checking import Checked, check


@dataclass(frozen=True)
class Copies:
    """An installation, the folder of its backups, and the file of the key that opens them."""

    used: Installation
    folder: Path

    @property
    def key(self) -> Path:
        return self.used.data / "keys" / "backup.key"

    @property
    def layout(self) -> BackupFolder:
        return BackupFolder(self.folder)

    @property
    def latest(self) -> Listing:
        return self.layout.listing(self.layout.names()[-1])

    def copied_to(self, place: Path) -> "Copies":
        shutil.copytree(self.folder, place / "backup")
        return Copies(self.used.copied_to(place / "data"), place / "backup")

    def backup(self, *words: str | Path) -> dict[str, Any]:
        answer = self.used.run("backup", self.folder, "--json", *words)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        said: dict[str, Any] = json.loads(answer.stdout)
        return said

    def refused(self, *words: str | Path) -> str:
        answer = self.used.run(*words)
        assert answer.returncode == 2, answer.stdout + answer.stderr
        assert "Traceback" not in answer.stderr
        return answer.stderr

    def checked(self, *, key: bool = True, sample: int | None = None) -> Checked:
        return check(self.folder, identities=read_identities(self.key) if key else (), sample=sample)

    def restored(self, into: Path, *words: str | Path) -> Installation:
        answer = self.used.run("restore", self.folder, "--key", self.key, "--into", into, *words)
        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert "与备份时一致" in answer.stdout
        return Installation(into)

    def files(self) -> list[Path]:
        return sorted(path for path in self.folder.rglob("*") if path.is_file())


def backed_up(used: Installation, folder: Path) -> Copies:
    made = Copies(used, folder)
    made.backup()
    return made


def flip(path: Path, *, bit: int) -> None:
    """Change one bit of a file."""
    data = bytearray(path.read_bytes())
    data[bit // 8] ^= 1 << bit % 8
    mode = path.stat().st_mode
    path.chmod(0o600)
    path.write_bytes(data)
    path.chmod(mode)


def tree(folder: Path) -> dict[str, int]:
    """Return every file under a folder with its inode: what was written anew has another."""
    return {path.relative_to(folder).as_posix(): path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


def read_list(snapshot: Path) -> dict[str, Any]:
    said: dict[str, Any] = json.loads((snapshot / LIST).read_bytes())
    return said


def entries_of(installation: Installation) -> dict[str, Any]:
    """Return the heads that `verify` finds; it has to find nothing wrong."""
    answer = installation.run("verify", "--json")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    heads: dict[str, Any] = json.loads(answer.stdout)["heads"]
    return heads


def new_original(installation: Installation, size: int) -> str:
    """Put an original into the store as an upload does; return its SHA-256."""
    data = os.urandom(size)
    name = hashlib.sha256(data).hexdigest()
    path = installation.data / "originals" / name[:2] / name
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(data)
    return name
