"""The Django application of this room."""

from django.apps import AppConfig


class ArchiveConfig(AppConfig):
    """Case packages and discs, and their verifier."""

    name = "liuhen.archive"
    label = "archive"

    def ready(self) -> None:
        """Register the kind of entry that seals a package, and let discs be made once they are recorded."""
        from liuhen.archive import payloads  # noqa: F401, PLC0415
        from liuhen.archive.disc.making import want  # noqa: PLC0415
        from liuhen.process.case.following import follow  # noqa: PLC0415

        follow("evidence_disc.made", lambda entry: want(entry.digest))
