"""Entries about the bureau become the tables that say who is there and what is in force."""

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body, Entry, projects, projects_every
from liuhen.ledger.rows import change, insert
from liuhen.office.about import about, reason
from liuhen.office.models import (
    Adopted,
    CalendarYear,
    Catalogue,
    Chain,
    Department,
    History,
    Numbering,
    Picked,
    Proposal,
    Seal,
    Threshold,
)
from liuhen.office.payloads import (
    CalendarArranged,
    CatalogueSet,
    CertificateIssued,
    CertificateRevoked,
    ChainSet,
    ChoicePicked,
    DelegationEnded,
    DelegationGiven,
    DepartmentClosed,
    DepartmentOpened,
    KeeperConfirmed,
    KeeperProposed,
    NumberingSet,
    OfficerAppointed,
    OfficerLeft,
    OfficerMoved,
    OrganDescribed,
    OrganEstablished,
    PacksAdopted,
    RoleGranted,
    SealKept,
    SignInPolicySet,
    ThresholdSet,
)
from liuhen.people.models import Certificate, Delegation, Organ, Person, SignInPolicy


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


@projects(ChainSet)
def _chain(entry: Entry, body: ChainSet) -> None:
    Chain(
        key=f"{entry.organ}:{body.matter}",
        dossier="",
        organ=entry.organ,
        matter=body.matter,
        steps=[step.model_dump() for step in body.steps],
        basis=body.basis,
    ).save()


@projects(ThresholdSet)
def _set(entry: Entry, body: ThresholdSet) -> None:
    row = Threshold(
        key=f"{entry.organ}:{body.matter}",
        dossier="",
        organ=entry.organ,
        matter=body.matter,
        amount_fen=body.amount_fen,
        basis=body.basis,
    )
    row.save()


@projects(CatalogueSet)
def _catalogue(entry: Entry, body: CatalogueSet) -> None:
    Catalogue(organ=entry.organ, dossier="", items=body.items, basis=body.basis).save()


@projects(CalendarArranged)
def _arrange(entry: Entry, body: CalendarArranged) -> None:
    told = body.open_fields()
    CalendarYear(
        key=f"{entry.organ}:{body.year}",
        dossier="",
        organ=entry.organ,
        year=body.year,
        source=body.source,
        holidays=told["holidays"],
        workdays=told["workdays"],
    ).save()


@projects(NumberingSet)
def _number(entry: Entry, body: NumberingSet) -> None:
    Numbering(
        key=f"{entry.organ}:{body.series}",
        dossier="",
        organ=entry.organ,
        series=body.series,
        word=body.word,
        year=body.year,
        first=body.first,
    ).save()


@projects(SealKept)
def _keep(entry: Entry, body: SealKept) -> None:
    Seal(
        key=f"{entry.organ}:{body.name}",
        dossier="",
        organ=entry.organ,
        name=body.name,
        since=body.since,
        digest=entry.digest,
    ).save()


@projects(PacksAdopted)
def _adopt(entry: Entry, body: PacksAdopted) -> None:
    since = body.since or beijing_date(entry.recorded)
    row = Adopted(
        key=f"{entry.organ}:{since.isoformat()}", dossier="", organ=entry.organ, since=since, packs=dict(body.packs)
    )
    row.save()


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


@projects(SignInPolicySet)
def _set_sign_in(entry: Entry, body: SignInPolicySet) -> None:
    SignInPolicy(
        organ=entry.organ,
        dossier="",
        idle_minutes=body.idle_minutes,
        password_days=body.password_days,
        second_factor=sorted(body.second_factor),
    ).save()
