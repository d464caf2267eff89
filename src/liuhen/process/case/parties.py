"""The party of a case as it was last written down."""

from liuhen.ledger import body_of, entries
from liuhen.process.case.parts import Party
from liuhen.process.case.reference import CaseRef

_TELLING = ("clue.registered", "opening.requested", "case.opened", "inquiry.concluded")


def party_of(case: CaseRef) -> Party | None:
    """Return the party as the latest entry that describes it says, or None."""
    told = case.events(*_TELLING)
    if not told:
        return None
    entry = next(entries(dossier=case.dossier, after=told[-1].seq - 1))
    found = getattr(body_of(entry), "party", None)
    return found if isinstance(found, Party) else None
