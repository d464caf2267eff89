"""受案、立案 as the case table shows them."""

from liuhen.duties.kinds import begins
from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body, Entry, projects
from liuhen.ledger.rows import change
from liuhen.people.roles import Role
from liuhen.process.case.approval import MATTERS
from liuhen.process.case.beginning import begin_case
from liuhen.process.case.handlers import belong
from liuhen.process.case.numbers import take
from liuhen.process.case.projectors import await_act, await_steps, case_row, go_on
from liuhen.process.case.reference import PENALTY
from liuhen.process.initiation.clues import ClueNotOpened, ClueRegistered
from liuhen.process.initiation.payloads import (
    CaseOpened,
    OpeningApproved,
    OpeningEndorsed,
    OpeningRequested,
    OpeningReturned,
    OpeningWithdrawn,
)

OPENING = MATTERS[0]
begins(ClueRegistered.kind, PENALTY)


@projects(ClueRegistered)
def _register(entry: Entry, body: ClueRegistered) -> None:
    title = f"{body.party.name}涉嫌{body.violation}"
    begin_case(entry, ref=body.ref, number=body.clue_no, title=title, party=body.party.name, department=body.department)


@projects(ClueNotOpened)
def _stop(entry: Entry, body: ClueNotOpened) -> None:
    del body
    case = case_row(entry)
    case.stopped = True
    await_act(case, "", "", entry)


@projects(OpeningRequested)
def _ask(entry: Entry, body: OpeningRequested) -> None:
    case = case_row(entry)
    case.title, case.cause, case.party = body.case_title, body.cause, body.party.name
    await_steps(case, OPENING, body.order, entry)


@projects(OpeningEndorsed)
def _endorse(entry: Entry, body: OpeningEndorsed) -> None:
    go_on(entry, OPENING, body.level)


@projects(OpeningReturned, OpeningWithdrawn)
def _send_back(entry: Entry, body: Body) -> None:
    del body
    await_act(case_row(entry), "opening.requested", Role.HANDLER, entry)


@projects(OpeningApproved)
def _approve(entry: Entry, body: OpeningApproved) -> None:
    del body
    case = case_row(entry)
    opened = bool(case.case_no)  # an urgent start has its number already; only the approval was made up
    await_act(case, "" if opened else "case.opened", "" if opened else Role.HANDLER, entry)


@projects(CaseOpened)
def _open(entry: Entry, body: CaseOpened) -> None:
    case = case_row(entry)
    case.case_no, case.title, case.cause, case.party = body.case_no, body.title, body.cause, body.party.name
    case.opened_on = beijing_date(entry.happened)
    joined = [one.id for one in body.officers if one.id not in case.officers]
    case.officers = [*case.officers, *joined]
    case.handlers, case.handler_ids = [one.name for one in body.officers], [one.id for one in body.officers]
    if case.awaiting == "case.opened":
        await_act(case, "", "", entry)
    else:  # an urgent start: the approval is still on its way
        change(case)
    take(entry, body.case_no, series="案")
    for officer in case.officers:
        belong(entry, officer, handles=officer in case.handler_ids)
