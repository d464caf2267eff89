"""How often an object was inspected: shown where an inspection is planned, and on its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.reference import INSPECTION
from liuhen.process.inspection.frequency import Frequency, frequency
from liuhen.process.inspection.planning import REASONS, InspectionPlanned
from liuhen.queries.section_shapes import Looked, Section


@dataclass(frozen=True, slots=True)
class Often:
    """How often an object was inspected, for people."""

    name: str
    code: str
    asked: bool
    months12: int
    year: int
    last: date | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned, and how often the object was inspected before."""

    reason: str
    basis: str
    draw: int | None
    planned_on: date
    matters: str
    often: Often
    clue: bool  # whether the viewer may turn it into a clue


def looked_up(kind: str, by: Officer, typed: Mapping[str, Any]) -> Often | None:
    """Return how often the object was inspected that stands in the form of a plan; None for other forms."""
    if kind != InspectionPlanned.kind:
        return None
    party = typed.get("party") or {}
    name, code = ("".join(party.get(field) or ()).strip() for field in ("name", "credit_code"))
    asked = bool(name or code)
    found = frequency(by.organ, name=name, code=code, on=_today()) if asked else Frequency()
    return _often(name, code, found, asked=asked)


def inspection_plan(looked: Looked) -> Section | None:
    """Return the section of an inspection that says why it was made, and how often before."""
    plans = looked.told(InspectionPlanned) if looked.case.kind == INSPECTION else ()
    if not plans:
        return None
    body = plans[-1][1]
    found = frequency(
        looked.case.organ,
        name=body.party.name,
        code=body.party.credit_code,
        on=_today(),
        besides=looked.case.dossier,
    )
    often = _often(body.party.name, body.party.credit_code, found)
    return Section("inspection", "检查安排", _planned(looked, body, often))


def _planned(looked: Looked, body: InspectionPlanned, often: Often) -> Planned:
    return Planned(
        reason=REASONS[body.reason],
        basis=body.basis,
        draw=body.draw,
        planned_on=body.planned_on,
        matters=body.matters,
        often=often,
        clue=bool(scope(looked.by, "clue.registered").reaches),
    )


def _often(name: str, code: str, found: Frequency, *, asked: bool = True) -> Often:
    return Often(name, code, asked=asked, months12=found.months12, year=found.year, last=found.last)


def _today() -> date:
    return beijing_date(clock.now())
