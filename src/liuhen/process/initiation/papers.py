"""立案审批表 is filled from the approval and the request it answers."""

from liuhen.kernel.canonical import Json
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills, organ_name
from liuhen.process.case.parts import Opinion
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
        "party_name": body.party.name,
        "party_kind": body.party.kind,
        "party_code": body.party.credit_code,
        "party_address": body.party.address,
        "party_representative": body.party.representative,
        "cause": request.cause if request else "",
        "summary": request.facts if request else "",
        "basis": request.basis if request else "",
        "opinion_handler": _opinion(body.opinion.handler),
        "opinion_unit_head": _opinion(body.opinion.unit_head),
        "opinion_deputy": _opinion(body.opinion.deputy),
        "opinion_chief": _opinion(body.opinion.chief),
        "urgent": body.urgent,
        "urgent_note": "已依法先行启动，本表为补办。" if body.urgent else "",
    }


def _opinion(said: Opinion | None) -> Json:
    return None if said is None else {"text": said.text, "name": said.name, "at": said.at}
