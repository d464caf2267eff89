"""Bringing the database of an installation up to date: a copy first, then the steps, then the same heads as before.

A newer program may rebuild tables; the records must come through it unchanged, and where they do not, or where a step
fails, the copy is put back. Tables that follow from the records are written anew from them: a new version may keep one
that the old one did not have.
"""

import fcntl
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from liuhen.kernel import clock
from liuhen.kernel.errors import LiuhenError, OutOfOrderError, UnusableError
from liuhen.ledger import missing_triggers
from liuhen.ledger.ends import End, ends
from liuhen.ledger.rebuild import rebuild
from liuhen.media.places import settle
from liuhen.upkeep.restore import UNDER_WAY
from liuhen.upkeep.snapshot import applied, database, looking_into, take_copy
from liuhen.upkeep.status import own_folder, replace
from liuhen.upkeep.troubles import speaking

FOLDER: Final = "before-upgrade"
KEPT: Final = 3

_VERSION: Final = "version"
_UNFINISHED: Final = "rewriting"  # stands while tables are written anew, so that a start after a kill goes on with it
_REFUSED: Final = "升级没有开始。"
_TABLE: Final = "ledger_head"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did: steps, the copy from before, the version that wrote last and the one that writes now."""

    steps: int
    copy: Path | None
    before: str
    now: str


def upgrade() -> Upgraded:
    """Bring the tables up to date; an empty folder gets its tables.

    Raises:
        OutOfOrderError: the product is running on these data, or a restore into this folder is not done.
        UnusableError: a newer program wrote here, there is no room for a copy, or a step failed; in that case the
            database is as it was before.
    """
    data = Path(settings.LIUHEN_DATA)
    with speaking(_REFUSED, data):
        data.mkdir(parents=True, exist_ok=True)
    require_restored(data)
    require_known()
    steps, before = pending(), last_version(data)
    unfinished = own_folder(data) / _UNFINISHED
    copy = _with_a_copy(data, before, unfinished) if (steps or unfinished.exists()) and _has_ledger() else None
    if copy is None:
        call_command("migrate", verbosity=0, interactive=False)
    _note_version(data)
    return Upgraded(len(steps), copy, before, version("liuhen"))


def pending() -> list[str]:
    """Return `app.name` of the steps that the database still has to go through."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{step.app_label}.{step.name}" for step, _backwards in plan]


def known_steps() -> list[str]:
    """Return `app.name` of every step that this program knows."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = [one for step in loader.disk_migrations.values() for one in step.replaces]
    return sorted({f"{app}.{name}" for app, name in (*loader.disk_migrations, *replaced)})


def require_known() -> None:
    """Refuse a database that a newer program has been at.

    Raises:
        UnusableError: it has been through steps that this program does not know.
    """
    strange = sorted(set(applied()) - set(known_steps()))
    if strange:
        wrote = last_version(Path(settings.LIUHEN_DATA)) or "较新的版本"
        raise UnusableError(
            f"这套数据由较新的版本写过（{wrote}），本程序（{version('liuhen')}）不能打开。",
            why=f"数据库中有本程序不认识的结构：{'、'.join(strange[:3])}。旧程序写入会丢失新版本记下的内容。",
            remedy=f"请安装 {wrote} 或者更新的版本；要退回旧版本的，请从升级前的备份恢复。",
        )


def require_restored(data: Path) -> None:
    """Refuse a folder into which a restore was begun and not done.

    Raises:
        OutOfOrderError: it is such a one.
    """
    if (data / UNDER_WAY).exists():
        raise OutOfOrderError(
            f"{data} 里有一次没有做完的恢复。", remedy="请再执行一次同样的 liuhen restore 命令，它会接着做完。"
        )


def last_version(data: Path) -> str:
    """Return the version of the product that last opened these data for writing, "" where it is not known."""
    try:
        return (data / "upkeep" / _VERSION).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""


def _note_version(data: Path) -> None:
    if last_version(data) != version("liuhen"):
        with speaking("版本没有记下。", data):
            replace(own_folder(data) / _VERSION, f"{version('liuhen')}\n".encode("ascii"))


def _has_ledger() -> bool:
    return database().is_file() and _TABLE in connection.introspection.table_names()


def _with_a_copy(data: Path, before: str, unfinished: Path) -> Path:
    with _nobody_else(data):
        copy = _copied(data, before)
        was = ends()
        unfinished.touch()
        try:
            call_command("migrate", verbosity=0, interactive=False)
            rebuild(anew=True)  # a step may make a table anew: what stands in it follows from the entries
            _require_same(was)
        except Exception as error:  # noqa: BLE001  # whatever a step raises, the database goes back
            _put_back(copy, was, error)
        unfinished.unlink()
        _forget_old(copy.parent)
        return copy


def _copied(data: Path, before: str) -> Path:
    folder = data / FOLDER
    with speaking(_REFUSED, data):
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob(".*"):
            left.unlink()
    name = re.sub(r"[^0-9A-Za-z.+-]", "", before) or "unknown"
    target = folder / f"{clock.now():%Y-%m-%dT%H%M%SZ}-{name}.sqlite3"
    draft = folder / f".{secrets.token_hex(4)}.sqlite3"
    take_copy(draft, refused=_REFUSED)
    with looking_into(draft) as alias:
        if ends(using=alias) != ends():
            raise UnusableError(_REFUSED, why="复制出来的数据库与现有的不一致。", remedy="请检查磁盘后再试。")
    with speaking(_REFUSED, folder):
        draft.rename(target)
        settle(folder)
    return target


def _require_same(was: dict[str, End]) -> None:
    if missing := missing_triggers(connection):
        raise UnusableError("升级后缺少防改触发器。", why="、".join(missing[:3]))
    if ends() != was:
        raise UnusableError("升级后的记录与升级前不一致。")


def _put_back(copy: Path, was: dict[str, End], error: Exception) -> None:
    """Let the database be what it was; raises in every case."""
    why = error.message if isinstance(error, LiuhenError) else str(error)
    if _went_on(was):
        raise UnusableError(
            "升级没有成功，数据库也没有退回。",
            why=f"{why}；升级时另有程序写入了新的记录，退回会丢掉它们。",
            remedy=f"请停止其他程序，执行 liuhen verify；升级前的副本在 {copy}。",
        ) from error
    connections.close_all()
    with speaking(f"升级没有成功，退回时出错；升级前的副本在 {copy}。", copy.parent):
        used = database()
        fresh = used.with_name(f".{used.name}.{secrets.token_hex(4)}")
        _clone(copy, fresh)
        for log in (f"{used.name}-wal", f"{used.name}-shm"):
            used.with_name(log).unlink(missing_ok=True)
        fresh.replace(used)
        settle(used.parent)
    (own_folder(copy.parent.parent) / _UNFINISHED).unlink(missing_ok=True)
    raise UnusableError(
        "升级没有成功，数据库已退回升级前的样子，记录一条不少。",
        why=why,
        remedy=f"请继续使用原来的版本，并把这段话发给提供本程序的人。升级前的副本也在 {copy}。",
    ) from error


def _went_on(was: dict[str, End]) -> bool:
    try:
        return any(end.entries > was[organ].entries if organ in was else True for organ, end in ends().items())
    except DatabaseError:
        return False  # a table in the middle of being rebuilt: nobody can have written there


def _clone(source: Path, target: Path) -> None:
    with source.open("rb") as reading, target.open("xb") as writing:
        target.chmod(0o600)
        while piece := reading.read(1 << 20):
            writing.write(piece)
        writing.flush()
        os.fsync(writing.fileno())


def _forget_old(folder: Path) -> None:
    for old in sorted(folder.glob("*.sqlite3"))[:-KEPT]:
        old.unlink(missing_ok=True)


@contextmanager
def _nobody_else(data: Path) -> Iterator[None]:
    """Let nobody serve or upgrade these data meanwhile: the worker of a running product holds this lock."""
    with (data / "worker.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutOfOrderError(
                "升级没有开始：程序正在这套数据上运行。", remedy="请先停止服务，再启动新版本。"
            ) from error
        yield
