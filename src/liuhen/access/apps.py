"""The Django application of this room."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """The access journal."""

    name = "liuhen.access"
    label = "access"
