"""人员与执法证、处室、三员."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from math import ceil
from typing import Final

from django.db.models import Count, Q

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.office.models import Department, Proposal
from liuhen.people.models import Certificate, Person
from liuhen.people.officers import Officer
from liuhen.people.roles import KEEPERS, WORDS, Role
from liuhen.people.scope import scope
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table

PER_PAGE: Final = 50
SOON: Final = timedelta(days=60)
_ACTS: Final = (
    ("officer.moved", "调整处室"),
    ("role.granted", "调整岗位"),
    ("certificate.issued", "登记执法证"),
    ("officer.left", "登记离岗"),
)
_HEADS: Final = ("姓名", "处室", "岗位", "账号", "执法证", "状态")


def roll(by: Officer, *, text: str = "", page: int = 1) -> tuple[Table, int, int]:
    """Return a page of the roll, with the page's number and how many there are: who is there first, then who left."""
    found = Person.objects.filter(organ=by.organ)
    if text:
        found = found.filter(Q(name__contains=text) | Q(department__contains=text) | Q(account__contains=text))
    total = found.count()
    pages = max(1, ceil(total / PER_PAGE))
    page = min(max(page, 1), pages)
    people = list(found.order_by("left_on", "department", "name", "id")[(page - 1) * PER_PAGE : page * PER_PAGE])
    held = _held(people)
    today = beijing_date(clock.now())
    rows = tuple(_row(one, held.get(one.id, ()), today, by) for one in people)
    return Table(f"人员名册（{total} 人）", _HEADS, rows, "没有找到人员。"), page, pages


def expiring(organ: str) -> Table | None:
    """Return whose certificate ends within 60 days or has ended; None where nobody's has."""
    today = beijing_date(clock.now())
    present = {one.id: one for one in Person.objects.filter(organ=organ, left_on=None)}
    held = _held(present.values())
    last = {who: max(rows, key=lambda row: row.valid_to) for who, rows in held.items() if rows}
    late = sorted((row for row in last.values() if row.valid_to < today + SOON), key=lambda row: row.valid_to)
    rows = tuple(
        Row(
            (Cell(present[row.person].name, present[row.person].department), Cell(row.number), _validity(row, today)),
            (OfficeLink("certificate.issued", "登记换证", row.person),),
        )
        for row in late
    )
    note = "执法证过期的，次日起不能参加须由两名执法人员办理的事项。"
    return Table("执法证将到期", ("姓名", "证号", "有效期"), rows, "", note) if rows else None


def departments(by: Officer) -> Table:
    """Return the departments and how many people are in each."""
    working = Person.objects.filter(organ=by.organ, left_on=None).values_list("department")
    counted = dict(working.annotate(n=Count("id")))
    known = {row.name: row for row in Department.objects.filter(organ=by.organ).order_by("name")}
    names = sorted({*known, *counted})
    rows = tuple(_department(name, counted.get(name, 0), known.get(name)) for name in names)
    return Table("处室", ("处室", "在岗人数", "状态"), rows, "还没有处室。")


def keepers(by: Officer) -> tuple[Table, Table]:
    """Return who keeps the system, and who is named and not yet confirmed."""
    everyone = Person.objects.filter(organ=by.organ, left_on=None).order_by("name")
    people = [row for row in everyone if KEEPERS.intersection(row.roles)]
    rows = tuple(
        Row((Cell(WORDS[role]), Cell("、".join(one.name for one in people if role in one.roles) or "空缺")))
        for role in Role
        if role in KEEPERS
    )
    waiting = Proposal.objects.filter(organ=by.organ, confirmed=False).order_by("seq")
    named = tuple(
        Row(
            (
                Cell(WORDS[Role(row.told["role"])]),
                Cell(row.told["name"], row.told["department"]),
                Cell(row.told.get("replaced_name", "") or "—"),
                Cell(row.by_name),
            ),
            (OfficeLink("keeper.confirmed", "确认", str(row.seq)),),
        )
        for row in waiting
    )
    note = "三员须由三人分任，互相监督：系统管理员管运行，安全员管人员和权限，安全审计员查日志。三员都看不到案件内容。"
    return (
        Table("三员", ("岗位", "现任"), rows, "", note),
        Table("待确认的提名", ("岗位", "提名", "接替", "提名人"), named, "没有待确认的提名。"),
    )


def _department(name: str, count: int, row: Department | None) -> Row:
    closed = row is not None and row.closed
    links = () if closed or row is None or count else (OfficeLink("department.closed", "撤销", name),)
    return Row((Cell(name), Cell(str(count)), Cell("已撤销" if closed else "", colour="grey" if closed else "")), links)


def _held(people: Iterable[Person]) -> Mapping[str, list[Certificate]]:
    ids = [one.id for one in people]
    held: dict[str, list[Certificate]] = {}
    for row in Certificate.objects.filter(person__in=ids).order_by("valid_to"):
        held.setdefault(row.person, []).append(row)
    return held


def _row(one: Person, held: Iterable[Certificate], today: date, by: Officer) -> Row:
    cards = list(held)
    last = cards[-1] if cards else None
    keeper = bool(KEEPERS.intersection(one.roles))
    gone = one.left_on is not None and one.left_on <= today
    links = () if gone or keeper else tuple(OfficeLink(kind, label, one.id) for kind, label in _ACTS)
    if last is not None and last.revoked_on is None and last.valid_to >= today and not gone:
        links = (*links, OfficeLink("certificate.revoked", "注销执法证", last.number))
    account = one.account if scope(by, "officer.appointed").reaches or one.id == by.id else "—"
    state = Cell(f"{one.left_on:%Y年%-m月%-d日}离岗", colour="grey") if gone else Cell("在岗", colour="green")
    roles = "、".join(WORDS[role] for role in Role if role in one.roles)
    card = _card(last, today) if last else Cell("—")
    return Row((Cell(one.name), Cell(one.department), Cell(roles), Cell(account), card, state), links)


def _card(row: Certificate, today: date) -> Cell:
    validity = _validity(row, today)
    return Cell(row.number, validity.text, validity.colour)


def _validity(row: Certificate, today: date) -> Cell:
    if row.revoked_on is not None:
        return Cell(f"{row.revoked_on:%Y年%-m月%-d日}起注销", colour="red")
    until = f"有效至{row.valid_to:%Y年%-m月%-d日}"
    left = (row.valid_to - today).days
    if left < 0:
        return Cell(f"已于{row.valid_to:%Y年%-m月%-d日}到期", colour="red")
    return Cell(f"{until}，余 {left} 天", colour="amber") if left < SOON.days else Cell(until)
