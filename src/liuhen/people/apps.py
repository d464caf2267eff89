"""The Django application of this room."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Organs, officers, accounts."""

    name = "liuhen.people"
    label = "people"

    def ready(self) -> None:
        """Let every sign-in and sign-out be noted."""
        from liuhen.people import sessions  # noqa: F401, PLC0415
