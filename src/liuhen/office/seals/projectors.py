"""Entries about certificates and keepers of the seal become the tables that say with what is signed today."""

from datetime import datetime

from liuhen.ledger import Entry, projects
from liuhen.ledger.rows import change, insert
from liuhen.office.models import DigitalCertificate, SealKeeper
from liuhen.office.payloads.seals import (
    CertificateBrought,
    CertificatesIssued,
    DigitalRevoked,
    Issued,
    SealCertificateIssued,
    SealKeepersNamed,
    TokenTaken,
)


@projects(CertificatesIssued)
def _issue(entry: Entry, body: CertificatesIssued) -> None:
    for one in body.certificates:
        _list(entry, one, own=True)


@projects(SealCertificateIssued)
def _issue_seal(entry: Entry, body: SealCertificateIssued) -> None:
    for one in body.certificates:
        _list(entry, one, own=True)


@projects(CertificateBrought)
def _bring(entry: Entry, body: CertificateBrought) -> None:
    for one in body.certificates:
        _list(entry, one, own=False)


@projects(TokenTaken)
def _take(entry: Entry, body: TokenTaken) -> None:
    for one in body.certificates:
        _list(entry, one, own=False, token=body.token, key=body.key)


def _list(entry: Entry, one: Issued, *, own: bool, token: str = "", key: str = "") -> None:
    row = DigitalCertificate(
        key=f"{entry.organ}:{one.serial}",
        dossier="",
        organ=entry.organ,
        serial=one.serial,
        holder=one.holder,
        name=one.name,
        certificate=one.certificate,
        chain=list(one.chain),
        own=own,
        token=token,
        key_label=key,
        since=datetime.fromisoformat(one.since),
        until=datetime.fromisoformat(one.until),
    )
    insert(row)


@projects(DigitalRevoked)
def _revoke(entry: Entry, body: DigitalRevoked) -> None:
    row = DigitalCertificate.objects.get(key=f"{entry.organ}:{body.serial}")
    row.revoked_at, row.revoked_why = entry.recorded, body.why
    change(row, "revoked_at", "revoked_why")


@projects(SealKeepersNamed)
def _keepers(entry: Entry, body: SealKeepersNamed) -> None:
    SealKeeper.objects.filter(organ=entry.organ).delete()
    for officer, name in zip(body.officers, body.names, strict=True):
        insert(SealKeeper(key=f"{entry.organ}:{officer}", dossier="", organ=entry.organ, officer=officer, name=name))
