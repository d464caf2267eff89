"""检查安排、开始检查: what people enter, and what the entries hold. One dossier is about one object."""

from datetime import date

from liuhen.forms.fields import Form, choice, day, line, number, officers, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Party

REASONS = {"daily": "日常检查", "special": "专项检查", "random": "双随机抽查", "report": "举报、投诉核查"}


class PlanForm(Form):
    """检查安排."""

    reason: str = choice("检查类型", REASONS)
    basis: str = line("依据（年度计划、专项方案、举报件号等）", default="", min_length=0)
    draw: int | None = number("双随机抽取的记录号", default=None, ge=1)
    party: Party = parts("检查对象", widget="part")
    matters: str = text("检查事项", rows=3)
    place: str = line("检查地点", default="", min_length=0)
    planned_on: date = day("计划检查日期")
    officer_ids: list[str] = officers("检查人员（两人以上）", min_length=1, article="基金条例第二十九条")


class InspectionPlanned(Body, kind="inspection.planned", version=2):
    """An inspection of one object is arranged; begins a dossier."""

    ref: str
    inspection_no: str = line("检查编号")
    department: str = line("承办处室")
    reason: str = choice("检查类型", REASONS)
    basis: str = line("依据", default="", min_length=0)
    draw: int | None = whole("双随机抽取的记录号", default=None, le=10**9)
    party: Party = parts("检查对象")
    matters: str = text("检查事项")
    place: str = line("检查地点", default="", min_length=0)
    planned_on: date = day("计划检查日期")
    officers: list[Snapshot] = parts("检查人员")
    inspected_before: int = whole("此前十二个月已检查次数")
    inspected_last: date | None = day("此前最近一次检查", default=None)


class BeginForm(Form):
    """开始检查."""

    place: str = line("检查地点")
    object: str = line("检查对象")
    officer_ids: list[str] = officers("检查人员（两人以上）", min_length=1, article="基金条例第二十九条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="国办发〔2018〕118号第二部分")
    received_by: str = line("接待、陪同检查的人", default="", min_length=0)


class InspectionBegun(Body, kind="inspection.begun", version=2):
    """The officers are there, have shown who they are, and begin."""

    place: str = line("检查地点")
    object: str = line("检查对象")
    officers: list[Snapshot] = parts("检查人员")
    certificate_shown: bool = yes("已出示执法证件")
    received_by: str = line("接待、陪同检查的人", default="", min_length=0)
