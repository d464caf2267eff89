"""What is recorded of an act that was not filmed, or not throughout: its main steps filmed instead, or words enough."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, entry, line, lines, moment, text
from liuhen.ledger import Body
from liuhen.process.inquiry.payloads.recordings import SHOWN

UNFILMED = (*SHOWN, "major_act.carried_out", "feedback.given", "notice.given", "announcement.posted")
"""Kinds of act of which somebody may say why there is no recording, or not a whole one."""


class KeyStagesForm(Form):
    """摄录重要环节."""

    of: int = entry("所属活动", UNFILMED)
    reason: str = text("不能全程录音录像的原因", article="宝丰制度第七条")
    stages: list[str] = lines("所摄重要环节（一行一项）", min_length=1, max_length=50, article="宝丰制度第七条")
    papers: str = line("所做的执法文书", article="宝丰制度第七条")
    device: str = line("用什么设备摄录", default="", min_length=0)
    recording: int | None = entry("重要环节的音像或者照片", ("recording.stored",), default=None)
    start: AwareDatetime | None = moment("没有录音录像的一段：开始（不填为全程）", default=None)
    end: AwareDatetime | None = moment("没有录音录像的一段：结束（不填为全程）", default=None)


class KeyStagesFilmed(KeyStagesForm, Body, kind="key_stages.filmed", version=2):
    """The main steps of an act, filmed by other means where it could not be filmed throughout, and put in writing."""


class ExemptionForm(Form):
    """不作音像记录的说明."""

    of: int = entry("所属活动", UNFILMED)
    reason: str = text("文字记录为何已能全面有效记录", article="国办发〔2018〕118号第三部分")


class RecordingExempted(ExemptionForm, Body, kind="recording.exempted", version=1):
    """A statement that the words on paper record an act fully and validly, so that it need not be filmed."""
