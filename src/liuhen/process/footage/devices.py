"""Acts on devices: each composes the body of one entry of the organ; who does them says the table of roles."""

from datetime import timedelta
from typing import Any, Final

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.office.registry import Doing, office_act
from liuhen.people.officers import Officer, snapshot
from liuhen.process.footage.device_payloads import (
    CalibrateForm,
    DeviceCalibrated,
    DeviceDocked,
    DeviceHanded,
    DeviceMaintained,
    DeviceRegistered,
    DeviceRetired,
    DockForm,
    HandForm,
    MaintainForm,
    RegisterForm,
    RetireForm,
    ToleranceForm,
    ToleranceSet,
)
from liuhen.process.footage.models import Device
from liuhen.process.footage.payloads import FURTHEST

SECTION: Final = "footage"
_TOLERANCE: Final = timedelta(minutes=2)


def device_row(organ: str, number: str) -> Device | None:
    """Return a device of the organ by its number, used no more or not; None where it was never registered."""
    return Device.objects.filter(organ=organ, number=number).first()


def _registered(form: Any, doing: Doing) -> Device:
    row = device_row(doing.organ, form.device)
    if row is None:
        raise BadInputError(
            f"没有登记过设备“{form.device}”。", fields={"device": "没有登记过"}, remedy="请核对编号，或者先登记设备。"
        )
    if row.retired_at is not None:
        raise OutOfOrderError(f"设备“{form.device}”已经停用。", remedy="重新启用的，请再登记一次。")
    return row


def _number(by: Officer, of: str) -> dict[str, Any]:
    del by
    return {"device": of} if of else {}


def _as_registered(by: Officer, of: str) -> dict[str, Any]:
    row = device_row(by.organ, of) if of else None
    if row is None:
        return _number(by, of)
    names = ("sort", "model", "serial", "department", "patterns", "calibrated_until")
    return {"device": row.number} | {name: getattr(row, name) for name in names}


@office_act(
    DeviceRegistered, section=SECTION, label="设备登记", verb="登记设备", prefill=_as_registered,
    help="编号已经登记过的，再登记一次就是更正；停用的设备再登记一次就是重新启用。",
)  # fmt: skip
def register_device(form: RegisterForm, doing: Doing) -> DeviceRegistered:
    """Enter a device in the register, or put right what stands there."""
    same = {one.strip() for one in form.patterns}
    others = Device.objects.filter(organ=doing.organ, retired_at=None).exclude(number=form.device)
    for row in others:
        if taken := same & {row.number, *row.patterns}:
            raise BadInputError(
                "这种写法已经指另一台设备。",
                fields={"patterns": f"“{min(taken)}”是设备 {row.number} 的"},
                remedy="请换一种只有这台设备才有的写法。",
            )
    return DeviceRegistered(**dict(form))


@office_act(DeviceHanded, section=SECTION, label="设备配发、收回", verb="配发、收回设备", prefill=_number)
def hand_device(form: HandForm, doing: Doing) -> DeviceHanded:
    """Give a device to an officer, or take it back."""
    row = _registered(form, doing)
    if form.holder is None and not row.holder:
        raise OutOfOrderError(f"设备“{form.device}”没有配发给人。", remedy="请选择交给谁。")
    if form.holder is not None and form.holder == row.holder:
        raise OutOfOrderError(f"设备“{form.device}”已经在{row.holder_name}手里。", remedy="不需要登记。")
    who = snapshot([form.holder], organ=doing.organ, on=doing.happened)[0] if form.holder else None
    return DeviceHanded(device=form.device, holder=who, note=form.note)


@office_act(DeviceCalibrated, section=SECTION, label="设备检定、校准", verb="登记检定、校准", prefill=_number)
def calibrate_device(form: CalibrateForm, doing: Doing) -> DeviceCalibrated:
    """Record that a device was calibrated."""
    _registered(form, doing)
    if form.on > doing.today:
        raise BadInputError("检定日期还没有到。", fields={"on": "晚于今天"}, remedy="请核对日期。")
    if form.until < form.on:
        raise BadInputError("有效期早于检定日期。", fields={"until": "早于检定、校准日期"}, remedy="请核对两个日期。")
    return DeviceCalibrated(**dict(form))


@office_act(
    DeviceMaintained, section=SECTION, label="设备日常维护", verb="登记维护", article="宝丰制度第八条", prefill=_number
)
def maintain_device(form: MaintainForm, doing: Doing) -> DeviceMaintained:
    """Record that a device was kept up."""
    _registered(form, doing)
    return DeviceMaintained(**dict(form), year=doing.today.year)


@office_act(
    DeviceDocked, section=SECTION, label="设备导出、时钟核对", verb="核对设备时钟", prefill=_number,
    help="音像导出以后登记。设备时间与标准时间之差照实记下，放在设备时间旁边，不改动音像的时间。",
)  # fmt: skip
def dock_device(form: DockForm, doing: Doing) -> DeviceDocked:
    """Record that a device was read out and by how much its clock is off."""
    _registered(form, doing)
    system = form.system_time or doing.happened
    if abs(system - doing.happened) > timedelta(days=31) or system > doing.happened + _TOLERANCE:
        raise BadInputError(
            "标准时间不对。", fields={"system_time": "不能晚于现在，也不能早于一个月前"}, remedy="请核对，或者不填。"
        )
    offset = (form.device_time - system) // timedelta(milliseconds=1)
    if abs(offset) > FURTHEST:
        raise BadInputError("设备时间不对。", fields={"device_time": "与标准时间相差一百年以上"}, remedy="请核对年份。")
    return DeviceDocked(
        device=form.device, device_time=form.device_time, system_time=system, clock_offset_ms=offset, note=form.note
    )


@office_act(DeviceRetired, section=SECTION, label="设备停用", verb="停用设备", prefill=_number)
def retire_device(form: RetireForm, doing: Doing) -> DeviceRetired:
    """Record that a device is used no more; its recordings and its log stay."""
    _registered(form, doing)
    return DeviceRetired(**dict(form))


@office_act(
    ToleranceSet, section=SECTION, label="设备时钟误差上限", verb="设定时钟误差上限",
    help="法律没有规定设备时钟可以差多少；没有设定的，按 60 秒提示。只用于提示，不改动任何时间。",
)  # fmt: skip
def set_tolerance(form: ToleranceForm, doing: Doing) -> ToleranceSet:
    """Set from which offset on a clock is flagged."""
    del doing
    return ToleranceSet(**dict(form))
