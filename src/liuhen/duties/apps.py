"""The Django application of this room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Facts, duties and gates."""

    name = "liuhen.duties"
    label = "duties"

    def ready(self) -> None:
        """Register the projector that follows every entry."""
        from liuhen.duties import projectors  # noqa: F401, PLC0415
