"""`calendar`: count a term, show a year, check a new year's arrangement. No installation is needed."""

import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import click
from click import echo as say

from liuhen.cli.moments import in_beijing, read_day, read_moment
from liuhen.cli.packs_given import calendar_with, packs_option
from liuhen.cli.words import Verb, Verbs
from liuhen.kernel.clock import BEIJING
from liuhen.kernel.errors import BadInputError
from liuhen.rulebook import CalendarUnknownError, Reckoning, Roll, Term, Unit, WorkingCalendar, Year, reckon
from liuhen.rulebook.arithmetic import WEEKDAYS, counting, day, span
from liuhen.rulebook.calendar import days_from
from liuhen.rulebook.calendar_files import LARGEST, read_year, written_year
from liuhen.rulebook.terms import Span

AS_JSON: Final = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
YEAR_FILE: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("calendar", cls=Verbs)
def calendar() -> None:
    """工作日历：推算期限，查看年度安排，核对新一年的节假日安排。"""


@calendar.command(cls=Verb)
@click.option("--from", "start", required=True, metavar="时间", help="起算时间；不带时区的按北京时间，可以只写日期。")
@click.option(
    "--within", required=True, metavar="期限", help="2 workdays、90 days、24 hours、3 months、1 year、same day。"
)
@click.option(
    "--exclude", "excluded", multiple=True, metavar="首日..末日", help="不计入期限的日期，首末日都在内，可以写几次。"
)
@click.option("--roll", is_flag=True, help="末日逢普通周末也顺延。")
@click.option("--explain", is_flag=True, help="写明怎么算的。")
@click.option("--year", "years", multiple=True, type=YEAR_FILE, metavar="文件", help="另加一年的安排（JSON 或 CSV）。")
@packs_option
@AS_JSON
def due(
    start: str,
    within: str,
    excluded: tuple[str, ...],
    years: tuple[Path, ...],
    folders: tuple[Path, ...],
    *,
    roll: bool,
    explain: bool,
    as_json: bool,
) -> None:
    """推算期限：从何时起，期限多长，最后期限是何时。"""
    term, spans = _term(within), [_span(text) for text in excluded]
    if spans and term.unit is Unit.HOURS:
        raise BadInputError("以小时计的期限按时刻计算，不能扣除日期。", remedy="请去掉 --exclude。")
    known = _with_years(calendar_with(folders), years)
    count = reckon(read_moment(start), term, known, exclude=spans, roll=Roll.DAY_OFF if roll else Roll.HOLIDAY)
    steps = counting(count, known, origin="所给时间")
    if as_json:
        say(json.dumps({**_told(count, within), "arithmetic": steps}, ensure_ascii=False, indent=2))
        return
    for line in steps if explain else [_line(count)]:
        say(line)


@calendar.command(cls=Verb)
@click.argument("year", type=int)
@packs_option
@AS_JSON
def show(year: int, folders: tuple[Path, ...], *, as_json: bool) -> None:
    """查看一年的安排：放假、调休上班、各月工作日数。YEAR 为年份。"""
    known = calendar_with(folders)
    found = next((each for each in known.years if each.year == year), None)
    if found is None:
        raise CalendarUnknownError(year)
    _show(found, known, as_json=as_json)


@calendar.command(cls=Verb)
@click.argument("file", type=YEAR_FILE)
@click.option("--yaml", "as_yaml", is_flag=True, help="写成 regulations/calendar 中的文件。")
@AS_JSON
def check(file: Path, *, as_yaml: bool, as_json: bool) -> None:
    """核对一年的节假日安排（JSON 或 CSV），可以改写成日历文件。"""
    with file.open("rb") as opened:
        read = read_year(opened.read(LARGEST + 1))
    if as_yaml:
        say(written_year(read).rstrip("\n"))
        return
    made = read.arranged()
    _show(made, WorkingCalendar((made,)), as_json=as_json)


@calendar.command(cls=Verb)
@packs_option
@AS_JSON
def seed(folders: tuple[Path, ...], *, as_json: bool) -> None:
    """把日历与 chinesecalendar 逐日核对，有出入的列出来。"""
    from chinese_calendar import is_workday  # a large table, wanted here only

    known = calendar_with(folders)
    differing, unknown = [], []
    for year in known.years:
        try:
            days = days_from(date(year.year, 1, 1), date(year.year, 12, 31))
            differing += [each for each in days if known.is_workday(each) != is_workday(each)]
        except NotImplementedError:
            unknown.append(year.year)
    if as_json:
        compared = [year.year for year in known.years if year.year not in unknown]
        told = {"years": compared, "unknown": unknown, "differing": [each.isoformat() for each in differing]}
        say(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for each in differing:
            say(f"{day(each)}：本日历为{'工作日' if known.is_workday(each) else '休息日'}，chinesecalendar 相反。")
        say(f"{len(known.years) - len(unknown)} 年已逐日核对，{len(differing)} 日不同。")
        for missing in unknown:
            say(f"{missing}年 chinesecalendar 没有，未核对。")
    sys.exit(1 if differing else 0)


def _term(text: str) -> Term:
    words = " ".join(text.lower().split())
    try:
        term = Term.read(words)
    except ValueError as error:
        raise BadInputError(
            f"看不懂期限：{error}。",
            remedy="请写作 2 workdays、90 days、24 hours、3 months、1 year 之类；当日写 same day。",
        ) from error
    if not term.count_of and words != "same day":
        raise BadInputError("期限不能是零。", remedy="当日办理的写 same day。")
    return term


def _span(text: str) -> Span:
    first, dots, last = text.partition("..")
    if not dots:
        raise BadInputError(f"看不懂不计入的日期“{text[:60]}”。", remedy="请写成 2026-03-10..2026-03-20。")
    begin, end = read_day(first), read_day(last)
    if end < begin:
        raise BadInputError(f"不计入的日期“{text[:60]}”末日早于首日。", remedy="请写成 首日..末日。")
    return Span(begin - timedelta(days=1), end)


def _with_years(known: WorkingCalendar, files: tuple[Path, ...]) -> WorkingCalendar:
    years = {year.year: year for year in known.years}
    for file in files:
        with file.open("rb") as opened:
            made = read_year(opened.read(LARGEST + 1)).arranged()
        years[made.year] = made
    return WorkingCalendar(tuple(years[each] for each in sorted(years)))


def _told(count: Reckoning, within: str) -> dict[str, Any]:
    return {
        "from": in_beijing(count.start),
        "within": within,
        "excluded": [
            {"from": (first + timedelta(days=1)).isoformat(), "to": last.isoformat()} for first, last in count.spans
        ],
        "due": count.due.astimezone(BEIJING).isoformat() if count.due else None,
        "certain": count.certain,
        "last_day": count.last.isoformat() if count.last else None,
        "moved_from": count.rolled_from.isoformat() if count.rolled_from else None,
        "counted": None if count.due else count.counted,
        "known_until": count.known_until.isoformat() if count.known_until else None,
    }


def _line(count: Reckoning) -> str:
    if count.due is None:
        return counting(count, None, origin="")[-1] + "。"
    last = count.due.astimezone(BEIJING)
    doubt = "" if count.certain else "（待复核）"
    return f"{day(last.date())}（星期{WEEKDAYS[last.weekday()]}）{last:%H:%M:%S}{doubt}"


def _show(year: Year, known: WorkingCalendar, *, as_json: bool) -> None:
    months = [_worked(year.year, month, known) for month in range(1, 13)]
    if as_json:
        off = [
            {"name": each.name, "from": each.first.isoformat(), "to": each.last.isoformat()} for each in year.holidays
        ]
        work = [each.isoformat() for each in sorted(year.workdays)]
        told = {
            "year": year.year,
            "source": year.source,
            "off": off,
            "work": work,
            "workdays": sum(months),
            "months": months,
        }
        say(json.dumps(told, ensure_ascii=False, indent=2))
        return
    say(f"{year.year}年　依据：{year.source}")
    for each in year.holidays:
        say(f"  放假　{each.name}{span(each.first, each.last)}，{(each.last - each.first).days + 1}日")
    for each_day in sorted(year.workdays):
        say(f"  上班　{day(each_day)}（星期{WEEKDAYS[each_day.weekday()]}）")
    say(f"  各月工作日：{'、'.join(f'{at}月{number}' for at, number in enumerate(months, 1))}，全年{sum(months)}日")


def _worked(year: int, month: int, known: WorkingCalendar) -> int:
    first = date(year, month, 1)
    after = date(year + month // 12, month % 12 + 1, 1)
    return sum(known.is_workday(each) for each in days_from(first, after - timedelta(days=1)))
