"""当事人: those a form lets people pick from."""

from liuhen.people.officers import Officer
from liuhen.process.case.parties import parties_of
from liuhen.queries.scoped import case_for


def party_choices(by: Officer, ref: str) -> tuple[str, ...]:
    """Return the names of the parties that a case has now."""
    _, case = case_for(by, ref)
    return tuple(one.party.name for one in parties_of(case) if not one.ended)
