"""机关、数额标准与目录、工作日历、文书编号与印章、规程与读法."""

from datetime import date
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import UnusableError
from liuhen.kernel.money import yuan
from liuhen.office.in_force import holders, in_force
from liuhen.office.models import (
    Adopted,
    CalendarYear,
    Catalogue,
    Discretion,
    Numbering,
    OwnTerm,
    Picked,
    Seal,
    Threshold,
)
from liuhen.office.own_terms import own_terms, term_words
from liuhen.office.payloads.discretion import ARTICLES as FINING
from liuhen.office.payloads.discretion import STEPS, DiscretionStep
from liuhen.office.payloads.organ import SERIES
from liuhen.office.payloads.standards import MATTERS
from liuhen.office.texts import shelf
from liuhen.people.models import Organ
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.queries.bureau.history import titled
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table
from liuhen.rulebook import Rulebook, load_calendar
from liuhen.rulebook.available import available

DECEMBER: Final = 12
SHOWN_YEARS: Final = 3


def organ(by: Officer) -> Table:
    """Return what stands on the organ's papers."""
    row = Organ.objects.get(id=by.organ)
    told = (
        ("机关名称", row.name),
        ("行政区域", row.region),
        ("机关代字", row.mark),
        ("统一社会信用代码", row.credit_code),
        ("办公地址", row.address),
        ("联系电话", row.phone),
    )
    return Table("机关信息", ("项目", "内容"), tuple(Row((Cell(name), Cell(text or "—"))) for name, text in told), "")


def amounts(by: Officer) -> Table:
    """Return the amounts that the law leaves to the organ."""
    own = {row.matter: row for row in Threshold.objects.filter(organ=by.organ)}
    rows = []
    for matter, word in MATTERS.items():
        row = own.get(matter)
        now = Cell(f"{yuan(row.amount_fen)} 元", row.basis) if row else Cell("未设定", colour="amber")
        rows.append(Row((Cell(word), now), _links(by, "threshold.set", "设定", matter)))
    return Table("数额标准", ("事项", "现行数额"), tuple(rows), "")


def discretion(by: Officer) -> Table:
    """Return by which steps the organ fines, article by article."""
    own = {row.article: row for row in Discretion.objects.filter(organ=by.organ)}
    rows = []
    for article, word in FINING.items():
        row = own.get(article)
        told = "；".join(_step_words(DiscretionStep.model_validate(one)) for one in row.steps) if row else ""
        now = Cell(told, row.basis) if row else Cell("未设定，不作核对", colour="amber")
        rows.append(Row((Cell(word), now), _links(by, "discretion.set", "设定", article)))
    return Table("裁量基准", ("条款", "现行各档"), tuple(rows), "")


def _step_words(one: DiscretionStep) -> str:
    if one.by_loss:
        return f"{STEPS[one.step]} 损失的 {one.low_percent}%—{one.high_percent}%"
    return f"{STEPS[one.step]} {yuan(one.low_fen or 0)}—{yuan(one.high_fen or 0)} 元"


def catalogue(by: Officer) -> Table:
    """Return the catalogue of major decisions."""
    row = Catalogue.objects.filter(organ=by.organ).first()
    rows = tuple(Row((Cell(str(at)), Cell(item))) for at, item in enumerate(row.items, start=1)) if row else ()
    note = f"依据：{row.basis}" if row else ""
    return Table("重大执法决定法制审核目录", ("序号", "列入目录的决定"), rows, "还没有公布目录。", note)


def calendar(by: Officer) -> Table:
    """Return the latest years whose holidays are arranged; the coming one is asked for in December."""
    own = {row.year: row for row in CalendarYear.objects.filter(organ=by.organ)}
    known = {year.year: year.source for year in load_calendar().years} | {at: row.source for at, row in own.items()}
    today = beijing_date(clock.now())
    wanted = sorted({*known, today.year, today.year + 1}, reverse=True)[: SHOWN_YEARS + 1]
    rows = []
    for year in wanted:
        if year in known:
            now = Cell("本机关录入" if year in own else "随系统提供", known[year])
        else:
            late = year <= today.year or today.month == DECEMBER
            now = Cell("没有录入" if late else "尚未公布", colour="red" if late else "amber")
        rows.append(Row((Cell(f"{year}年"), now), _links(by, "calendar.arranged", "录入或者更改", str(year))))
    note = "没有录入放假安排的年份，工作日期限不作推测，标明待复核。"
    return Table("节假日安排", ("年度", "安排"), tuple(rows), "", note)


def numbering(by: Officer) -> Table:
    """Return how each series of numbers is made."""
    mark = Organ.objects.values_list("mark", flat=True).get(id=by.organ)
    year = beijing_date(clock.now()).year
    own = {row.series: row for row in Numbering.objects.filter(organ=by.organ)}
    rows = []
    for series, word in SERIES.items():
        row = own.get(series)
        said = row.word if row else series
        first = row.first if row and row.year == year else 1
        rows.append(
            Row(
                (Cell(word), Cell(f"{mark}{said}〔{year}〕{first}号"), Cell(f"{year}年从 {first} 号起")),
                _links(by, "numbering.set", "设定", series),
            )
        )
    return Table("文书编号", ("文号", "式样", "起始"), tuple(rows), "", "每种文号按年连续编出，不跳号、不重号。")


def seals(by: Officer) -> Table:
    """Return the pictures of seals that were kept."""
    found = Seal.objects.filter(organ=by.organ).order_by("name")
    rows = tuple(Row((Cell(row.name), Cell(f"{row.since:%Y年%-m月%-d日}起"), Cell(row.digest[:16]))) for row in found)
    return Table("印章图片", ("印章", "启用", "记录摘要"), rows, "没有存入印章图片。")


def packs(by: Officer) -> tuple[Table, ...]:
    """Return the packs in force and to come, and the readings followed."""
    today = beijing_date(clock.now())
    found = list(Adopted.objects.filter(organ=by.organ).order_by("-since"))
    current = next((row for row in found if row.since <= today), None)
    rows = tuple(_adopted(row, current, today) for row in found)
    adopted = Table("启用的规程", ("规程和版本", "自", "状态"), rows, "还没有启用规程，不能办案。")
    try:
        book = in_force(by.organ).rulebook
    except UnusableError:
        return (adopted,)
    return (adopted, *_days(current), _readings(by, book), _terms(by, book), _holders(by, book))


def _days(current: Adopted | None) -> tuple[Table, ...]:
    """Return from when on packs are in force whose own text names no day, and which of them wait for that day."""
    heads = {head.id: head for head in available(roots=shelf())}
    rows = []
    for pack in current.packs if current else ():
        head, told = heads.get(pack), (current.dates if current else {}).get(pack)
        if told:
            span = f"{_day(told['from'])}起" + (f"，至{_day(told['until'])}" if told.get("until") else "")
            rows.append(Row((Cell(head.title if head else pack), Cell(span))))
        elif head is not None and head.region and head.in_force.first is None:
            rows.append(Row((Cell(head.title), Cell("没有填写，按一直施行计算", colour="amber"))))
    note = "这些规程的文本没有写明施行日期，启用规程时一并填写。"
    return (Table("规程自身的施行日期", ("规程", "施行"), tuple(rows), "", note),) if rows else ()


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%Y年%-m月%-d日}"


def _terms(by: Officer, book: Rulebook) -> Table:
    own = {row.name: row for row in OwnTerm.objects.filter(organ=by.organ)}
    rows = []
    for name, said in own_terms(book).items():
        row = own.get(name)
        now = Cell(term_words(row.value), row.reason) if row else Cell("未设定", "设定以前不计期限", colour="amber")
        whose = Cell(f"{row.by}，{row.on:%Y年%-m月%-d日}") if row else Cell("—")
        rows.append(Row((Cell(said, name), now, whose), _links(by, "term.set", "设定", name)))
    return Table("本机关的期限", ("事项", "现行期限", "谁定的"), tuple(rows), "现行规程没有留给本机关规定的期限。")


def _holders(by: Officer, book: Rulebook) -> Table:
    given = holders(by.organ)
    named = dict.fromkeys(rule.holder for rule in book.rules if rule.holder)
    rows = tuple(
        Row(
            (Cell(one), Cell(given[one]) if one in given else Cell("未指定", colour="grey")),
            _links(by, "holder.assigned", "指定", one),
        )
        for one in named
    )
    return Table("职责归口", ("规程所称", "本机关处室"), rows, "现行规程没有按处室分工。")


def _adopted(row: Adopted, current: Adopted | None, today: date) -> Row:
    told = titled("、".join(f"{name} {version}" for name, version in sorted(row.packs.items())))
    if row.since > today:
        state = Cell("到时执行", colour="amber")
    else:
        state = Cell("现行", colour="green") if row is current else Cell("已被替换", colour="grey")
    return Row((Cell(told), Cell(f"{row.since:%Y年%-m月%-d日}"), state))


def _readings(by: Officer, book: Rulebook) -> Table:
    own = {row.choice: row for row in Picked.objects.filter(organ=by.organ)}
    rows = []
    for number, choice in book.choices.items():
        row = own.get(number)
        reading = row.reading if row else choice.default
        whose = Cell(f"{row.by}，{row.on:%Y年%-m月%-d日}", row.reason) if row else Cell("规程缺省")
        links = _links(by, "choice.picked", "取用", f"{number}/{reading}")
        question = Cell(choice.question, f"{number}　{choice.article}")
        rows.append(Row((question, Cell(choice.readings.get(reading, reading)), whose), links))
    return Table("取用的读法", ("条文的问题", "现在取用", "谁定的"), tuple(rows), "现行规程没有需要选定读法的条文。")


def _links(by: Officer, kind: str, label: str, of: str) -> tuple[OfficeLink, ...]:
    return (OfficeLink(kind, label, of),) if scope(by, kind).reaches else ()
