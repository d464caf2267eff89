"""What a rule says of a dossier: state, what is missing, when it is due, and how that was counted."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from liuhen.kernel.clock import When
from liuhen.rulebook.arithmetic import steps
from liuhen.rulebook.calendar import WorkingCalendar
from liuhen.rulebook.coverage import Coverage, Stretch
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.remaining import Left, left
from liuhen.rulebook.terms import Reckoning


class State(StrEnum):
    """The nine states of a finding."""

    SATISFIED = "satisfied"
    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    SATISFIED_LATE = "satisfied_late"
    BREACHED = "breached"
    WAIVED = "waived"
    ADVISORY = "advisory"
    NOT_APPLICABLE = "not_applicable"

    @property
    def word(self) -> str:
        """The state as a reader knows it."""
        return WORDS[self]


WORDS: Final = {
    State.SATISFIED: "已记",
    State.OPEN: "应记",
    State.DUE_SOON: "将到期",
    State.OVERDUE: "已逾期",
    State.SATISFIED_LATE: "逾期补记",
    State.BREACHED: "已违反",
    State.WAIVED: "依法免记",
    State.ADVISORY: "可记",
    State.NOT_APPLICABLE: "不适用",
}
UNDATED: Final = {State.OVERDUE: "已欠", State.SATISFIED_LATE: "补记"}
UNCERTAIN_WORD: Final = "待复核"
UNSETTLED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE})


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of an open text under which a rule was applied.

    Args:
        choice: for instance `K24`.
        picked: whether the organ picked it; otherwise it is the default.
    """

    choice: str
    question: str
    reading: str
    picked: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as it is cited."""

    id: str
    article: str
    asks: str
    form: str
    modality: str
    holder: str
    pack: str
    pack_title: str
    pack_short: str
    overrides: str | None = None
    because: str | None = None
    readings: tuple[Reading, ...] = ()

    @property
    def cited(self) -> str:
        """Where it stands, for instance `武汉办法第十二条第一款`."""
        return f"{self.pack_short}{self.article}"


class Piece(NamedTuple):
    """A stretch of an act of which a finding speaks: from when to when, and in words.

    Args:
        key: tells it from the others of its rule and act; "" where the finding is about the whole act.
    """

    key: str
    start: datetime
    end: datetime
    words: str


class Extent(NamedTuple):
    """How much of an act its recordings cover, and what of the rest is left without an account."""

    coverage: Coverage
    left: tuple[Stretch, ...]


class Finding(NamedTuple):
    """What one rule says about one event that triggered it (or about the dossier, where nothing did).

    Args:
        trigger: the event that made it apply; for a gate the act that it guards.
        satisfied_by: the event that settled it.
        missing: what is still wanting, in Chinese, down to the field or the signature.
        due: the last moment in time, Beijing; None where there is no term or where it cannot be known.
        open_at: the moment at which it was still unsettled; `left` is held against it.
        certain: False means 待复核: an unpublished year, an interval still running.
        settle_kinds: kinds of event that would settle it.
        counted: how the term was counted, from the day of the start where `began` holds the start itself.
        settled: the moment that was held against the term.
        piece: the stretch of the act that it is about, where a rule speaks of each on its own.
        sums: how a coverage was reckoned, one sentence each.
        extent: that coverage itself, where the finding is about all of an act.
    """

    rule: Rule
    state: State
    trigger: Event | None = None
    satisfied_by: Event | None = None
    missing: tuple[str, ...] = ()
    due: datetime | None = None
    open_at: datetime | None = None
    certain: bool = True
    settle_kinds: tuple[str, ...] = ()
    counted: Reckoning | None = None
    settled: datetime | None = None
    origin: str = ""
    calendar: WorkingCalendar | None = None
    piece: Piece | None = None
    sums: tuple[str, ...] = ()
    began: When | None = None
    extent: Extent | None = None

    @property
    def reckoning(self) -> Reckoning | None:
        """How the term was counted, from its start; `arithmetic` prints it."""
        if self.counted is None or self.began is None:
            return self.counted
        return self.counted._replace(start=self.began)

    @property
    def left(self) -> Left | None:
        """What is left of the term, only while unsettled."""
        if self.counted is None or self.open_at is None or self.calendar is None:
            return None
        return left(self.counted, self.calendar, self.open_at)

    @property
    def word(self) -> str:
        """The state in a word; where no number of days exists it is 已欠, not 已逾期, and 补记, not 逾期补记."""
        return self.state.word if self.due is not None else UNDATED.get(self.state, self.state.word)

    @property
    def unsettled(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in UNSETTLED

    @property
    def arithmetic(self) -> tuple[str, ...]:
        """The steps of the count, one sentence each, so that it can be recomputed by hand."""
        return steps(self)
