"""登记其他记录: what may be registered on a case beside the acts that have forms of their own."""

from dataclasses import dataclass

from liuhen.kernel.errors import NotFoundError, OutOfOrderError
from liuhen.office.in_force import asked_once
from liuhen.people.officers import Officer
from liuhen.people.scope import require
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registered import POWER, registrable_kinds
from liuhen.process.case.registry import ActType, act_type
from liuhen.queries.assessed import OWED, assessed
from liuhen.queries.course import case_head
from liuhen.queries.owed import from_finding, most_urgent_first
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import ActLink, CaseHead, Owed


@dataclass(frozen=True, slots=True)
class RecordsPage:
    """What may be registered: `owed` is asked of the case now, `kinds` is everything that the rules know."""

    case: CaseHead
    owed: tuple[Owed, ...]
    kinds: tuple[ActLink, ...]


def may_register(by: Officer, case: CaseRef) -> bool:
    """Say whether `by` may register other records on a case now."""
    return may(by, POWER, case) and not (case.archived or case.stopped)


@asked_once
def records_page(by: Officer, ref: str) -> RecordsPage:
    """Return the kinds of record that may be registered on a case, those first that it owes.

    Raises:
        NotFoundError: no such case, or not his to see.
        NotAllowedError: seen, but not his to record in.
        OutOfOrderError: nothing is recorded in the case any more.
    """
    _, case = case_for(by, ref)
    require(by, POWER, case.subject, doing="登记其他记录")
    if not may_register(by, case):
        raise OutOfOrderError("本案不再增加办案记录。", why="案件已经归档，或者没有立案。", remedy="请回到案件页面。")
    judged = assessed(case)
    kinds = registrable_kinds(judged.force, case.kind)
    owed = (from_finding(one, case, by) for one in judged.findings if one.state in OWED)
    wanted = most_urgent_first(one for one in owed if one.act and one.act.kind in kinds)
    links = tuple(ActLink(kind=kind, label=word) for kind, word in kinds.items())
    return RecordsPage(case_head(case), wanted, links)


def record_form(by: Officer, ref: str, kind: str) -> ActType:
    """Return how a record of `kind` is registered, for programs.

    Raises:
        NotFoundError: no such case or kind, or not his to see.
    """
    case_for(by, ref)
    found = act_type(kind, by.organ)
    if found.power != POWER:
        raise NotFoundError("这种事项有自己的办理入口。", remedy="请从案件页面选择要办的事项。")
    return found
