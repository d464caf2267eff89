"""What pages show: frozen, already in Chinese where it is text; moments are aware UTC, amounts fen."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from liuhen.drafts.keeping import Place
from liuhen.queries.regulations.clash_shapes import ClashView
from liuhen.queries.track_shapes import ActTrack


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
    may_register: bool
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
class Waiting:
    """An opinion or review that waits for the viewer."""

    case_ref: str
    case_title: str
    case_number: str
    what: str
    since: datetime
    act: ActLink
    on_behalf: str = ""  # name of who lent the viewer the role in which he is asked


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request for approval beside the main course of a case, and how it stands."""

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


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A form that the viewer has begun and not sent."""

    place: Place
    label: str
    case_title: str
    case_number: str
    saved: datetime


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A line of the case list."""

    ref: str
    title: str
    number: str
    party: str
    stage: str
    opened: date | None
    handlers: tuple[str, ...]
    overdue: int
    last: datetime
    closed: bool


@dataclass(frozen=True, slots=True)
class CaseList:
    """A page of the case list; `total` is exact."""

    rows: tuple[CaseRow, ...]
    total: int
    page: int
    pages: int
    text: str


@dataclass(frozen=True, slots=True)
class Desk:
    """工作台."""

    today: date
    workday: bool | None  # None: the year's arrangement is not published
    overdue: int
    due_soon: int
    open_cases: int
    rows: tuple[Owed, ...]
    waiting: tuple[Waiting, ...]
    drafts: tuple[DraftRow, ...]
    recent: tuple[CaseRow, ...]
    reach: str  # mine, department, organ
    reaches: tuple[str, ...]


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
class SignatureView:
    """A signature on a paper."""

    role: str
    signer: str
    at: datetime
    refused: bool
    scan: str
    seq: int


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A finalised paper."""

    seq: int
    form: str
    title: str
    number: str
    pages: int
    size: int
    sha256: str
    sm3: str
    made: datetime
    signatures: tuple[SignatureView, ...]
    wanting: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordingRow:
    """A recording in the store."""

    seq: int
    name: str
    media_type: str
    size: int
    duration_ms: int | None
    started: datetime
    ended: datetime
    stage: str
    device: str
    sha256: str
    sm3: str
    of_seq: int | None
    opening_statement: bool
    gaps: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """A text that bears more than one reading, and the one used."""

    id: str
    question: str
    reading: str
    article: str
    note: str


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
    owed: tuple[Owed, ...]
    recorded: tuple[Owed, ...]
    overdue: int
    due_soon: int
    entries: tuple[EntryRow, ...]
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


@dataclass(frozen=True, slots=True)
class FileOut:
    """Bytes to hand out, already permitted and journalled."""

    path: Path
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """A paper with its signatures."""

    case: CaseHead
    paper: PaperRow
    sign: ActLink | None


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """A recording with its labels."""

    case: CaseHead
    recording: RecordingRow
    case_no: str
    party_name: str
    handler_name: str


@dataclass(frozen=True, slots=True)
class FindingPage:
    """怎么算的: one finding with its arithmetic."""

    case: CaseHead
    owed: Owed
    asks: str
    pack: str
    holder: str
    modality: str
    trigger: EntryRow | None
    satisfied_by: EntryRow | None
    arithmetic: tuple[str, ...]
    sums: tuple[str, ...]  # how a coverage was reckoned


@dataclass(frozen=True, slots=True)
class DeadlineList:
    """期限: the terms that run in a case, first due first, and those that were met."""

    case: CaseHead
    now: datetime
    running: tuple[Owed, ...]
    ended: tuple[Owed, ...]
    kept: tuple[Owed, ...] = ()  # how long recordings and the file are kept


@dataclass(frozen=True, slots=True)
class DeadlinePaper:
    """期限计算表 as a PDF; made when asked for, kept nowhere."""

    pdf: bytes
    name: str
