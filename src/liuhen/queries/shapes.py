"""What most pages show: frozen, already in Chinese where it is text; moments are aware UTC, amounts fen."""

from dataclasses import dataclass
from datetime import date, datetime

from liuhen.queries.received import Received


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and what the frame of every page says about him."""

    name: str
    organ: str
    department: str
    roles: tuple[str, ...]
    certificate: str | None
    demo: bool
    sees_cases: bool
    beginnings: tuple["ActLink", ...]  # with what he may begin a dossier
    owed: int
    approvals: int


@dataclass(frozen=True, slots=True)
class ActLink:
    """A button that opens the form of an act."""

    kind: str
    label: str
    phase: str = ""
    of_seq: int | None = None
    form: str | None = None  # the paper, for paper.finalised
    picked: tuple[tuple[str, str], ...] = ()  # field of the form, and what stands in it at first
    ahead: bool = False  # belongs to a stage that the case has not come near yet


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing the law asks of a case, and how it stands."""

    case_ref: str
    case_title: str
    case_number: str
    handle: str  # names the finding inside its case: W26-2@41
    rule: str
    title: str
    detail: str
    article: str
    state: str
    word: str
    due: datetime | None
    left: int | None
    left_unit: str | None  # workday or day
    certain: bool
    missing: tuple[str, ...]
    act: ActLink | None
    how: tuple[str, ...] = ()  # how the term, the coverage or the keeping was worked out, one sentence each
    form: str = ""  # of the rule; "retention" where `due` is the end of keeping


@dataclass(frozen=True, slots=True)
class EntryRow:
    """A line of the course of the case."""

    seq: int
    kind: str
    title: str
    actor: str
    happened: datetime | date
    recorded: datetime
    late_reason: str
    digest: str
    group: str  # text, paper, recording, approval, service
    corrects: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A field of an entry as a page shows it; `rows` for nested ones."""

    label: str
    value: str
    rows: tuple[tuple["Shown", ...], ...] = ()
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What the head of a page inside a case says."""

    ref: str
    title: str
    number: str
    seq: int


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry, opened."""

    case: CaseHead
    row: EntryRow
    fields: tuple[Shown, ...]
    head: tuple[tuple[str, str], ...]
    received: Received | None = None
