"""音像与设备: the register of devices as the section of the bureau's pages shows it."""

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.people.officers import Officer
from liuhen.process.footage.device_payloads import SORTS
from liuhen.process.footage.models import Device, DeviceRule
from liuhen.process.footage.offsets import BEYOND_MS, is_bad, offset_said
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table

_HEADS = ("设备", "使用人", "检定有效期", "上次导出", "设备时钟")
_ACTS = (("device.handed", "配发、收回"), ("device.docked", "核对时钟"), ("device.maintained", "维护"))


def tolerance_ms(organ: str) -> tuple[int, bool]:
    """Return from which offset a clock is flagged, in milliseconds, and whether the organ itself set it."""
    told = DeviceRule.objects.filter(organ=organ).values_list("seconds", flat=True).first()
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
    return Row((sort, who, _calibrated(one), docked, said), links)


def _calibrated(one: Device) -> Cell:
    if one.calibrated_until is None:
        return Cell("没有登记")
    past = one.calibrated_until < beijing_date(clock.now())
    return Cell(f"{one.calibrated_until:%Y年%-m月%-d日}", "已过期" if past else "", "red" if past else "")
