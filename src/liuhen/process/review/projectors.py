"""法制审核 as the case table shows it."""

from liuhen.ledger import Entry, projects
from liuhen.people.roles import Role
from liuhen.process.case.projectors import await_act, case_row
from liuhen.process.review.payloads import ReviewOpinion, ReviewSubmitted


@projects(ReviewSubmitted)
def _submit(entry: Entry, body: ReviewSubmitted) -> None:
    del body
    case = case_row(entry)
    case.submitted = True
    await_act(case, ReviewOpinion.kind, Role.REVIEWER, entry)


@projects(ReviewOpinion)
def _answer(entry: Entry, body: ReviewOpinion) -> None:
    del body
    await_act(case_row(entry), "", "", entry)
