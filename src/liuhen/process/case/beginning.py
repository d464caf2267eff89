"""The row with which a dossier of any kind begins; the projector of its first entry calls this."""

from collections.abc import Sequence

from liuhen.duties.kinds import begun_by
from liuhen.forms.fields import LINE
from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Entry
from liuhen.ledger.rows import insert
from liuhen.people.officers import Snapshot
from liuhen.process.case.handlers import belong
from liuhen.process.case.models import Case
from liuhen.process.case.numbers import take_ref
from liuhen.process.case.reference import PENALTY, place_of


def begin_case(
    entry: Entry,
    *,
    ref: str,
    number: str,
    title: str,
    party: str,
    department: str,
    handlers: Sequence[Snapshot] = (),
) -> None:
    """Insert the row of a dossier that this entry begins, of the kind that such entries begin.

    Args:
        ref: taken from `next_ref`; stands in addresses.
        number: how it is called on pages until it has a case number: `线索 2026-0031`.
        handlers: who handles it from the start; nobody where that is settled later (立案).
    """
    dossier, seq = place_of(entry)
    kind, ids = begun_by(entry.kind), [one.id for one in handlers]
    row = Case(
        id=dossier,
        dossier=dossier,
        kind=kind,
        organ=entry.organ,
        ref=ref,
        clue_no=number,
        case_no="",
        title=title[:LINE],
        party=party,
        department=department,
        officers=list(dict.fromkeys([entry.by.id, *ids])),
        handlers=[one.name for one in handlers],
        handler_ids=ids,
        submitted=False,
        closed=False,
        archived=False,
        stopped=False,
        opened_on=None if kind == PENALTY else beijing_date(entry.happened),
        last_at=entry.recorded,
        last_seq=seq,
    )
    insert(row)
    take_ref(entry, ref)
    for officer in row.officers:
        belong(entry, officer, handles=not ids or officer in ids)
