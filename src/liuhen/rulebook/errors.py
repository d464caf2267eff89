"""What can go wrong with a pack or a case file, in the reader's words."""

from collections.abc import Sequence

from liuhen.kernel.errors import LiuhenError, UnusableError
from liuhen.rulebook.source import Problem


class PackError(UnusableError):
    """A pack cannot be used.

    Args:
        problems: each with file, line and sentence.
    """

    def __init__(self, message: str, *, problems: Sequence[Problem] = (), remedy: str = "") -> None:
        shown = "；".join(str(problem) for problem in problems[:3])
        super().__init__(f"{message}。", why=shown, remedy=remedy)
        self.problems = tuple(problems)


class CaseFileError(LiuhenError):
    """A case file cannot be read as one.

    Args:
        place: where in the file, for instance `events/3/happened`.
    """

    def __init__(self, message: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(message, why=f"位置：{place}" if place else "", remedy=remedy)
        self.place = place
