"""Acts that a viewer may do in a case now, and the one that comes next."""

from collections.abc import Sequence
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office.in_force import in_force
from liuhen.people.acts import APPROVALS
from liuhen.people.officers import Officer
from liuhen.people.roles import Role
from liuhen.process.case.approval import BESIDE, ENDORSED, MATTERS, RETURNED, turn
from liuhen.process.case.models import Case
from liuhen.process.case.order import ANEW, LATER, REVOKED, TERMINATED, is_over, needed
from liuhen.process.case.papers import AFTER_ARCHIVING, MADE_BY, PaperFinalised
from liuhen.process.case.reference import CaseRef, parted
from liuhen.process.case.registry import ACTS
from liuhen.queries.scoped import may
from liuhen.queries.shapes import ActLink, Owed
from liuhen.rulebook import State

ASKED: Final = {kind: one.asked for one in MATTERS for kind in (one.endorsed, one.approved)} | {
    "review.opinion": "review.submitted",
    "archive.filed": "closing.approved",
}
"""Act that answers a request -> the request."""

BACK: Final = {kind: one.returned for one in MATTERS for kind in (one.endorsed, one.approved)}
"""Act that answers a request -> the act that sends it back."""

_TAKEN_BACK: Final = {one.withdrawn: one for one in MATTERS}
_ORDER: Final = (
    "clue.checked",
    "opening.requested",
    "case.opened",
    "inspection.begun",
    "inspection.made",
    "inspection.opinion_signed",
    "correction.rechecked",
    "fine.handed_in",
    "fine.banked",
    "spot_decision.reported",
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


def acts_of(case: CaseRef, by: Officer, *, held: set[str], ahead: frozenset[str] = frozenset()) -> tuple[ActLink, ...]:
    """Return the acts that `by` may do now; `held`: kinds the case has, `ahead`: kinds of later stages."""
    offered = []
    for kind, act in ACTS.items():
        if case.kind not in act.of or (act.ruled and not _answers_a_rule(kind, case)):
            continue
        over = (
            act.starts_dossier
            or (act.once and kind in held and not (kind in ANEW and REVOKED in held))
            or not _still(case, kind, by)
            or (TERMINATED in held and is_over(act))
        )
        ready = all(need in held for need in needed(case, act))
        if not over and ready and may(by, kind, case) and its_turn(kind, case, by):
            offered.append(ActLink(kind=kind, label=act.verb, phase=act.phase, ahead=kind in ahead))
    return tuple(offered)


def _answers_a_rule(kind: str, case: CaseRef) -> bool:
    """Say whether some rule in force takes an entry of this kind for an answer."""
    force, today = in_force(case.organ), beijing_date(clock.now())
    plans = (plan for plan in force.rulebook.plans(case.kind, force.choices) if plan.covers(today))
    return any(kind in plan.words.owes or kind in plan.words.waived_by for plan in plans)


def next_of(row: Case, owed: Sequence[Owed], acts: Sequence[ActLink]) -> ActLink | None:
    """Return the one act that comes next for the viewer, or None when it is somebody else's turn."""
    if row.stopped:
        return None  # it goes on elsewhere, or not at all
    by_kind = {act.kind: act for act in acts}
    if row.awaiting in by_kind:
        return by_kind[row.awaiting]
    if row.awaiting and parted(row.awaiting_roles) != (Role.HANDLER,):
        return None  # it is somebody else's turn
    asked = {item.act.kind: item.act for item in reversed(owed) if item.act and item.state != State.ADVISORY}
    return next((asked[kind] for kind in (*_ORDER, *asked) if kind in asked), None)


def _still(case: CaseRef, kind: str, by: Officer) -> bool:
    """Say whether the case still takes this act: an archived one only the paper that is made of the whole file."""
    if case.archived and kind in LATER:
        return True
    if case.archived:
        return kind == PaperFinalised.kind and any(
            MADE_BY.get(role, frozenset()) & AFTER_ARCHIVING for role in by.roles
        )
    return not case.stopped


def answers() -> frozenset[str]:
    """Return the acts that answer a request beside the main course, or remind of it."""
    shared = {ENDORSED, RETURNED, "approval.withdrawn", "approval.urged"}
    return frozenset(shared | {one.approved for one in BESIDE.values()})


def its_turn(kind: str, case: CaseRef, by: Officer) -> bool:
    """Say whether an opinion or a return is asked of `by` now; other acts are always offered."""
    if kind in answers():
        return False  # done where the request stands: on the desk, or in the case's list of requests
    if kind in APPROVALS:
        return turn(case, by, kind) is not None
    if kind in _TAKEN_BACK:
        return case.awaiting in _TAKEN_BACK[kind].signing and not case.standing.begun
    if kind in ASKED:
        return case.awaiting == kind
    return not (kind in {"clue.not_opened", "opening.requested"} and bool(case.case_no))
