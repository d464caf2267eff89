"""调查取证 as the case table shows it."""

from liuhen.ledger import Entry, projects
from liuhen.process.case.models import Recording
from liuhen.process.case.reference import place_of
from liuhen.process.inquiry.payloads import RecordingStored


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
    )
