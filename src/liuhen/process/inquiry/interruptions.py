"""中止、恢复、终止调查; 要求暂停医疗保障基金结算. What interrupts an inquiry is asked for and approved beside it."""

from typing import Any

from liuhen.kernel.errors import OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.approval import beside
from liuhen.process.case.numbers import next_number
from liuhen.process.case.reference import INSPECTION, PENALTY, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import GrantForm, asked_in, asking, granting
from liuhen.process.inquiry.actions import PHASE, suspended_by
from liuhen.process.inquiry.evidence import answers, require_entry
from liuhen.process.inquiry.payloads.interruptions import (
    InquiryResumed,
    InquirySuspended,
    InquiryTerminated,
    ResumptionForm,
    SettlementForm,
    SettlementResumed,
    SettlementResumedForm,
    SettlementSuspended,
    SettlementSuspensionRequested,
    SuspensionForm,
    SuspensionRequested,
    TerminationForm,
    TerminationRequested,
)

SUSPENSION = beside("suspension", asked=SuspensionRequested.kind, approved=InquirySuspended.kind)
TERMINATION = beside("termination", asked=TerminationRequested.kind, approved=InquiryTerminated.kind)
SETTLEMENT = beside(
    "settlement_suspension", asked=SettlementSuspensionRequested.kind, approved=SettlementSuspended.kind
)


@act(
    SuspensionRequested,
    label="中止调查呈批",
    verb="呈报中止调查",
    phase=PHASE,
    needs=("case.opened",),
    article="令第4号第四十二条",
    help="有法定情形之一的，经负责人批准中止；情形消除后立即恢复。",
)
def request_suspension(case: CaseRef, form: SuspensionForm, doing: Doing) -> SuspensionRequested:
    """Ask to suspend the inquiry."""
    del doing
    require_going(case)
    return SuspensionRequested(**dict(form), **asking(case, SUSPENSION))


@act(
    InquirySuspended,
    label="中止调查",
    verb="批准中止调查",
    phase=PHASE,
    article="令第4号第四十二条",
)
def suspend(case: CaseRef, form: GrantForm, doing: Doing) -> InquirySuspended:
    """Suspend the inquiry."""
    require_going(case)
    _, asked = asked_in(case, form.request, SuspensionRequested)
    number = next_number(case.organ, "中", on=doing.happened)
    return InquirySuspended(**granting(form, doing), ground=asked.ground, reason=asked.reason, document_no=number)


@act(
    InquiryResumed,
    label="恢复调查",
    verb="恢复调查",
    phase=PHASE,
    needs=("inquiry.suspended",),
    article="令第4号第四十二条",
    help="中止的情形消除后立即恢复。",
)
def resume(case: CaseRef, form: ResumptionForm, doing: Doing) -> InquiryResumed:
    """Go on with the inquiry."""
    del doing
    require_entry(case, form.of, (InquirySuspended.kind,), field="of")
    if suspended_by(case) != form.of:
        raise OutOfOrderError("这次中止已经恢复。", remedy="请刷新页面查看。")
    return InquiryResumed(**dict(form))


@act(
    TerminationRequested,
    label="终止调查呈批",
    verb="呈报终止调查",
    phase=PHASE,
    needs=("case.opened",),
    article="令第4号第四十七条",
    help="经负责人批准终止后，不再调查、审核、告知和决定，只办结案；已采取的强制措施须立即解除。",
)
def request_termination(case: CaseRef, form: TerminationForm, doing: Doing) -> TerminationRequested:
    """Ask to end the inquiry for good."""
    del doing
    _require_undecided(case)
    return TerminationRequested(**dict(form), **asking(case, TERMINATION))


@act(
    InquiryTerminated,
    label="终止调查",
    verb="批准终止调查",
    phase=PHASE,
    once=True,
    article="令第4号第四十七条",
)
def terminate(case: CaseRef, form: GrantForm, doing: Doing) -> InquiryTerminated:
    """End the inquiry for good."""
    _require_undecided(case)
    _, asked = asked_in(case, form.request, TerminationRequested)
    rests = suspended_by(case)
    return InquiryTerminated(**granting(form, doing), ground=asked.ground, reason=asked.reason, of=rests)


def require_going(case: CaseRef) -> None:
    """Refuse to suspend what rests already, or what was decided."""
    _require_undecided(case)
    if (since := suspended_by(case)) is not None:
        raise OutOfOrderError("案件调查已经中止。", why=f"见第 {since} 条。", remedy="情形消除后，请先恢复调查。")


def _require_undecided(case: CaseRef) -> None:
    if decided := case.events("decision.made"):
        raise OutOfOrderError(
            "本案已经作出决定，调查已经结束。",
            why=f"见第 {decided[-1].seq} 条。",
            remedy="决定之后的事项，请在送达与执行、结案中办理。",
        )


@act(
    SettlementSuspensionRequested,
    label="暂停结算呈批",
    verb="呈报暂停结算",
    phase=PHASE,
    needs=("clue.registered",),
    article="基金条例第三十条",
    help="定点医药机构拒不配合调查的，经主要负责人批准，可以要求经办机构暂停医疗保障基金结算。",
    of=(PENALTY, INSPECTION),
)
def request_settlement(case: CaseRef, form: SettlementForm, doing: Doing) -> SettlementSuspensionRequested:
    """Ask that payments from the fund be held back."""
    del doing
    return SettlementSuspensionRequested(**dict(form), **asking(case, SETTLEMENT))


@act(
    SettlementSuspended,
    label="暂停医疗保障基金结算",
    verb="批准暂停结算",
    phase=PHASE,
    article="基金条例第三十条",
    of=(PENALTY, INSPECTION),
)
def suspend_settlement(case: CaseRef, form: GrantForm, doing: Doing) -> SettlementSuspended:
    """Require the agency to hold back payments."""
    _, asked = asked_in(case, form.request, SettlementSuspensionRequested)
    said = {name: getattr(asked, name) for name in SettlementForm.model_fields}
    return SettlementSuspended(**granting(form, doing), **said)


@act(
    SettlementResumed,
    label="恢复医疗保障基金结算",
    verb="登记恢复结算",
    phase=PHASE,
    needs=("settlement.suspended",),
    article="基金条例第三十条",
    of=(PENALTY, INSPECTION),
)
def resume_settlement(case: CaseRef, form: SettlementResumedForm, doing: Doing) -> SettlementResumed:
    """Let payments go on."""
    del doing
    require_entry(case, form.of, (SettlementSuspended.kind,), field="of")
    if form.of in answers(case, SettlementResumed.kind):
        raise OutOfOrderError("这次暂停的结算已经恢复。", remedy="请刷新页面查看。")
    return SettlementResumed(**dict(form))


@prefills(SettlementSuspensionRequested)
def _party(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"institution": case.party}


@prefills(InquiryResumed)
def _resting(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"of": suspended_by(case)}


@prefills(SettlementResumed)
def _held_back(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    ended = answers(case, SettlementResumed.kind)
    held = [event.seq for event in case.events(SettlementSuspended.kind) if event.seq not in ended]
    return {"of": held[0]} if len(held) == 1 else {}
