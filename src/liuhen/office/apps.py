"""The Django application of this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Acts on the bureau itself."""

    name = "liuhen.office"
    label = "office"

    def ready(self) -> None:
        """Register the kinds of entry and their projectors."""
        from liuhen.office import payloads, projectors  # noqa: F401, PLC0415
