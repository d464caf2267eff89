"""The table of papers follows their making, their signatures and their voiding."""

from liuhen.ledger import Entry, projects
from liuhen.ledger.rows import change, insert
from liuhen.process.case.models import Paper
from liuhen.process.case.numbers import take
from liuhen.process.case.papers.making import PaperFinalised
from liuhen.process.case.papers.signing import PaperSigned
from liuhen.process.case.papers.voiding import PaperVoided
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
    )
    insert(row)


@projects(PaperVoided)
def _void(entry: Entry, body: PaperVoided) -> None:
    paper = Paper.objects.get(key=f"{entry.dossier}:{body.paper_seq}")
    paper.voided_at, paper.voided_because = entry.recorded, body.reason
    change(paper, "voided_at", "voided_because")


@projects(PaperSigned)
def _signed(entry: Entry, body: PaperSigned) -> None:
    paper = Paper.objects.get(key=f"{entry.dossier}:{body.paper_seq}")
    paper.signatures = [
        *paper.signatures,
        {
            "role": body.role,
            "signer": body.signer,
            "at": entry.recorded.isoformat(),
            "refused": body.refused,
            "scan": body.scan.sha256,
            "seq": entry.dossier_seq,
        },
    ]
    change(paper, "signatures")
