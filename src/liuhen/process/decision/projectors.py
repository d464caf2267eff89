"""告知、讨论与决定 as the case table shows them."""

from liuhen.ledger import Entry, projects
from liuhen.people.roles import Role
from liuhen.process.case.numbers import take
from liuhen.process.case.projectors import await_act, case_row
from liuhen.process.decision.payloads import DecisionDrafted, DecisionMade, DecisionReturned, NoticeGiven


@projects(NoticeGiven)
def _number_notice(entry: Entry, body: NoticeGiven) -> None:
    take(entry.organ, entry.dossier or "", body.document_no)


@projects(DecisionDrafted)
def _put_forward(entry: Entry, body: DecisionDrafted) -> None:
    del body
    await_act(case_row(entry), DecisionMade.kind, Role.CHIEF, entry)


@projects(DecisionReturned)
def _send_back(entry: Entry, body: DecisionReturned) -> None:
    del body
    await_act(case_row(entry), DecisionDrafted.kind, Role.HANDLER, entry)


@projects(DecisionMade)
def _decide(entry: Entry, body: DecisionMade) -> None:
    await_act(case_row(entry), "", "", entry)
    take(entry.organ, entry.dossier or "", body.document_no)
