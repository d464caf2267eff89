"""证据与事实对应表: what the page shows, frozen and in Chinese where it is text."""

from dataclasses import dataclass
from datetime import date, datetime

from liuhen.queries.shapes import ActLink, CaseHead


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence: a column.

    Args:
        seq: of its entry; `mark` is its short name in the table (证3).
        oral: what a person said, not a thing or a paper.
        lacking: what the law asks of its form and is not there.
        files: name of the part (copy, data), and the file's name.
    """

    seq: int
    mark: str
    kind: str
    group: str
    title: str
    source: str
    happened: datetime | date
    oral: bool
    recording: bool
    used: int
    lacking: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """What one piece of evidence says of a fact."""

    seq: int
    proof: Proof
    bearing: str
    word: str
    shows: str
    place: str
    at_ms: int | None
    amount_fen: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A place of the table: the links of one fact to one piece of evidence."""

    proof: Proof
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """What a reviewer would ask about; `grave` where nothing proves it, or something contradicts."""

    text: str
    grave: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """A fact with what proves it, and what is missing."""

    seq: int
    number: int
    what: str
    element: str
    when_said: str
    amount_fen: int | None
    cells: tuple[Cell, ...]
    links: tuple[Link, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The page."""

    case: CaseHead
    facts: tuple[FactRow, ...]
    dropped: tuple[FactRow, ...]
    proofs: tuple[Proof, ...]
    unused: tuple[Proof, ...]
    gaps: tuple[Gap, ...]
    clashes: tuple[str, ...]
    may_add: bool
    collecting: tuple[ActLink, ...] = ()

    @property
    def count(self) -> int:
        """Return how many gaps there are on the whole page."""
        return len(self.gaps) + sum(len(fact.gaps) for fact in self.facts)
