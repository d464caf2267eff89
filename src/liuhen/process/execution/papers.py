"""结案审批表 and 卷内目录, filled from the approval and from the filing."""

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import case_fields, handler_names, opinion_of, said
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.standing import APPROVERS
from liuhen.process.case.volume import catalogue_of
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
