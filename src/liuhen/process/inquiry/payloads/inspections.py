"""现场检查: what people enter, and what the entry holds."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, line, moment, officers, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Present, Signatures


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
