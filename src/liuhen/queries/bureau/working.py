"""委托代理、审批流程."""

from collections.abc import Mapping
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import UnusableError
from liuhen.office.about import steps_words
from liuhen.office.in_force import in_force
from liuhen.office.models import Chain
from liuhen.office.payloads.working import OF
from liuhen.people.models import Delegation, Person
from liuhen.people.officers import Officer
from liuhen.people.roles import WORDS, Role
from liuhen.people.scope import scope
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table
from liuhen.rulebook.approvals import MATTERS, Ordered


def delegations(by: Officer) -> Table:
    """Return who acts for whom, the latest first."""
    found = list(Delegation.objects.filter(organ=by.organ).order_by("-first", "-key")[:200])
    ids = {one.giver for one in found} | {one.taker for one in found}
    names = dict(Person.objects.filter(id__in=ids).values_list("id", "name"))
    rows = tuple(_delegation(one, names, by) for one in found)
    return Table("委托代理", ("委托人", "受托人", "代行岗位", "期间", "状态"), rows, "没有委托。")


def _delegation(one: Delegation, names: dict[str, str], by: Officer) -> Row:
    today = beijing_date(clock.now())
    if one.ended_on is not None:
        state = Cell(f"{one.ended_on:%Y年%-m月%-d日}终止", colour="grey")
    elif one.last < today:
        state = Cell("期满终止", colour="grey")
    else:
        state = Cell("未开始", colour="amber") if one.first > today else Cell("代理中", colour="green")
    own = one.giver == by.id or Role.SECURITY in by.roles
    links = (OfficeLink("delegation.ended", "终止", one.key),) if own and state.colour != "grey" else ()
    roles = "、".join(WORDS[Role(role)] for role in one.roles)
    period = f"{one.first:%Y年%-m月%-d日}至{one.last:%Y年%-m月%-d日}"
    return Row((Cell(names[one.giver]), Cell(names[one.taker], one.reason), Cell(roles), Cell(period), state), links)


_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "线索与立案": ("opening", "clue_extension", "merging", "splitting", "transfer"),
    "证据与措施": ("registration", "coercion", "coercion_extension", "coercion_release", "settlement_suspension"),
    "调查与审核": ("suspension", "termination", "review_extension"),
    "决定": ("decision", "term_extension", "term_extension_again"),
    "执行与结案": ("deferral", "court", "closing"),
    "决定之后": ("revocation", "rectification"),
}
_LATER: Final = "正在审批的事项按呈报时的流程办完；新设定的流程用于以后呈报的事项。"


def chains(by: Officer) -> tuple[Table, ...]:
    """Return the order of approvals for each matter: the organ's own, or what the law provides, and its least."""
    own = {row.matter: row for row in Chain.objects.filter(organ=by.organ)}
    asked, may = _asked(by.organ), bool(scope(by, "chain.set").reaches)
    placed = {matter for group in _GROUPS.values() for matter in group}
    groups = {**_GROUPS, "其他事项": tuple(matter for matter in MATTERS if matter not in placed)}
    tables = [(title, tuple(_order(one, own.get(one), asked.get(one), may=may) for one in matters))
              for title, matters in groups.items() if matters]  # fmt: skip
    last = len(tables) - 1
    heads = ("事项", "流程", "规程要求", "来源")
    return tuple(Table(title, heads, rows, "", _LATER if n == last else "") for n, (title, rows) in enumerate(tables))


def _order(matter: str, own: Chain | None, asked: Ordered | None, *, may: bool) -> Row:
    path = steps_words(own.steps) if own else (asked.path() if asked else "—")
    law = Cell(f"至少须经{asked.at_least()}", asked.cited) if asked else Cell("规程没有规定")
    whence = Cell("本机关设定", own.basis) if own else Cell("规程规定" if asked else "")
    links = (OfficeLink("chain.set", "设定", matter),) if may else ()
    return Row((Cell(MATTERS[matter]), Cell(path), law, whence), links)


def _asked(organ: str) -> Mapping[str, Ordered]:
    try:
        return in_force(organ).rulebook.approvals(OF)
    except UnusableError:
        return {}
