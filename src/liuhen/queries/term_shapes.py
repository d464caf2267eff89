"""What the pages of terms show, and how a finding was worked out: frozen, already in Chinese where it is text."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.queries.shapes import CaseHead, EntryRow, Owed


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
