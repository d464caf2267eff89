"""立案审批表 is filled from the approval and the request it answers."""

from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import opinion_fields, organ_name, party_fields
from liuhen.process.case.reference import CaseRef
from liuhen.process.initiation.payloads import OpeningApproved, OpeningRequested


@fills("opening-approval", OpeningApproved)
def opening_approval(case: CaseRef, entry: Entry, body: OpeningApproved) -> Sheet:
    """Return the sheet of 立案审批表."""
    del entry
    asked = case.last(OpeningRequested)
    request = asked[1] if asked else None
    return {
        "organ": organ_name(case.organ),
        "case_title": case.title,
        "source": body.source,
        "source_note": case.clue_no,
        **party_fields(body.party),
        "cause": request.cause if request else "",
        "summary": request.facts if request else "",
        "basis": request.basis if request else "",
        "opinion_handler": opinion_fields(body.opinion.handler),
        "opinion_unit_head": opinion_fields(body.opinion.unit_head),
        "opinion_deputy": opinion_fields(body.opinion.deputy),
        "opinion_chief": opinion_fields(body.opinion.chief),
        "urgent": body.urgent,
        "urgent_note": "已依法先行启动，本表为补办。" if body.urgent else "",
    }
