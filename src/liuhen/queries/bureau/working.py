"""委托代理、审批流程."""

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
from liuhen.rulebook.approvals import MATTERS


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


def chains(by: Officer) -> Table:
    """Return the order of approvals for each matter: the organ's own, or what the regulation provides."""
    own = {row.matter: row for row in Chain.objects.filter(organ=by.organ)}
    usual = _usual(by.organ)
    may = bool(scope(by, "chain.set").reaches)
    rows = []
    for matter, word in MATTERS.items():
        row = own.get(matter)
        now = Cell(steps_words(row.steps), row.basis) if row else usual.get(matter, Cell("—"))
        links = (OfficeLink("chain.set", "设定", matter),) if may else ()
        rows.append(Row((Cell(word), now, Cell("本机关设定" if row else "规程规定")), links))
    note = "正在审批的事项按呈报时的流程办完；新设定的流程用于以后呈报的事项。"
    return Table("审批流程", ("事项", "流程", "来源"), tuple(rows), "", note)


def _usual(organ: str) -> dict[str, Cell]:
    try:
        ordered = in_force(organ).rulebook.approvals(OF)
    except UnusableError:
        return {}
    return {matter: Cell(one.path(), f"{one.cited}：至少须经{one.at_least()}") for matter, one in ordered.items()}
