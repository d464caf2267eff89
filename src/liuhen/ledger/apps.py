"""The ledger as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class LedgerConfig(AppConfig):
    """Puts the triggers back after every migration: a rebuilt table has lost them without a word."""

    name = "liuhen.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Know the ledger's own kind of entry, and listen for migrations that begin and end."""
        from liuhen.ledger import destruction  # noqa: F401, PLC0415  # whoever replays must read tombstones

        pre_migrate.connect(_take_triggers_away, sender=self, dispatch_uid="liuhen.ledger.triggers.before")
        post_migrate.connect(_put_triggers_back, sender=self, dispatch_uid="liuhen.ledger.triggers.after")


def _take_triggers_away(*, using: str, plan: list[tuple[Any, bool]], **_told: Any) -> None:
    """Let SQLite rebuild a table that other tables' triggers look into; it refuses while they are there.

    Where the migration breaks off they stay away, and the product does not write until they are back.
    """
    from liuhen.ledger.triggers import drop_triggers  # noqa: PLC0415  # its tables exist only now

    if any(migration.app_label == LedgerConfig.label for migration, _backwards in plan):
        drop_triggers(connections[using])


def _put_triggers_back(*, using: str, **_told: Any) -> None:
    from liuhen.ledger.triggers import install_triggers  # noqa: PLC0415  # its tables exist only now

    install_triggers(connections[using])
