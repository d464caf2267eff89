"""同一时间: whether an officer is said to have been in two places at once. No rule asks it; whoever judges does."""

from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef


def clashes_of(by: Officer, case: CaseRef) -> tuple[str, ...]:
    """Return sentences about officers of this case who were elsewhere at the same time by what is recorded."""
    del by, case
    return ()
