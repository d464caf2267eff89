"""What is shown where rules are held against a real case."""

from dataclasses import dataclass

from liuhen.queries.regulations.shapes import Pair
from liuhen.queries.shapes import CaseHead, EntryRow, Owed


@dataclass(frozen=True, slots=True)
class Tried:
    """One finding of a rule on a case: what set it off, what settled it, how it was counted; or why it has none."""

    owed: Owed
    pack: str
    holder: str
    unit: str
    trigger: EntryRow | None
    satisfied_by: EntryRow | None
    steps: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule tried on one of the cases that one may see.

    Args:
        adopted: whether the organ works by the rule; otherwise it is tried as its pack alone says.
        why: why there is no finding at all.
    """

    cases: tuple[Pair, ...]
    chosen: str
    case: CaseHead | None = None
    findings: tuple[Tried, ...] = ()
    adopted: bool = True
    why: str = ""


@dataclass(frozen=True, slots=True)
class StateGroup:
    """The findings of one state."""

    state: str
    word: str
    colour_of: str
    findings: tuple[Tried, ...]


@dataclass(frozen=True, slots=True)
class CaseRules:
    """Every rule held against one case, by state."""

    case: CaseHead
    groups: tuple[StateGroup, ...]
    total: int
