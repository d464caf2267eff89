"""现场检查: what people enter, and what the entry holds."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, line, moment, officers, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Part, Present

PARTY_SIGNED = {"signed": "已逐页签名", "refused": "拒绝签名", "absent": "不在场"}


class Signatures(Part):
    """How a record was signed."""

    party: str = choice("当事人", PARTY_SIGNED, default="signed", article="令第4号第二十条")
    every_page: bool = yes("当事人逐页签名", default=True, article="令第4号第二十条")
    officers: bool = yes("执法人员签名", default=True, article="令第4号第二十条")
    witness: str = line("见证人（当事人拒签或不在场时）", default="", min_length=0)


class InspectionForm(Form):
    """现场检查笔录."""

    place: str = line("检查地点")
    arrived: AwareDatetime = moment("到达现场时间")
    left: AwareDatetime = moment("离开现场时间")
    officer_ids: list[str] = officers(min_length=1, article="武汉办法第十四条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="武汉办法第十四条")
    object: str = line("检查对象")
    present: list[Present] = parts("在场人员", default_factory=list)
    findings: str = text("检查情况", article="武汉办法第十五条")
    pages: int = whole("笔录页数", default=1, ge=1)
    signatures: Signatures = parts("签名情况", widget="part", default_factory=Signatures)


class InspectionMade(Body, kind="inspection.made", version=1):
    """An on-site inspection with its written record."""

    place: str = line("检查地点")
    arrived: AwareDatetime = moment("到达现场时间")
    left: AwareDatetime = moment("离开现场时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    object: str = line("检查对象")
    present: list[Present] = parts("在场人员")
    findings: str = text("检查情况")
    pages: int = whole("笔录页数")
    signatures: Signatures = parts("签名情况")
