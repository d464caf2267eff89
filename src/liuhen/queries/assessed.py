"""A case assessed now: its dossier, what is in force, and every finding."""

from typing import Final, NamedTuple

from liuhen.duties.facts import dossier_of
from liuhen.kernel import clock
from liuhen.office.in_force import InForce, in_force
from liuhen.process.case.reference import KIND, CaseRef
from liuhen.rulebook import Dossier, Finding, State, assess

OWED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED, State.ADVISORY, State.WAIVED})
"""States that a page shows under 应记."""


class Assessed(NamedTuple):
    """What a page works from; one assessment serves the whole page."""

    force: InForce
    dossier: Dossier
    findings: tuple[Finding, ...]


def assessed(case: CaseRef) -> Assessed:
    """Assess a case under what is in force for its organ."""
    force = in_force(case.organ)
    dossier = dossier_of(case.dossier, kind=KIND, force=force)
    return Assessed(force, dossier, tuple(assess(dossier, force.rulebook, force.calendar, clock.now())))


def findings_of(case: CaseRef) -> tuple[Finding, ...]:
    """Return the findings of a case."""
    return assessed(case).findings
