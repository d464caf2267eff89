"""The papers of measures, so far as they name things by the line of an earlier list or reckon a day from two entries.

All else of them says the catalogue.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from liuhen.kernel.canonical import Json
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.reference import CaseRef
from liuhen.process.measures.approval import CoercionDecided
from liuhen.process.measures.carrying import Held, MaterialSealed, Scene, SeizureCarriedOut
from liuhen.process.measures.dossier import CoercionCarriedOut
from liuhen.process.measures.lasting import LASTING, SeizureExtended, SeizureReleased
from liuhen.process.measures.lineage import first_of, standing
from liuhen.process.measures.registration import EvidenceRegistered, EvidenceSettled
from liuhen.process.measures.things import RESULTS, Portion, Settlement, Thing


@fills("registration-settlement", EvidenceSettled)
def settlement(case: CaseRef, entry: Entry, body: EvidenceSettled) -> Sheet:
    """Return what becomes of each thing, by its name on the list that was signed."""
    del entry
    things = standing(case, EvidenceRegistered)[first_of(case, body.of, EvidenceRegistered.kind)].items
    return {"items": [_named(things, one) | {"result": RESULTS[one.result]} for one in body.items]}


@fills("release-decision", SeizureReleased)
def release(case: CaseRef, entry: Entry, body: SeizureReleased) -> Sheet:
    """Return what goes back, by its name on the list that was signed."""
    del entry
    return {"items": _back(case, body.of, body.items)}


@fills("release-list", SeizureReleased)
def given_back(case: CaseRef, entry: Entry, body: SeizureReleased) -> Sheet:
    """Return the same for the list that both sign."""
    del entry
    return {"items": _back(case, body.of, body.items)}


@fills("extension-notice", SeizureExtended)
def extended(case: CaseRef, entry: Entry, body: SeizureExtended) -> Sheet:
    """Return until when a measure lasts now: the day of its decision and all extensions up to this one."""
    decision = _held(case, body.of).decision_seq
    if decision is None:
        return {}
    until = case.at(decision, CoercionDecided)[1].until
    told = standing(case, SeizureExtended)
    days = sum(one.days for seq, one in told.items() if one.of == body.of and seq <= (entry.dossier_seq or 0))
    return {"until": (until + timedelta(days=days)).isoformat()}


@fills("coercion-record", CoercionCarriedOut)
def record(case: CaseRef, entry: Entry, body: Scene) -> Sheet:
    """Return the things that coercion was about where it has no list of its own, as a sealing and a seizure have."""
    del case, entry
    items = body.items if isinstance(body, CoercionCarriedOut) else []
    return {"items": [{name: value for name, value in one.model_dump().items() if value != ""} for one in items]}


def _held(case: CaseRef, seq: int) -> Held:
    return standing(case, MaterialSealed, SeizureCarriedOut)[first_of(case, seq, *LASTING)]


def _back(case: CaseRef, of: int, portions: Iterable[Portion]) -> Json:
    things = _held(case, of).items
    return [_named(things, one) for one in portions]


def _named(things: list[Thing], one: Portion) -> dict[str, Json]:
    thing = things[one.line - 1]
    told: Mapping[str, Json] = {
        "name": thing.name,
        "number": thing.number,
        "unit": thing.unit,
        "quantity": one.quantity,
        "condition": thing.condition,
    }
    kept = {"name", "number", "unit", "quantity"} if isinstance(one, Settlement) else set(told)
    return {name: value for name, value in told.items() if name in kept and value != ""}
