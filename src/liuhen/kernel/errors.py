"""Errors that a person reads: what happened, why, and what to do next. All of them in Chinese."""

from collections.abc import Mapping


class LiuhenError(Exception):
    """Something was refused; nothing was written.

    Args:
        message: what happened, one sentence in Chinese.
        why: the reason; the article where law is the reason.
        remedy: what the reader can do next.
    """

    def __init__(self, message: str, *, why: str = "", remedy: str = "") -> None:
        super().__init__(message)
        self.message, self.why, self.remedy = message, why, remedy

    def __str__(self) -> str:
        return " ".join(part for part in (self.message, self.why, self.remedy) if part)


class NotAllowedError(LiuhenError):
    """This person may not do this act on this object."""


class NotFoundError(LiuhenError):
    """There is nothing of that name that this person may see; a foreign and a missing id are answered alike."""


class OutOfOrderError(LiuhenError):
    """The act does not fit the state of the case: something it stands on is missing, or it was done already."""


class StalePageError(LiuhenError):
    """Somebody else acted on the dossier since the page was read.

    Args:
        expected: the dossier sequence number the page showed.
        actual: the one in force now.
    """

    def __init__(self, message: str, *, expected: int, actual: int, why: str = "", remedy: str = "") -> None:
        super().__init__(message, why=why, remedy=remedy)
        self.expected, self.actual = expected, actual


class DuplicateRequestError(LiuhenError):
    """The same request arrived before with other content; nothing was written twice.

    Args:
        digest: SHA-256 of the head of the entry that the first arrival made.
    """

    def __init__(self, message: str, *, digest: str, why: str = "", remedy: str = "") -> None:
        super().__init__(message, why=why, remedy=remedy)
        self.digest = digest


class BadInputError(LiuhenError):
    """What was entered cannot be accepted.

    Args:
        fields: field name -> what is wrong with it, in Chinese; "" names the whole form.
    """

    def __init__(
        self, message: str, *, fields: Mapping[str, str] | None = None, why: str = "", remedy: str = ""
    ) -> None:
        super().__init__(message, why=why, remedy=remedy)
        self.fields = dict(fields or {})


class UnusableError(LiuhenError):
    """The installation cannot work as it stands: missing triggers, unreadable keys, no space, a broken file."""
