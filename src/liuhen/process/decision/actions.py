"""决定: each function composes the body of one act; the guard writes it."""

from datetime import timedelta
from typing import Any, Final

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.papers import form as paper_form
from liuhen.papers import wrong_fields
from liuhen.people.officers import Officer
from liuhen.process.case.approval import order_of
from liuhen.process.case.numbers import next_number
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.decision.contents import require_sound
from liuhen.process.decision.discretion import compare
from liuhen.process.decision.notice import PHASE, require_undecided
from liuhen.process.decision.notice_payloads import NoticeGiven
from liuhen.process.decision.papers import decision_sheet
from liuhen.process.decision.payloads import (
    DecisionDrafted,
    DecisionEndorsed,
    DecisionForm,
    DecisionMade,
    DecisionReturned,
    DecisionReturnForm,
    SignOffForm,
)
from liuhen.process.decision.told import concluded


@act(
    DecisionDrafted,
    label="决定呈批",
    verb="呈报处罚决定",
    phase=PHASE,
    needs=("inquiry.concluded",),
    article="武汉办法第二十条",
)
def draft_decision(case: CaseRef, form: DecisionForm, doing: Doing) -> DecisionDrafted:
    """Put the decision before those who approve it; only one whose paper can be made."""
    require_undecided(case, "决定呈批")
    require_sound(case, form)
    compared = compare(case.organ, form)
    _require_printable(case, form, doing)
    order = order_of(case, DecisionDrafted.kind)
    return DecisionDrafted(**dict(form), range_words=compared, order=list(order.steps), order_basis=order.basis)


@prefills(DecisionDrafted)
def _known_of_inquiry(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    before = case.last(DecisionDrafted)
    if before is not None:
        return before[1].model_dump(include=set(DecisionForm.model_fields))
    notice = case.last(NoticeGiven)
    known: dict[str, Any] = {}
    if notice is not None:
        told = notice[1]
        known = {
            "facts": told.facts,
            "basis": told.basis,
            "measures": told.proposal,
            **{name: getattr(told, name) for name in ANNOUNCED},
        }
    report = concluded(case)
    if loss := getattr(report, "loss_fen", 0):
        known["loss_fen"] = loss
    party = party_of(case)
    return known | ({"party": party.model_dump()} if party else {})


@act(DecisionEndorsed, label="决定审批意见", verb="签署决定意见", phase=PHASE, needs=("decision.drafted",))
def endorse_decision(case: CaseRef, form: SignOffForm, doing: Doing) -> DecisionEndorsed:
    """Give an opinion on the draft in one's turn."""
    del case
    return DecisionEndorsed(opinion=form.opinion, level=str(doing.acting.role))


@act(
    DecisionMade,
    label="行政处罚决定",
    verb="作出处罚决定",
    phase=PHASE,
    needs=("decision.drafted",),
    once=True,
    article="武汉办法第二十条",
)
def make_decision(case: CaseRef, form: SignOffForm, doing: Doing) -> DecisionMade:
    """Decide as drafted; the decision takes its number now."""
    entry, body = case.given(DecisionDrafted)
    day = beijing_date(doing.happened)
    content = {name: getattr(body, name) for name in DecisionForm.model_fields}
    return DecisionMade(
        **content,
        draft_seq=entry.dossier_seq or 0,
        opinion=form.opinion,
        document_no=next_number(case.organ, "罚", on=doing.happened),
        total_fen=body.fine_fen + body.refund_fen,
        correction_due=day + timedelta(days=body.correction_days) if body.correction else None,
    )


@act(DecisionReturned, label="决定呈批退回", verb="退回决定呈批", phase=PHASE, needs=("decision.drafted",))
def return_draft(case: CaseRef, form: DecisionReturnForm, doing: Doing) -> DecisionReturned:
    """Send the draft back to the handler with the reason."""
    del case
    return DecisionReturned(reason=form.reason, level=str(doing.acting.role))


ANNOUNCED: Final = ("basis_article", "fine_fen", "refund_fen", "confiscated_fen", "suspend_months", "ban_years")
"""What notice and decision both say of the penalty."""

_IN_PARTY: Final = {"party_address": "party.address", "party_name": "party.name", "party_kind": "party.kind"}


def _require_printable(case: CaseRef, content: DecisionForm, doing: Doing) -> None:
    paper = paper_form("decision")
    sheet = decision_sheet(case, content, document_no="待编", decided_on=doing.happened)
    if wrong := wrong_fields(paper, sheet):
        raise BadInputError(
            f"《{paper.title}》还缺 {len(wrong)} 处内容，不能呈报。",
            fields={_IN_PARTY.get(name, name): said for name, said in wrong.items()},
            why="决定作出以后不能再改，文书缺项就无法制作。",
            remedy="请按提示补齐后再呈报。",
        )
