"""结案审批表, 卷内目录 and the papers that reckon with money, filled from the entries of the whole case."""

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import beijing_date, written
from liuhen.ledger import Body, Entry
from liuhen.office.in_force import in_force
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import Said, case_fields, handler_names, opinion_of, said
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.standing import APPROVERS
from liuhen.process.case.volume import catalogue_of
from liuhen.process.execution.deferring import PaymentDeferred
from liuhen.process.execution.money import MONEY, Line, money
from liuhen.process.execution.overdue import ExtraFineAdded
from liuhen.process.execution.paying import PaymentReceived
from liuhen.process.execution.payloads import (
    ArchiveFiled,
    ClosingApproved,
    ClosingEndorsed,
    ClosingRequested,
    ExecutionChecked,
)


@fills("closing-approval", ClosingApproved)
def closing_approval(case: CaseRef, entry: Entry, body: ClosingApproved) -> Sheet:
    """Return the sheet of 结案审批表."""
    return {
        **case_fields(case),
        "party_name": case.party,
        "handlers": handler_names(case),
        **_opened(case),
        **_decided(case),
        **_checked(case),
        **_asked(case),
        "ground": body.ground,
        "opinions": _endorsed(case, entry) or None,
        "opinion_leader": opinion_of(entry, body.opinion),
    }


@fills("catalogue", ArchiveFiled)
def catalogue(case: CaseRef, entry: Entry, body: ArchiveFiled) -> Sheet:
    """Return the sheet of 卷内目录 as the case was filed; what was made later is not in the file."""
    return {
        **case_fields(case),
        **catalogue_of(case, upto=entry.dossier_seq or 0),
        "keeper": body.keeper,
        "filed_on": written(entry.happened),
    }


@fills("payment-register", PaymentReceived)
def payment_register(case: CaseRef, entry: Entry, body: PaymentReceived) -> Sheet:
    """Return every sum that had come in by this one, each as it was put right last, and what was asked."""
    del body
    told = [Said(*case.at(one.seq, PaymentReceived)) for one in case.events(PaymentReceived.kind)]
    right = {one.entry.corrects or one.entry.dossier_seq: one for one in told if _by(one.entry, entry)}
    sums: list[Json] = [_sum(one) for one in right.values()]
    return {"payments": sums, **_asked_in_money(case, entry)}


def _sum(said: Said) -> Json:
    return {
        "paid_on": beijing_date(said.entry.happened).isoformat(),
        "fen": said.field("fen"),
        "receipt": said.field("receipt_no"),
        **{name: said.word(name) for name in ("item", "into")},
    }


@fills("deferral-approval", PaymentDeferred)
@fills("deferral-notice", PaymentDeferred)
@fills("extra-fine", ExtraFineAdded)
def fine_asked(case: CaseRef, entry: Entry, body: Body) -> Sheet:
    """Return the fine as it stood on that day: a decision may have been changed since it was made."""
    del body
    return {"fine_fen": _line(case, entry, "fine").decided}


def _asked_in_money(case: CaseRef, entry: Entry) -> dict[str, Json]:
    return {f"{item}_fen": _line(case, entry, item).decided for item in ("fine", "refund")}


def _line(case: CaseRef, entry: Entry, item: str) -> Line:
    before = [one for one in case.events(*MONEY) if one.seq <= (entry.dossier_seq or 0)]
    now = money(before, force=in_force(case.organ), on=beijing_date(entry.happened))
    return now.line(item)


def _by(one: Entry, last: Entry) -> bool:
    return (one.dossier_seq or 0) <= (last.dossier_seq or 0)


def _opened(case: CaseRef) -> dict[str, Json]:
    opened = said(case, "case.opened")
    return {"opened_on": opened.when} if opened else {}


def _decided(case: CaseRef) -> dict[str, Json]:
    made = said(case, "decision.made")
    if made is None:
        return {}
    return {
        "decision_no": made.field("document_no"),
        "decided_on": made.when,
        "refund_fen": made.field("refund_fen") or None,
        "fine_fen": made.field("fine_fen") or None,
    }


def _checked(case: CaseRef) -> dict[str, Json]:
    found = case.last(ExecutionChecked)
    if found is None:
        return {}
    seen = found[1]
    looked = [event.fields.get("corrected") for event in case.events(ExecutionChecked.kind)]
    return {
        "refunded_fen": seen.refunded_fen,
        "paid_fen": seen.paid_fen,
        "corrected": next((one for one in reversed(looked) if isinstance(one, bool)), None),
        "execution": seen.findings,
    }


def _asked(case: CaseRef) -> dict[str, Json]:
    found = case.last(ClosingRequested)
    if found is None:
        return {}
    entry, asked = found
    return {"opinion_handler": opinion_of(entry, asked.summary)}


def _endorsed(case: CaseRef, approval: Entry) -> list[Json]:
    """Return the opinions between the last request and its approval, in their order."""
    asked = [one.seq for one in case.events(ClosingRequested.kind) if one.seq < (approval.dossier_seq or 0)]
    said = [case.at(one.seq, ClosingEndorsed) for one in case.events(ClosingEndorsed.kind) if one.seq > asked[-1]]
    return [{"level": APPROVERS[body.level], **opinion_of(entry, body.opinion)} for entry, body in said]
