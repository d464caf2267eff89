"""What the page of an approval shows: frozen, already in Chinese where it is text."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.queries.file_shapes import PaperRow
from liuhen.queries.shapes import ActLink, CaseHead, EntryRow, Owed, Shown


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion already given in a chain of approval."""

    level: str
    name: str
    at: datetime
    text: str
    returned: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of the order that a request goes through: state is done, now or ahead."""

    words: str
    state: str
    signed: tuple[str, ...]  # 分管负责人 孙曼
    owed: tuple[str, ...]  # roles, where some of a joint step have signed


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """What an approver reads on one page."""

    case: CaseHead
    what: str
    request: tuple[Shown, ...]
    request_row: EntryRow | None
    opinions: tuple[OpinionView, ...]
    owed: tuple[Owed, ...]
    papers: tuple[PaperRow, ...]
    approve: ActLink
    back: ActLink | None
    steps: tuple[StepView, ...]
    basis: str  # by what the order holds
    turn: bool  # whether the viewer is asked now
    on_behalf: str  # name of who lent him the role
    since: datetime | None  # since when the present step waits
    urged: int  # how often whoever is asked was reminded
    apart: bool  # he handles the case, so he does not approve it
