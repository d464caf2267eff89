"""The papers of 调查取证, filled from their entries.

Identity and telephone number of a person questioned stay sealed; they are written by hand where needed.
"""

from liuhen.kernel.clock import written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import case_fields, cause, certified, handlers, organ_name, party_fields
from liuhen.process.case.reference import CaseRef
from liuhen.process.inquiry.payloads import Amended, InquiryConcluded, InspectionMade, InterviewMade, RightsTold
from liuhen.process.inquiry.payloads.evidence import EvidenceCollected
from liuhen.process.inquiry.payloads.interviews import AMENDED_BY


@fills("inspection", InspectionMade)
def inspection(case: CaseRef, entry: Entry, body: InspectionMade) -> Sheet:
    """Return the sheet of 现场检查笔录."""
    return {
        **case_fields(case),
        "arrived": written(body.arrived),
        "left": written(body.left),
        "place": body.place,
        "object": body.object,
        "officers": certified(body.officers),
        "recorder": entry.by.name,
        "certificate_shown": body.certificate_shown,
        "present": [{"name": one.name, "role": one.role} for one in body.present],
        "findings": body.findings,
        "party_signed": body.signatures.party,
        "witness": body.signatures.witness,
    }


@fills("rights-notice", RightsTold)
def rights_notice(case: CaseRef, entry: Entry, body: RightsTold) -> Sheet:
    """Return the sheet of 权利告知书; whoever entered it told them."""
    teller = [one for one in handlers(case) if isinstance(one, dict) and one["name"] == entry.by.name]
    return {
        "organ": organ_name(case.organ),
        "case_no": case.number,
        "party_name": case.party,
        "cause": cause(case),
        "rights": list(body.rights),
        "way": body.way,
        "told_at": written(entry.happened),
        "receiver": body.receiver,
        "officers": teller or [{"name": entry.by.name}],
    }


@fills("conclusion", InquiryConcluded)
def conclusion(case: CaseRef, entry: Entry, body: InquiryConcluded) -> Sheet:
    """Return the sheet of 调查终结报告."""
    return {
        **case_fields(case),
        **party_fields(body.party),
        "revision": body.revision,
        "course": body.course,
        "facts": body.facts,
        "nature": body.nature,
        "proposal": body.proposal,
        "refund_fen": body.refund_fen or None,
        "fine_fen": body.fine_fen or None,
        "basis": body.basis,
        "other": body.other,
        "grounds_major": list(body.grounds_major),
        "discussion_grounds": list(body.discussion_grounds),
        "officers": handlers(case),
        "reported_on": written(entry.happened),
    }


@fills("evidence-slip", EvidenceCollected)
def slip(case: CaseRef, entry: Entry, body: EvidenceCollected) -> Sheet:
    """Return the list of what a piece of evidence consists of, where it is more than the piece itself."""
    del case, entry
    return {"items": [{"name": one} for one in body.items]} if body.items != [body.name] else {}


@fills("interview", InterviewMade)
def interview(case: CaseRef, entry: Entry, body: InterviewMade) -> Sheet:
    """Return the sheet of 询问笔录."""
    return {
        **case_fields(case),
        "started": written(body.started),
        "ended": written(body.ended),
        "place": body.place,
        "subject_name": body.subject.name,
        "subject_relation": body.subject.relation,
        "officers": certified(body.officers),
        "recorder": entry.by.name,
        "certificate_shown": body.certificate_shown,
        "rights_told": body.rights_told,
        "individually": body.individually,
        "read_back": body.read_back,
        "questions": [{"q": one.q, "a": one.a} for one in body.questions],
        "amended": [_amended(one) for one in body.amended],
        "refusal": body.refusal,
        "witness": body.witness,
    }


def _amended(one: Amended) -> Sheet:
    told = {"place": one.place, "before": one.before, "after": one.after, "who": AMENDED_BY[one.by]}
    return {**told, **({"at": written(one.at)} if one.at else {})}
