"""The table of papers follows their making, their signatures and their voiding."""

from typing import Any

from liuhen.ledger import Entry, projects
from liuhen.ledger.rows import change, insert
from liuhen.process.case.models import Paper
from liuhen.process.case.numbers import take
from liuhen.process.case.papers.making import PaperFinalised
from liuhen.process.case.papers.order import ORGAN
from liuhen.process.case.papers.payloads import PaperSealed, PaperSigned, PaperSignedByHand
from liuhen.process.case.papers.reinstating import PaperReinstated
from liuhen.process.case.papers.voiding import PaperVoided
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import place_of


@projects(PaperFinalised)
def _list(entry: Entry, body: PaperFinalised) -> None:
    dossier, seq = place_of(entry)
    if body.series:
        take(entry, body.number, series=body.series)
    row = Paper(
        key=f"{dossier}:{seq}",
        dossier=dossier,
        seq=seq,
        form=body.form,
        title=body.title,
        number=body.number,
        source_seq=body.source_seq,
        sha256=body.file.sha256,
        sm3=body.file.sm3,
        size=body.file.size,
        pages=body.pages,
        made=entry.recorded,
        signatures=[],
        code=body.code,
        replaces=body.replaces,
        places=[one.model_dump() for one in body.places],
    )
    insert(row)


@projects(PaperVoided)
def _void(entry: Entry, body: PaperVoided) -> None:
    paper = Paper.objects.get(key=f"{entry.dossier}:{body.paper_seq}")
    paper.voided_at, paper.voided_because = entry.recorded, body.reason
    change(paper, "voided_at", "voided_because")


@projects(PaperReinstated)
def _reinstate(entry: Entry, body: PaperReinstated) -> None:
    paper = Paper.objects.get(key=f"{entry.dossier}:{body.paper_seq}")
    _, paper.reinstated_seq = place_of(entry)
    change(paper, "reinstated_seq")


@projects(PaperSignedByHand)
def _signed_by_hand(entry: Entry, body: PaperSignedByHand) -> None:
    told = {"role": body.role, "signer": body.signer, "refused": body.refused, "way": "scan"}
    _add(entry, body.paper_seq, told, scan=body.scan)


@projects(PaperSigned)
def _signed(entry: Entry, body: PaperSigned) -> None:
    told = {"role": body.role, "signer": body.signer, "refused": body.refused, "way": body.way}
    _add(entry, body.paper_seq, told, scan=body.scan, revision=body.revision)


@projects(PaperSealed)
def _sealed(entry: Entry, body: PaperSealed) -> None:
    told = {"role": ORGAN, "signer": body.keeper, "refused": False, "way": "seal"}
    _add(entry, body.paper_seq, told, revision=body.revision)


def _add(
    entry: Entry, paper_seq: int, told: dict[str, Any], *, scan: Scan | None = None, revision: Scan | None = None
) -> None:
    """Enter a signature or a seal, and the file that the paper is from then on."""
    paper = Paper.objects.get(key=f"{entry.dossier}:{paper_seq}")
    when = {"at": entry.recorded.isoformat(), "seq": entry.dossier_seq}
    paper.signatures = [*paper.signatures, {**told, **when, "scan": scan.sha256 if scan else ""}]
    if revision is not None:
        file = {"sha256": revision.sha256, "sm3": revision.sm3, "size": revision.size, "way": told["way"]}
        paper.revisions = [*paper.revisions, {**file, **when}]
    change(paper, "signatures", "revisions")
