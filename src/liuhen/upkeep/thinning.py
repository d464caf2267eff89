"""Old snapshots go, and the objects that nobody names any more; the latest snapshot never."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from liuhen.kernel.errors import UnusableError
from liuhen.upkeep.backup_folder import DRAFT, opened
from liuhen.upkeep.troubles import speaking


@dataclass(frozen=True, slots=True)
class Thinned:
    """How many snapshots and objects went, and how many bytes the objects had."""

    snapshots: int
    objects: int
    size: int


def thin(root: Path, *, keep: int) -> Thinned:
    """Keep the latest `keep` snapshots of a backup folder, at least one.

    Each snapshot goes in one step; stopped at any moment, the others are whole and the next run goes on.

    Raises:
        BadInputError: no backup folder.
        UnusableError: the list of a snapshot that stays cannot be read, so that nobody knows what it needs.
    """
    folder = opened(root)
    names = folder.names()
    going, staying = names[: -max(keep, 1)], names[-max(keep, 1) :]
    needed = {name for one in staying for name in folder.listing(one).objects}
    if folder.journal.exists():
        raise UnusableError("没有清理。", why="上一次备份没有做完。", remedy="请先完成一次备份。")
    with speaking("旧的快照没有清理完。", root):
        for one in going:
            gone = folder.snapshots / f"{DRAFT}-gone-{one}"
            folder.snapshot(one).rename(gone)
            shutil.rmtree(gone)
        unneeded = [path for path in folder.objects.glob("??/*.age") if path.stem not in needed]
        size = sum(path.stat().st_size for path in unneeded)
        for path in unneeded:
            path.unlink()
    return Thinned(len(going), len(unneeded), size)
