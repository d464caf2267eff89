"""What notice and decision rest on: the report that concluded the inquiry, whoever wrote it down."""

from typing import Any

from liuhen.ledger import body_of, entries
from liuhen.process.case.reference import CaseRef


def concluded(case: CaseRef) -> Any:
    """Return the body of the latest report, or None: a phase knows of another only what stands in the ledger."""
    told = case.events("inquiry.concluded")
    return body_of(next(entries(dossier=case.dossier, after=told[-1].seq - 1))) if told else None


def joined_parties(case: CaseRef) -> tuple[str, ...]:
    """Return the names of further parties of the case."""
    named = []
    for event in case.events("party.joined"):
        party = getattr(body_of(next(entries(dossier=case.dossier, after=event.seq - 1))), "party", None)
        named.append(getattr(party, "name", "") or "")
    return tuple(name for name in named if name)
