"""行政复议、诉讼登记表: from what was lodged, and from what came of it once that is known."""

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Entry
from liuhen.process.aftermath.appeals import AppealDecided, AppealLodged
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.reference import CaseRef


@fills("appeal-register", AppealDecided)
def appeal_register(case: CaseRef, entry: Entry, body: AppealDecided | AppealLodged) -> Sheet:
    """Return numbers and days of both: an application and its result have fields of the same names."""
    if isinstance(body, AppealLodged):
        return _lodged(entry, body)
    return {
        **_lodged(*case.at(body.of, AppealLodged)),
        "result_no": body.number,
        "decided_on": beijing_date(entry.happened).isoformat(),
    }


def _lodged(entry: Entry, body: AppealLodged) -> dict[str, Json]:
    received = body.received_on
    return {
        "number": body.number,
        "lodged_on": beijing_date(entry.happened).isoformat(),
        "received_on": received.isoformat() if received else None,
        "stay": body.stay,
    }
