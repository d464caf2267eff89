"""告知、讨论与决定 as the case table shows them."""

from liuhen.ledger import Body, Entry, projects
from liuhen.people.roles import Role
from liuhen.process.case.approval import MATTERS
from liuhen.process.case.numbers import take
from liuhen.process.case.projectors import await_act, await_steps, case_row, go_on
from liuhen.process.decision.notice_payloads import NoticeGiven
from liuhen.process.decision.payloads import (
    DecisionDrafted,
    DecisionEndorsed,
    DecisionMade,
    DecisionReturned,
)
from liuhen.process.decision.withdrawing import DecisionWithdrawn

DECISION = MATTERS[1]


@projects(NoticeGiven)
def _number_notice(entry: Entry, body: NoticeGiven) -> None:
    take(entry, body.document_no, series="告")


@projects(DecisionDrafted)
def _put_forward(entry: Entry, body: DecisionDrafted) -> None:
    await_steps(case_row(entry), DECISION, body.order, entry)


@projects(DecisionEndorsed)
def _endorse(entry: Entry, body: DecisionEndorsed) -> None:
    go_on(entry, DECISION, body.level)


@projects(DecisionReturned, DecisionWithdrawn)
def _send_back(entry: Entry, body: Body) -> None:
    del body
    await_act(case_row(entry), DecisionDrafted.kind, Role.HANDLER, entry)


@projects(DecisionMade)
def _decide(entry: Entry, body: DecisionMade) -> None:
    await_act(case_row(entry), "", "", entry)
    take(entry, body.document_no, series="罚")
