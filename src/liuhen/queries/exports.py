"""A case as a file that anyone can assess: liuhen-case/1."""

from typing import Any

from liuhen.duties.facts import event_of
from liuhen.ledger import Body, BodyDestroyedError, Destroyed, Entry, body_of, entries
from liuhen.office.in_force import in_force
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef
from liuhen.queries.scoped import case_for
from liuhen.rulebook import Dossier, write_dossier


def case_file(by: Officer, ref: str) -> dict[str, Any]:
    """Return the case file of a case that `by` may see; sealed fields are never in it."""
    _, case = case_for(by, ref)
    return written_case(case)


def written_case(case: CaseRef) -> dict[str, Any]:
    """Return the case file of a case."""
    force = in_force(case.organ)
    seq_of: dict[str, int] = {}
    events = []
    for entry in entries(dossier=case.dossier):
        seq_of[entry.digest] = entry.dossier_seq or 0
        events.append(event_of(entry, _left(entry), corrects=seq_of.get(entry.corrects or "")))
    return write_dossier(
        Dossier(
            kind=case.kind,
            events=tuple(events),
            choices=force.choices,
            terms=force.own_terms,
            id=case.dossier,
            number=case.number,
            title=case.title,
            packs=dict(force.rulebook.versions),
        )
    )


def _left(entry: Entry) -> Body:
    try:
        return body_of(entry)
    except BodyDestroyedError:
        return Destroyed()  # the event stays with its times; what it said is lawfully gone
