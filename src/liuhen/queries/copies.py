"""音像副本: what was derived from a recording, and the bytes of a copy, for whoever may play its original."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from django.conf import settings

from liuhen.kernel.clock import as_instant, offset_words
from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.ledger import BodyDestroyedError
from liuhen.media.places import where
from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.process.case.models import Recording
from liuhen.process.case.reference import CaseRef
from liuhen.process.inquiry import makings
from liuhen.process.inquiry.copy_drafts import Making
from liuhen.process.inquiry.payloads.copies import PURPOSES, WHATS, CopyDerived
from liuhen.queries.file_shapes import FileOut, RecordingRow
from liuhen.queries.files import recording_rows
from liuhen.queries.previews import recording_of
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import CaseHead

DERIVE: Final = CopyDerived.kind
Source: TypeAlias = Recording
"""What copies are made of, for doors: they hand it on and never ask the table."""


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A copy of record; `span` says which stretch of its original it shows, in words."""

    seq: int
    what: str
    span: str
    purpose: str
    hidden: str
    maker: str
    tool: str
    made: datetime
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """音像副本: those of record, one's own that are not confirmed, and whether one may make more."""

    case: CaseHead
    number: str
    recording: RecordingRow
    copies: tuple[CopyRow, ...]
    drafts: tuple[Making, ...]
    may_make: bool


def copies_page(by: Officer, ref: str, seq: int) -> CopiesPage:
    """Return what was derived from a recording.

    Raises:
        NotFoundError: there is no such recording, or it is not his to play.
    """
    _, case = case_for(by, ref, "recording.play")
    row = recording_of(by, ref, seq)
    makes = not case.archived and may(by, DERIVE, case)
    return CopiesPage(
        case=CaseHead(case.ref, case.title, case.number, case.seq),
        number=case.number,
        recording=recording_rows([row])[0],
        copies=tuple(_rows(case, seq)),
        drafts=tuple(makings.mine(by, row)) if makes else (),
        may_make=makes,
    )


def original_for(by: Officer, ref: str, seq: int) -> Recording:
    """Return the row of a recording of which `by` may make copies.

    Raises:
        NotFoundError: there is no such recording, or it is not his to play.
        NotAllowedError: he may see it and make nothing of it.
    """
    row = recording_of(by, ref, seq)
    _, case = case_for(by, ref)
    require(by, DERIVE, case.subject, doing="制作音像副本")
    return row


def making_of(by: Officer, ref: str, seq: int, name: str) -> tuple[Recording, Making]:
    """Return one's own making of a recording; raise NotFoundError for any other."""
    row = original_for(by, ref, seq)
    making = makings.find(by, name)
    if (making.asked.dossier, making.asked.seq) != (row.dossier, row.seq):
        raise NotFoundError("没有这份副本。", remedy="请从音像页面进入。")
    return row, making


def making_file(row: Recording, making: Making) -> FileOut:
    """Return the bytes of what was made and is not confirmed yet."""
    path, result = making.path, making.result
    if path is None or result is None or not path.is_file():
        raise NotFoundError("副本还没有做好。", remedy="请回到副本页面查看进度。")
    return FileOut(path, copy_name(row, making), result.made.media_type, result.made.size, result.sha256)


def copy_file(by: Officer, ref: str, seq: int) -> FileOut:
    """Return the bytes of a copy of record."""
    _, case = case_for(by, ref, "recording.play")
    try:
        _, body = case.at(seq, CopyDerived)
    except (OutOfOrderError, BodyDestroyedError) as err:
        raise NotFoundError("没有这份副本。", remedy="请从音像页面进入。") from err
    kept = body.file
    return FileOut(where(settings.LIUHEN_ORIGINALS, kept.sha256), kept.name, kept.media_type, kept.size, kept.sha256)


def copy_name(row: Recording, making: Making) -> str:
    """Return what the file of a copy is called: after its original, and never like an original."""
    plan, result = making.asked.plan, making.result
    start, end = (result.made.start_ms, result.made.end_ms) if result else (plan.start_ms, plan.end_ms)
    ending = result.made.ending if result else ""
    stretch = "" if row.duration_ms is None else " " + span_words(start, end).replace(":", ".")
    return f"{Path(row.name).stem[:80]}（{WHATS[plan.what]}{stretch}，副本）{ending}"


def span_words(start_ms: int, end_ms: int | None) -> str:
    """Return a stretch in words: `0:12 至 0:15`, or the one place of a still."""
    return offset_words(start_ms) if end_ms is None else f"{offset_words(start_ms)} 至 {offset_words(end_ms)}"


def _rows(case: CaseRef, seq: int) -> Iterator[CopyRow]:
    for event in case.events(DERIVE):
        with suppress(BodyDestroyedError):  # what was lawfully destroyed is not shown
            _, body = case.at(event.seq, CopyDerived)
            if body.of == seq:
                yield _row(event.seq, as_instant(event.recorded or event.happened), body)


def _row(seq: int, made: datetime, body: CopyDerived) -> CopyRow:
    return CopyRow(
        seq=seq,
        what=WHATS.get(body.what, body.what),
        span=span_words(body.start_ms, body.end_ms),
        purpose=PURPOSES.get(body.purpose, body.purpose),
        hidden=body.hidden,
        maker=body.maker,
        tool="" if body.own else body.tool,
        made=made,
        name=body.file.name,
        media_type=body.file.media_type,
        size=body.file.size,
        sha256=body.file.sha256,
    )
