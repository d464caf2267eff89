"""What is recorded about a recording: why it was interrupted, what it shows, what was said at its start."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, entry, line, moment, offset, parts, several, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.case.parts import Part
from liuhen.process.inquiry.payloads.recordings import LONGEST, RECORDED

CAUSES = {"weather": "天气恶劣", "fault": "设备故障", "damage": "设备损毁", "other": "其他原因"}
HOWS = {"spoken": "恢复记录时已语音说明", "written": "书面说明"}


class GapForm(Form):
    """音像中断说明."""

    act: int = entry("所属活动", RECORDED)
    start: AwareDatetime = moment("中断开始时间")
    end: AwareDatetime = moment("恢复记录时间（没有恢复的，填活动结束时间）")
    cause: str = choice("中断原因", CAUSES, article="武汉办法第八条")
    how: str = choice("说明方式", HOWS, article="武汉办法第八条")
    recording: int | None = entry("语音说明在哪段音像里", ("recording.stored",), default=None)
    at_ms: int | None = offset("语音说明的位置", default=None, le=LONGEST)
    text: str = text("说明内容")


class GapExplained(GapForm, Body, kind="gap.explained", version=1):
    """A stretch of an act without a recording, and why there is none."""


SHOTS = {
    "scene": "现场环境",
    "people": "有关人员身份、体貌特征和言行",
    "objects": "涉案物品及特征、其他证据",
    "words": "相对人、第三人等的言行",
    "measures": "对人员、财物采取措施",
    "papers": "出具、送达文书和采取措施",
    "reason": "留置原因",
    "other": "其他重点内容",
}
"""Words for what packs ask to be pinned; which of these, and under what words, the organ's packs decide."""
OTHER = "other"
"""What may always be pinned beside them."""


class Mark(Part):
    """What is to be seen at a second of a recording."""

    item: str = choice("要点", SHOTS, open=True, pattern="^[a-z][a-z_]{0,39}$")
    at_ms: int = offset("位置", le=LONGEST)
    note: str = line("说明", default="", min_length=0)


class Marked(Mark):
    """A mark, with the packs' word for the item where that is not the common one."""

    word: str = line("所称要点", default="", min_length=0)


class ShotsForm(Form):
    """音像要点."""

    recording: int = entry("音像记录", ("recording.stored",))
    marks: list[Mark] = parts("要点", default_factory=list, max_length=200)
    absent: list[str] = several("本次现场没有的内容", SHOTS, open=True, default_factory=list, max_length=40)


class ShotsMarked(Body, kind="shots.marked", version=1):
    """The shot list of a recording, pinned to its seconds."""

    recording: int = entry("音像记录", ("recording.stored",))
    marks: list[Marked] = parts("要点", default_factory=list, max_length=200)
    absent: list[str] = several("本次现场没有的内容", SHOTS, open=True, default_factory=list, max_length=40)
    act: int | None = whole("所属活动", default=None)
    device: str = line("设备编号", default="", min_length=0)


class Said(Part):
    """Whether one item was said at the start, and where."""

    said: bool = yes("已说明")
    at_ms: int | None = offset("位置", default=None, le=LONGEST)


class OpeningForm(Form):
    """开场口述核对."""

    recording: int = entry("音像记录", ("recording.stored",))
    time: Said = parts("时间", widget="part", article="武汉办法第七条")
    place: Said = parts("地点", widget="part")
    officers: Said = parts("执法人员", widget="part")
    object: Said = parts("执法对象", widget="part")
    stage: Said = parts("所记录的环节", widget="part")


class OpeningConfirmed(OpeningForm, Body, kind="opening.confirmed", version=1):
    """Somebody watched the start of a recording and says which of the five items were spoken."""

    act: int | None = whole("所属活动", default=None)
    device: str = line("设备编号", default="", min_length=0)


OPENING = {name: field.title or "" for name, field in OpeningForm.model_fields.items() if field.annotation is Said}
