"""A case assessed now: its dossier, what is in force, and every finding."""

from typing import Final

from liuhen.duties.findings import Judged
from liuhen.duties.findings import findings as judge
from liuhen.process.case.reference import CaseRef
from liuhen.rulebook import Finding, State

OWED: Final = frozenset({State.OPEN, State.DUE_SOON, State.OVERDUE, State.BREACHED, State.ADVISORY, State.WAIVED})
"""States that a page shows under 应记."""


def assessed(case: CaseRef) -> Judged:
    """Assess a case: each act under what was in force when it was recorded; one assessment serves the whole page."""
    return judge(case.dossier)


def findings_of(case: CaseRef) -> tuple[Finding, ...]:
    """Return the findings of a case."""
    return assessed(case).findings
