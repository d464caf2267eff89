"""工作日历: twelve months of a year as arranged, and a term counted on it step by step."""

import re
from calendar import Calendar
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, When, beijing_date
from liuhen.kernel.errors import NotFoundError
from liuhen.office.models import CalendarYear
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.queries.regulations.shapes import Pair
from liuhen.queries.regulations.shelf import force_of
from liuhen.queries.regulations.year_shapes import DayView, HolidayView, MonthView, TermAnswer, TermAsked, YearPage
from liuhen.rulebook import Roll, Term, Unit, WorkingCalendar, Year, load_calendar, reckon
from liuhen.rulebook.arithmetic import counting
from liuhen.rulebook.calendar import SATURDAY
from liuhen.rulebook.terms import Span

ARRANGE: Final = "calendar.arranged"
SHOWN: Final = range(2004, 2200)
"""Years that a page is made for; the arrangement of an earlier one is in no notice."""
UNITS: Final[tuple[Pair, ...]] = (
    ("workdays", "个工作日"), ("days", "日"), ("hours", "小时"), ("months", "个月"), ("years", "年"),
)  # fmt: skip
ROLLS: Final[tuple[Pair, ...]] = (
    (Roll.HOLIDAY, "逢节日假期顺延，普通周末不顺延"), (Roll.DAY_OFF, "逢休息日都顺延"), (Roll.NONE, "不顺延"),
)  # fmt: skip
MOST_SPANS: Final = 20
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")
_WORDS: Final = {
    "work": "工作日", "rest": "休息日", "holiday": "放假", "made_up": "调休上班", "unknown": "放假安排尚未公布",
}  # fmt: skip


def calendar_of(by: Officer) -> WorkingCalendar:
    """Return the calendar by which the organ counts."""
    force = force_of(by)
    return force.calendar if force else load_calendar()


def year_page(by: Officer, year: int | None) -> YearPage:
    """Return one year; without a number the present one.

    Raises:
        NotFoundError: no such year.
    """
    today = beijing_date(clock.now())
    year = today.year if year is None else year
    if year not in SHOWN:
        raise NotFoundError("没有这一年的日历。", remedy="请从所列年度中选择。")
    calendar = calendar_of(by)
    told = next((one for one in calendar.years if one.year == year), None)
    own = CalendarYear.objects.filter(organ=by.organ, year=year).exists()
    known = sorted({*(one.year for one in calendar.years), today.year, today.year + 1, year})
    months = tuple(_month(year, number, calendar, today, known=told is not None) for number in range(1, 13))
    return YearPage(
        year=year,
        known=told is not None,
        source=told.source if told else "",
        whose=("本单位录入" if own else "随系统提供") if told else "",
        months=months,
        holidays=tuple(
            HolidayView(one.name, one.first, one.last, (one.last - one.first).days + 1)
            for one in (told.holidays if told else ())
        ),
        made_up=tuple(sorted(told.workdays)) if told else (),
        workdays=sum(month.workdays or 0 for month in months) if told else None,
        years=tuple(known),
        may_arrange=bool(scope(by, ARRANGE).reaches),
        units=UNITS,
        rolls=ROLLS,
    )


def preview_months(year: Year) -> tuple[MonthView, ...]:
    """Return the months of a year that is not entered yet."""
    calendar = WorkingCalendar((year,))
    return tuple(_month(year.year, number, calendar, None, known=True) for number in range(1, 13))


def _month(year: int, number: int, calendar: WorkingCalendar, today: date | None, *, known: bool) -> MonthView:
    weeks = tuple(
        tuple(_day(day, calendar, today, known=known) if day.month == number else None for day in week)
        for week in Calendar().monthdatescalendar(year, number)
    )
    worked = sum(day.look in ("work", "made_up") for week in weeks for day in week if day is not None)
    return MonthView(f"{number}月", weeks, worked if known else None)


def _day(day: date, calendar: WorkingCalendar, today: date | None, *, known: bool) -> DayView:
    look, name = "unknown", ""
    if known:
        weekend = day.weekday() >= SATURDAY
        holiday = calendar.holiday_on(day)
        worked = calendar.is_workday(day)
        look = "made_up" if weekend and worked else ("work" if worked else ("holiday" if holiday else "rest"))
        name = holiday.name if holiday and look == "holiday" else ""
    return DayView(day, look, f"{name}{_WORDS[look]}", day == today)


# -- 试算


def counted(asked: TermAsked, calendar: WorkingCalendar) -> TermAnswer:
    """Count a term as asked, and say how."""
    faults = list(_faults(asked))
    if faults:
        return TermAnswer(faults=tuple(faults))
    term = Term.read(f"{int(asked.count)} {asked.unit}")
    spans = [] if term.unit is Unit.HOURS else list(_spans(asked.spans))
    count = reckon(_start(asked), term, calendar, exclude=spans, roll=Roll(asked.roll))
    return TermAnswer(tuple(counting(count, calendar, origin="所填的时间")), count.certain)


def _faults(asked: TermAsked) -> Iterator[Pair]:
    try:
        _start(asked)
    except ValueError:
        yield "start", "请填写起算日期，写作 2026-02-13；时刻写作 16:00"
    try:
        if asked.unit not in dict(UNITS) or not asked.count.isdecimal():
            raise ValueError("期限须是整数")  # noqa: TRY301 - said in the one place below
        Term.read(f"{int(asked.count)} {asked.unit}")
    except ValueError as err:
        yield "count", str(err) if "最长" in str(err) else "请填写整数和单位，例如 2 个工作日"
    if asked.roll not in dict(ROLLS):
        yield "roll", "请从所列各项中选择"
    try:
        list(_spans(asked.spans))
    except ValueError:
        yield "spans", "每行写一段，首日和末日都写，例如 2026-03-02 至 2026-03-06"


def _start(asked: TermAsked) -> When:
    day = date.fromisoformat(asked.start.strip())
    if day.year not in SHOWN:
        raise ValueError(day)
    return datetime.combine(day, time.fromisoformat(asked.time.strip()), BEIJING) if asked.time.strip() else day


def _spans(text: str) -> Iterator[Span]:
    """Yield the spans that are not counted: both ends belong to them."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_SPANS:
        raise ValueError(len(lines))
    for line in lines:
        ends = [date.fromisoformat(_padded(one)) for one in _DATE.findall(line)]
        if len(ends) not in (1, 2) or ends[-1] < ends[0] or not {one.year for one in ends} <= set(SHOWN):
            raise ValueError(line)
        yield Span(date.fromordinal(ends[0].toordinal() - 1), ends[-1])


def _padded(text: str) -> str:
    year, month, day = text.split("-")
    return f"{year}-{month:0>2}-{day:0>2}"
