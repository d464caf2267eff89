"""Devices: what people enter when one is registered, handed out, calibrated, kept up, read out or retired."""

from datetime import date
from typing import Final

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, day, entry, line, lines, moment, parts, person, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.footage.payloads import FURTHEST

SORTS: Final = {
    "recorder": "执法记录仪",
    "camera": "照相机、摄像机",
    "audio": "录音设备",
    "phone": "手机、平板",
    "window": "办事窗口监控",
    "other": "其他",
}
RETIRING: Final = {"broken": "损坏", "lost": "遗失", "worn": "报废", "moved": "调出", "other": "其他"}
MOST_PATTERNS: Final = 10
USED_AT: Final = ("inspection.made", "scene.examined", "interview.made")


class Registering(Form):
    """What a device is."""

    device: str = line("设备编号", description="贴在设备上、印在录像里的编号，例如 A-07。")
    sort: str = choice("设备种类", SORTS, default="recorder")
    model: str = line("品牌型号", default="", min_length=0)
    serial: str = line("出厂编号", default="", min_length=0)
    department: str = line("配备给哪个处室", default="", min_length=0)
    patterns: list[str] = lines(
        "在文件名、文件夹名里怎样写",
        default_factory=list,
        max_length=MOST_PATTERNS,
        description="每行一种，例如 A07、DSJ-0007。采集时据此认出设备；编号本身不必再写。",
    )
    calibrated_until: date | None = day("检定、校准有效期至", default=None)


class RegisterForm(Registering):
    """登记设备."""

    note: str = text("说明", rows=2, default="", min_length=0)


class DeviceRegistered(Registering, Body, kind="device.registered", version=1):
    """The organ has a device; said again, what it is is put right."""

    note: str = text("说明", default="", min_length=0)


class HandForm(Form):
    """配发、收回设备."""

    device: str = line("设备编号")
    holder: str | None = person("交给谁（不填为收回）", default=None)
    note: str = text("说明", rows=2, default="", min_length=0)


class DeviceHanded(Body, kind="device.handed", version=1):
    """A device changed hands; without a holder it was given back."""

    device: str = line("设备编号")
    holder: Snapshot | None = parts("使用人", widget="part", default=None)
    note: str = text("说明", default="", min_length=0)


class CalibrateForm(Form):
    """检定、校准."""

    device: str = line("设备编号")
    on: date = day("检定、校准日期")
    until: date = day("有效期至")
    authority: str = line("检定、校准机构")
    certificate: str = line("证书编号", default="", min_length=0)
    sound: bool = yes("结果合格", default=True)


class DeviceCalibrated(CalibrateForm, Body, kind="device.calibrated", version=1):
    """Somebody who may do so found that a device measures right, or that it does not."""


class MaintainForm(Form):
    """设备日常维护."""

    device: str = line("设备编号")
    done: str = text("做了什么", rows=3, examples=["清洁镜头，检查电池和卡槽，升级固件"])
    sound: bool = yes("性能良好", default=True)


class DeviceMaintained(MaintainForm, Body, kind="device.maintained", version=2):
    """A device was kept up."""

    year: int = whole("年度", le=9999)


class DockForm(Form):
    """导出时核对设备时钟."""

    device: str = line("设备编号")
    device_time: AwareDatetime = moment("设备显示的时间", description="在提交之前看一眼设备，精确到秒。")
    system_time: AwareDatetime | None = moment("看设备时的标准时间（不填为提交的时刻）", default=None)
    note: str = text("说明", rows=2, default="", min_length=0)


class DeviceDocked(Body, kind="device.docked", version=1):
    """A device was read out, and its clock held against the system's."""

    device: str = line("设备编号")
    device_time: AwareDatetime | None = moment("设备显示的时间", default=None)
    system_time: AwareDatetime = moment("标准时间")
    clock_offset_ms: int | None = whole("设备时钟快（毫秒，慢的为负）", default=None, ge=-FURTHEST, le=FURTHEST)
    taken: int = whole("收入的文件数", default=0)
    note: str = text("说明", default="", min_length=0)


class RetireForm(Form):
    """停用设备."""

    device: str = line("设备编号")
    why: str = choice("原因", RETIRING)
    reason: str = text("情况说明", rows=2)


class DeviceRetired(RetireForm, Body, kind="device.retired", version=1):
    """A device is used no more."""


class ToleranceForm(Form):
    """本单位的设备时钟误差上限."""

    seconds: int = whole("相差多少秒以上的，标为时钟不准", ge=1, le=86_400)
    basis: str = text("依据", rows=2)


class ToleranceSet(ToleranceForm, Body, kind="device.tolerance_set", version=1):
    """The organ says from which offset on a device's clock is held for wrong."""


class CheckForm(Form):
    """设备使用前检查."""

    device: str = line("设备编号")
    of: int | None = entry("用于哪项活动（还没有记录的不选）", USED_AT, default=None)
    performance: bool = yes("性能正常", article="武汉办法第七条")
    battery: int = whole("电量（%）", le=100, article="武汉办法第七条")
    storage: str = line("剩余存储空间", examples=["52 GB"], article="武汉办法第七条")
    clock: bool = yes("已校准时间", article="武汉办法第七条")
    note: str = line("发现的问题和处理", default="", min_length=0)


class DeviceChecked(CheckForm, Body, kind="device.checked", version=2):
    """A device was looked over before it was used."""
