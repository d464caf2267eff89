"""Shapes of the map of service: papers by parties, with the steps towards each."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Step:
    """One step towards somebody: served, on its way, come back, announced.

    Args:
        state: served, waiting, returned.
        on: the day of service, or of the step.
        told: in Chinese: the way, and what is known of it.
        proof: what proves it; `receipt` is the number of its paper in the case, None while it was not made.
    """

    seq: int
    state: str
    on: date
    told: str
    proof: str
    reckoned: str = ""
    receipt: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A paper and one party: the steps, the latest last."""

    party: str
    steps: tuple[Step, ...]

    @property
    def served(self) -> Step | None:
        """Return the service, the first one where there are several."""
        return next((one for one in self.steps if one.state == "served"), None)


@dataclass(frozen=True, slots=True)
class ServedRow:
    """A paper, and what became of it for each party.

    Args:
        seq: where it stands: the paper, or the entry it would be made from (`source`).
        replaced: it was made again after it was served; nobody waits for this one any more.
        due: by when a rule wants it served; `handle` leads to the arithmetic.
    """

    seq: int
    source: int
    made: bool
    replaced: bool
    title: str
    number: str
    cells: tuple[Cell, ...]
    due: date | None
    late: bool
    article: str
    handle: str

    @property
    def open(self) -> bool:
        """Say whether somebody still waits for it."""
        return not self.replaced and any(one.served is None for one in self.cells)

    @property
    def got(self) -> tuple[str, ...]:
        """Return the parties who were served with it."""
        return tuple(one.party for one in self.cells if one.served)


@dataclass(frozen=True, slots=True)
class Served:
    """The map of a case: its papers by its parties."""

    parties: tuple[str, ...]
    rows: tuple[ServedRow, ...]

    @property
    def unserved(self) -> int:
        """Return how many papers somebody still waits for."""
        return sum(row.open for row in self.rows)
