"""中止、恢复、终止调查和暂停结算: what people enter, and what the entries hold."""

from datetime import date
from typing import Final

from liuhen.forms.fields import Form, choice, day, entry, line, text, yes
from liuhen.ledger import Body
from liuhen.process.case.requests import Granted, Requested

SUSPENDING: Final = {
    "other_case": "须以相关案件的裁判结果或者其他行政决定为依据，而相关案件尚未审结或者决定尚未作出",
    "interpretation": "涉及法律适用等问题，须送请有权机关解释或者确认",
    "force_majeure": "因不可抗力暂时无法调查",
    "party_missing": "因当事人下落不明暂时无法调查",
    "other": "其他应当中止调查的情形",
}
TERMINATING: Final = {
    "party_gone": "涉嫌违法的公民死亡，或者法人、其他组织终止，没有权利义务承受人，调查无法继续",
    "judicial": "移送司法机关追究刑事责任",
    "other": "其他依法应当终止调查的情形",
}


class SuspensionForm(Form):
    """中止调查（呈批）."""

    ground: str = choice("中止的情形", SUSPENDING, article="令第4号第四十二条")
    reason: str = text("具体情况", article="令第4号第四十二条")
    expected: date | None = day("预计何时消除", default=None)


class SuspensionRequested(SuspensionForm, Requested, kind="suspension.requested", version=1):
    """The handler asks to suspend the inquiry."""


class InquirySuspended(Granted, kind="inquiry.suspended", version=2):
    """The inquiry rests until its ground is gone."""

    ground: str = choice("中止的情形", SUSPENDING)
    reason: str = text("具体情况")
    document_no: str = line("中止调查决定书文号")
    approved: bool = yes("已经负责人批准", default=True)


class ResumptionForm(Form):
    """恢复调查."""

    of: int = entry("哪一次中止", ("inquiry.suspended",))
    reason: str = text("中止的情形怎样消除", article="令第4号第四十二条")


class InquiryResumed(ResumptionForm, Body, kind="inquiry.resumed", version=2):
    """The ground is gone; the inquiry goes on."""


class TerminationForm(Form):
    """终止调查（呈批）."""

    ground: str = choice("终止的情形", TERMINATING, article="令第4号第四十七条")
    reason: str = text("具体情况", article="令第4号第四十七条")


class TerminationRequested(TerminationForm, Requested, kind="termination.requested", version=1):
    """The handler asks to end the inquiry for good."""


class InquiryTerminated(Granted, kind="inquiry.terminated", version=2):
    """The inquiry is over without a decision; only closing is left."""

    ground: str = choice("终止的情形", TERMINATING)
    reason: str = text("具体情况")
    of: int | None = entry("调查尚在中止的，哪一次中止", ("inquiry.suspended",), default=None)
    approved: bool = yes("已经负责人批准", default=True)


class SettlementForm(Form):
    """暂停结算（呈批）."""

    institution: str = line("被暂停结算的定点医药机构")
    agency: str = line("经办机构")
    reason: str = text("拒不配合调查的情形", article="基金条例第三十条")
    scope: str = line("暂停的范围", default="全部医疗保障基金结算")


class SettlementSuspensionRequested(SettlementForm, Requested, kind="settlement.suspension_requested", version=1):
    """The handler asks that payments from the fund be held back."""


class SettlementSuspended(Granted, kind="settlement.suspended", version=2):
    """The agency is required to hold back payments from the fund."""

    institution: str = line("被暂停结算的定点医药机构")
    agency: str = line("经办机构")
    reason: str = text("拒不配合调查的情形")
    scope: str = line("暂停的范围")
    approved: bool = yes("已经主要负责人批准", default=True)


class SettlementResumedForm(Form):
    """恢复结算."""

    of: int = entry("哪一次暂停", ("settlement.suspended",))
    reason: str = text("恢复的理由", article="基金条例第三十条")


class SettlementResumed(SettlementResumedForm, Body, kind="settlement.resumed", version=2):
    """Payments go on."""
