"""What can go wrong with a pack or a case file, in the reader's words."""

from collections.abc import Sequence
from typing import NamedTuple

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


class CaseProblem(NamedTuple):
    """Something wrong with a case file.

    Args:
        place: for instance `events/3/happened`, counted from 0; "" for the whole file.
        line: from 1; None where no text was read.
        message: a sentence in Chinese.
    """

    place: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = "，".join([*([f"第{self.line}行"] if self.line else []), *([self.place] if self.place else [])])
        return f"{where}：{self.message}" if where else self.message


class CaseFileError(LiuhenError):
    """A case file cannot be read as one; nothing of it is taken over.

    Args:
        problems: at least one.
        more: how many there are beside these.
    """

    def __init__(self, problems: Sequence[CaseProblem], *, more: int = 0) -> None:
        first, *others = problems
        left = len(others) + more
        where = str(first._replace(message="")).rstrip("：")
        parts = [f"位置：{where}" if where else "", f"另有 {left} 处有误" if left else ""]
        super().__init__(first.message, why="；".join(part for part in parts if part))
        self.problems, self.more = tuple(problems), more
        self.place = first.place
