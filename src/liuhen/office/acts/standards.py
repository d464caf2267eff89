"""数额标准、目录、日历、规程."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.office.adopting import adopted
from liuhen.office.models import Adopted, CalendarYear, Catalogue, Threshold
from liuhen.office.payloads import CalendarArranged, CatalogueSet, PacksAdopted, ThresholdSet
from liuhen.office.payloads.standards import CalendarForm, CatalogueForm, PackDay, PacksForm, ThresholdForm
from liuhen.office.registry import Doing, office_act
from liuhen.office.texts import shelf
from liuhen.people.officers import Officer
from liuhen.rulebook import load_calendar
from liuhen.rulebook.available import available
from liuhen.rulebook.frame import PackHead


def _amount(by: Officer, of: str) -> dict[str, Any]:
    row = Threshold.objects.filter(key=f"{by.organ}:{of}").first()
    return {"matter": of, "amount_fen": row.amount_fen} if row else {"matter": of}


@office_act(ThresholdSet, section="standards", label="数额标准", verb="设定数额标准", prefill=_amount)
def set_threshold(form: ThresholdForm, doing: Doing) -> ThresholdSet:
    """Set an amount that the law leaves to the organ."""
    del doing
    return ThresholdSet(**dict(form))


def _items(by: Officer, of: str) -> dict[str, Any]:
    del of
    row = Catalogue.objects.filter(organ=by.organ).first()
    return {"items": row.items} if row else {}


@office_act(
    CatalogueSet, section="standards", label="重大执法决定目录", verb="公布目录", prefill=_items,
    help="目录整份替换：所列即现行的全部事项。",
)  # fmt: skip
def set_catalogue(form: CatalogueForm, doing: Doing) -> CatalogueSet:
    """Say which decisions the organ holds for major."""
    del doing
    return CatalogueSet(**dict(form))


def _year(by: Officer, of: str) -> dict[str, Any]:
    if not of.isdecimal():
        return {}
    row = CalendarYear.objects.filter(key=f"{by.organ}:{of}").first()
    if row is not None:
        return {"year": row.year, "source": row.source, "holidays": row.holidays, "workdays": row.workdays}
    for one in load_calendar().years:
        if one.year == int(of):
            return {
                "year": one.year,
                "source": one.source,
                "holidays": [{"name": off.name, "first": off.first, "last": off.last} for off in one.holidays],
                "workdays": [day.isoformat() for day in sorted(one.workdays)],
            }
    return {"year": int(of)}


@office_act(
    CalendarArranged,
    section="calendar",
    label="节假日安排",
    verb="录入节假日安排",
    help="国务院办公厅公布次年放假安排后录入。未录入的年份，工作日期限不作推测，显示为待复核。",
    prefill=_year,
)
def arrange(form: CalendarForm, doing: Doing) -> CalendarArranged:
    """Enter the arrangement of one year's holidays, from its notice."""
    del doing
    _require_of_year(form)
    return CalendarArranged(
        year=form.year,
        source=form.source,
        holidays=form.holidays,
        workdays=[_day(text, at) for at, text in enumerate(form.workdays)],
        reason=form.reason,
    )


def _require_of_year(form: CalendarForm) -> None:
    for at, one in enumerate(form.holidays):
        if one.last < one.first:
            raise _wrong(f"holidays.{at}.last", "末日早于首日")
        if form.year not in (one.first.year, one.last.year):
            raise _wrong(f"holidays.{at}.first", f"不在 {form.year} 年")


def _day(text: str, at: int) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as err:
        raise _wrong("workdays", f"第 {at + 1} 行“{text[:20]}”不是日期，请写成 2027-02-14") from err


def _wrong(field: str, said: str) -> BadInputError:
    return BadInputError("节假日安排有误。", fields={field: said}, remedy="请对照放假通知改正。")


def _adopted_now(by: Officer, of: str) -> dict[str, Any]:
    """Open the form with the packs that a link names, or with those in force, and the days entered for them."""
    row = Adopted.objects.filter(organ=by.organ).order_by("-since").first()
    packs = [one for one in of.split(",") if one]
    days = (
        []
        if row is None
        else [{"pack": pack, "first": date.fromisoformat(span["from"])} for pack, span in row.dates.items()]
    )
    return ({"packs": packs} if packs else {}) | ({"days": days} if days else {})


@office_act(
    PacksAdopted, section="packs", label="启用规程", verb="启用规程", prefill=_adopted_now,
    help="所选规程连同其所依据的上位规程一并执行；版本为本系统现有的版本，其文本一并存档。已办的事项仍按办理时的规程。",
)  # fmt: skip
def adopt(form: PacksForm, doing: Doing) -> PacksAdopted:
    """Work by these packs, and those they stand on, from a day on."""
    if form.since < doing.today:
        raise BadInputError(
            "执行日期已经过去。",
            fields={"since": "早于今天"},
            why="已办的事项不改按新规程计算。",
            remedy="请填写今天或者以后的日期。",
        )
    known = {head.id: head for head in available(roots=shelf())}
    if strange := [name for name in form.packs if name not in known]:
        raise BadInputError(
            "没有这种规程。", fields={"packs": f"没有{'、'.join(strange)}"[:200]}, remedy="请从所列规程中选择。"
        )
    _require_days(form.days, known)
    return adopted(tuple(form.packs), since=form.since, days=form.days, basis=form.basis)


def _require_days(days: list[PackDay], known: Mapping[str, PackHead]) -> None:
    seen: set[str] = set()
    for at, one in enumerate(days):
        head = known.get(one.pack)
        wrong = {}
        if head is None or one.pack in seen:
            wrong = {"pack": "重复" if head else "没有这种规程"}
        elif head.in_force.first is not None:
            wrong = {"pack": f"这部规程的文本已写明自{head.in_force.first:%Y年%-m月%-d日}施行"}
        elif one.last is not None and one.last < one.first:
            wrong = {"last": "末日早于首日"}
        seen.add(one.pack)
        if wrong:
            fields = {f"days.{at}.{name}": said for name, said in wrong.items()}
            raise BadInputError("规程的施行日期有误。", fields=fields, remedy="请对照规程的印发文件改正。")
