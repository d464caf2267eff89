"""Acts invented for these tests, the table they project into, and short ways to write them."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import pydantic
from django.db import connections, models
from django.db.utils import load_backend

from liuhen.kernel import clock
from liuhen.ledger import Actor, Body, Entry, Projection, Sealed, append, projections
from liuhen.ledger import body as registry

OFFICER = Actor("officer", "o-1", "周明远")
CHIEF = Actor("officer", "o-9", "何静")
ORGAN = "organ-jianghan"
CASE = "case-1"
AT = datetime(2026, 11, 20, 1, 2, 3, 4, UTC)

_keys = (f"request-{number}" for number in itertools.count(1))


class Informant(pydantic.BaseModel, frozen=True, extra="forbid"):
    name: str
    phone: str | None = None


class Noted(Body, kind="test.noted", version=1):
    """One note; the informant is sealed."""

    text: str
    when: datetime | date | None = None
    pages: int = 1
    seen: tuple[str, ...] = ()
    informant: Annotated[Informant | None, Sealed] = None


class Established(Body, kind="test.established", version=1):
    name: str
    demo: bool
    public_key: str = ""


class Note(Projection):
    """What the notes of a dossier say."""

    key = models.CharField(primary_key=True, max_length=160)
    organ = models.CharField(max_length=64)
    text = models.CharField(max_length=200)
    pages = models.IntegerField()
    at = models.DateTimeField()
    seen = models.JSONField()

    class Meta:
        app_label = "ledger_tests"


class Tally(Projection):
    """How many entries a dossier has, and the kind of the last one."""

    key = models.CharField(primary_key=True, max_length=160)
    entries = models.IntegerField()
    last = models.CharField(max_length=64)

    class Meta:
        app_label = "ledger_tests"


OWN_TABLES = [Note, Tally]
OWN_KINDS = {kind: registry._types[kind] for kind in (Noted.kind, Established.kind)}


def project_note(entry: Entry, body: Noted) -> None:
    Note.objects.create(
        key=f"{entry.organ}:{entry.organ_seq}",
        dossier=entry.dossier or "",
        organ=entry.organ,
        text=body.text,
        pages=body.pages,
        at=entry.recorded,
        seen=list(body.seen),
    )


def count_entry(entry: Entry, _body: Body) -> None:
    key = entry.dossier or f"organ:{entry.organ}"
    before = Tally.objects.filter(key=key).first()
    Tally(key=key, dossier=entry.dossier or "", entries=before.entries + 1 if before else 1, last=entry.kind).save()


OWN_PROJECTORS: dict[type[Body], list[Any]] = {Noted: [project_note]}

# Other rooms' tests share this process: nothing of ours stays registered unless a fixture says so.
projections._tables[:] = [table for table in projections._tables if table not in OWN_TABLES]
for _kind in OWN_KINDS:
    registry._types.pop(_kind)


def note(  # noqa: PLR0913  # as many as `append` takes
    text: str = "到达现场",
    *,
    informant: Informant | None = None,
    pages: int = 1,
    seen: tuple[str, ...] = (),
    organ: str = ORGAN,
    dossier: str | None = CASE,
    key: str | None = None,
    by: Actor = OFFICER,
    happened: datetime | date | None = None,
    channel: str = "web",
    **more: Any,
) -> Entry:
    """Append a note as an officer would."""
    return append(
        Noted(text=text, informant=informant, pages=pages, seen=seen),
        organ=organ,
        dossier=dossier,
        by=by,
        happened=happened or clock.now(),
        key=key or next(_keys),
        channel=channel,
        **more,
    )


@contextmanager
def database_at(path: Path) -> Iterator[None]:
    """Let the product work on another SQLite file inside."""
    usual = connections["default"]
    told = {**connections.settings["default"], "NAME": str(path)}
    connections["default"] = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = usual


@dataclass(frozen=True)
class Intruder:
    """Somebody with all rights to the database file, and no scruples."""

    path: Path

    def runs(self, sql: str, *values: object) -> int:
        """Run one statement with every trigger dropped; put them back; return how many rows it touched."""
        with sqlite3.connect(self.path, isolation_level=None) as raw:
            raw.execute("PRAGMA foreign_keys=OFF")
            raw.execute("PRAGMA ignore_check_constraints=ON")
            triggers = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _ in triggers:
                raw.execute(f"DROP TRIGGER {name}")
            touched = raw.execute(sql, values).rowcount
            for _, text in triggers:
                raw.execute(text)
        raw.close()
        return touched

    def breaks(self, *statements: str) -> None:
        """Run statements that leave the tables without their triggers, or without themselves."""
        with sqlite3.connect(self.path, isolation_level=None) as raw:
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                raw.execute(f"DROP TRIGGER {name}")
            for sql in statements:
                raw.execute(sql)
        raw.close()

    def reads(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        raw = sqlite3.connect(self.path)
        rows = raw.execute(sql, values).fetchall()
        raw.close()
        return rows
