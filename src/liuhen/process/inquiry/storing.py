"""存入音像记录: what an entry says of a file that is sent now, or of one that lies in the footage room already."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.links import NamedEntry
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.uploads import claimed_original
from liuhen.process.footage.filing import RECEIVED_AS, places_of, pooled, tolerance_of
from liuhen.process.footage.offsets import is_bad
from liuhen.process.inquiry.payloads import RecordingForm

UNKNOWN_DEVICE = "未注明"


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording in the store, and what was measured of it."""

    file: Scan
    duration_ms: int | None
    started: datetime
    ended: datetime
    device: str
    whole: bool
    noticed: str
    playable: bool
    gaps: list[tuple[int, int]] = field(default_factory=list)
    footage: int | None = None
    carrier: str | None = None
    received: NamedEntry | None = None
    taken_in: datetime | None = None
    clock_offset_ms: int | None = None
    clock_tolerance: int | None = None
    clock_wrong: bool | None = None


def sent_now(form: RecordingForm, *, by: Officer) -> Kept:
    """Return what is to be said of a file that comes with the form; BadInputError names what is wanting."""
    if not (form.file and form.started and form.device):
        told = {"file": form.file, "started": form.started, "device": form.device}
        wanting = {name: "必须填写" for name, value in told.items() if not value}
        raise BadInputError("填写的内容有误。", fields=wanting, remedy="请按提示改正后再提交。")
    kept, seen = claimed_original(form.file, by=by, field="file")
    return Kept(
        file=kept,
        duration_ms=seen.duration_ms,
        started=form.started,
        ended=form.started + timedelta(milliseconds=seen.duration_ms or 0),
        device=form.device,
        whole=seen.whole,
        noticed=seen.noticed,
        playable=not seen.unplayable,
        gaps=list(seen.gaps),
    )


def out_of_the_room(case: CaseRef, form: RecordingForm, footage: int, *, by: Officer) -> Kept:
    """Return what is to be said of a recording of the footage room; its times and its device stay as received.

    Raises:
        BadInputError: there is none, or the form says something else of it.
        OutOfOrderError: it is in this case already.
    """
    entry, body = pooled(footage, by=by, dossier=case.dossier)
    wrong = {}
    if form.file and form.file != body.file.sha256:
        wrong["file"] = "已从音像库选择的，不再上传文件"
    if form.started and form.started != body.started:
        wrong["started"] = "音像库里的时间照原样归入，不能改"
    if form.device and body.device and form.device != body.device:
        wrong["device"] = f"音像库里记的设备是 {body.device}"
    if wrong:
        raise BadInputError("填写的内容与音像库不一致。", fields=wrong, remedy="这几栏不用填。")
    for dossier, seq in places_of(case.organ, footage):
        if dossier == case.dossier:
            raise OutOfOrderError("这一段音像已经归入本案。", why=f"见本案第 {seq} 条。", remedy="不需要再次归入。")
    seconds = tolerance_of(case.organ) if body.clock_offset_ms is not None else None
    return Kept(
        file=body.file,
        duration_ms=body.duration_ms,
        started=body.started,
        ended=body.ended,
        device=body.device or form.device or UNKNOWN_DEVICE,
        whole=body.whole,
        noticed=body.noticed,
        playable=body.playable,
        gaps=list(body.gaps),
        footage=footage,
        carrier=body.carrier.name if body.carrier else None,
        received=NamedEntry(how=RECEIVED_AS, seq=footage, digest=entry.digest),
        taken_in=entry.recorded,
        clock_offset_ms=body.clock_offset_ms,
        clock_tolerance=seconds,
        clock_wrong=None if seconds is None else is_bad(body.clock_offset_ms, beyond_ms=seconds * 1000),
    )
