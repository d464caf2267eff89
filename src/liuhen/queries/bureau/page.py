"""The list of sections, and one section."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from liuhen.kernel.errors import NotFoundError
from liuhen.office.registry import OFFICE_ACTS, SECTIONS
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, require, scope
from liuhen.queries import devices, draws
from liuhen.queries.bureau import people, seals, signing, standards, working
from liuhen.queries.bureau.history import history, kinds_of, latest
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, SectionPage, SectionRow, Table

Tables = Callable[[Officer], tuple[Table, ...]]

_TABLES: Final[Mapping[str, Tables]] = {
    "organ": lambda by: (standards.organ(by),),
    "departments": lambda by: (people.departments(by),),
    "delegations": lambda by: (working.delegations(by),),
    "chains": working.chains,
    "standards": lambda by: (standards.amounts(by), standards.catalogue(by), standards.discretion(by)),
    "calendar": lambda by: (standards.calendar(by),),
    "draws": lambda by: (draws.draws(by),),
    "footage": lambda by: (devices.devices(by),),
    "numbering": lambda by: (standards.numbering(by), standards.seals(by), *seals.certificates(by)),
    "packs": standards.packs,
    "keepers": people.keepers,
    "signing": lambda by: (signing.rules(by), signing.waiting(by)),
}
_OF_A_ROW: Final = frozenset(
    {"officer.moved", "role.granted", "officer.left", "certificate.issued", "certificate.revoked", "department.closed"}
    | {"delegation.ended", "keeper.confirmed", "chain.set", "threshold.set", "numbering.set", "choice.picked"}
    | {"term.set", "holder.assigned", "discretion.set"}
    | {"calendar.arranged", "password.reset_confirmed"}
    | {"device.handed", "device.maintained"}
)
"""Acts that are opened from the row they are about, not from the head of the page."""


def sections(by: Officer) -> tuple[SectionRow, ...]:
    """Return all sections with what was changed last; a constant number of queries."""
    _require(by)
    last = latest(by.organ)
    return tuple(SectionRow(name, title, _INTRO[name], last.get(name)) for name, title in SECTIONS.items())


def section_page(by: Officer, section: str, *, text: str = "", page: int = 1) -> SectionPage:
    """Return one section of the bureau.

    Raises:
        NotFoundError: there is no such section.
        NotAllowedError: the viewer has nothing to do with the bureau.
    """
    _require(by)
    if section not in SECTIONS:
        raise NotFoundError("没有这一栏。", remedy="请从“单位”页面选择。")
    rows, changes = history(by.organ, kinds_of(section))
    acts = tuple(
        OfficeLink(kind, act.verb)
        for kind, act in OFFICE_ACTS.items()
        if act.section == section and kind not in _OF_A_ROW and scope(by, kind).reaches
    )
    shown = SectionPage(section, SECTIONS[section], (), acts, rows, changes)
    if section == "signing":
        shown = replace(shown, further=signing.further(by))
    if section == "packs" and scope(by, "packs.adopted").reaches:
        shown = replace(shown, further=(OfficeLink("office-impact", "规程更新的影响"),))
    if section != "people":
        return replace(shown, tables=tuple(_permitted(one, by) for one in _TABLES[section](by)))
    table, page, pages = people.roll(by, text=text, page=page)
    late = people.expiring(by.organ) if page == 1 and not text else None
    tables = tuple(_permitted(one, by) for one in (late, table) if one is not None)
    may = bool(scope(by, "officer.appointed").reaches)
    return replace(shown, tables=tables, may_import=may, searched=True, page=page, pages=pages)


def _permitted(table: Table, by: Officer) -> Table:
    """Return a table without the buttons that the viewer may not press."""
    may = {kind for kind in OFFICE_ACTS if scope(by, kind).reaches}
    rows = tuple(
        Row(_headed(row.cells, table.heads), tuple(one for one in row.links if one.page or one.kind in may))
        for row in table.rows
    )
    return replace(table, rows=rows)


def _headed(cells: tuple[Cell, ...], heads: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(replace(cell, head=head) for cell, head in zip(cells, heads, strict=True))


def _require(by: Officer) -> None:
    require(by, "office.view", Subject(organ=by.organ), doing="查看单位信息")


_INTRO: Final[Mapping[str, str]] = {
    "organ": "名称、代字、地址，印在文书上",
    "people": "名册、岗位、执法证及其有效期",
    "departments": "处室的设立和撤销",
    "delegations": "外出期间由谁代行岗位",
    "chains": "各事项依次由谁审批，规程至少要求谁",
    "standards": "法律留给本机关确定的数额和目录",
    "calendar": "每年的放假和调休安排，工作日期限由此推算",
    "draws": "抽取检查对象和检查人员，结果可以重算",
    "footage": "执法记录仪等设备在谁手里、时钟准不准，音像导出了没有",
    "numbering": "文号的式样和起始号，印章图片",
    "packs": "执行哪些规程，条文有几种读法时取用哪一种",
    "signing": "登录的要求，口令重置",
    "keepers": "系统管理员、安全员、安全审计员",
}
