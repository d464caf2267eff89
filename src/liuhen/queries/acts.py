"""Acts that a viewer may do in a case now, and the one that comes next."""

from collections.abc import Sequence
from typing import Final

from liuhen.people.officers import Officer
from liuhen.people.roles import Role
from liuhen.process.case.models import Case
from liuhen.process.case.papers import AFTER_ARCHIVING, MADE_BY, PaperFinalised
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS
from liuhen.queries.scoped import may
from liuhen.queries.shapes import ActLink, Owed
from liuhen.rulebook import State

ASKED: Final = {
    "opening.endorsed": "opening.requested",
    "opening.approved": "opening.requested",
    "review.opinion": "review.submitted",
    "decision.made": "decision.drafted",
    "closing.approved": "closing.requested",
    "archive.filed": "closing.approved",
}
BACK: Final = {
    "opening.endorsed": "opening.returned",
    "opening.approved": "opening.returned",
    "decision.made": "decision.returned",
    "closing.approved": "closing.returned",
}
_ORDER: Final = (
    "clue.checked",
    "opening.requested",
    "case.opened",
    "inspection.made",
    "interview.made",
    "recording.stored",
    "rights.told",
    "inquiry.concluded",
    "review.submitted",
    "notice.given",
    "defence.recorded",
    "discussion.held",
    "decision.drafted",
    "service.made",
    "execution.checked",
    "closing.requested",
    "archive.filed",
)


def acts_of(case: CaseRef, by: Officer, *, held: set[str]) -> tuple[ActLink, ...]:
    """Return the acts that `by` may do now; `held` are the kinds the case has already."""
    offered = []
    for kind, act in ACTS.items():
        over = act.starts_dossier or (act.once and kind in held) or not _still(case, kind, by)
        ready = all(need in held for need in act.needs)
        if not over and ready and may(by, kind, case) and _its_turn(kind, case):
            offered.append(ActLink(kind=kind, label=act.verb, phase=act.phase))
    return tuple(offered)


def next_of(row: Case, owed: Sequence[Owed], acts: Sequence[ActLink]) -> ActLink | None:
    """Return the one act that comes next for the viewer, or None when it is somebody else's turn."""
    by_kind = {act.kind: act for act in acts}
    if row.awaiting in by_kind:
        return by_kind[row.awaiting]
    if row.awaiting and row.awaiting_role != Role.HANDLER:
        return None  # it is somebody else's turn
    asked = {item.act.kind: item.act for item in reversed(owed) if item.act and item.state != State.ADVISORY}
    return next((asked[kind] for kind in (*_ORDER, *asked) if kind in asked), None)


def _still(case: CaseRef, kind: str, by: Officer) -> bool:
    """Say whether the case still takes this act: an archived one only the paper that is made of the whole file."""
    if case.archived:
        return kind == PaperFinalised.kind and any(
            MADE_BY.get(role, frozenset()) & AFTER_ARCHIVING for role in by.roles
        )
    return not case.stopped


def _its_turn(kind: str, case: CaseRef) -> bool:
    """Say whether an opinion or a return is asked for now; other acts are always offered."""
    if kind in ASKED or kind in BACK.values():
        return case.awaiting == kind or BACK.get(case.awaiting) == kind
    return not (kind in {"clue.not_opened", "opening.requested"} and bool(case.case_no))
