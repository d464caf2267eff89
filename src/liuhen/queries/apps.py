"""The Django application of this room."""

from django.apps import AppConfig


class QueriesConfig(AppConfig):
    """Read models; no table of its own."""

    name = "liuhen.queries"
    label = "queries"
