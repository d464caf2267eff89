"""送达回证 is filled from the service."""

from liuhen.kernel.clock import as_instant, written
from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.particulars import certified, organ_name
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CaseRef
from liuhen.process.service.payloads import DOCUMENTS, ServiceMade


@fills("service-receipt", ServiceMade)
def service_receipt(case: CaseRef, entry: Entry, body: ServiceMade) -> Sheet:
    """Return the sheet of 送达回证."""
    party = party_of(case)
    return {
        "organ": organ_name(case.organ),
        "document_no": body.receipt_no,
        "served_title": DOCUMENTS[body.document],
        "served_no": body.document_no,
        "recipient": case.party,
        "recipient_representative": party.representative if party else "",
        "served_at": written(as_instant(entry.happened)),
        "place": body.place,
        "officers": certified(body.officers),
        "way": body.way,
        "announced": body.announced,
        "receiver_name": body.receiver.name,
        "receiver_relation": body.receiver.relation,
    }
