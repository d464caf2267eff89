"""A copy of the database from a single moment, made while others write, and looked at before it counts."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connections

from liuhen.kernel.errors import UnusableError
from liuhen.ledger import ends as chain
from liuhen.ledger.ends import End
from liuhen.ledger.scratch import scratch_database
from liuhen.media.space import FOR_ACTS, require_room
from liuhen.people.models import Organ
from liuhen.upkeep.troubles import speaking

_PAGES: Final = 2048  # copied at a time, between two looks at whoever waits
_PATIENCE: Final = 20.0  # seconds

Said = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Copy:
    """A sound copy.

    Attributes:
        path: the file, complete in itself.
        ends: organ -> how far its chain goes.
        names: organ -> its name.
        migrations: `app.name` of each that was applied.
    """

    path: Path
    ends: dict[str, End]
    names: dict[str, str]
    migrations: tuple[str, ...]


def database() -> Path:
    """Return the file of the database in use."""
    return Path(str(settings.DATABASES["default"]["NAME"]))


def take_copy(target: Path, *, refused: str, said: Said = lambda _done, _of: None) -> None:
    """Copy the database into a new file as it is at one moment; writers wait for nothing and no longer than usual.

    A reading transaction holds that moment for as long as the copying takes: the copy is neither begun anew when
    somebody writes, nor does it mix two moments.

    Args:
        target: a file that is not there yet.
        refused: what is not done when this fails, in Chinese.
        said: told of the pages copied and of how many there are.

    Raises:
        UnusableError: no room, or the disk refuses.
    """
    source = database()
    with speaking(refused, target.parent):
        size = source.stat().st_size
        require_room(target.parent, size, refused=refused, reserve=FOR_ACTS)
        target.touch(mode=0o600, exist_ok=False)
    try:
        _copy(source, target, said)
    except sqlite3.Error as error:
        raise UnusableError(
            refused, why=f"数据库没有复制成：{error}", remedy=f"请检查 {target.parent} 所在磁盘的空间和状态后再试。"
        ) from error


def _copy(source: Path, target: Path, said: Said) -> None:
    reading = sqlite3.connect(source, timeout=_PATIENCE, isolation_level=None)
    with closing(reading), closing(sqlite3.connect(target, isolation_level=None)) as writing:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on this moment is held
        reading.backup(writing, pages=_PAGES, progress=lambda _code, left, of: said(of - left, of))
        reading.execute("ROLLBACK")
        writing.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        writing.execute("PRAGMA synchronous=FULL")


@contextmanager
def looking_into(path: Path) -> Iterator[str]:
    """Open a copy under an alias of its own for as long as the block lasts."""
    alias = f"copy-{path.stem}"
    with scratch_database(str(path), alias=alias):
        yield alias


def sound_copy(path: Path, *, refused: str) -> Copy:
    """Look into a copy: its pages, the triggers, every head and the numbers without a gap.

    Raises:
        UnusableError: something is wrong with it; then the same is wrong with the database in use.
    """
    with looking_into(path) as alias:
        wrong = _wrong(alias)
        if wrong:
            remedy = "请执行 liuhen verify 核验；现有的备份请保留，不要清理。"
            raise UnusableError(refused, why="数据库有问题：" + "".join(wrong[:3]), remedy=remedy)
        names = dict(Organ.objects.using(alias).values_list("id", "name"))
        return Copy(path, chain.ends(using=alias), names, applied(using=alias))


def _wrong(alias: str) -> list[str]:
    try:
        return list(chain.unsound(using=alias))
    except DatabaseError as error:
        return [f"数据库文件损坏：{error}"]


def applied(*, using: str = "default") -> tuple[str, ...]:
    """Return `app.name` of every migration that a database has been through, in alphabetical order."""
    with connections[using].cursor() as cursor:
        if "django_migrations" not in connections[using].introspection.table_names(cursor):
            return ()
        cursor.execute("SELECT app, name FROM django_migrations")
        return tuple(sorted({f"{app}.{name}" for app, name in cursor.fetchall()}))
