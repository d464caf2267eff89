"""The Django application of this room."""

from django.apps import AppConfig
from django.conf import settings


class ProcessConfig(AppConfig):
    """The acts of a case."""

    name = "liuhen.process"
    label = "process"

    def ready(self) -> None:
        """Register every act, its kind of entry and its projectors."""
        from liuhen.process import phases  # noqa: F401, PLC0415

        if settings.LIUHEN_ORIGINALS_URL:
            _attach()


def _attach() -> None:
    """Let originals also lie in the store that the settings name."""
    from liuhen.media.objects import ObjectStore, attach  # noqa: PLC0415

    store = ObjectStore.read(
        settings.LIUHEN_ORIGINALS_URL,
        endpoint=settings.LIUHEN_ORIGINALS_ENDPOINT,
        lock=settings.LIUHEN_ORIGINALS_LOCK,
        days=settings.LIUHEN_ORIGINALS_LOCK_DAYS,
    )
    attach(settings.LIUHEN_ORIGINALS, store)
