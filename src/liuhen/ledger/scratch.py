"""Where projections go: to the installation's database, or for a while to a scratch database beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections, models

_alias: Final[ContextVar[str | None]] = ContextVar("scratch", default=None)


class ScratchRouter:
    """Sends projections to the scratch database while a rebuild is being checked, everything else never."""

    def db_for_read(self, model: type[models.Model], **_hints: Any) -> str | None:
        """Return the scratch alias while one is in use."""
        return _route(model)

    def db_for_write(self, model: type[models.Model], **_hints: Any) -> str | None:
        """Return the scratch alias while one is in use."""
        return _route(model)

    def allow_relation(self, _one: models.Model, _other: models.Model, **_hints: Any) -> bool | None:
        """Allow what Django allows."""
        return None

    def allow_migrate(self, db: str, _app_label: str, **_hints: Any) -> bool | None:
        """Keep migrations out of scratch databases: their tables are made when they are."""
        return None if db == DEFAULT_DB_ALIAS else False


def _route(model: type[models.Model]) -> str | None:
    alias = _alias.get()
    if alias is None:
        return None
    from liuhen.ledger.projections import Projection  # noqa: PLC0415  # routers load before any table

    if not issubclass(model, Projection):
        raise TypeError(f"a projector reads {model.__qualname__}, which does not follow from the entries")
    return alias


@contextmanager
def projections_in(alias: str | None) -> Iterator[None]:
    """Let projectors read and write the scratch database `alias` inside; None for the one in use."""
    token = _alias.set(alias)
    try:
        yield
    finally:
        _alias.reset(token)


@contextmanager
def scratch_database(path: str, *, alias: str) -> Iterator[str]:
    """Open an empty SQLite file under `alias` for as long as the block lasts; it is worth nothing afterwards."""
    told = connections.configure_settings(
        {
            DEFAULT_DB_ALIAS: connections.settings[DEFAULT_DB_ALIAS],
            alias: {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": path,
                # Only projections live here, so what they point at elsewhere is not asked for.
                "OPTIONS": {
                    "init_command": "PRAGMA foreign_keys=OFF; PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY"
                },
            },
        }
    )
    connections.settings[alias] = told[alias]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
