"""音像记录: what people enter, and what the entry holds."""

from typing import Final

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, entry, file, footage, line, moment, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.case.links import NamedEntry
from liuhen.process.case.parts import Scan
from liuhen.process.footage.payloads import FURTHEST

LONGEST = 31 * 24 * 3600 * 1000  # milliseconds: more than any device records in one file
RECORDED = (
    "inspection.made",
    "scene.examined",
    "interview.made",
    "sample.taken",
    "venue.used",
    "evidence.registered",
    "material.sealed",
    "seizure.carried_out",
    "coercion.carried_out",
    "hearing.opened",
)
"""Acts that last from one moment to another, so that recordings can be held against them."""

STAGES = {
    "inspection": "现场检查",
    "interview": "询问",
    "measure": "证据保全、强制措施",
    "hearing": "听证",
    "service": "送达",
    "other": "其他",
}
SHOWN = (*RECORDED, "evidence.collected", "evidence.preserved", "correction.rechecked", "service.made")
"""Kinds of act that a recording may show."""


AWAY: Final = {"continuous_work": "连续工作", "other_place": "异地办案", "remote": "偏远地区"}
KEPT: Final = {"system": "本系统", "unit": "单位专用存储", "officer": "个人"}
MOST_ENTRIES: Final = 10**9


class RecordingForm(Form):
    """存入音像记录: a file sent now, or one that was taken in before it was known which case it is of."""

    file: str | None = file("音像文件", default=None)
    footage: int | None = footage("已在音像库的，选哪一段", default=None, le=MOST_ENTRIES)
    started: AwareDatetime | None = moment("开始录制时间（设备显示；已在音像库的不填）", default=None)
    stage: str = choice("所属环节", STAGES, default="inspection")
    of: int | None = entry("对应的文字记录", SHOWN, default=None)
    device: str = line("设备编号（已在音像库的不填）", default="", min_length=0, max_length=100)
    angle: str = line("拍摄角度（多台设备的）", default="", min_length=0)
    opening_statement: bool = yes("开头已口述时间、地点、人员、对象、环节", default=False, article="武汉办法第七条")
    kept: str | None = choice("存入之前由谁保管", KEPT, default=None)
    away: str | None = choice("没有及时存入的情形", AWAY, default=None, article="武汉办法第二十六条")
    unable: bool | None = yes("确实不能及时移交", default=None, article="武汉办法第二十六条")
    returned: AwareDatetime | None = moment("返回单位的时间", default=None, article="武汉办法第二十六条")


class RecordingStored(Body, kind="recording.stored", version=1):
    """An original recording in the dedicated store, with its labels."""

    recording: str = line("音像编号")
    file: Scan = parts("文件")
    duration_ms: int | None = whole("时长（毫秒）", default=None, le=LONGEST)
    started: AwareDatetime = moment("开始录制时间")
    ended: AwareDatetime = moment("结束录制时间")
    gaps: list[tuple[int, int]] = parts("画面中断（毫秒）", default_factory=list)
    stage: str = choice("所属环节", STAGES)
    of: int | None = whole("对应的文字记录", default=None)
    device: str = line("设备编号")
    case_no: str = line("案号")
    party_name: str = line("当事人")
    handler_name: str = line("承办人")
    # Earlier releases left these out.
    footage: int | None = whole("音像库编号", default=None, le=MOST_ENTRIES)
    taken_in: AwareDatetime | None = moment("收入音像库的时间", default=None)
    clock_offset_ms: int | None = whole(
        "设备时钟比标准时间快（毫秒，慢的为负）", default=None, ge=-FURTHEST, le=FURTHEST
    )
    # As the organ had set it when this was stored; without them it had set none, or nobody had measured the clock.
    clock_tolerance: int | None = whole("本单位允许的设备时钟误差（秒）", default=None)
    clock_wrong: bool | None = yes("设备时钟误差超过本单位允许的范围", default=None)
    angle: str | None = line("拍摄角度", default=None)
    cause: str | None = line("案由", default=None)
    enforcement: str | None = line("执法名称", default=None)
    kept: str | None = choice("存入之前由谁保管", KEPT, default=None)
    away: str | None = choice("没有及时存入的情形", AWAY, default=None)
    unable: bool | None = yes("确实不能及时移交", default=None)
    returned: AwareDatetime | None = moment("返回单位的时间", default=None)
    opening_statement: bool = yes("开场口述")
    whole: bool = yes("文件完整", default=True)
    noticed: str = text("文件名与内容不符之处", default="", min_length=0)
    playable: bool = yes("能播放", default=True)
    carrier: str | None = line("使用设备的人", default=None)
    received: NamedEntry | None = parts("收入音像库的记录", widget="part", default=None)
