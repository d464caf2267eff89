"""行政检查 as the case table and the table of inspections show it."""

from typing import Final

from liuhen.duties.kinds import begins
from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body, Entry, projects, projects_every
from liuhen.ledger.rows import change, insert
from liuhen.process.case.beginning import begin_case
from liuhen.process.case.numbers import take
from liuhen.process.case.reference import INSPECTION
from liuhen.process.inspection.findings import CorrectionOrdered, OpinionSigned
from liuhen.process.inspection.frequency import plain
from liuhen.process.inspection.models import Inspected
from liuhen.process.inspection.planning import InspectionPlanned

THERE: Final = frozenset({"inspection.begun", "inspection.made", "scene.examined"})
"""What says that officers were there."""
begins(InspectionPlanned.kind, INSPECTION)


@projects(InspectionPlanned)
def _plan(entry: Entry, body: InspectionPlanned) -> None:
    begin_case(
        entry,
        ref=body.ref,
        number=body.inspection_no,
        title=f"检查{body.party.name}",
        party=body.party.name,
        department=body.department,
        handlers=body.officers,
    )
    insert(
        Inspected(
            key=entry.dossier or "",
            dossier=entry.dossier or "",
            organ=entry.organ,
            ref=body.ref,
            name=plain(body.party.name),
            code=plain(body.party.credit_code),
            reason=body.reason,
            planned_on=body.planned_on,
            draw=body.draw,
        )
    )


@projects_every
def _were_there(entry: Entry, body: Body) -> None:
    del body
    if entry.kind not in THERE:
        return
    row = Inspected.objects.filter(key=entry.dossier).first()
    if row is not None and row.inspected_on is None:
        row.inspected_on = beijing_date(entry.happened)
        change(row, "inspected_on")


@projects(OpinionSigned)
def _number_opinion(entry: Entry, body: OpinionSigned) -> None:
    if entry.corrects is None:  # a correction keeps the number
        take(entry, body.document_no, series="检")


@projects(CorrectionOrdered)
def _number_order(entry: Entry, body: CorrectionOrdered) -> None:
    if entry.corrects is None:
        take(entry, body.document_no, series="改")
