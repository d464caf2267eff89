"""The Django application of this room."""

from django.apps import AppConfig


class ProcessConfig(AppConfig):
    """The acts of a case."""

    name = "liuhen.process"
    label = "process"

    def ready(self) -> None:
        """Register every act, its kind of entry and its projectors."""
        from liuhen.process import phases  # noqa: F401, PLC0415
