"""询问笔录 is filled from the interview; identity and telephone number stay sealed and are written by hand."""

from liuhen.kernel.clock import written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills, organ_name
from liuhen.process.case.reference import CaseRef
from liuhen.process.inquiry.payloads import InterviewMade


@fills("interview", InterviewMade)
def interview(case: CaseRef, entry: Entry, body: InterviewMade) -> Sheet:
    """Return the sheet of 询问笔录."""
    return {
        "organ": organ_name(case.organ),
        "case_title": case.title,
        "case_no": case.number,
        "started": written(body.started),
        "ended": written(body.ended),
        "place": body.place,
        "subject_name": body.subject.name,
        "subject_relation": body.subject.relation,
        "officers": [{"name": one.name, "certificate": one.certificate} for one in body.officers],
        "recorder": entry.by.name,
        "certificate_shown": body.certificate_shown,
        "rights_told": body.rights_told,
        "individually": body.individually,
        "read_back": body.read_back,
        "questions": [{"q": one.q, "a": one.a} for one in body.questions],
    }
