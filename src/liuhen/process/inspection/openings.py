"""From a draw to a plan, from an inspection to a clue: what the link knows, nobody types again."""

from collections.abc import Mapping
from typing import Any

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotFoundError
from liuhen.people.officers import Officer
from liuhen.people.scope import can
from liuhen.process.case.openings import opens
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import INSPECTION, CaseRef, find_case
from liuhen.process.inspection.draws import draw_of
from liuhen.process.inspection.findings import OpinionSigned
from liuhen.process.inspection.planning import InspectionPlanned

_DIGITS = 9


@opens(InspectionPlanned.kind)
def _planned_from(told: Mapping[str, str], by: Officer) -> Mapping[str, Any]:
    """Fill the plan from a place in a draw, or from the object that was looked up."""
    today = beijing_date(clock.now())
    draw, place = _number(told.get("draw")), _number(told.get("place"))
    found = draw_of(by.organ, draw) if draw else None
    if found is not None and 0 < place <= len(found.result):
        one = found.result[place - 1]
        return {
            "reason": "random",
            "draw": draw,
            "basis": "",
            "party": {"name": one.name, "credit_code": one.code, "kind": "organisation"},
            "officer_ids": [who.id for who in one.officers],
            "planned_on": today,
        }
    known = {"name": told.get("name", "")[:200], "credit_code": told.get("code", "")[:200]}
    return {"officer_ids": [by.id], "planned_on": today} | ({"party": known} if any(known.values()) else {})


@opens("clue.registered")
def _found_in(told: Mapping[str, str], by: Officer) -> Mapping[str, Any]:
    """Fill a clue from the inspection in which it was found; nothing of one that is not the person's to see."""
    case = _seen(told.get("from", ""), by)
    if case is None:
        return {}
    party = party_of(case)
    return {
        "source": "inspection",
        "found_in": case.ref,
        "summary": _summary(case),
    } | ({"party": party.model_dump()} if party else {})


def _seen(ref: str, by: Officer) -> CaseRef | None:
    try:
        case = find_case(by.organ, ref)
    except NotFoundError:
        return None
    return case if case.kind == INSPECTION and can(by, "case.view", case.subject) else None


def _summary(case: CaseRef) -> str:
    opinion = case.last(OpinionSigned)
    if opinion is not None:
        return opinion[1].opinion
    made = case.events("inspection.made", "scene.examined")
    return str(made[-1].fields.get("findings", "")) if made else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) <= _DIGITS else 0
