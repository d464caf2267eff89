"""The party of a case as it was last written down."""

from typing import Final

from liuhen.ledger import Body, body_of, entries
from liuhen.process.case.parts import Party
from liuhen.process.case.reference import CaseRef

TELLING: Final = ("clue.registered", "opening.requested", "case.opened", "inquiry.concluded")
"""Kinds of entries that describe the party."""


def party_of(case: CaseRef) -> Party | None:
    """Return the party as the latest entry that describes it says, or None."""
    told = case.events(*TELLING)
    if not told:
        return None
    entry = next(entries(dossier=case.dossier, after=told[-1].seq - 1))
    return party_in(body_of(entry))


def party_in(body: Body | None) -> Party | None:
    """Return the party that an entry describes, or None."""
    found = getattr(body, "party", None)
    return found if isinstance(found, Party) else None
