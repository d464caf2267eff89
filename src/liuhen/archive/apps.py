from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Case packages and their verifier."""

    name = "liuhen.archive"
    label = "archive"
