"""审批: whose turn it is to sign, by the order that the request itself names; the order comes from packs and organ."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from liuhen.kernel.clock import When, beijing_date
from liuhen.kernel.errors import NotAllowedError, OutOfOrderError, UnusableError
from liuhen.office.in_force import chain, in_force
from liuhen.office.models import Chain
from liuhen.people.officers import Mandate, Officer
from liuhen.people.roles import POWERS, Role
from liuhen.people.scope import Capacity, capacities
from liuhen.process.case.models import Request
from liuhen.process.case.reference import PENALTY, CaseRef
from liuhen.process.case.standing import APPROVERS, Standing, Step, path_words
from liuhen.rulebook.approvals import MATTERS as WORDS

ENDORSED, RETURNED = "approval.endorsed", "approval.returned"
"""Kinds that all matters beside the main course share."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is approved, with the kinds of its acts."""

    id: str
    label: str
    asked: str
    endorsed: str
    approved: str
    returned: str

    @property
    def withdrawn(self) -> str:
        """Return the act with which a request of the main course is taken back."""
        return f"{self.id}.withdrawn"

    @property
    def signing(self) -> frozenset[str]:
        """Return the acts of who is asked."""
        return frozenset({self.endorsed, self.approved, self.returned})


MATTERS: Final = (
    Matter("opening", "立案", "opening.requested", "opening.endorsed", "opening.approved", "opening.returned"),
    Matter("decision", "决定", "decision.drafted", "decision.endorsed", "decision.made", "decision.returned"),
    Matter("closing", "结案", "closing.requested", "closing.endorsed", "closing.approved", "closing.returned"),
)
"""The main course of a case: it waits for one of these at a time."""

OF_KIND: Final = {
    kind: one for one in MATTERS for kind in (one.asked, one.endorsed, one.approved, one.returned)
}  # fmt: skip


_beside: Final[dict[str, Matter]] = {}
BESIDE: Final = MappingProxyType(_beside)
"""What is approved beside the main course, by the kind of its request: any number may wait at once."""

STATES: Final = {
    "waiting": "等待审批",
    "granted": "已批准",
    "refused": "不批准",
    "returned": "已退回",
    "withdrawn": "已撤回",
}
"""How a request stands -> in words."""

USUAL: Final = (Step(roles=[str(Role.UNIT_HEAD)]), Step(roles=[str(Role.DEPUTY), str(Role.CHIEF)]))
"""Whom a matter beside the main course of a penalty goes through where neither packs nor the organ have settled it."""


def beside(matter: str, *, asked: str, approved: str) -> Matter:
    """Enter a matter that is approved beside the main course; called once, by the room that has its acts.

    Args:
        matter: a key of `rulebook.approvals.MATTERS`.
        asked: kind of the request, a `Requested`.
        approved: kind of the act with which the last step approves, a `Granted`.
    """
    found = Matter(matter, WORDS[matter], asked, ENDORSED, approved, RETURNED)
    _beside[asked] = found
    return found


@dataclass(frozen=True, slots=True)
class Order:
    """The order that a request made now goes through, and by what."""

    steps: tuple[Step, ...]
    basis: str


def order_of(case: CaseRef, kind: str) -> Order:
    """Return the order in force for a request of this kind: the organ's own, or that of its packs.

    Raises:
        UnusableError: there is none, or the organ's own leaves out whom the law has asked since.
    """
    matter, organ = OF_KIND.get(kind) or BESIDE[kind], case.organ
    lawful = in_force(organ).rulebook.approvals(case.kind).get(matter.id)
    own = chain(organ, matter.id)
    if own is None and lawful is None and (kind in BESIDE or case.kind != PENALTY):
        return Order(USUAL, "规程没有写明由谁审批，本机关也没有另定")
    if own is None and lawful is None:
        raise UnusableError(
            f"{matter.label}还没有审批流程。",
            why="启用的规程和本机关都没有规定由谁审批。",
            remedy="请由法制审核人员在“单位”页面设定审批流程。",
        )
    if own is None and lawful is not None:
        steps = tuple(Step(roles=list(one.roles), joint=one.joint) for one in lawful.words.steps)
        return Order(steps, lawful.cited)
    steps = tuple(Step(roles=list(one.roles), joint=one.joint) for one in own or ())
    wrong = lawful.wrong(steps) if lawful is not None else ()
    if unable := [APPROVERS[role] for role in steps[-1].roles if matter.approved not in POWERS[Role(role)]]:
        wrong = (*wrong, f"的最后一步不能是{'、'.join(unable)}")
    if wrong:
        raise UnusableError(
            f"本机关的{matter.label}审批流程{wrong[0]}，不能据以呈报。",
            why=lawful.cited if lawful is not None else "最后一步由负责人批准。",
            remedy="请由法制审核人员在“单位”页面重新设定审批流程。",
        )
    told = Chain.objects.values_list("basis", flat=True).get(key=f"{organ}:{matter.id}")
    return Order(steps, told)


def turn(case: CaseRef, by: Officer, kind: str) -> Capacity | None:
    """Return the role in which `by` may sign or return now what waits in the case, or None."""
    matter = OF_KIND.get(case.awaiting)
    if matter is None or kind not in (case.awaiting, matter.returned) or by.id in case.standing.signers:
        return None
    able = capacities(by, kind, case.subject)
    return next((one for role in case.standing.owed for one in able if one.role == role), None)


def turn_in(request: Request, case: CaseRef, by: Officer, kind: str) -> Capacity | None:
    """Return the role in which `by` may answer a request beside the main course with an act of this kind, or None."""
    standing = Standing.read(request.asked)
    if kind not in (request.awaiting, RETURNED) or by.id in standing.signers:
        return None
    able = capacities(by, kind, case.subject)
    return next((one for role in standing.owed for one in able if one.role == role), None)


def acting(case: CaseRef, by: Officer, kind: str, *, about: int | None, doing: str, on: When) -> Capacity:
    """Return the role in which `by` does an act that he may do, and for whom.

    Args:
        about: the number of the request that it answers, where it answers one beside the main course.

    Raises:
        OutOfOrderError: it is an opinion and not his turn.
        NotAllowedError: the role was not lent on the day of the act.
    """
    matter = OF_KIND.get(kind)
    if matter is not None and kind in matter.signing:
        found = turn(case, by, kind) or _not_his_turn(case, by, matter)
    elif kind in _answers():
        request = waiting_request(case, about)
        found = turn_in(request, case, by, kind) or _not_yet(request, by)
    else:
        found = capacities(by, kind, case.subject)[0]
    if found.mandate is not None:
        _require_lent(found.mandate, doing=doing, on=on)
    return found


def _answers() -> set[str]:
    return {ENDORSED, RETURNED} | {one.approved for one in BESIDE.values()}


def waiting_request(case: CaseRef, seq: int | None) -> Request:
    """Return the request with this number that waits in the case.

    Raises:
        OutOfOrderError: there is none, or it was answered.
    """
    found = Request.objects.filter(key=f"{case.dossier}:{seq}").first()
    if found is None:
        raise OutOfOrderError("没有这件呈批。", remedy="请从工作台打开要审批的呈批。")
    if found.state != "waiting":
        raise OutOfOrderError(
            f"这件{WORDS[found.matter]}呈批已经办结。", why=f"结果：{STATES[found.state]}。", remedy="请刷新页面查看。"
        )
    return found


def _not_yet(request: Request, by: Officer) -> Capacity:
    standing = Standing.read(request.asked)
    if by.id in standing.signers:
        raise OutOfOrderError(
            "您已经签署过这一步。", why="会签由不同的人分别签署，一人不能代两个岗位。", remedy="请等待其他岗位签署。"
        )
    raise OutOfOrderError(
        "还没有轮到您签署意见。",
        why=f"{WORDS[request.matter]}审批现在等待{path_words(standing.steps)}。",
        remedy="请等待前一步签署。",
    )


def waits(case: CaseRef, matter: Matter) -> bool:
    """Say whether a request of this matter is before its approvers."""
    return case.awaiting in matter.signing


def require_unsigned(case: CaseRef, matter: Matter) -> None:
    """Refuse to take back a request of the main course that is not waiting, or that somebody has signed.

    Raises:
        OutOfOrderError: it is answered, or an opinion on it was given.
    """
    if not waits(case, matter):
        raise OutOfOrderError(f"现在没有待批的{matter.label}呈批。", remedy="请刷新页面查看进度。")
    if case.standing.begun:
        raise OutOfOrderError(
            "已经有人签署意见，不能撤回。", why="签署的意见不能收回。", remedy="请联系下一步的审批人退回。"
        )


def _not_his_turn(case: CaseRef, by: Officer, matter: Matter) -> Capacity:
    if not waits(case, matter):
        raise OutOfOrderError(f"现在没有待批的{matter.label}呈批。", remedy="请刷新页面查看进度。")
    if by.id in case.standing.signers:
        raise OutOfOrderError(
            "您已经签署过这一步。", why="会签由不同的人分别签署，一人不能代两个岗位。", remedy="请等待其他岗位签署。"
        )
    raise OutOfOrderError(
        "还没有轮到您签署意见。",
        why=f"{matter.label}审批现在等待{path_words(case.standing.steps)}。",
        remedy="请等待前一步签署。",
    )


def _require_lent(mandate: Mandate, *, doing: str, on: When) -> None:
    if not mandate.holds_on(beijing_date(on)):
        raise NotAllowedError(
            f"您当日不能{doing}。",
            why=f"{mandate.name}的委托自{mandate.first:%Y年%-m月%-d日}至{mandate.last:%Y年%-m月%-d日}，不含签署当日。",
            remedy="请核对签署日期，或者由委托人本人签署。",
        )


def handler_waits(case: CaseRef) -> bool:
    """Say whether the case waits for its own handlers."""
    return case.awaiting_roles == (str(Role.HANDLER),)
