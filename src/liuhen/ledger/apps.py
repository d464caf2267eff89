"""The ledger as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    """Puts the triggers back after every migration: a rebuilt table has lost them without a word."""

    name = "liuhen.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen for finished migrations of this application."""
        post_migrate.connect(_put_triggers_back, sender=self, dispatch_uid="liuhen.ledger.triggers")


def _put_triggers_back(*, using: str, **_told: Any) -> None:
    from liuhen.ledger.triggers import install_triggers  # noqa: PLC0415  # tables exist only now

    install_triggers(connections[using])
