"""调查取证 as the case table shows it."""

from liuhen.kernel.clock import as_instant
from liuhen.ledger import Entry, projects
from liuhen.process.case.models import Recording
from liuhen.process.case.numbers import take
from liuhen.process.case.reference import place_of
from liuhen.process.inquiry.models import Disc
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.commissions import (
    AppraisalCommissioned,
    AssistanceRequested,
    AuditCommissioned,
    Commission,
    ExpertReviewCommissioned,
    TestCommissioned,
)
from liuhen.process.inquiry.payloads.discs import EvidenceDiscMade
from liuhen.process.inquiry.payloads.gathering import MaterialDemanded
from liuhen.process.inquiry.payloads.interruptions import InquirySuspended


@projects(RecordingStored)
def _keep(entry: Entry, body: RecordingStored) -> None:
    dossier, seq = place_of(entry)
    Recording.objects.create(
        key=f"{dossier}:{seq}",
        dossier=dossier,
        seq=seq,
        recording=body.recording,
        name=body.file.name,
        media_type=body.file.media_type,
        sha256=body.file.sha256,
        sm3=body.file.sm3,
        size=body.file.size,
        duration_ms=body.duration_ms,
        started=body.started,
        ended=body.ended,
        stage=body.stage,
        of_seq=body.of,
        device=body.device,
        opening_statement=body.opening_statement,
        gaps=[list(gap) for gap in body.gaps],
        party=body.party_name,
        handler=body.handler_name,
        cause=body.cause or "",
        enforcement=body.enforcement or "",
        angle=body.angle or "",
        clock_offset_ms=body.clock_offset_ms,
        taken_in=body.taken_in,
    )


@projects(MaterialDemanded)
def _demanded(entry: Entry, body: MaterialDemanded) -> None:
    _take(entry, body.document_no, "材")


@projects(AssistanceRequested)
def _asked(entry: Entry, body: AssistanceRequested) -> None:
    _take(entry, body.document_no, "协")


@projects(TestCommissioned, AppraisalCommissioned, AuditCommissioned, ExpertReviewCommissioned)
def _commissioned(entry: Entry, body: Commission) -> None:
    _take(entry, body.document_no, "委")


@projects(EvidenceDiscMade)
def _burnt(entry: Entry, body: EvidenceDiscMade) -> None:
    dossier, seq = place_of(entry)
    Disc.objects.create(
        key=f"{dossier}:{seq}",
        dossier=dossier,
        seq=seq,
        organ=entry.organ,
        entry=entry.digest,
        disc_no=body.disc_no,
        made=as_instant(entry.happened),
        maker=body.maker,
        extractor=body.extractor,
        extracted=body.extracted,
        medium=body.medium,
        discs=body.discs,
        copies=body.copies,
        of=body.of,
        size=sum(one.file.size for one in body.items),
        note=body.note,
        keeper=body.keeper,
        place=body.place,
    )
    _take(entry, body.disc_no, "盘")


@projects(InquirySuspended)
def _suspended(entry: Entry, body: InquirySuspended) -> None:
    _take(entry, body.document_no, "中")


def _take(entry: Entry, number: str, series: str) -> None:
    """Take a number, but for what only puts right an entry that took it."""
    if not entry.corrects:
        take(entry, number, series=series)
