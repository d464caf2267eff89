"""收入音像库: one recording, however it came, becomes one entry of the organ; the same bytes never become two."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Entry, append
from liuhen.ledger.storage import whole
from liuhen.ledger.writing import hold
from liuhen.media.arrivals import Declared
from liuhen.media.probe import Probe, probe_original
from liuhen.media.store import receive
from liuhen.office.registry import Doing, office_act
from liuhen.people.officers import Officer, Snapshot, officer, snapshot
from liuhen.people.scope import Subject, require
from liuhen.process.case.parts import Scan
from liuhen.process.case.previews import kept_elsewhere, make_look
from liuhen.process.case.uploads import claimed_original
from liuhen.process.footage.filing import places_of
from liuhen.process.footage.models import Device, Footage
from liuhen.process.footage.payloads import STARTS, FootageForm, FootageReceived
from liuhen.process.footage.recognising import device_of_model, holder_at
from liuhen.process.footage.stamps import stamp_in

_LONGEST_NAME: Final = 200  # characters
_TOLERANCE: Final = timedelta(minutes=2)
_FIRST_YEAR: Final = 2000
_HANDED_ON: Final = "录制以后设备换过人，使用人请核对"


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a recording beside its bytes; whatever is left out is looked for in the file.

    Args:
        carrier: id of the officer who carried the device; None where nobody knows.
        started: as the device says, aware; a device that names no zone means Beijing.
        listed: `started` is from a list that came with the recordings.
        modified: when the device wrote the file last, for one that carries no time itself.
        clock_offset_ms: by how much the device's clock was ahead when it was read out; negative where it was behind.
        complete: it was captured to its end: with its digest of then that is proof, where its format tells no length.
        origin: where it lay on the card, or its line in the list.
    """

    way: str
    device: str = ""
    carrier: str | None = None
    started: datetime | None = None
    listed: bool = False
    modified: datetime | None = None
    clock_offset_ms: int | None = None
    captured_sha256: str = ""
    complete: bool = False
    origin: str = ""
    matter: str = ""
    window: str = ""
    batch: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A recording in the footage room.

    Args:
        seq: its number in the organ's chain; entries of cases name it by that.
        known: the same bytes had been taken in before; nothing was written.
        filed: (dossier, number of the entry) of every case in which it is.
    """

    seq: int
    footage: str
    name: str
    sha256: str
    sm3: str
    size: int
    started: datetime
    device: str
    at: datetime
    known: bool = False
    filed: tuple[tuple[str, int], ...] = field(default=())

    @property
    def where(self) -> str:
        """Return, in words, where it is."""
        place = f"音像库第 {self.seq} 条，{self.at.astimezone(BEIJING):%Y年%-m月%-d日%H:%M}收入"
        return f"{place}，已归入 {len(self.filed)} 件案件" if self.filed else f"{place}，尚未归入案件"


def take_in_footage(
    source: Path | str,
    *,
    by: Officer,
    about: About,
    name: str = "",
    channel: str = "cli",
    declared: Declared | None = None,
) -> Taken:
    """Take a recording into the footage room of the officer's organ; its bytes are durable when this returns.

    Args:
        source: a file to copy, or the SHA-256 of what the same person uploaded before.
        about: who, with what, when; `name` is what the file was called, where it is not the path's own.
        channel: web, api or cli.
        declared: digests that were taken before, compared while copying.

    Raises:
        NotAllowedError, BadInputError, UnusableError: nothing was written.
    """
    require_may(by)
    if isinstance(source, str):
        kept, seen = claimed_original(source, by=by, field="file")
        return _record(kept, seen, by=by, about=about, channel=channel)
    shown = readable_name(name or source.name)
    with (
        source.open("rb") as file,
        receive(
            file,
            root=settings.LIUHEN_ORIGINALS,
            name=shown,
            limit=settings.LIUHEN_UPLOAD_LIMIT,
            declared=declared or Declared(size=source.stat().st_size),
            reserve=settings.LIUHEN_RESERVE,
        ) as arrival,
    ):
        if (before := found(by.organ, arrival.digests.sha256)) is not None:
            return before
        seen = probe_original(arrival.path, name=shown)
        require_recording(seen, shown)
        stored = arrival.keep()
    kept = Scan(
        sha256=stored.digests.sha256,
        sm3=stored.digests.sm3,
        size=stored.size,
        name=shown,
        media_type=seen.media_type,
    )
    return _record(kept, seen, by=by, about=about, channel=channel)


@kept_elsewhere
def _originals() -> Iterator[str]:
    """Give the SHA-256 of every recording of the room."""
    yield from Footage.objects.order_by("sha256").values_list("sha256", flat=True).iterator()


def found(organ: str, sha256: str) -> Taken | None:
    """Return what is in the footage room with these bytes, or None."""
    row = Footage.objects.filter(organ=organ, sha256=sha256).first()
    return _taken(row) if row is not None else None


def require_may(by: Officer) -> None:
    """Let pass who may take recordings in; raise NotAllowedError for others."""
    require(by, FootageReceived.kind, Subject(organ=by.organ, officers=frozenset({by.id})), doing="收入音像")


def readable_name(name: str) -> str:
    """Return a file name as it is kept: as it was given, without what nobody can read, cut in its middle where long."""
    shown = "".join("_" if one in "/\\" else one for one in name if one.isprintable()).strip() or "未命名"
    return shown if len(shown) <= _LONGEST_NAME else shown[:120] + "…" + shown[-60:]


def require_recording(seen: Probe, name: str) -> None:
    """Refuse what is neither film, sound nor photograph."""
    if seen.kind == "document":
        raise BadInputError(
            f"“{name}”不是音像文件：内容是 {seen.container}。",
            fields={"file": "请选择录像、录音或者照片"},
            remedy="文书扫描件请在案件的文书页面登记。",
        )


@office_act(
    FootageReceived, section="footage", label="音像收入", verb="收入音像", article="武汉办法第二十六条",
    help="还不知道归哪个案件的音像，先收入音像库；归入案件时，收入的时间作为存入的时间。同一个文件只收一次。",
)  # fmt: skip
def receive_footage(form: FootageForm, doing: Doing) -> FootageReceived:
    """Take one uploaded recording into the footage room."""
    kept, seen = claimed_original(form.file, by=doing.by, field="file")
    if (before := found(doing.organ, kept.sha256)) is not None:
        raise OutOfOrderError(f"“{kept.name}”已经收过。", why=before.where + "。", remedy="不需要再次收入。")
    _let_look(kept, seen)
    about = About(
        way="capture" if form.captured_sha256 else "upload",
        device=form.device,
        carrier=form.carrier or doing.by.id,
        started=form.started,
        captured_sha256=form.captured_sha256,
        note=form.note,
    )
    return _body(kept, seen, by=doing.by, about=about, at=doing.happened)


def _record(kept: Scan, seen: Probe, *, by: Officer, about: About, channel: str) -> Taken:
    with whole():
        hold(by.organ)
        if (before := found(by.organ, kept.sha256)) is not None:
            return before
        at = clock.now()
        body = _body(kept, seen, by=by, about=about, at=at)
        entry = append(body, organ=by.organ, by=by.actor, happened=at, key=f"footage:{kept.sha256}", channel=channel)
        _let_look(kept, seen)
    return _as_taken(entry, body)


def _body(kept: Scan, seen: Probe, *, by: Officer, about: About, at: datetime) -> FootageReceived:
    started, source = _started(kept.name, seen, about)
    if about.way == "dock" and not about.device:
        about = replace(about, device=device_of_model(by.organ, seen.embedded))
    offset = _offset(by.organ, about, started)
    holder, doubtful = (about.carrier, False)
    if about.way == "dock" and holder is None:
        holder, doubtful = holder_at(by.organ, about.device, started, offset_ms=offset)
    who = _carrier(holder, organ=by.organ, on=at)
    ended = started + timedelta(milliseconds=seen.duration_ms or 0)
    body = FootageReceived(
        footage=f"f-{secrets.token_hex(6)}",
        file=kept,
        media=seen.kind,
        duration_ms=seen.duration_ms,
        started=started,
        ended=ended,
        started_by=source,
        created=seen.created,
        device=about.device,
        carrier=who,
        department=officer(who.id).department if who else by.department,
        way=about.way,
        gaps=list(seen.gaps),
        rewinds=list(seen.rewinds),
        clock_offset_ms=offset,
        captured_sha256=about.captured_sha256,
        origin=about.origin,
        matter=about.matter,
        window=about.window,
        batch=about.batch,
        note=about.note,
        whole=seen.whole or _proved_whole(kept, seen, about),
        playable=not seen.unplayable,
    )
    noticed = [*_noticed(kept, seen, about, body, at=at), *([_HANDED_ON] if doubtful else [])]
    return body.model_copy(update={"noticed": "；".join(noticed)})


def _let_look(kept: Scan, seen: Probe) -> None:
    """Let the previews be made; of what cannot be played there are none."""
    if not seen.unplayable:
        make_look.enqueue(kept.sha256)


def _proved_whole(kept: Scan, seen: Probe, about: About) -> bool:
    return about.complete and about.captured_sha256 == kept.sha256 and not (seen.trouble or seen.unplayable)


def _started(name: str, seen: Probe, about: About) -> tuple[datetime, str]:
    """Return when it began, as the device says, and where that stands."""
    told = (
        (about.started, "listed" if about.listed else "given"),
        (seen.created, "embedded"),
        (stamp_in(name), "name"),
        (about.modified and about.modified - timedelta(milliseconds=seen.duration_ms or 0), "modified"),
    )
    for moment, source in told:
        if moment is not None:
            return moment, source
    raise BadInputError(
        f"不知道“{name}”是什么时候录制的。",
        fields={"started": "文件里没有时间，请填写"},
        remedy="请按设备显示的时间填写开始录制时间。",
    )


def _offset(organ: str, about: About, started: datetime) -> int | None:
    """Return the offset of the device's clock as it was measured when it was read out after this recording."""
    if about.clock_offset_ms is not None or not about.device:
        return about.clock_offset_ms
    row = Device.objects.filter(organ=organ, number=about.device).first()
    if row is None or row.docked_at is None or row.docked_at < started:
        return None
    return row.clock_offset_ms


def _carrier(person: str | None, *, organ: str, on: datetime) -> Snapshot | None:
    if person is None:
        return None
    try:
        return snapshot([person], organ=organ, on=on)[0]
    except BadInputError as err:
        raise BadInputError(err.message, fields={"carrier": err.message}, why=err.why, remedy=err.remedy) from err


def _noticed(kept: Scan, seen: Probe, about: About, body: FootageReceived, *, at: datetime) -> Iterator[str]:
    """Yield what a reader should know of a recording before he relies on it."""
    if seen.noticed:
        yield seen.noticed.rstrip("。")
    if body.started_by in {"name", "modified"}:
        yield f"文件内没有创建时间，开始时间取自{STARTS[body.started_by]}"
    if body.ended - timedelta(milliseconds=body.clock_offset_ms or 0) > at + _TOLERANCE:
        yield "设备显示的时间晚于收入时间，请核对设备时钟"
    if (year := beijing_date(body.started).year) < _FIRST_YEAR:
        yield f"设备显示的是 {year} 年，请核对设备时钟"
    if about.captured_sha256 and about.captured_sha256 != kept.sha256:
        yield "与拍摄时的校验值不一致"


def _taken(row: Footage) -> Taken:
    return Taken(
        row.seq, row.footage, row.name, row.sha256, row.sm3, row.size, row.started, row.device, row.at,
        known=True, filed=tuple(places_of(row.organ, row.seq)),
    )  # fmt: skip


def _as_taken(entry: Entry, body: FootageReceived) -> Taken:
    return Taken(
        entry.organ_seq, body.footage, body.file.name, body.file.sha256, body.file.sm3, body.file.size,
        body.started, body.device, entry.recorded,
    )  # fmt: skip
