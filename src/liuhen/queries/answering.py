"""谁对什么负责: for each who answers by the regulations, who that is in this case, and what is owed of his."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from liuhen.office.in_force import holders
from liuhen.queries.section_shapes import Looked, Section
from liuhen.queries.shapes import Owed
from liuhen.rulebook import State

_OWED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED})
_LATE: Final = frozenset({State.OVERDUE, State.BREACHED})
_DONE: Final = frozenset({State.SATISFIED, State.SATISFIED_LATE})
_COUNTED: Final = _OWED | _DONE
_HANDLERS: Final = frozenset({"承办人", "执法人员", "承办机构"})
"""Words of the regulations for who handles the case."""


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answers for something in a case.

    Args:
        holder: the regulations' word.
        who: the handlers by name, or the organ's own department; empty where the organ has named none.
        first: what is most urgent of his; None where nothing is owed.
    """

    holder: str
    who: str
    owed: int
    late: int
    recorded: int
    first: Owed | None


def answering(looked: Looked) -> Section | None:
    """Return who answers for what in this case, those who owe most first."""
    tallies: dict[str, Counter[State]] = {}
    for one in looked.findings:
        if one.rule.holder and one.state in _COUNTED:
            tallies.setdefault(one.rule.holder, Counter())[one.state] += 1
    own = holders(looked.case.organ) if tallies else {}
    shown = [_one(holder, told, looked, own) for holder, told in tallies.items()]
    shown.sort(key=lambda one: (-one.late, -one.owed, -one.recorded))
    owed = sum(one.owed for one in shown)
    return Section("answering", "谁对什么负责", tuple(shown), note=f"共欠 {owed} 项" if owed else "") if shown else None


def _one(holder: str, told: Counter[State], looked: Looked, own: Mapping[str, str]) -> Answering:
    owes = {one.id for one in looked.force.rulebook.rules if one.holder == holder}
    handled = "、".join(looked.row.handlers) if holder in _HANDLERS else ""
    return Answering(
        holder=holder,
        who=handled or own.get(holder, ""),
        owed=sum(told[state] for state in _OWED),
        late=sum(told[state] for state in _LATE),
        recorded=sum(told[state] for state in _DONE),
        first=next((row for row in looked.owed if row.rule in owes and row.state in _OWED), None),
    )
