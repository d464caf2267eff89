"""听证笔录: who was there besides the party and who speaks for it signs under a name of his own."""

from typing import Final

from liuhen.ledger import Entry
from liuhen.process.case.papers import Sheet, fills
from liuhen.process.case.reference import CaseRef
from liuhen.process.hearing.payloads import HearingOpened, HearingRecorded

_PARTY: Final = ("当事人", "代理人", "代表人", "负责人", "经营者")


@fills("hearing-record", HearingRecorded)
def hearing_record(case: CaseRef, entry: Entry, body: HearingRecorded) -> Sheet:
    """Return how the hearing was held, and who signs the record besides the party."""
    del entry
    _, held = case.at(body.of, HearingOpened)
    spoken_for = {one.name for one in held.agents} | {case.party}
    others = [one for one in held.people if one.name not in spoken_for and not any(word in one.role for word in _PARTY)]
    return {
        "manner": "public" if held.public else "closed",
        "others": [{"name": one.name} for one in others],
    }
