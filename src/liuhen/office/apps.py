"""The Django application of this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Acts on the bureau itself."""

    name = "liuhen.office"
    label = "office"

    def ready(self) -> None:
        """Register every act on the bureau, its kind of entry and its projectors."""
        from liuhen.office import payloads, projectors, settled  # noqa: F401, PLC0415
        from liuhen.office.acts import keepers, organ, persons, signing, standards, working  # noqa: F401, PLC0415
