"""What is shown where rules ask different things of one matter, and where a text bears several readings."""

from dataclasses import dataclass
from datetime import date

from liuhen.queries.regulations.shapes import RuleLink


@dataclass(frozen=True, slots=True)
class ClashView:
    """Two rules that ask different things of one matter, and which holds.

    Args:
        prevails: the rule that holds alone; "" where both stand, or nothing decides.
        ground: on what the decision rests, in words.
    """

    matter: str
    rules: tuple[RuleLink, ...]
    prevails: str
    decided: bool
    ground: str
    because: str
    of_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """One reading of an open text."""

    value: str  # what the form that picks it is opened with
    words: str
    default: bool
    used: bool


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A text that bears several readings, the one used, and who picked it when and why."""

    id: str
    pack: str
    cited: str
    question: str
    readings: tuple[ReadingView, ...]
    picked_by: str
    picked_on: date | None
    reason: str
    rules: tuple[RuleLink, ...]
    used_by: str


@dataclass(frozen=True, slots=True)
class ClashPage:
    """规定不一致与读法."""

    clashes: tuple[ClashView, ...]
    choices: tuple[ChoiceView, ...]
    undecided: int
    may_pick: bool
    adopted: bool


@dataclass(frozen=True, slots=True)
class WordsView:
    """One item of a rule that reads otherwise."""

    title: str
    old: str
    new: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A rule that one of two regulations has and the other has not, or that reads otherwise in them."""

    how: str  # added, removed, changed
    anchor: str
    old: RuleLink | None
    new: RuleLink | None
    because: str
    words: tuple[WordsView, ...]


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """Two states of the rules beside each other."""

    pack: str
    title: str
    short: str
    old: str  # what it is held against, in words
    new: str
    asked: str
    offered: tuple[tuple[str, str], ...]
    changed: tuple[ChangeView, ...]
    added: tuple[ChangeView, ...]
    removed: tuple[ChangeView, ...]
