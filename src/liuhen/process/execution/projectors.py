"""执行、结案、归档 as the case table shows them."""

from liuhen.ledger import Body, Entry, projects
from liuhen.people.roles import Role
from liuhen.process.case.approval import MATTERS
from liuhen.process.case.numbers import take
from liuhen.process.case.projectors import await_act, await_steps, case_row, go_on
from liuhen.process.execution.court import CourtApplied
from liuhen.process.execution.deferring import DeferralRefused, PaymentDeferred
from liuhen.process.execution.overdue import ReminderMade
from liuhen.process.execution.payloads import (
    ArchiveFiled,
    ClosingApproved,
    ClosingEndorsed,
    ClosingRequested,
    ClosingReturned,
)
from liuhen.process.execution.withdrawing import ClosingWithdrawn

CLOSING = MATTERS[2]


@projects(ClosingRequested)
def _ask(entry: Entry, body: ClosingRequested) -> None:
    await_steps(case_row(entry), CLOSING, body.order, entry)


@projects(ClosingEndorsed)
def _endorse(entry: Entry, body: ClosingEndorsed) -> None:
    go_on(entry, CLOSING, body.level)


@projects(ClosingReturned, ClosingWithdrawn)
def _send_back(entry: Entry, body: Body) -> None:
    del body
    await_act(case_row(entry), ClosingRequested.kind, Role.HANDLER, entry)


@projects(ClosingApproved)
def _close(entry: Entry, body: ClosingApproved) -> None:
    del body
    case = case_row(entry)
    case.closed = True
    await_act(case, ArchiveFiled.kind, Role.ARCHIVIST, entry)


@projects(ArchiveFiled)
def _file(entry: Entry, body: ArchiveFiled) -> None:
    del body
    case = case_row(entry)
    case.archived = True
    await_act(case, "", "", entry)


@projects(PaymentDeferred)
def _number_grant(entry: Entry, body: PaymentDeferred) -> None:
    take(entry, body.notice, series="缓")


@projects(DeferralRefused)
def _number_refusal(entry: Entry, body: DeferralRefused) -> None:
    take(entry, body.notice, series="缓")


@projects(ReminderMade)
def _number_reminder(entry: Entry, body: ReminderMade) -> None:
    take(entry, body.document_no, series="催")


@projects(CourtApplied)
def _number_application(entry: Entry, body: CourtApplied) -> None:
    take(entry, body.paper, series=body.series)
