"""法制审核意见书 is filled from the opinion and the submission it answers."""

from liuhen.kernel.clock import written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import case_fields
from liuhen.process.case.reference import CaseRef
from liuhen.process.review.payloads import Points, ReviewOpinion, ReviewSubmitted


@fills("review-opinion", ReviewOpinion)
def review_opinion(case: CaseRef, entry: Entry, body: ReviewOpinion) -> Sheet:
    """Return the sheet of 法制审核意见书."""
    sent, submission = case.at(body.submission_seq, ReviewSubmitted)
    return {
        **case_fields(case),
        "party_name": case.party,
        "department": case.subject.department,
        "submitted_by": sent.by.name,
        "submitted_at": written(sent.happened),
        "materials": "\n".join(submission.materials),
        "points": [{"title": str(one.title), "met": getattr(body.points, name)} for name, one in _POINTS.items()],
        "opinion": body.opinion,
        "text": body.text,
        "reviewer": entry.by.name,
        "reviewed_at": written(entry.happened),
    }


_POINTS = Points.model_fields
