"""How dossiers hang together, and what ends one that was merged or handed over, as the tables show it."""

from collections.abc import Iterator

from liuhen.ledger import Body, Entry, projects, projects_every
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import change, insert
from liuhen.process.case.links import links_in
from liuhen.process.case.parts import Party
from liuhen.process.case.projectors import await_act, case_row
from liuhen.process.case.reference import place_of
from liuhen.process.parties.changes import PartyChanged
from liuhen.process.parties.merging import MergingApproved
from liuhen.process.parties.models import PartyName, Relation
from liuhen.process.parties.transfer import TransferAnswered, TransferMade

_known = Prepared(
    PartyName,
    lambda dossier, name, code: PartyName.objects.filter(dossier=dossier, name=name, code=code).values_list("key")[:1],
)


@projects_every
def _note(entry: Entry, body: Body) -> None:
    dossier, seq = place_of(entry)
    if not dossier:
        return
    for link in links_in(body):
        row = Relation(organ=entry.organ, seq=seq, other=link.dossier, how=link.how)
        row.key, row.dossier = f"{dossier}:{seq}:{link.how}", dossier
        insert(row)
    for number, party in enumerate(_parties(body)):
        if not _known(dossier, party.name, party.credit_code):
            row_ = PartyName(organ=entry.organ, name=party.name, code=party.credit_code)
            row_.key, row_.dossier = f"{dossier}:{seq}:{number}", dossier
            insert(row_)


def _parties(body: Body) -> Iterator[Party]:
    held = (getattr(body, name, None) for name in ("party", "joined", "successor"))
    yield from (one for one in held if isinstance(one, Party))


@projects(PartyChanged)
def _rename(entry: Entry, body: PartyChanged) -> None:
    if body.party is not None and body.party == body.successor:
        case = case_row(entry)
        case.party = body.party.name
        change(case, "party")


@projects(MergingApproved)
def _merge(entry: Entry, body: MergingApproved) -> None:
    del body
    _stop(entry)


@projects(TransferMade)
def _hand_over(entry: Entry, body: TransferMade) -> None:
    if body.entirely:
        _stop(entry)


@projects(TransferAnswered)
def _take_back(entry: Entry, body: TransferAnswered) -> None:
    if body.resumed:
        case = case_row(entry)
        case.stopped = False
        change(case, "stopped")


def _stop(entry: Entry) -> None:
    case = case_row(entry)
    case.stopped = True
    await_act(case, "", "", entry)
