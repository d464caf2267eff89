"""The Django application of this room."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Facts, duties and gates."""

    name = "liuhen.duties"
    label = "duties"

    def ready(self) -> None:
        """Register the projector that follows every entry, and who is told when something else comes into force."""
        from liuhen.duties import projectors, refreshing  # noqa: F401, PLC0415
        from liuhen.ledger.rebuild import first  # noqa: PLC0415
        from liuhen.office.laws import CHANGING  # noqa: PLC0415
        from liuhen.office.registry import follow  # noqa: PLC0415

        follow(CHANGING, refreshing.arrange)
        first(refreshing.catch_up_everywhere)
