"""Entries about the bureau become the tables that say who is there and what is in force."""

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Entry, projects
from liuhen.office.models import Adopted, Picked, Threshold
from liuhen.office.payloads import (
    CertificateIssued,
    ChoicePicked,
    OfficerAppointed,
    OrganEstablished,
    PacksAdopted,
    ThresholdSet,
)
from liuhen.people.models import Certificate, Organ, Person


@projects(OrganEstablished)
def _establish(entry: Entry, body: OrganEstablished) -> None:
    Organ.objects.create(id=entry.organ, dossier="", name=body.name, region=body.region, mark=body.mark, demo=body.demo)


@projects(OfficerAppointed)
def _appoint(entry: Entry, body: OfficerAppointed) -> None:
    Person.objects.create(
        id=body.id,
        dossier="",
        organ=entry.organ,
        name=body.name,
        department=body.department,
        account=body.account,
        roles=sorted(body.roles),
    )


@projects(CertificateIssued)
def _certify(entry: Entry, body: CertificateIssued) -> None:
    del entry
    Certificate.objects.create(
        number=body.number, dossier="", person=body.officer, valid_from=body.valid_from, valid_to=body.valid_to
    )


@projects(ThresholdSet)
def _set(entry: Entry, body: ThresholdSet) -> None:
    row = Threshold(
        key=f"{entry.organ}:{body.matter}",
        dossier="",
        organ=entry.organ,
        matter=body.matter,
        amount_fen=body.amount_fen,
    )
    row.save()


@projects(PacksAdopted)
def _adopt(entry: Entry, body: PacksAdopted) -> None:
    Adopted(organ=entry.organ, dossier="", packs=dict(body.packs)).save()


@projects(ChoicePicked)
def _pick(entry: Entry, body: ChoicePicked) -> None:
    row = Picked(
        key=f"{entry.organ}:{body.choice}",
        dossier="",
        organ=entry.organ,
        choice=body.choice,
        reading=body.reading,
        reason=body.reason,
        by=entry.by.name,
        on=beijing_date(entry.recorded),
    )
    row.save()
