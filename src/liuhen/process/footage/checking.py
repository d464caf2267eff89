"""设备使用前检查: what an officer looks at before he films, written down in the case."""

from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.footage.device_payloads import CheckForm, DeviceChecked
from liuhen.process.footage.devices import device_row
from liuhen.process.footage.models import Device

PHASE = "调查取证"


@act(
    DeviceChecked,
    label="设备使用前检查",
    verb="登记设备检查",
    phase=PHASE,
    article="武汉办法第七条",
    help="使用音像设备之前检查性能、电量、存储空间并校准时间，照实填写；没有校准的也照实写。",
    correctable=True,
    of=CASES,
)
def check_device(case: CaseRef, form: CheckForm, doing: Doing) -> DeviceChecked:
    """Record that a device was looked over before it was used."""
    del case
    row = device_row(doing.by.organ, form.device)
    if row is not None and row.retired_at is not None:
        raise BadInputError(
            f"设备“{form.device}”已经停用。", fields={"device": "已经停用"}, remedy="请核对编号，或者改用其他设备。"
        )
    return DeviceChecked(**dict(form))


@prefills(DeviceChecked)
def _own_device(case: CaseRef, by: Officer) -> dict[str, Any]:
    """Open with the one device that the officer carries."""
    del case
    held = list(Device.objects.filter(organ=by.organ, holder=by.id, retired_at=None).values_list("number", flat=True))
    return {"device": held[0]} if len(held) == 1 else {}
