"""音像与设备: the register of devices as the section of the bureau's pages shows it."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.kernel.errors import NotFoundError
from liuhen.office.registry import OFFICE_ACTS
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require, scope
from liuhen.process.footage.device_payloads import SORTS
from liuhen.process.footage.filing import tolerance_of
from liuhen.process.footage.models import Device, DeviceLog, Footage
from liuhen.process.footage.offsets import BEYOND_MS, is_bad, offset_said
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table

_HEADS = ("设备", "使用人", "检定有效期", "上次导出", "设备时钟")
_OF_A_DEVICE = (
    "device.docked",
    "device.handed",
    "device.calibrated",
    "device.maintained",
    "device.registered",
    "device.retired",
)
_ACTS = (("device.handed", "配发、收回"), ("device.docked", "核对时钟"), ("device.maintained", "维护"))


_PAGE = 100  # lines of a device's log


@dataclass(frozen=True, slots=True)
class LogLine:
    """One act on a device."""

    at: datetime
    label: str
    said: str
    by: str
    clock: str
    bad: bool
    sound: bool


@dataclass(frozen=True, slots=True)
class DevicePage:
    """A device with its log; one that was never registered has a log all the same."""

    number: str
    facts: tuple[tuple[str, str], ...]
    log: tuple[LogLine, ...]
    acts: tuple[OfficeLink, ...]
    footage: int
    registered: bool
    retired: bool
    bad_clock: bool
    tolerance: int  # seconds


def device_page(by: Officer, number: str) -> DevicePage:
    """Return one device; NotFoundError where nothing is known of the number."""
    require_office(by)
    row = Device.objects.filter(organ=by.organ, number=number).first()
    beyond, _ = tolerance_ms(by.organ)
    found = DeviceLog.objects.filter(organ=by.organ, number=number).order_by("-at", "-key")[:_PAGE]
    log = tuple(_line(one, beyond) for one in found)
    count = Footage.objects.filter(organ=by.organ, device=number).count()
    if row is None and not log and not count:
        raise NotFoundError("没有这台设备。", remedy="请从“单位”的“音像与设备”进入。")
    retired = row is not None and row.retired_at is not None
    acts = _acts(by, number, again=row is None or retired)
    facts = _facts(row) if row is not None else ()
    bad = row is not None and is_bad(row.clock_offset_ms, beyond_ms=beyond)
    return DevicePage(number, facts, log, acts, count, row is not None, retired, bad, beyond // 1000)


def require_office(by: Officer) -> None:
    """Refuse whoever has nothing to do with the bureau."""
    require(by, "office.view", Subject(organ=by.organ), doing="查看设备")


def _acts(by: Officer, number: str, *, again: bool) -> tuple[OfficeLink, ...]:
    kinds = ("device.registered",) if again else _OF_A_DEVICE
    return tuple(OfficeLink(kind, OFFICE_ACTS[kind].verb, number) for kind in kinds if scope(by, kind).reaches)


def _facts(row: Device) -> tuple[tuple[str, str], ...]:
    until, kept = row.calibrated_until, row.maintained_on
    told = (
        ("种类", f"{SORTS.get(row.sort, row.sort)} {row.model}".strip()),
        ("出厂编号", row.serial),
        ("配备处室", row.department),
        ("使用人", "已停用" if row.retired_at else row.holder_name or "在库"),
        ("检定有效期至", f"{until:%Y年%-m月%-d日}" if until else ""),
        ("上次维护", f"{kept:%Y年%-m月%-d日}" if kept else ""),
        ("设备时钟", offset_said(row.clock_offset_ms)),
        ("文件名里的写法", "、".join(row.patterns)),
    )
    return tuple((word, said) for word, said in told if said)


def _line(one: DeviceLog, beyond: int) -> LogLine:
    label = OFFICE_ACTS[one.kind].label if one.kind in OFFICE_ACTS else "设备使用前检查"
    told = "" if one.clock_offset_ms is None else offset_said(one.clock_offset_ms)
    bad = is_bad(one.clock_offset_ms, beyond_ms=beyond)
    return LogLine(one.at, label, one.said, one.by_name, told, bad, one.sound)


def tolerance_ms(organ: str) -> tuple[int, bool]:
    """Return from which offset a clock is flagged, in milliseconds, and whether the organ itself set it."""
    told = tolerance_of(organ)
    return (BEYOND_MS, False) if told is None else (told * 1000, True)


def devices(by: Officer) -> Table:
    """Return the devices of the organ, those in use first."""
    beyond, own = tolerance_ms(by.organ)
    found = sorted(Device.objects.filter(organ=by.organ), key=lambda one: (one.retired_at is not None, one.number))
    source = "本单位设定" if own else "系统默认，不是法律规定，可以改"
    note = f"时钟与标准时间相差 {beyond // 1000} 秒以上的标为不准（{source}）。音像的时间照设备显示保存，不改动。"
    rows = tuple(_row(one, beyond) for one in found)
    return Table("设备", _HEADS, rows, "还没有登记设备。没有登记的设备，音像照样可以收入。", note)


def _row(one: Device, beyond: int) -> Row:
    retired = one.retired_at is not None
    sort = Cell(one.number, f"{SORTS.get(one.sort, one.sort)} {one.model}".strip(), "grey" if retired else "")
    who = Cell("已停用", colour="grey") if retired else Cell(one.holder_name or "在库", one.department)
    docked = Cell(f"{one.docked_at.astimezone(BEIJING):%Y年%-m月%-d日 %H:%M}") if one.docked_at else Cell("没有")
    bad = is_bad(one.clock_offset_ms, beyond_ms=beyond)
    said = Cell(offset_said(one.clock_offset_ms), "时钟不准" if bad else "", "red" if bad else "")
    links = () if retired else tuple(OfficeLink(kind, label, one.number) for kind, label in _ACTS)
    log = OfficeLink(DeviceLog.__name__, "记录", one.number, page="device")
    return Row((sort, who, _calibrated(one), docked, said), (log, *links))


def _calibrated(one: Device) -> Cell:
    if one.calibrated_until is None:
        return Cell("没有登记")
    past = one.calibrated_until < beijing_date(clock.now())
    return Cell(f"{one.calibrated_until:%Y年%-m月%-d日}", "已过期" if past else "", "red" if past else "")
