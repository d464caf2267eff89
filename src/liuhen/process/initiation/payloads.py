"""What the entries of 受案 and 立案 hold, and what people enter for them; the clue's own stand in `clues`."""

from liuhen.forms.fields import Form, choice, line, officers, parts, text, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.people.roles import Role
from liuhen.process.case.parts import Opinion, Part, Party
from liuhen.process.case.standing import Step, before_named, level
from liuhen.process.initiation.clues import SOURCES


class OpeningForm(Form):
    """呈报立案审批."""

    case_title: str = line("案件名称")
    cause: str = line("案由")
    source: str = choice("案件来源", SOURCES, article="武汉办法第十二条")
    party: Party = parts("当事人基本情况", widget="part", article="武汉办法第十二条")
    reason: str = text(
        "启动原因",
        rows=2,
        default="",
        min_length=0,
        article="汶上县办法第十条",
        description="留空的，按案件来源和案由写入审批表。",
    )
    facts: str = text("基本案情")
    basis: str = text("立案依据", article="令第4号第十五条")
    opinion: str = text("承办人意见", article="武汉办法第十二条")
    urgent: bool = yes(
        "情况紧急，已依法先行启动",
        default=False,
        article="武汉办法第十二条",
        description="可以先立案、后补办审批：启动后两个工作日内补办立案审批；先行登记保存、封存和强制措施仍须二十四小时内补批。",
    )


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
    reason: str = text("启动原因", default="", min_length=0)
    facts: str = text("基本案情", default="", min_length=0)
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
