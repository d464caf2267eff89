"""听证 as the case table shows it: who presides comes from the legal department, which sees the case from then on."""

from liuhen.ledger import Entry, projects
from liuhen.ledger.rows import change
from liuhen.process.case.models import Case
from liuhen.process.hearing.payloads import HearingNotified


@projects(HearingNotified)
def _show(entry: Entry, body: HearingNotified) -> None:
    del body
    change(Case(id=entry.dossier or "", submitted=True), "submitted")
