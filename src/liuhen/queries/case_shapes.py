"""What the page of one case shows: frozen, already in Chinese where it is text; amounts fen."""

from dataclasses import dataclass
from datetime import date, datetime

from liuhen.queries.file_shapes import PaperRow, RecordingRow
from liuhen.queries.regulations.clash_shapes import ClashView
from liuhen.queries.section_shapes import Section
from liuhen.queries.shapes import ActLink, EntryRow, Owed
from liuhen.queries.track_shapes import ActTrack


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for approval in a case, and how it stands.

    Args:
        seq: of the entry that asks.
        main: it is of the main course: opening, review, decision, closing.
        again: opens the form once more with what was asked, where the request came back.
    """

    seq: int
    what: str
    by: str
    state: str  # waiting, granted, returned, withdrawn
    word: str
    owed: str  # whose opinion is asked now
    since: datetime
    urged: int
    may_answer: bool
    may_urge: bool
    may_withdraw: bool
    main: bool = False
    withdraw: str = "approval.withdrawn"
    again: ActLink | None = None


@dataclass(frozen=True, slots=True)
class PartyView:
    """The party of a case."""

    name: str
    kind: str
    credit_code: str
    address: str
    representative: str


@dataclass(frozen=True, slots=True)
class OfficerView:
    """A handler of a case, as his certificate stood when the case was opened."""

    name: str
    certificate: str
    valid_to: date | None
    valid: bool
    left: bool = False  # is here no more and was not replaced yet


@dataclass(frozen=True, slots=True)
class PackView:
    """A regulation in force for the case."""

    id: str
    title: str
    version: str


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage on the rail: state is done, now, ahead or none (not needed so far)."""

    id: str
    title: str
    state: str
    owed: int
    recorded: int
    note: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A text that bears more than one reading, and the one used."""

    id: str
    question: str
    reading: str
    article: str
    note: str


@dataclass(frozen=True, slots=True)
class Course:
    """Which part of the course of a case is shown.

    Args:
        total: entries of the case.
        groups: group of records -> how many of them there are.
        show: the group shown alone, or "" for all.
        seqs: numbers of the entries shown, as they are ordered.
    """

    total: int
    groups: tuple[tuple[str, int], ...]
    show: str
    page: int
    pages: int
    seqs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """案件: one page."""

    ref: str
    title: str
    number: str
    clue_no: str
    kind_title: str
    stage: str
    seq: int
    opened: date | None
    party: PartyView | None
    officers: tuple[OfficerView, ...]
    packs: tuple[PackView, ...]
    stages: tuple[StageView, ...]
    owed: tuple[Owed, ...]  # all, or the foremost of each sort where the page asked for so many
    recorded: tuple[Owed, ...]  # the last hundred
    recorded_total: int
    pressing_total: int  # owed by law
    optional_total: int  # may be recorded, or need not be
    overdue: int
    due_soon: int
    entries: tuple[EntryRow, ...]  # those of `course.seqs`, in that order
    course: Course
    papers: tuple[PaperRow, ...]
    recordings: tuple[RecordingRow, ...]
    tracks: tuple[ActTrack, ...]
    readings: tuple[ReadingView, ...]
    next: ActLink | None
    acts: tuple[ActLink, ...]
    fine_fen: int | None
    refund_fen: int | None
    archived: bool
    may_package: bool
    clashes: tuple[ClashView, ...] = ()
    may_register: bool = False  # records that have no form of their own
    requests: tuple[RequestRow, ...] = ()
    main: tuple[Section, ...] = ()  # what the rooms add, in the wide column
    side: tuple[Section, ...] = ()  # and in the narrow one
