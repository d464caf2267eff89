"""音像记录: what people enter, and what the entry holds."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, entry, file, line, moment, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.case.parts import Scan

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


class RecordingForm(Form):
    """存入音像记录."""

    file: str = file("音像文件")
    started: AwareDatetime = moment("开始录制时间（设备显示）")
    stage: str = choice("所属环节", STAGES, default="inspection")
    of: int | None = entry("对应的文字记录", SHOWN, default=None)
    device: str = line("设备编号")
    opening_statement: bool = yes("开头已口述时间、地点、人员、对象、环节", default=False, article="武汉办法第七条")


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
    opening_statement: bool = yes("开场口述")
    whole: bool = yes("文件完整", default=True)
    noticed: str = text("文件名与内容不符之处", default="", min_length=0)
