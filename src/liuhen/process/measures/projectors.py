"""What is held, and what became of it, as lists show it; and the row of a dossier of coercion."""

from typing import Any

from liuhen.duties.kinds import begins
from liuhen.ledger import Entry, projects
from liuhen.ledger.rows import change, insert
from liuhen.process.case.beginning import begin_case
from liuhen.process.case.reference import COERCION, place_of
from liuhen.process.measures.carrying import Held, MaterialSealed, SeizureCarriedOut
from liuhen.process.measures.dossier import NATURES, CoercionOpened
from liuhen.process.measures.lasting import SeizureReleased
from liuhen.process.measures.lineage import things_of
from liuhen.process.measures.models import Holding
from liuhen.process.measures.registration import EvidenceRegistered, EvidenceSettled

begins(CoercionOpened.kind, COERCION)


@projects(CoercionOpened)
def _open(entry: Entry, body: CoercionOpened) -> None:
    begin_case(
        entry,
        ref=body.ref,
        number=body.coercion_no,
        title=f"{body.party.name}{body.matter}（{NATURES[body.nature]}）",
        party=body.party.name,
        department=body.department,
        handlers=body.officers,
    )


@projects(EvidenceRegistered)
def _keep(entry: Entry, body: EvidenceRegistered) -> None:
    _hold(entry, body)


@projects(MaterialSealed)
def _seal(entry: Entry, body: MaterialSealed) -> None:
    _hold(entry, body)


@projects(SeizureCarriedOut)
def _seize(entry: Entry, body: SeizureCarriedOut) -> None:
    _hold(entry, body)


def _hold(entry: Entry, body: EvidenceRegistered | Held) -> None:
    dossier, seq = place_of(entry)
    row = Holding.objects.filter(dossier=dossier, entry=entry.corrects).first() if entry.corrects else None
    items = [one.model_dump() for one in body.items]
    if row is None:
        row = Holding(key=f"{dossier}:{seq}", dossier=dossier, organ=entry.organ, seq=seq, gone=[], over=False)
        _tell(row, entry, body, items)
        insert(row)
    else:
        _tell(row, entry, body, items)
        _count(row)


def _tell(row: Holding, entry: Entry, body: EvidenceRegistered | Held, items: list[dict[str, Any]]) -> None:
    row.kind, row.entry, row.latest = entry.kind, entry.digest, place_of(entry)[1]
    row.since, row.place, row.items = body.started, body.place, items
    row.keeper = str(getattr(body, "keeper", ""))


@projects(EvidenceSettled)
def _settle(entry: Entry, body: EvidenceSettled) -> None:
    _let_go(entry, body)


@projects(SeizureReleased)
def _release(entry: Entry, body: SeizureReleased) -> None:
    _let_go(entry, body)


def _let_go(entry: Entry, body: EvidenceSettled | SeizureReleased) -> None:
    dossier, seq = place_of(entry)
    row = Holding.objects.get(key=f"{dossier}:{body.of}")
    row.gone = [*row.gone, *({"seq": seq, **one.model_dump()} for one in body.items)]
    _count(row)


def _count(row: Holding) -> None:
    row.over = not any(things_of(row)[1].values())
    change(row)
