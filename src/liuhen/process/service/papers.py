"""送达回证 and the other papers of service: what the catalogue's vocabulary cannot tell of them.

A service that was recorded before the other ways were says less.
"""

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant, beijing_date, written
from liuhen.ledger import Entry
from liuhen.papers import form
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.parties import parties_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.service.payloads import (
    AddressConfirmed,
    AnnouncementPosted,
    MailPosted,
    ServedOnTheSpot,
    ServiceMade,
)
from liuhen.process.service.payloads.address import E_WAYS
from liuhen.process.service.served import DOCUMENTS, named
from liuhen.process.service.standing import confirmed
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


@fills("service-announcement", AnnouncementPosted)
def service_announcement(case: CaseRef, entry: Entry, body: AnnouncementPosted) -> Sheet:
    """Return why it is announced and which papers wait, as they stand inside the sentence that says so."""
    del case, entry
    return {"reason": body.reason.rstrip("。；，、 "), "papers": named(body.papers)}


@fills("service-address", AddressConfirmed)
def service_address(case: CaseRef, entry: Entry, body: AddressConfirmed) -> Sheet:
    """Return what the party says to electronic service, in a sentence of its own."""
    del case, entry
    said = "同意本机关以下列电子方式送达文书。" if body.electronic else "不同意以电子方式送达，请按邮寄地址送达。"
    return {"consent": said}


@fills("mail-list", MailPosted)
def mail_list(case: CaseRef, entry: Entry, body: MailPosted) -> Sheet:
    """Return the papers in the envelope, one copy of each."""
    del case, entry
    return {"papers": [{"title": one.title, "number": one.number, "copies": "一份"} for one in body.papers]}


@fills("electronic-receipt", ServiceMade)
def electronic_receipt(case: CaseRef, entry: Entry, body: ServiceMade) -> Sheet:
    """Return by what the party agreed, and which file proves that it was sent."""
    del entry
    told = confirmed(case, body.recipient)
    kept = body.evidence
    return {
        "consent": f"已签送达地址（电子送达）确认书，同意以{E_WAYS[told.way]}送达" if told and told.way else "",
        "evidence": f"{kept.name}（SHA-256 前 16 位 {kept.sha256[:16]}）" if kept else "",
    }
