"""How far a hearing has come: the request that is still to be answered, and what was announced or held for it."""

from typing import Final

from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import body_of, entries
from liuhen.process.case.reference import CaseRef
from liuhen.rulebook import Event

REQUEST: Final = "hearing.requested"
ENDING: Final = ("hearing.withdrawn", "hearing.refused", "hearing.ended")
"""What ends a request: it is taken back, refused, or the hearing is over."""


def pending(case: CaseRef) -> Event:
    """Return the request for a hearing that has not been ended.

    Raises:
        OutOfOrderError: there is none.
    """
    asked = pending_or_none(case)
    if asked is None:
        raise OutOfOrderError("现在没有待办的听证申请。", remedy="当事人要求听证的，请先登记听证申请。")
    return asked


def pending_or_none(case: CaseRef) -> Event | None:
    """Return the request for a hearing that has not been ended, or None."""
    told = [one for one in case.events(REQUEST, *ENDING) if one.corrects is None]
    return told[-1] if told and told[-1].kind == REQUEST else None


def as_corrected(case: CaseRef, asked: Event) -> int:
    """Return the number of the entry that says how the request stands now: itself, or its latest correction."""
    roots = {asked.seq}
    for one in case.events(REQUEST):
        if one.corrects in roots:
            roots.add(one.seq)
    return max(roots)


def after(case: CaseRef, kind: str, since: Event) -> Event | None:
    """Return the latest event of a kind that came after another one, or None."""
    found = [one for one in case.events(kind) if one.seq > since.seq]
    return found[-1] if found else None


def in_range(case: CaseRef) -> bool:
    """Say whether the latest notice told the party that it may ask for a hearing."""
    told = case.events("notice.given")
    if not told:
        return False
    return bool(getattr(body_of(next(entries(dossier=case.dossier, after=told[-1].seq - 1))), "hearing_right", False))
