"""Entries about the bureau become the tables that say who is there, and the history of what was settled."""

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body, Entry, projects, projects_every
from liuhen.ledger.rows import change, insert
from liuhen.office.about import about, reason
from liuhen.office.models import (
    DamagedOriginal,
    Department,
    History,
    Proposal,
)
from liuhen.office.payloads import (
    CertificateIssued,
    CertificateRevoked,
    DelegationEnded,
    DelegationGiven,
    DepartmentClosed,
    DepartmentOpened,
    KeeperConfirmed,
    KeeperProposed,
    OfficerAppointed,
    OfficerLeft,
    OfficerMoved,
    OrganDescribed,
    OrganEstablished,
    RoleGranted,
)
from liuhen.office.payloads.fixity import FixityChecked, OriginalQuarantined, OriginalRestored
from liuhen.people.models import Certificate, Delegation, Organ, Person


@projects_every
def _remember(entry: Entry, body: Body) -> None:
    if entry.dossier is not None:
        return
    insert(
        History(
            key=f"{entry.organ}:{entry.organ_seq}",
            dossier="",
            organ=entry.organ,
            seq=entry.organ_seq,
            kind=entry.kind,
            digest=entry.digest,
            at=entry.recorded,
            by=entry.by.id,
            by_name=entry.by.name,
            about=about(body),
            reason=reason(body),
        )
    )


@projects(FixityChecked)
def _checked(entry: Entry, body: FixityChecked) -> None:
    """The history has it."""


@projects(OriginalQuarantined)
def _quarantine(entry: Entry, body: OriginalQuarantined) -> None:
    told = body.model_dump(include={"sha256", "sm3", "size", "name", "what", "fault", "found"})
    key = f"{entry.organ}:{entry.organ_seq}"
    DamagedOriginal.objects.create(key=key, dossier="", organ=entry.organ, since=entry.recorded, **told)


@projects(OriginalRestored)
def _restored(entry: Entry, body: OriginalRestored) -> None:
    rows = DamagedOriginal.objects.filter(organ=entry.organ, sha256=body.sha256, restored=None)
    rows.update(restored=entry.recorded)


@projects(OrganEstablished)
def _establish(entry: Entry, body: OrganEstablished) -> None:
    Organ.objects.create(id=entry.organ, dossier="", name=body.name, region=body.region, mark=body.mark, demo=body.demo)


@projects(OrganDescribed)
def _describe(entry: Entry, body: OrganDescribed) -> None:
    organ = Organ.objects.get(id=entry.organ)
    organ.name, organ.mark = body.name, body.mark
    organ.credit_code, organ.address, organ.phone = body.credit_code, body.address, body.phone
    change(organ)


@projects(DepartmentOpened)
def _open(entry: Entry, body: DepartmentOpened) -> None:
    Department(key=f"{entry.organ}:{body.name}", dossier="", organ=entry.organ, name=body.name, closed=False).save()


@projects(DepartmentClosed)
def _close(entry: Entry, body: DepartmentClosed) -> None:
    Department(key=f"{entry.organ}:{body.name}", dossier="", organ=entry.organ, name=body.name, closed=True).save()


@projects(OfficerAppointed)
def _appoint(entry: Entry, body: OfficerAppointed) -> None:
    _join(entry, body, body.roles)


@projects(KeeperConfirmed)
def _confirm(entry: Entry, body: KeeperConfirmed) -> None:
    _join(entry, body, [body.role])
    if body.replaces:
        _leave(body.replaces, entry)
    proposal = Proposal.objects.get(key=f"{entry.organ}:{body.proposal}")
    proposal.confirmed = True
    change(proposal)


def _join(entry: Entry, body: OfficerAppointed | KeeperConfirmed, roles: list[str]) -> None:
    Person.objects.create(
        id=body.id,
        dossier="",
        organ=entry.organ,
        name=body.name,
        department=body.department,
        account=body.account,
        roles=sorted(roles),
    )


def _leave(person: str, entry: Entry) -> None:
    row = Person.objects.get(id=person)
    row.left_on = beijing_date(entry.recorded)
    change(row)


@projects(KeeperProposed)
def _propose(entry: Entry, body: KeeperProposed) -> None:
    insert(
        Proposal(
            key=f"{entry.organ}:{entry.organ_seq}",
            dossier="",
            organ=entry.organ,
            seq=entry.organ_seq,
            by=entry.by.id,
            by_name=entry.by.name,
            told=body.open_fields(),
            confirmed=False,
        )
    )


@projects(OfficerMoved)
def _move(entry: Entry, body: OfficerMoved) -> None:
    del entry
    row = Person.objects.get(id=body.officer)
    row.department = body.department
    change(row)


@projects(RoleGranted)
def _grant(entry: Entry, body: RoleGranted) -> None:
    del entry
    row = Person.objects.get(id=body.officer)
    row.roles = sorted(body.roles)
    change(row)


@projects(OfficerLeft)
def _left(entry: Entry, body: OfficerLeft) -> None:
    del entry
    row = Person.objects.get(id=body.officer)
    row.left_on = body.on
    change(row)


@projects(CertificateIssued)
def _certify(entry: Entry, body: CertificateIssued) -> None:
    del entry
    Certificate(
        key=f"{body.number}:{body.valid_from.isoformat()}",
        number=body.number,
        dossier="",
        person=body.officer,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
    ).save()


@projects(CertificateRevoked)
def _revoke(entry: Entry, body: CertificateRevoked) -> None:
    del entry
    for row in Certificate.objects.filter(number=body.number, person=body.officer):
        row.revoked_on = body.on
        change(row)


@projects(DelegationGiven)
def _delegate(entry: Entry, body: DelegationGiven) -> None:
    insert(
        Delegation(
            key=f"{entry.organ}:{entry.organ_seq}",
            dossier="",
            organ=entry.organ,
            giver=body.giver,
            taker=body.taker,
            roles=sorted(body.roles),
            first=body.first,
            last=body.last,
            reason=body.reason,
        )
    )


@projects(DelegationEnded)
def _end(entry: Entry, body: DelegationEnded) -> None:
    row = Delegation.objects.get(key=body.delegation)
    row.ended_on = beijing_date(entry.recorded)
    change(row)
