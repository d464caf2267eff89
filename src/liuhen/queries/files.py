"""Papers, recordings and scans: rows, pages, and the bytes to hand out (journalled by the caller's door)."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, TypeVar

from django.conf import settings

from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import Body, BodyDestroyedError
from liuhen.media.places import where
from liuhen.office.damaged import require_sound
from liuhen.papers import form
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper, Recording
from liuhen.process.case.papers import AFTER_ARCHIVING, SIGNERS
from liuhen.process.case.papers.making import paperwork
from liuhen.process.case.papers.order import owed
from liuhen.process.case.papers.versions import counts
from liuhen.process.case.parts import Scan
from liuhen.process.case.registry import ACTS
from liuhen.process.inquiry.payloads import STAGES, RecordingStored
from liuhen.queries.file_shapes import FileOut, PaperPage, PaperRow, RecordingPage, RecordingRow, SignatureView
from liuhen.queries.received import received
from liuhen.queries.recorded import recorded
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, CaseHead

ATTACHED: Final = {"copy": "scan", "data": "data"}
"""Part of an address -> field of an entry that holds a file which came with it."""

M = TypeVar("M", Paper, Recording)
_SIGNED_BY: Final = {
    "receiver": ("receiver", "party"),
    "party": ("party",),
    "officer": ("officer",),
    "leader": ("leader",),
    "reviewer": ("reviewer",),
    "participant": ("participant", "leader"),
    "keeper": ("keeper",),
}


def paper_rows(papers: Iterable[Paper]) -> tuple[PaperRow, ...]:
    """Return papers as rows with who signed and who has not; `papers` are all of a dossier."""
    rows = list(papers)
    return tuple(_paper(one, rows) for one in rows)


def recording_rows(recordings: Iterable[Recording]) -> tuple[RecordingRow, ...]:
    """Return recordings as rows."""
    return tuple(_recording(one) for one in recordings)


def paper_page(by: Officer, ref: str, seq: int) -> PaperPage:
    """Return a paper's page; raise NotFoundError for one that is not there or not his to see."""
    _, case = case_for(by, ref, "paper.read")
    row = _row(Paper, case.dossier, seq)
    sign = ActLink(kind="paper.signed", label=ACTS["paper.signed"].verb, of_seq=seq)
    may_sign = may(by, "paper.signed", case) and (not case.archived or row.form in AFTER_ARCHIVING)
    paper = _paper(row, list(Paper.objects.filter(dossier=case.dossier, form=row.form)))
    return PaperPage(
        case=CaseHead(case.ref, case.title, case.number, case.seq),
        paper=paper,
        sign=sign if may_sign else None,
        owed=bool(owed(paperwork(case, row.form), row.places, row.signatures)),
    )


def paper_file(by: Officer, ref: str, seq: int) -> FileOut:
    """Return the bytes of a paper as it stands: finalised, or with all that was signed and sealed on it since."""
    _, case = case_for(by, ref, "paper.read")
    row = _row(Paper, case.dossier, seq)
    last: dict[str, Any] = row.revisions[-1] if row.revisions else {"sha256": row.sha256, "size": row.size}
    path = where(settings.LIUHEN_PAPERS, last["sha256"])
    return FileOut(path, f"{row.title}{row.number}.pdf", "application/pdf", last["size"], last["sha256"])


def recording_page(by: Officer, ref: str, seq: int) -> RecordingPage:
    """Return a recording's page; raise NotFoundError for one that is not there or not his to see."""
    _, case = case_for(by, ref, "recording.play")
    row = _row(Recording, case.dossier, seq)
    _, body = case.at(seq, RecordingStored)
    return RecordingPage(
        case=CaseHead(case.ref, case.title, case.number, case.seq),
        recording=_recording(row),
        case_no=body.case_no,
        party_name=body.party_name,
        handler_name=body.handler_name,
        noticed=body.noticed.rstrip("。"),
        whole=body.whole,
        playable=body.playable,
        received=received(by, body),
    )


def require_recording(dossier: str, seq: int) -> None:
    """Raise NotFoundError where the entry with this number is no recording."""
    _row(Recording, dossier, seq)


def recording_file(by: Officer, ref: str, seq: int) -> FileOut:
    """Return the original bytes of a recording."""
    _, case = case_for(by, ref, "recording.play")
    row = _row(Recording, case.dossier, seq)
    require_sound(row.sha256)
    path = where(settings.LIUHEN_ORIGINALS, row.sha256)
    return FileOut(path, row.name, row.media_type, row.size, row.sha256)


def scan_file(by: Officer, ref: str, seq: int) -> FileOut:
    """Return the scan that entry `seq` of kind paper.signed brought; raise NotFoundError where it brought none."""
    _, case = case_for(by, ref, "paper.read")
    try:
        entry, body = case.at(seq, Body)
    except (OutOfOrderError, BodyDestroyedError) as err:
        raise _missing() from err
    scan = getattr(body, "scan", None) if entry.kind == "paper.signed" else None
    if not isinstance(scan, Scan):
        raise _missing()
    require_sound(scan.sha256)
    return FileOut(where(settings.LIUHEN_ORIGINALS, scan.sha256), scan.name, scan.media_type, scan.size, scan.sha256)


def attached_file(by: Officer, ref: str, seq: int, part: str) -> FileOut:
    """Return the scan or the data that came with an entry (`part`); raise NotFoundError where it brought none."""
    _, case = case_for(by, ref, "paper.read")
    try:
        _, body = case.at(seq, Body)
    except (OutOfOrderError, BodyDestroyedError) as err:
        raise _missing() from err
    held = getattr(body, ATTACHED[part], None) if part in ATTACHED else None
    if not isinstance(held, Scan):
        raise _missing()
    require_sound(held.sha256)
    return FileOut(where(settings.LIUHEN_ORIGINALS, held.sha256), held.name, held.media_type, held.size, held.sha256)


def _row(table: type[M], dossier: str, seq: int) -> M:
    row = table._default_manager.filter(dossier=dossier, seq=seq).first()
    if row is None:
        raise _missing()
    return row


def _missing() -> NotFoundError:
    return NotFoundError("没有这份材料。", remedy="请从案件页面进入。")


def _standing(row: Paper, rows: Collection[Paper]) -> str:
    """Return 作废 or 已替换 where a paper is not in force, else ""."""
    if row.voided_at is not None:
        return "作废"
    return "" if counts(row, rows) else "已替换"


def _paper(row: Paper, rows: Collection[Paper]) -> PaperRow:
    signed = {one["role"] for one in row.signatures}
    wanted = [one.role for one in form(row.form).signatories if one.role in _SIGNED_BY]
    missing = [SIGNERS[role] for role in wanted if not signed.intersection(_SIGNED_BY[role])]
    return PaperRow(
        seq=row.seq,
        form=row.form,
        standing=_standing(row, rows),
        title=row.title,
        number=row.number,
        pages=row.pages,
        size=row.size,
        sha256=row.sha256,
        sm3=row.sm3,
        made=row.made,
        signatures=tuple(
            SignatureView(
                role=SIGNERS.get(one["role"], "行政机关印章"),
                signer=one["signer"],
                at=datetime.fromisoformat(one["at"]),
                refused=one["refused"],
                scan=one["scan"],
                seq=one["seq"],
            )
            for one in row.signatures
        ),
        wanting=tuple(missing),
    )


def _recording(row: Recording) -> RecordingRow:
    stage = STAGES.get(row.stage, row.stage)
    return recorded(row, stage=stage, of_seq=row.of_seq, opening_statement=row.opening_statement, angle=row.angle)
