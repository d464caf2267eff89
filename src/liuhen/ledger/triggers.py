"""The database itself refuses change. All SQL that differs between databases is in this file."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias

from django.db import connection as default_connection
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from liuhen.kernel.errors import UnusableError

_REFUSED: Final = "liuhen: the ledger is append-only"
_LEAVES: Final = {  # when a row may go; rows of other tables never
    "ledger_part": (
        "EXISTS (SELECT 1 FROM ledger_tombstone t WHERE t.target = OLD.head AND t.part = OLD.part AND t.key = OLD.key)"
    ),
    "ledger_datakey": (
        "EXISTS (SELECT 1 FROM ledger_tombstone t WHERE t.key = OLD.name)"
        " AND NOT EXISTS (SELECT 1 FROM ledger_part p WHERE p.key = OLD.name)"
    ),
}
_ENTERS: Final = {  # what a new row needs beside a free key
    "ledger_part": (
        "EXISTS (SELECT 1 FROM ledger_head h WHERE h.digest = NEW.head)"
        " AND NOT EXISTS (SELECT 1 FROM ledger_tombstone t WHERE t.target = NEW.head AND t.part = NEW.part)"
    ),
    "ledger_tombstone": (
        "EXISTS (SELECT 1 FROM ledger_head h WHERE h.digest = NEW.entry AND h.kind = 'body.destroyed')"
    ),
}
_UNIQUE: Final = {  # what an INSERT OR REPLACE could run over, the hidden row number included
    "ledger_head": (("rowid",), ("digest",), ("organ", "organ_seq"), ("dossier", "dossier_seq"), ("organ", "key")),
    "ledger_part": (("rowid",), ("id",)),
    "ledger_datakey": (("rowid",), ("name",)),
    "ledger_tombstone": (("rowid",), ("id",), ("entry",)),
    "ledger_signedcheckpoint": (("rowid",), ("id",), ("organ", "size")),
    "ledger_tile": (("rowid",), ("id",), ("organ", "index")),
}
_GUESTS: Final = {  # tables of other rooms that are append-only, too; guarded wherever they have been made
    "access_journalrow": (("rowid",), ("key",), ("organ", "seq")),
}
_BEFORE_DELETING: Final = {"sqlite": ("PRAGMA secure_delete = ON",)}
_AFTER_DELETING: Final = {"sqlite": ("PRAGMA wal_checkpoint(TRUNCATE)",)}
_usable: Final[set[str]] = set()


@dataclass(frozen=True, slots=True)
class _Trigger:
    """A trigger: how to make it, and the text by which the database's catalogue is compared with it."""

    name: str
    drop: str
    create: tuple[str, ...]
    text: str


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Create every trigger anew; after each migration, because a table that was rebuilt has lost its own."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for trigger in _wanted(connection.vendor, _guarded(connection)):
            for statement in (trigger.drop, *trigger.create):
                cursor.execute(statement)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take every trigger away, for as long as a migration rebuilds tables; `append` refuses to work meanwhile."""
    _usable.discard(str(connection.settings_dict["NAME"]))
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for trigger in _wanted(connection.vendor, _guarded(connection)):
            cursor.execute(trigger.drop)


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that are absent, switched off or not what they should be."""
    catalogue = _SQLITE_CATALOGUE if connection.vendor == "sqlite" else _POSTGRESQL_CATALOGUE
    with connection.cursor() as cursor:
        cursor.execute(catalogue)
        present = dict(cursor.fetchall())
    wanted = _wanted(connection.vendor, _guarded(connection))
    return [trigger.name for trigger in wanted if present.get(trigger.name) != trigger.text]


def require_usable(connection: BaseDatabaseWrapper | None = None) -> None:
    """Refuse to work without the triggers; asked of each database once a process, `verify` asks every time.

    Raises:
        UnusableError: some are missing.
    """
    asked = connection or default_connection
    name = str(asked.settings_dict["NAME"])
    if name in _usable:
        return
    if missing := missing_triggers(asked):
        raise UnusableError(
            f"数据库缺少 {len(missing)} 个防改触发器，系统不再写入。",
            why="没有它们，已有记录可能被直接改动。",
            remedy="请先执行 liuhen verify 核验，再执行 make setup 恢复触发器。",
        )
    _usable.add(name)


def forget_deleted(connection: BaseDatabaseWrapper) -> None:
    """Let nothing of what is deleted in this transaction stay readable in the database's files once it commits.

    SQLite overwrites the freed bytes and empties its log as soon as no reader needs it. PostgreSQL frees such rows by
    its own clearing (VACUUM) and cannot be told to at once.
    """
    _run(connection, _BEFORE_DELETING)
    transaction.on_commit(partial(_run, connection, _AFTER_DELETING), using=connection.alias)


def _run(connection: BaseDatabaseWrapper, statements: Mapping[str, Sequence[str]]) -> None:
    with connection.cursor() as cursor:
        for statement in statements.get(connection.vendor, ()):
            cursor.execute(statement)


@contextmanager
def lenient_text(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Read text that is no longer UTF-8 as something else instead of failing: checking has to say which row it is."""
    connection.ensure_connection()
    with _LENIENT.get(connection.vendor, nullcontext)(connection.connection):
        yield


@contextmanager
def _lenient_sqlite(raw: sqlite3.Connection) -> Iterator[None]:
    usual = raw.text_factory
    raw.text_factory = lambda stored: stored.decode("utf-8", "backslashreplace")
    try:
        yield
    finally:
        raw.text_factory = usual


_LENIENT: Final[Mapping[str, Callable[[Any], AbstractContextManager[None]]]] = {"sqlite": _lenient_sqlite}


_Unique: TypeAlias = "tuple[tuple[str, ...], ...]"


def _guarded(connection: BaseDatabaseWrapper) -> dict[str, _Unique]:
    there = set(connection.introspection.table_names())
    return {**_UNIQUE, **{table: unique for table, unique in _GUESTS.items() if table in there}}


def _wanted(vendor: str, tables: Mapping[str, _Unique] = _UNIQUE) -> Iterator[_Trigger]:
    make, events = (_sqlite, ()) if vendor == "sqlite" else (_postgresql, ("TRUNCATE",))
    for table, unique in tables.items():
        yield make(table, "UPDATE", "")
        yield make(table, "DELETE", _LEAVES.get(table, ""))
        for event in events:
            yield make(table, event, "")
        if table in _ENTERS:
            yield make(table, "INSERT", _ENTERS[table])
        if vendor == "sqlite":
            yield _no_replace(table, unique)


_SQLITE_CATALOGUE: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


def _sqlite(table: str, event: str, unless: str) -> _Trigger:
    when = f" WHEN NOT ({unless})" if unless else ""
    return _sqlite_trigger(f"{table}_no_{event.lower()}", table, event, when)


def _no_replace(table: str, unique: _Unique) -> _Trigger:
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} o WHERE " + " AND ".join(f'o."{name}" = NEW."{name}"' for name in names) + ")"  # noqa: S608  # constants of this file
        for names in unique
    )
    return _sqlite_trigger(f"{table}_no_replace", table, "INSERT", f" WHEN {taken}")


def _sqlite_trigger(name: str, table: str, event: str, when: str) -> _Trigger:
    text = f"CREATE TRIGGER {name} BEFORE {event} ON {table}{when} BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    return _Trigger(name, f"DROP TRIGGER IF EXISTS {name}", (text,), text)


# ALWAYS: a trigger that is merely enabled does not fire where a session says it replays a replica.
_POSTGRESQL_CATALOGUE: Final = """
    SELECT t.tgname, t.tgtype || ' ' || c.relname || ' ' || p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE t.tgenabled = 'A' AND pg_table_is_visible(c.oid)
"""
_POSTGRESQL_TYPES: Final = {"INSERT": 7, "DELETE": 11, "UPDATE": 19, "TRUNCATE": 34}  # BEFORE; each row, or statement


def _postgresql(table: str, event: str, unless: str) -> _Trigger:
    name = f"{table}_no_{event.lower()}"
    refuse = f"RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation';"
    row = "OLD" if event == "DELETE" else "NEW"
    body = f"BEGIN IF NOT ({unless}) THEN {refuse} END IF; RETURN {row}; END" if unless else f"BEGIN {refuse} END"
    each = "STATEMENT" if event == "TRUNCATE" else "ROW"
    create = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {name}()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}",
    )
    return _Trigger(
        name, f"DROP TRIGGER IF EXISTS {name} ON {table}", create, f"{_POSTGRESQL_TYPES[event]} {table} {body}"
    )
