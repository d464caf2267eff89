"""What became of backups: a small file beside the data.

It is no record, and no backup holds it. After a restore there is none, so that nothing claims a backup of data that
are not here any more; and it says how far the ledger went at the last backup, so that data set back by hand are seen.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from liuhen.kernel.clock import read_when, written
from liuhen.upkeep.troubles import speaking

FOLDER: Final = "upkeep"
_NAME: Final = "backups.json"


@dataclass(frozen=True, slots=True)
class Last:
    """The last backup into one folder.

    Attributes:
        folder: the backup folder.
        snapshot: its name there.
        at: the moment that it holds.
        took: whole seconds that it took.
        size: bytes that the snapshot needs, with everything it shares with earlier ones; `written` of them were new.
        objects: how many originals and papers it holds; `damaged` ones were not what they should be and are not in it.
        heads: organ -> [entries, SHA-256 of the last head].
    """

    folder: str
    snapshot: str
    at: datetime
    took: int
    size: int
    written: int
    objects: int
    damaged: int
    heads: dict[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Failure:
    """The last try, where it came to nothing or left a file out; gone with the next that succeeds."""

    at: datetime
    folder: str
    message: str
    why: str
    remedy: str


@dataclass(slots=True)
class Status:
    """All that is known: the last backup into each folder, the last failure."""

    backups: dict[str, Last] = field(default_factory=dict)
    failure: Failure | None = None

    @property
    def latest(self) -> Last | None:
        """Return the latest backup into whichever folder."""
        return max(self.backups.values(), key=lambda one: one.at, default=None)


def own_folder(data: Path) -> Path:
    """Return where upkeep keeps its own things in a data folder, made when missing."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read(data: Path) -> Status:
    """Return what is known; a file that cannot be read says nothing."""
    try:
        told = json.loads((data / FOLDER / _NAME).read_text("utf-8"))
        backups = {one["folder"]: _last(one) for one in told["backups"]}
        return Status(backups, _failure(told["failure"]) if told["failure"] else None)
    except (OSError, ValueError, KeyError, TypeError):
        return Status()


def keep(data: Path, status: Status) -> None:
    """Write it, whole or not at all."""
    told = {
        "backups": [asdict(one) | {"at": written(one.at)} for one in status.backups.values()],
        "failure": asdict(status.failure) | {"at": written(status.failure.at)} if status.failure else None,
    }
    with speaking("备份的情况没有记下。", data):
        replace(own_folder(data) / _NAME, json.dumps(told, ensure_ascii=False, indent=1).encode())


def replace(path: Path, content: bytes) -> None:
    """Put a file in place of another; durable when this returns. Raise OSError where the disk refuses."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _last(told: dict[str, Any]) -> Last:
    heads = {organ: (int(entries), str(sha256)) for organ, (entries, sha256) in told["heads"].items()}
    return Last(**{**told, "at": _moment(told["at"]), "heads": heads})


def _failure(told: dict[str, Any]) -> Failure:
    return Failure(**{**told, "at": _moment(told["at"])})


def _moment(said: str) -> datetime:
    moment = read_when(said)
    if not isinstance(moment, datetime):
        raise TypeError("a bare date")
    return moment
