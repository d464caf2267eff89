"""立案审批表 is filled from the approval and the request it answers."""

from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import opinion_fields, organ_name, party_fields
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.standing import APPROVERS
from liuhen.process.initiation.payloads import OpeningApproved, OpeningRequested


@fills("opening-approval", OpeningApproved)
def opening_approval(case: CaseRef, entry: Entry, body: OpeningApproved) -> Sheet:
    """Return the sheet of 立案审批表."""
    request = _request(case, entry)
    return {
        "organ": organ_name(case.organ),
        "case_title": case.title,
        "source": body.source,
        "source_note": case.clue_no,
        **party_fields(body.party),
        "cause": request.cause if request else "",
        "summary": request.facts if request else "",
        "basis": request.basis if request else "",
        "opinion_handler": opinion_fields(body.opinion.handler) if body.opinion.handler else None,
        "opinions": [
            {"level": APPROVERS[role], **opinion_fields(said)}
            for step in (request.order if request else ())
            for role in step.roles
            if (said := getattr(body.opinion, role)) is not None
        ],
        "urgent": body.urgent,
        "urgent_note": "已依法先行启动，本表为补办。" if body.urgent else "",
    }


def _request(case: CaseRef, approval: Entry) -> OpeningRequested | None:
    """Return the request that an approval answers: the last one before it."""
    before = [one for one in case.events(OpeningRequested.kind) if one.seq < (approval.dossier_seq or 0)]
    return case.at(before[-1].seq, OpeningRequested)[1] if before else None
