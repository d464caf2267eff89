"""简易程序 as the case table and the table of numbers show it."""

from liuhen.duties.kinds import begins
from liuhen.ledger import Entry, projects
from liuhen.process.case.beginning import begin_case
from liuhen.process.case.numbers import take
from liuhen.process.case.reference import SIMPLE
from liuhen.process.spot.payloads import SpotDecisionMade

begins(SpotDecisionMade.kind, SIMPLE)


@projects(SpotDecisionMade)
def _decide(entry: Entry, body: SpotDecisionMade) -> None:
    begin_case(
        entry,
        ref=body.ref,
        number=body.spot_no,
        title=f"当场处罚{body.party.name}",
        party=body.party.name,
        department=body.department,
        handlers=body.officers,
    )
    take(entry, body.document_no, series="当罚")
