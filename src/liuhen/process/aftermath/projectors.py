"""决定之后 as the case table shows it: a dossier whose decision is to be made anew opens again."""

from liuhen.ledger import Entry, projects
from liuhen.process.aftermath.revoking import DecisionCorrected, DecisionRevoked
from liuhen.process.case.numbers import take
from liuhen.process.case.projectors import await_act, case_row


@projects(DecisionRevoked)
def _open_again(entry: Entry, body: DecisionRevoked) -> None:
    case = case_row(entry)
    if body.effect == "remade" and (case.closed or case.archived):
        case.closed, case.archived = False, False
        await_act(case, "", "", entry)


@projects(DecisionCorrected)
def _number(entry: Entry, body: DecisionCorrected) -> None:
    take(entry, body.document_no, series="更")
