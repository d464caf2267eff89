"""送达回证 is filled from the service; one that was recorded before the other ways were says less."""

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant, beijing_date, written
from liuhen.ledger import Entry
from liuhen.papers import form
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.parties import parties_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.service.payloads import ServedOnTheSpot, ServiceMade
from liuhen.process.service.served import DOCUMENTS
from liuhen.process.service.ways import BY_HAND, CAPACITIES


@fills("service-receipt", ServiceMade)
def service_receipt(case: CaseRef, entry: Entry, body: ServiceMade | ServedOnTheSpot) -> Sheet:
    """Return the sheet of 送达回证."""
    recipient = body.recipient if isinstance(body, ServiceMade) else case.party
    standing = next((one.party for one in parties_of(case) if one.party.name == recipient), None)
    told: dict[str, Json] = {
        "recipient": recipient,
        "recipient_representative": standing.representative if standing else "",
        "way": body.way,
        "served_at": _served_at(entry, body),
    }
    if isinstance(body, ServedOnTheSpot):
        title = DOCUMENTS.get(body.document, form("decision").title)
        return told | {"papers": [{"title": title, "number": body.document_no}]}
    return told | {"receiver_relation": _relation(body), "substitute_reason": body.receiver.why}


def _served_at(entry: Entry, body: ServiceMade | ServedOnTheSpot) -> str:
    """Return when it was served: with the clock where it was done there and then, otherwise the day."""
    if isinstance(body, ServedOnTheSpot) or (body.way in BY_HAND and body.served_on == beijing_date(entry.happened)):
        return written(as_instant(entry.happened))
    return written(body.served_on)


def _relation(body: ServiceMade) -> str:
    """Return in which capacity somebody signed, and how he is related where that says more."""
    capacity = CAPACITIES[body.receiver.capacity]
    relation = body.receiver.relation
    if body.receiver.capacity == "self":
        return relation
    return f"{capacity}，{relation}" if relation not in ("", "本人", capacity) else capacity
