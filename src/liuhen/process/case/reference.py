"""A case as actions take it: plain data, read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

from liuhen.duties.facts import events, latest
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import Body, Entry, body_of, entries
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.reading import entry as entry_of
from liuhen.people.officers import gone
from liuhen.people.scope import Subject
from liuhen.process.case.models import Case
from liuhen.process.case.standing import Standing
from liuhen.rulebook import Event

B = TypeVar("B", bound=Body)
PENALTY, SIMPLE, INSPECTION, COERCION = "penalty", "penalty_simple", "inspection", "coercion"
CASES: Final = (PENALTY, SIMPLE, INSPECTION, COERCION)
"""The kinds of dossier that people open as cases."""

DOSSIERS: Final = {
    PENALTY: "行政处罚（普通程序）",
    SIMPLE: "行政处罚（简易程序）",
    INSPECTION: "行政检查",
    COERCION: "行政强制",
}

SHORT: Final = {PENALTY: "普通程序", SIMPLE: "简易程序", INSPECTION: "行政检查", COERCION: "行政强制"}
"""Kinds of dossier in a word, for lists."""

_COLUMNS = tuple(column.attname for column in Case._meta.concrete_fields)
_by_ref = Prepared(Case, lambda organ, ref: Case.objects.filter(organ=organ, ref=ref).values_list(*_COLUMNS)[:1])
_by_number = Prepared(
    Case,
    lambda organ, number: Case.objects.filter(organ=organ, case_no=number).order_by("id").values_list(*_COLUMNS)[:1],
)


@dataclass(frozen=True, slots=True)
class CaseRef:
    """Which case, how far it is, and whom it belongs to."""

    dossier: str
    kind: str  # of dossier: penalty, inspection …
    organ: str
    ref: str
    clue_no: str
    case_no: str
    title: str
    cause: str  # empty before it is known
    party: str
    seq: int
    awaiting: str
    awaiting_roles: tuple[str, ...]
    standing: Standing
    handlers: tuple[str, ...]  # ids
    archived: bool
    stopped: bool
    subject: Subject

    @property
    def number(self) -> str:
        """Return the case number, or the clue's before there is one."""
        return self.case_no or self.clue_no

    def last(self, body: type[B]) -> tuple[Entry, B] | None:
        """Return the latest entry of one kind with its open fields, or None."""
        event = latest(self.dossier, body.kind)
        if event is None or event.entry is None:
            return None
        told = entry_of(event.entry)
        return told, _read(told, body)

    def given(self, body: type[B]) -> tuple[Entry, B]:
        """Return the latest entry of a kind on which the act stands.

        Raises:
            OutOfOrderError: there is none yet.
        """
        found = self.last(body)
        if found is None:
            raise OutOfOrderError("这一步所依据的记录还没有。", remedy="请先办理前一步。")
        return found

    def events(self, *kinds: str) -> tuple[Event, ...]:
        """Return the events of these kinds, in order."""
        return events(self.dossier, kinds=kinds)

    def handler_ids(self) -> list[str]:
        """Return the ids of the case's handlers who are still there, in their order."""
        left = gone(self.handlers, on=beijing_date(clock.now()))
        return [one for one in self.handlers if one not in left]

    def at(self, seq: int, body: type[B]) -> tuple[Entry, B]:
        """Return the entry with this number.

        Raises:
            OutOfOrderError: there is none, or it is of another kind.
        """
        entry = next(entries(dossier=self.dossier, after=seq - 1), None)
        if entry is None or entry.dossier_seq != seq:
            raise _another(seq)
        return entry, _read(entry, body)


def _read(entry: Entry, body: type[B]) -> B:
    found = body_of(entry)
    if not isinstance(found, body):
        raise _another(entry.dossier_seq or 0)
    return found


def _another(seq: int) -> OutOfOrderError:
    return OutOfOrderError(f"本件第 {seq} 条不是所需的记录。", remedy="请刷新页面，重新选择。")


def case_ref(row: Case) -> CaseRef:
    """Return the reference of a row."""
    subject = Subject(
        organ=row.organ,
        department=row.department,
        officers=frozenset(row.officers),
        submitted=row.submitted,
        closed=row.closed,
        former=frozenset(row.former),
    )
    return CaseRef(
        dossier=row.id,
        kind=row.kind,
        organ=row.organ,
        ref=row.ref,
        clue_no=row.clue_no,
        case_no=row.case_no,
        title=row.title,
        cause=row.cause,
        party=row.party,
        seq=row.last_seq,
        awaiting=row.awaiting,
        awaiting_roles=parted(row.awaiting_roles),
        standing=Standing.read(row.asked),
        handlers=tuple(row.handler_ids),
        archived=row.archived,
        stopped=row.stopped,
        subject=subject,
    )


def joined(names: Iterable[str]) -> str:
    """Return names as one column holds them, so that a filter finds each: `|deputy|chief|`."""
    told = "|".join(names)
    return f"|{told}|" if told else ""


def parted(told: str) -> tuple[str, ...]:
    """Return what `joined` joined."""
    return tuple(told.strip("|").split("|")) if told else ()


def find_case(organ: str, ref: str) -> CaseRef:
    """Return the case with this reference (2026-0031) or case number.

    Raises:
        NotFoundError: the organ has none.
    """
    row = _by_ref.first(organ, ref) or _by_number.first(organ, ref)
    if row is None:
        raise missing_case()
    return case_ref(Case.from_db(None, _COLUMNS, row))


def place_of(entry: Entry) -> tuple[str, int]:
    """Return dossier and number of an entry of a case; acts on the bureau itself have neither and come nowhere near."""
    return entry.dossier or "", entry.dossier_seq or 0


def missing_case() -> NotFoundError:
    """Return the one answer for a case that is not there and for one that is not the reader's."""
    return NotFoundError(
        "没有找到这个案件。", why="案号不存在，或者您没有查看权限。", remedy="请核对案号，或者从案件列表进入。"
    )
