"""受案、立案: each function composes the body of one act; the guard lets it pass and writes it."""

from datetime import datetime
from typing import Any

from liuhen.kernel.clock import as_instant, written
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Entry
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.approval import order_of, require_unsigned, waits
from liuhen.process.case.numbers import next_number
from liuhen.process.case.parties import party_of
from liuhen.process.case.parts import Opinion
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.initiation.clue_actions import OPENING, PHASE
from liuhen.process.initiation.clues import SOURCES, ClueChecked, ClueRegistered
from liuhen.process.initiation.payloads import (
    ApproveForm,
    CaseForm,
    CaseOpened,
    EndorseForm,
    OpeningApproved,
    OpeningEndorsed,
    OpeningForm,
    OpeningRequested,
    OpeningReturned,
    OpeningWithdrawn,
    Opinions,
    ReturnForm,
    WithdrawForm,
)


@act(
    OpeningRequested,
    label="立案呈批",
    verb="呈报立案审批",
    phase=PHASE,
    needs=("clue.registered",),
    article="武汉办法第十二条",
    help="情况紧急的，呈报以后即可先立案、后补办审批；补办的期限和先行登记保存、强制措施的二十四小时，立案后列在应记之中。",
)
def request_opening(case: CaseRef, form: OpeningForm, doing: Doing) -> OpeningRequested:
    """Ask for the case to be opened, with the handler's opinion."""
    del doing
    if waits(case, OPENING):
        raise OutOfOrderError("立案审批正在进行。", remedy="请等待审批；被退回后可以重新呈报。")
    if case.events("opening.approved"):
        raise OutOfOrderError("立案已经批准。", why="批准的内容不能再换。", remedy="请继续办理后面的步骤。")
    order = order_of(case, OpeningRequested.kind)
    return OpeningRequested(**dict(form), order=list(order.steps), order_basis=order.basis)


@prefills(OpeningRequested)
def _known_of_clue(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    before = case.last(OpeningRequested)
    if before is not None:
        return before[1].model_dump(include=set(OpeningForm.model_fields))
    _, body = case.given(ClueRegistered)
    party = party_of(case) or body.party
    checked = case.last(ClueChecked)
    return {
        "case_title": f"{party.name}涉嫌{body.violation}案",
        "cause": body.violation,
        "source": body.source,
        "party": party.model_dump(),
        "reason": f"{SOURCES[body.source]}，涉嫌{body.violation}",
        "facts": checked[1].finding if checked else body.summary,
    }


@act(OpeningEndorsed, label="立案审批意见", verb="签署立案意见", phase=PHASE, needs=("opening.requested",))
def endorse_opening(case: CaseRef, form: EndorseForm, doing: Doing) -> OpeningEndorsed:
    """Give an opinion on the request in one's turn."""
    del case
    return OpeningEndorsed(opinion=form.opinion, level=str(doing.acting.role))


@act(OpeningReturned, label="立案呈批退回", verb="退回立案呈批", phase=PHASE, needs=("opening.requested",))
def return_opening(case: CaseRef, form: ReturnForm, doing: Doing) -> OpeningReturned:
    """Send the request back to the handler with the reason."""
    del case
    return OpeningReturned(reason=form.reason, level=str(doing.acting.role))


@act(OpeningWithdrawn, label="立案呈批撤回", verb="撤回立案呈批", phase=PHASE, needs=("opening.requested",))
def withdraw_opening(case: CaseRef, form: WithdrawForm, doing: Doing) -> OpeningWithdrawn:
    """Take the request back, as long as nobody has signed it."""
    del doing
    require_unsigned(case, OPENING)
    return OpeningWithdrawn(reason=form.reason)


@act(
    OpeningApproved,
    label="立案审批",
    verb="批准立案",
    phase=PHASE,
    needs=("opening.requested",),
    article="武汉办法第十二条",
)
def approve_opening(case: CaseRef, form: ApproveForm, doing: Doing) -> OpeningApproved:
    """Approve the opening; all the opinions are brought together here."""
    entry, request = case.given(OpeningRequested)
    return OpeningApproved(
        source=request.source,
        party=request.party,
        urgent=request.urgent,
        reason=request.reason or f"{SOURCES[request.source]}，{request.cause}",
        facts=request.facts,
        opinion=Opinions(
            handler=_said(entry, request.opinion),
            **_endorsements(case, after=entry.dossier_seq or 0),
            **{str(doing.acting.role): _own(doing, form.opinion)},
        ),
    )


@act(
    CaseOpened,
    label="立案",
    verb="立案并确定承办人",
    phase=PHASE,
    needs=("opening.requested",),
    once=True,
    article="令第4号第十六条",
    help="承办人不少于两人，执法证须在当日有效。情况紧急已先行启动的，可以先立案，立案审批随后补办。",
)
def open_case(case: CaseRef, form: CaseForm, doing: Doing) -> CaseOpened:
    """Give the case its number and its officers."""
    _, request = case.given(OpeningRequested)
    return CaseOpened(
        case_no=next_number(case.organ, "案", on=doing.happened),
        title=request.case_title,
        cause=request.cause,
        party=request.party,
        officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened),
        law_requires_approval=True,
        urgent=request.urgent,
    )


@prefills(CaseOpened)
def _oneself(case: CaseRef, by: Officer) -> dict[str, Any]:
    del case
    return {"officer_ids": [by.id]}


def _own(doing: Doing, text: str) -> Opinion:
    moment = written(as_instant(doing.happened))
    return Opinion(by=doing.by.id, name=doing.by.name, at=moment, text=text, on_behalf=doing.for_whom)


def _said(entry: Entry, text: str) -> Opinion:
    moment = entry.happened if isinstance(entry.happened, datetime) else as_instant(entry.happened)
    whose = entry.on_behalf.name if entry.on_behalf else ""
    return Opinion(by=entry.by.id, name=entry.by.name, at=written(moment), text=text, on_behalf=whose)


def _endorsements(case: CaseRef, *, after: int) -> dict[str, Opinion]:
    said = {}
    for event in case.events("opening.endorsed"):
        if event.seq > after:
            entry, body = case.at(event.seq, OpeningEndorsed)
            said[body.level] = _said(entry, body.opinion)
    return said
