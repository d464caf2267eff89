"""执行、结案、归档 as the case table shows them."""

from liuhen.ledger import Entry, projects
from liuhen.people.roles import Role
from liuhen.process.case.projectors import await_act, case_row
from liuhen.process.execution.payloads import ArchiveFiled, ClosingApproved, ClosingRequested, ClosingReturned


@projects(ClosingRequested)
def _ask(entry: Entry, body: ClosingRequested) -> None:
    del body
    await_act(case_row(entry), ClosingApproved.kind, Role.CHIEF, entry)


@projects(ClosingReturned)
def _send_back(entry: Entry, body: ClosingReturned) -> None:
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
