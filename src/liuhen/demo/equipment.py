"""The bureau's devices: who carries which, how its clock goes, and how they are looked after from week to week."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from liuhen.demo.actor import Deed, settle
from liuhen.demo.days import Days
from liuhen.demo.story import Anchor
from liuhen.kernel.clock import beijing_date
from liuhen.people.officers import Officer

KEEPER: Final = "郑小雨"
_LAB: Final = "江汉湖区计量检定所（示例）"
_MS: Final = timedelta(milliseconds=1)


class Device(NamedTuple):
    """A device of the bureau.

    Args:
        written: how its number stands in names of files.
        lasts: days from the day the demo is made to the end of its calibration; None where it needs none.
        fast_ms: how far its clock is ahead; negative where it is behind.
    """

    number: str
    sort: str
    model: str
    department: str
    holder: str = ""
    written: str = ""
    lasts: int | None = None
    fast_ms: int = 0


DEVICES: Final = (
    Device("记录仪 A-05", "recorder", "示例牌 R3", "基金监管处", "丁卫", "A-05", 210, 2_000),
    Device("记录仪 A-07", "recorder", "示例牌 R5", "基金监管处", "周明远", "A-07", 160, 1_000),
    Device("记录仪 A-11", "recorder", "示例牌 R5", "基金监管处", "何静", "A-11", 160, -3_000),
    Device("记录仪 A-12", "recorder", "示例牌 R3", "基金监管处", "何静", "A-12", 18, 4_000),
    Device("记录仪 A-03", "recorder", "示例牌 R3", "基金监管处", "", "A-03", -40),
    Device("记录仪 B-01", "recorder", "示例牌 R5", "稽查处", "罗敏", "B-01", 95, -1_000),
    Device("记录仪 B-02", "recorder", "示例牌 R5", "稽查处", "唐子谦", "B-02", 95, 2_000),
    Device("记录仪 B-03", "recorder", "示例牌 R3", "稽查处", "唐子谦", "B-03", -12, -5_000),
    Device("录音笔 R-02", "audio", "示例牌 V1", "稽查处", "罗敏", "R-02", None, 6_000),
    Device("照相机 C-01", "camera", "示例牌 P8", "稽查处", "", "C-01"),
    Device("手机 02", "phone", "示例牌 M2", "基金监管处"),
    Device("3 号窗口", "window", "示例牌 W4", "办公室", "", "CK03", None, 1_000),
)
BROKEN: Final = "记录仪 A-03"
FORGOTTEN: Final = "记录仪 B-02"
"""The device that nobody brought to the last reading out, though its officer was out with it."""
WRONG: Final = ("记录仪 A-11", -128_000)
"""The device whose clock lost two minutes when its battery was changed, and by how many milliseconds."""
_LOST, _RIGHTED = "-6 08:30", "-1 17:00"
_ROUNDS: Final = ("-20 17:20", "-10 17:20", "-5 17:20", "-1 17:20")


class Equipment:
    """The devices on their days; `deeds` are to be done in the order of their times.

    Args:
        first: when the bureau itself is there; the devices are registered right after.
        today: the day the demo is made.
    """

    def __init__(self, people: Mapping[str, Officer], *, days: Days, first: datetime, today: date) -> None:
        self._people, self._first, self._today = people, first, today
        anchor = days.anchor(Anchor(workdays=0))
        self.at = partial(days.at, anchor)
        self._number = 0

    def fast_ms(self, device: str, at: datetime) -> int:
        """Return how far a device's clock is ahead at a moment; 0 where nobody keeps that device."""
        if device == WRONG[0] and self.at(_LOST) <= at < self.at(_RIGHTED):
            return WRONG[1]
        return next((one.fast_ms for one in DEVICES if one.number == device), 0)

    def deeds(self) -> Iterator[Deed]:
        """Return what is done with the devices themselves, each with its time."""
        at = self._first + timedelta(minutes=20)
        yield from self._founded(at)
        for told in _ROUNDS:
            yield from self._read_out(self.at(told), all_of_them=told != _ROUNDS[-1])
        kept = {"device": "记录仪 A-07", "done": "清洁镜头，检查电池和卡槽，固件升级到最新版。", "sound": True}
        yield self._deed(self.at("-9 10:10"), "device.maintained", kept)
        changed = {"device": "记录仪 B-03", "done": "更换电池。检定有效期已过，已联系送检。", "sound": True}
        yield self._deed(self.at("-4 09:40"), "device.maintained", changed)
        retired = {"device": BROKEN, "why": "broken", "reason": "进水，无法开机；存储卡已取出读过，没有未收入的音像。"}
        yield self._deed(self.at("-15 15:05"), "device.retired", retired)
        righted = {"device": WRONG[0], "done": "换电池后时钟慢了两分多钟，已重新校准。", "sound": True}
        yield self._deed(self.at(_RIGHTED), "device.maintained", righted)

    def _founded(self, at: datetime) -> Iterator[Deed]:
        rule = {"seconds": 60, "basis": "本机关音像设备管理规定（示例）"}
        yield self._deed(at, "device.tolerance_set", rule)
        for one in DEVICES:
            what = {"device": one.number, "sort": one.sort, "model": one.model, "department": one.department}
            written = {"patterns": [one.written] if one.written else []}
            yield self._deed(at, "device.registered", what | written)
            if one.lasts is not None:
                yield self._deed(at, "device.calibrated", self._calibrated(one, at))
            if one.holder:
                holder = self._people[one.holder].id
                yield self._deed(at, "device.handed", {"device": one.number, "holder": holder})

    def _calibrated(self, one: Device, at: datetime) -> dict[str, Any]:
        until = self._today + timedelta(days=one.lasts or 0)
        on = min(until - timedelta(days=365), beijing_date(at))
        return {"device": one.number, "on": on, "until": until, "authority": _LAB, "sound": True}

    def _read_out(self, at: datetime, *, all_of_them: bool) -> Iterator[Deed]:
        worn = [one for one in DEVICES if one.holder]
        for minute, one in enumerate(worn):
            moment = at + timedelta(minutes=minute, seconds=minute * 7)
            if one.number != FORGOTTEN or all_of_them:
                shows = moment + self.fast_ms(one.number, moment) * _MS
                yield self._deed(moment, "device.docked", {"device": one.number, "device_time": shows})

    def _deed(self, at: datetime, kind: str, told: dict[str, Any]) -> Deed:
        self._number += 1
        return at, partial(settle, kind, told, by=self._people[KEEPER], at=at, key=f"demo-device-{self._number}")
