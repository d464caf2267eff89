"""The Django application of this room."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Case packages and their verifier."""

    name = "liuhen.archive"
    label = "archive"

    def ready(self) -> None:
        """Register the kind of entry that seals a package."""
        from liuhen.archive import payloads  # noqa: F401, PLC0415
