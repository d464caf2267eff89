"""What the entries of 受案 and 立案 hold, and what people enter for them."""

from typing import Annotated

from liuhen.forms.fields import Form, choice, line, officers, parts, several, text, yes
from liuhen.ledger import Body, Sealed
from liuhen.people.officers import Snapshot
from liuhen.people.roles import Role
from liuhen.process.case.parts import Opinion, Part, Party
from liuhen.process.case.standing import Step, before_named, level

SOURCES = {
    "inspection": "依职权检查发现",
    "complaint": "投诉、举报",
    "assigned": "上级交办",
    "transferred": "其他机关移送",
    "other": "其他途径发现",
}
TOLD = {"complainant": "投诉人、举报人", "transferring": "移送机关", "superior": "交办机关"}


class Informant(Part):
    """Who complained or informed; sealed, with a key of its own."""

    name: str = line("姓名", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0)
    identity_no: str = line("身份证件号码", default="", min_length=0)


class ClueForm(Form):
    """登记线索."""

    source: str = choice("线索来源", SOURCES, article="武汉办法第十三条")
    summary: str = text("线索内容")
    violation: str = line("涉嫌违法行为")
    party: Party = parts("当事人", widget="part")
    found_in: str = line("发现线索的检查件号（由行政检查转来的）", default="", min_length=0)
    anonymous: bool = yes("匿名举报", default=False)
    informant: Informant | None = parts("投诉人、举报人（封存，只有承办人可见）", widget="part", default=None)


class ClueRegistered(Body, kind="clue.registered", version=1):
    """A clue from one of five sources begins a dossier."""

    ref: str
    clue_no: str = line("线索编号")
    department: str = line("承办处室")
    source: str = choice("线索来源", SOURCES)
    summary: str = text("线索内容")
    violation: str = line("涉嫌违法行为")
    party: Party = parts("当事人")
    found_in: str = line("发现线索的检查件号", default="", min_length=0)
    anonymous: bool = yes("匿名举报")
    informant: Annotated[Informant | None, Sealed] = parts("投诉人、举报人", default=None)


class ClueCheckForm(Form):
    """线索核查."""

    finding: str = text("核查情况")
    suspect_clear: bool = yes("有明确的违法嫌疑人", article="令第4号第十五条")
    punishable: bool = yes("涉嫌违法，依法应当给予行政处罚", article="令第4号第十五条")
    in_jurisdiction: bool = yes("属于本部门管辖", article="令第4号第十五条")
    suggestion: str = choice("处理建议", {"open": "建议立案", "not_open": "建议不予立案"})


class ClueChecked(ClueCheckForm, Body, kind="clue.checked", version=1):
    """The clue was looked into, against the three conditions of opening a case."""


class NotOpenedForm(Form):
    """不予立案."""

    reason: str = text("不予立案的理由", article="武汉办法第十三条")
    told: list[str] = several("已告知", TOLD, default_factory=list)
    told_how: str = line("告知方式和时间", default="", min_length=0)


class ClueNotOpened(NotOpenedForm, Body, kind="clue.not_opened", version=1):
    """No case is opened; who was told, and how."""


class OpeningForm(Form):
    """呈报立案审批."""

    case_title: str = line("案件名称")
    cause: str = line("案由")
    source: str = choice("案件来源", SOURCES, article="武汉办法第十二条")
    party: Party = parts("当事人基本情况", widget="part", article="武汉办法第十二条")
    facts: str = text("基本案情")
    basis: str = text("立案依据", article="令第4号第十五条")
    opinion: str = text("承办人意见", article="武汉办法第十二条")
    urgent: bool = yes("情况紧急，已依法先行启动", default=False, article="武汉办法第十二条")


class OpeningRequested(OpeningForm, Body, kind="opening.requested", version=1):
    """The handler asks for the case to be opened, in the order of approvals in force then."""

    order: list[Step] = parts("审批流程", default_factory=before_named(Role.UNIT_HEAD, Role.DEPUTY, Role.CHIEF))
    order_basis: str = text("审批流程依据", default="", min_length=0)


class WithdrawForm(Form):
    """撤回立案呈批."""

    reason: str = text("撤回理由")


class OpeningWithdrawn(WithdrawForm, Body, kind="opening.withdrawn", version=1):
    """The handler takes the request back before anybody has signed it."""


class EndorseForm(Form):
    """主要负责人批准之前各步的意见."""

    opinion: str = text("审批意见", article="武汉办法第十二条", examples=["同意立案"])


class OpeningEndorsed(EndorseForm, Body, kind="opening.endorsed", version=1):
    """Whoever is asked before the last step gives his opinion."""

    level: str = level()


class ReturnForm(Form):
    """退回."""

    reason: str = text("退回理由")


class OpeningReturned(ReturnForm, Body, kind="opening.returned", version=1):
    """The request goes back to the handler with the reason."""

    level: str = level()


class ApproveForm(Form):
    """最后一步审批."""

    opinion: str = text("审批意见", article="武汉办法第十二条", examples=["同意立案"])


class Opinions(Part):
    """The opinions on an opening, the four of W12 and those that the organ asks besides, each signed and dated."""

    handler: Opinion | None = None
    unit_head: Opinion | None = None
    reviewer: Opinion | None = None
    deputy: Opinion | None = None
    chief: Opinion | None = None


class OpeningApproved(Body, kind="opening.approved", version=1):
    """The last step approves; all the opinions stand together here."""

    source: str = choice("案件来源", SOURCES)
    party: Party = parts("当事人")
    urgent: bool = yes("情况紧急先行启动")
    opinion: Opinions = parts("各级意见")


class CaseForm(Form):
    """立案."""

    officer_ids: list[str] = officers("承办人（两人以上）", min_length=1, article="令第4号第十六条")


class CaseOpened(Body, kind="case.opened", version=1):
    """The case has its number and its officers, as their certificates stood that day."""

    case_no: str = line("案号")
    title: str = line("案件名称")
    cause: str = line("案由")
    party: Party = parts("当事人")
    officers: list[Snapshot] = parts("承办人")
    law_requires_approval: bool = yes("依法须经审批")
    urgent: bool = yes("情况紧急先行启动")
