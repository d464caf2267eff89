"""Backups killed at random moments, and on a disk that is full after so many bytes: whole or not there, never half."""

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from liuhen.kernel.errors import UnusableError
from liuhen.upkeep.backup import backup
from liuhen.upkeep.backup_folder import BackupFolder
from liuhen.upkeep.backup_keys import read_identities
from liuhen.upkeep.checking import check, open_manifest
from promises.tight import at_most
from promises.trials import apart, done

ORIGINALS = 12
LARGEST = 1_500_000  # bytes


def trial(*, rounds: int, seed: int) -> dict[str, Any]:
    """Kill `rounds` backups, fill the disk under as many; after each, everything that is there is whole."""
    chance = random.Random(seed)
    folder = settings.LIUHEN_DATA.parent / "backup"
    add(chance)
    began = time.monotonic()
    done(apart(lambda: backup(folder)))
    took = time.monotonic() - began  # on this machine, as busy as it is
    said = {"killed": 0, "whole": 0, "full": 0, "snapshots": 0}
    for _ in range(rounds):
        add(chance)
        before = len(BackupFolder(folder).names())
        _kill_one(folder, after=chance.uniform(0.0, 1.4 * took))
        said["killed"] += 1
        said["whole"] += len(BackupFolder(folder).names()) - before
        done(apart(lambda: _look(folder)))
        limit = chance.randrange(1, 3 * LARGEST)
        add(chance)
        done(apart(lambda limit=limit: _on_a_full_disk(folder, limit)))
        said["full"] += 1
        done(apart(lambda: _look(folder)))
    done(apart(lambda: _goes_on(folder)))
    return {**said, "snapshots": len(BackupFolder(folder).names())}


def add(chance: random.Random) -> None:
    """Let some originals arrive."""
    for _ in range(ORIGINALS):
        data = chance.randbytes(chance.randrange(1, LARGEST))
        name = sha256(data).hexdigest()
        path = settings.LIUHEN_ORIGINALS / name[:2] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _kill_one(folder: Path, *, after: float) -> None:
    child = apart(lambda: backup(folder))
    time.sleep(after)
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _on_a_full_disk(folder: Path, limit: int) -> None:
    before = BackupFolder(folder).names()
    try:
        with at_most(limit):
            backup(folder)
    except UnusableError as refusal:
        assert refusal.why
        assert refusal.remedy
        assert BackupFolder(folder).names() == before


def _look(folder: Path) -> None:
    found = check(folder, identities=read_identities(settings.LIUHEN_DATA / "keys" / "backup.key"))
    assert found.intact, found.problems


def _goes_on(folder: Path) -> None:
    """After all of it one more backup holds everything and leaves nothing half done in either folder."""
    layout = BackupFolder(folder)
    backup(folder)
    _look(folder)
    manifest = open_manifest(layout, layout.names()[-1], read_identities(settings.LIUHEN_DATA / "keys" / "backup.key"))
    stored = {path.name for path in settings.LIUHEN_ORIGINALS.glob("??/*")}
    assert {one.plain.sha256 for one in manifest.files if one.path.startswith("originals/")} == stored
    assert [path.name for path in folder.rglob(".draft*")] == []
    assert [path.name for path in (settings.LIUHEN_DATA / "upkeep").glob("copy-*")] == []
    shutil.rmtree(folder)
