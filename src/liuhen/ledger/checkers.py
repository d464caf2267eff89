"""What checking finds, and who checks: other rooms add checkers of what they keep, such as originals and papers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as the ledger says.

    Attributes:
        code: stable word for programs, such as `head.changed`.
        where: place for people: organ and number, dossier and number, table and row, or file.
        what: what is wrong, in Chinese.
        entry: SHA-256 of the head concerned, where known.
        dossier: id of the dossier concerned.
        file: name or digest of the file concerned.
    """

    code: str
    where: str
    what: str
    entry: str | None = None
    dossier: str | None = None
    file: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return the problem for programs; what is not known is left out."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of something were checked, such as `papers`; a checker gives it beside its problems."""

    what: str
    number: int


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Something that could not be checked (未检), and why, in Chinese."""

    what: str


Finding = Problem | Counted | Unchecked
Checker = Callable[[], Iterable[Finding]]

_checkers: Final[dict[str, Checker]] = {}


def checks(name: str) -> Callable[[Checker], Checker]:
    """Register a function that `verify` calls; it gives a `Problem` for each thing that differs.

    Raises:
        ValueError: the name is taken.
    """

    def register(checker: Checker) -> Checker:
        if name in _checkers:
            raise ValueError(f"a checker named {name} is there already")
        _checkers[name] = checker
        return checker

    return register


def checkers() -> Mapping[str, Checker]:
    """Return the registered checkers by name."""
    return MappingProxyType(_checkers)
