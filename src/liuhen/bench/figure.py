"""One measured figure: a ratio to a peer, or an absolute value with its unit, beside its goal."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final, Self

AT_LEAST: Final = ">="
AT_MOST: Final = "<="


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should be. `number` on the performance page; `sense` is `>=` or `<=`; no target: told only."""

    number: int
    name: str
    what: str
    target: float | None = None
    sense: str = AT_LEAST

    def met_by(self, figure: float) -> bool | None:
        """Say whether a figure reaches the goal; None where there is no target."""
        if self.target is None:
            return None
        return figure >= self.target if self.sense == AT_LEAST else figure <= self.target


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured.

    Attributes:
        goal: number of the goal on the performance page.
        name: stable word for programs; `what` says it in Chinese.
        ratio: the figure; a plain ratio, or an absolute value where `unit` is not empty; None: 未测.
        target: what it should be at least or at most, as `sense` says; None: told without a goal.
        met: whether it is; None where nothing was measured or nothing is asked.
        runs: how many runs of each side there were.
        against: what ran beside it, in Chinese.
        spread: smallest and largest value of the single runs: the machine's noise.
        note: what else has to be known, in Chinese.
    """

    goal: int
    name: str
    what: str
    ratio: float | None
    target: float | None
    sense: str
    met: bool | None
    runs: int
    against: str
    unit: str = ""
    spread: tuple[float, float] | None = None
    note: str = ""
    extra: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the figure for programs."""
        return asdict(self)

    @classmethod
    def read(cls, said: dict[str, Any]) -> Self:
        """Return the figure that `as_json` wrote."""
        spread = said.get("spread")
        return cls(**{**said, "spread": tuple(spread) if spread else None})


def compared(
    goal: Goal,
    *,
    ours: Sequence[float],
    peer: Sequence[float],
    against: str,
    faster: bool = True,
    note: str = "",
    extra: dict[str, float] | None = None,
) -> Figure:
    """Return the ratio of the best runs, with the spread of the ratios pair by pair.

    Args:
        goal: what it should be.
        ours: seconds of each of our runs; `peer` those of the peer, in the same order and for the same work.
        against: the peer in Chinese.
        faster: the ratio says how many times as fast as the peer; else how many times as long.
        note: for the reader.
        extra: further figures, in milliseconds.
    """
    pairs = [_ratio(one, other, faster=faster) for one, other in zip(ours, peer, strict=True)]
    best = _ratio(min(ours), min(peer), faster=faster)
    return Figure(
        goal=goal.number,
        name=goal.name,
        what=goal.what,
        ratio=round(best, 3),
        target=goal.target,
        sense=goal.sense,
        met=goal.met_by(best),
        runs=len(ours),
        against=against,
        spread=(round(min(pairs), 3), round(max(pairs), 3)),
        note=note,
        extra={name: round(value, 3) for name, value in (extra or {}).items()},
    )


def absolute(goal: Goal, values: Sequence[float], *, unit: str, note: str = "") -> Figure:
    """Return the best of some absolute values: the smallest, or the largest where the goal asks for at least."""
    best = min(values) if goal.sense == AT_MOST else max(values)
    return Figure(
        goal=goal.number,
        name=goal.name,
        what=goal.what,
        ratio=round(best, 3),
        target=goal.target,
        sense=goal.sense,
        met=goal.met_by(best),
        runs=len(values),
        against="绝对值",
        unit=unit,
        spread=(round(min(values), 3), round(max(values), 3)),
        note=note,
    )


def unmeasured(goal: Goal, *, against: str, why: str) -> Figure:
    """Return a figure that could not be measured, with the reason: 未测 is never a pass."""
    return Figure(
        goal=goal.number,
        name=goal.name,
        what=goal.what,
        ratio=None,
        target=goal.target,
        sense=goal.sense,
        met=None,
        runs=0,
        against=against,
        note=f"未测：{why}",
    )


def _ratio(ours: float, peer: float, *, faster: bool) -> float:
    return peer / ours if faster else ours / peer
