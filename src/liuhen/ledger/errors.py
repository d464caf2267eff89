"""Errors that only the ledger raises."""

from liuhen.kernel.errors import LiuhenError


class UnknownKindError(LiuhenError):
    """No schema is registered for this kind of entry, so it can be neither written nor read."""


class BodyDestroyedError(LiuhenError):
    """The content was lawfully destroyed; its head and its tombstone remain.

    Args:
        digest: SHA-256 of the head whose content is gone.
        tombstone: SHA-256 of the head of the entry that destroyed it.
    """

    def __init__(self, message: str, *, digest: str, tombstone: str, why: str = "", remedy: str = "") -> None:
        super().__init__(message, why=why, remedy=remedy)
        self.digest, self.tombstone = digest, tombstone
