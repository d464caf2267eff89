"""音像库和设备 as the tables show them."""

from datetime import datetime
from typing import Any

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body, Entry, projects, projects_every
from liuhen.ledger.rows import change, insert
from liuhen.people.officers import Snapshot
from liuhen.process.case.reference import place_of
from liuhen.process.footage.device_payloads import (
    RETIRING,
    SORTS,
    DeviceCalibrated,
    DeviceChecked,
    DeviceDocked,
    DeviceHanded,
    DeviceMaintained,
    DeviceRegistered,
    DeviceRetired,
    ToleranceSet,
)
from liuhen.process.footage.models import Device, DeviceLog, DeviceRule, Footage, FootageFiled, Outing
from liuhen.process.footage.offsets import offset_said
from liuhen.process.footage.payloads import FootageReceived

_LONGEST = 300
_STORED = "recording.stored"


@projects(FootageReceived)
def _receive(entry: Entry, body: FootageReceived) -> None:
    insert(
        Footage(
            key=f"{entry.organ}:{entry.organ_seq}",
            dossier="",
            organ=entry.organ,
            seq=entry.organ_seq,
            digest=entry.digest,
            footage=body.footage,
            name=body.file.name,
            media=body.media,
            media_type=body.file.media_type,
            sha256=body.file.sha256,
            sm3=body.file.sm3,
            size=body.file.size,
            duration_ms=body.duration_ms,
            started=body.started,
            ended=body.ended,
            device=body.device,
            carrier=body.carrier.id if body.carrier else "",
            carrier_name=body.carrier.name if body.carrier else "",
            department=body.department,
            by=entry.by.id,
            by_name=entry.by.name,
            way=body.way,
            clock_offset_ms=body.clock_offset_ms,
            gaps=[list(gap) for gap in body.gaps],
            whole=body.whole,
            noticed=body.noticed,
            matter=body.matter,
            at=entry.recorded,
        )
    )


@projects_every
def _file(entry: Entry, body: Body) -> None:
    """Note into which dossier a recording of the room went; the entry that says so is of another room."""
    footage = getattr(body, "footage", None)
    if entry.kind != _STORED or not isinstance(footage, int):
        return
    dossier, seq = place_of(entry)
    insert(
        FootageFiled(
            key=f"{dossier}:{seq}", dossier=dossier, organ=entry.organ, footage=footage, seq=seq, at=entry.recorded
        )
    )


@projects(DeviceRegistered)
def _register(entry: Entry, body: DeviceRegistered) -> None:
    told: dict[str, Any] = {name: getattr(body, name) for name in ("sort", "model", "serial", "department")}
    told |= {"patterns": list(body.patterns), "calibrated_until": body.calibrated_until, "retired_at": None}
    row = _device(entry, body.device)
    if row is None:
        key = f"{entry.organ}:{body.device}"
        insert(Device(key=key, dossier="", organ=entry.organ, number=body.device, **told))
    else:
        for name, value in told.items():
            setattr(row, name, value)
        change(row)
    _log(entry, body.device, f"{SORTS.get(body.sort, body.sort)} {body.model}".strip())


@projects(DeviceHanded)
def _hand(entry: Entry, body: DeviceHanded) -> None:
    holder = body.holder
    _change(
        entry,
        body.device,
        holder=holder.id if holder else "",
        holder_name=holder.name if holder else "",
        handed_at=entry.recorded if holder else None,
    )
    _log(entry, body.device, f"交给{holder.name}" if holder else "收回")


@projects(DeviceCalibrated)
def _calibrate(entry: Entry, body: DeviceCalibrated) -> None:
    if body.sound:
        _change(entry, body.device, calibrated_until=body.until)
    said = f"{body.authority}，{'合格' if body.sound else '不合格'}，有效期至{body.until:%Y年%-m月%-d日}"
    _log(entry, body.device, said, sound=body.sound)


@projects(DeviceMaintained)
def _maintain(entry: Entry, body: DeviceMaintained) -> None:
    _change(entry, body.device, maintained_on=beijing_date(entry.happened))
    _log(entry, body.device, body.done, sound=body.sound)


@projects(DeviceDocked)
def _dock(entry: Entry, body: DeviceDocked) -> None:
    told: dict[str, Any] = {"docked_at": body.system_time}
    if body.clock_offset_ms is not None:
        told["clock_offset_ms"] = body.clock_offset_ms
    _change(entry, body.device, **told)
    said = [f"收入 {body.taken} 个文件"] * bool(body.taken) + [offset_said(body.clock_offset_ms)]
    _log(entry, body.device, "，".join(said), offset=body.clock_offset_ms)


@projects(DeviceRetired)
def _retire(entry: Entry, body: DeviceRetired) -> None:
    _change(entry, body.device, retired_at=entry.recorded, holder="", holder_name="", handed_at=None)
    _log(entry, body.device, RETIRING.get(body.why, body.why))


@projects(ToleranceSet)
def _tolerate(entry: Entry, body: ToleranceSet) -> None:
    DeviceRule(organ=entry.organ, dossier="", seconds=body.seconds, basis=body.basis).save()


@projects(DeviceChecked)
def _check(entry: Entry, body: DeviceChecked) -> None:
    wanting = [word for word, fine in (("性能不正常", body.performance), ("没有校准时间", body.clock)) if not fine]
    said = [f"电量 {body.battery}%", f"存储空间 {body.storage}", *wanting, body.note]
    _log(entry, body.device, "，".join(one for one in said if one), sound=not wanting)


@projects_every
def _went_out(entry: Entry, body: Body) -> None:
    """Note who was at an act that lasted: his device may hold recordings of it."""
    people = getattr(body, "officers", None)
    over = getattr(body, "left", None) or getattr(body, "ended", None)
    if entry.dossier is None or not isinstance(people, list) or not isinstance(over, datetime):
        return
    dossier, seq = place_of(entry)
    for person in {one.id for one in people if isinstance(one, Snapshot)}:
        insert(Outing(key=f"{dossier}:{seq}:{person}", dossier=dossier, organ=entry.organ, officer=person, at=over))


def _device(entry: Entry, number: str) -> Device | None:
    return Device.objects.filter(key=f"{entry.organ}:{number}").first()


def _change(entry: Entry, number: str, **told: Any) -> None:
    """Change the row of a device; one that was never registered has none."""
    row = _device(entry, number)
    if row is None:
        return
    for name, value in told.items():
        setattr(row, name, value)
    change(row, *told)


def _log(entry: Entry, number: str, said: str, *, offset: int | None = None, sound: bool = True) -> None:
    dossier, seq = place_of(entry)
    insert(
        DeviceLog(
            key=f"{dossier}:{seq}" if dossier else f"{entry.organ}:{entry.organ_seq}",
            dossier=dossier,
            organ=entry.organ,
            number=number,
            kind=entry.kind,
            at=entry.recorded,
            by=entry.by.id,
            by_name=entry.by.name,
            said=said[:_LONGEST],
            clock_offset_ms=offset,
            sound=sound,
        )
    )
