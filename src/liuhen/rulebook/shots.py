"""摄录要点: which things the packs in force ask to be pinned on a recording, read off the rules that ask for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liuhen.rulebook.conditions import Condition, Either, Everything, Field
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.trials import Elements, Equals, Within

MARKED: Final = "shots.marked"
_PATH: Final = "marks.item"
"""Where packs have the reader's words for what is pinned."""


@dataclass(frozen=True, slots=True)
class ShotList:
    """What is to be pinned.

    Args:
        items: code and word, in the order of the rules.
        cited: where they stand; "" where no pack asks for any.
    """

    items: tuple[tuple[str, str], ...]
    cited: str


def shot_list(plans: Sequence[Plan], act: str | None) -> ShotList:
    """Return what has to be pinned on recordings of an act.

    Args:
        plans: the rules for this kind of dossier, under the readings picked.
        act: its kind; None, or one that no rule speaks of: what is asked of acts that are recorded from first to last.
    """
    asking = [plan for plan in plans if MARKED in plan.words.owes]
    own = [plan for plan in asking if act in plan.words.triggers]
    chosen = own or [plan for plan in asking if plan.words.recorded is not None]
    found = {item: plan.labels.code(_PATH, item) or item for plan in chosen for item in _asked(plan)}
    return ShotList(tuple(found.items()), "、".join(dict.fromkeys(plan.rule.cited for plan in chosen)))


def _asked(plan: Plan) -> Iterator[str]:
    for words in plan.all_words():
        for hold in words.holds:
            yield from _items(hold.that)


def _items(condition: Condition) -> Iterator[str]:
    """Yield the codes that a condition wants among the marks."""
    match condition:
        case Either(parts=parts) | Everything(parts=parts):
            for part in parts:
                yield from _items(part)
        case Field(path=("marks",), test=Elements(every=False, test=Within(part=Field(path=("item",), test=test)))):
            if isinstance(test, Equals):
                yield from (value for value in test.values if isinstance(value, str))
        case _:
            pass
