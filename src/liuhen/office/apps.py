"""The Django application of this room."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Acts on the bureau itself."""

    name = "liuhen.office"
    label = "office"

    def ready(self) -> None:
        """Register every act on the bureau, its kind of entry and its projectors."""
        from liuhen.office import payloads, projectors, settled  # noqa: F401, PLC0415
        from liuhen.office.acts import (  # noqa: PLC0415
            discretion,  # noqa: F401
            keepers,  # noqa: F401
            official_text,  # noqa: F401
            organ,  # noqa: F401
            own_forms,  # noqa: F401
            persons,  # noqa: F401
            readings,  # noqa: F401
            seals,  # noqa: F401
            signing,  # noqa: F401
            standards,  # noqa: F401
            working,  # noqa: F401
        )
        from liuhen.office.seals import projectors as seal_projectors  # noqa: F401, PLC0415
