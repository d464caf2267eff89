"""Where a recording of a case was taken in before it was filed: the entry of the footage room, for whoever reads on."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.people.scope import can
from liuhen.process.footage.filing import VIEW, subject_of
from liuhen.process.footage.models import Footage
from liuhen.process.inquiry.payloads import RecordingStored


@dataclass(frozen=True, slots=True)
class Received:
    """An entry of the footage room.

    Args:
        seq: in the organ's chain.
        seen: its page is the reader's to open.
    """

    seq: int
    at: datetime
    by: str
    carrier: str
    seen: bool


def received(by: Officer, body: Body | None) -> Received | None:
    """Return what a recording of a case was taken in as; None where it came to the case at once."""
    if not isinstance(body, RecordingStored) or body.footage is None:
        return None
    row = Footage.objects.filter(organ=by.organ, seq=body.footage).first()
    if row is None:
        return None
    return Received(row.seq, row.at, row.by_name, row.carrier_name, can(by, VIEW, subject_of(row)))
