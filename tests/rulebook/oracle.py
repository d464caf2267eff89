"""The last moment of a term, counted a second time: day by day, over holidays typed in from the notices.

Written from the law of counting alone (行政处罚法第八十五条; 令第4号第五十八条、第六十条; 民事诉讼法第八十五条;
民法典第二百零二条、第二百零三条) and from the design, sharing no line and no data with the product;
slow and plain on purpose. A day off is one that a notice names: a weekend that it only joins to a holiday
(与周末连休) stays a weekend.
"""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

BEIJING = timezone(timedelta(hours=8))
DAY = timedelta(days=1)
FIRST, LAST = date(2019, 1, 1), date(2026, 12, 31)

# year: (days off of the official arrangements, weekend days that are worked)
ARRANGEMENTS = {
    2019: (
        "01-01 02-04~02-10 04-05 05-01~05-04 06-07 09-13 10-01~10-07",
        "02-02 02-03 04-28 05-05 09-29 10-12",
    ),
    2020: (
        "01-01 01-24~02-02 04-04~04-06 05-01~05-05 06-25~06-27 10-01~10-08",
        "01-19 04-26 05-09 06-28 09-27 10-10",
    ),
    2021: (
        "01-01~01-03 02-11~02-17 04-03~04-05 05-01~05-05 06-12~06-14 09-19~09-21 10-01~10-07",
        "02-07 02-20 04-25 05-08 09-18 09-26 10-09",
    ),
    2022: (
        "01-01~01-03 01-31~02-06 04-03~04-05 04-30~05-04 06-03~06-05 09-10~09-12 10-01~10-07 12-31",
        "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    ),
    2023: (
        "01-01~01-02 01-21~01-27 04-05 04-29~05-03 06-22~06-24 09-29~10-06",
        "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    ),
    2024: (
        "01-01 02-10~02-17 04-04~04-06 05-01~05-05 06-10 09-15~09-17 10-01~10-07",
        "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    ),
    2025: (
        "01-01 01-28~02-04 04-04~04-06 05-01~05-05 05-31~06-02 10-01~10-08",
        "01-26 02-08 04-27 09-28 10-11",
    ),
    2026: (
        "01-01~01-03 02-15~02-23 04-04~04-06 05-01~05-05 06-19~06-21 09-25~09-27 10-01~10-07",
        "01-04 02-14 02-28 05-09 09-20 10-10",
    ),
}


def _days(year: int, told: str) -> Iterable[date]:
    for part in told.split():
        first, _, last = part.partition("~")
        day, end = (date.fromisoformat(f"{year}-{each}") for each in (first, last or first))
        while day <= end:
            yield day
            day += DAY


OFF = {day for year, (off, _) in ARRANGEMENTS.items() for day in _days(year, off)}
WORKED = {day for year, (_, worked) in ARRANGEMENTS.items() for day in _days(year, worked)}
SATURDAY = 5


class Due(NamedTuple):
    """The last moment in time (None where nobody can say), and whether it is sure."""

    moment: datetime | None
    certain: bool


class UnpublishedError(Exception):
    """A day lies in a year of which no arrangement is known."""


def is_workday(day: date) -> bool:
    """Say whether people work on that day."""
    if not FIRST <= day <= LAST:
        raise UnpublishedError
    if day in WORKED:
        return True
    return day not in OFF and day.weekday() < SATURDAY


def last_moment(
    start: datetime | date, unit: str, count: int, *, out: Iterable[tuple[date, date]] = (), roll: str = "holiday"
) -> Due:
    """Count a term.

    Args:
        start: the moment, or the Beijing date, from which the term runs; that hour or day itself is not counted.
        unit: hours, workdays, days, months, years, or same day.
        count: how many, extensions added.
        out: intervals that are not counted, first and last day included; they may overlap.
        roll: none; holiday = a last day in an official arrangement moves on to the next day of work;
            day_off = so does one on a weekend.
    """
    if unit == "hours":
        return (
            Due(start + timedelta(hours=count), certain=True)
            if isinstance(start, datetime)
            else Due(None, certain=True)
        )
    day = start.astimezone(BEIJING).date() if isinstance(start, datetime) else start
    not_counted = _all(out)
    if unit == "same day":
        return Due(_end(day), certain=True)
    if unit == "workdays":
        return _workdays(day, count, not_counted)
    last = _days_on(day, count, not_counted) if unit == "days" else _months_on(day, unit, count, not_counted)
    return _rolled(last, roll)


def _all(out: Iterable[tuple[date, date]]) -> set[date]:
    taken = set()
    for first, last in out:
        day = first
        while day <= last:
            taken.add(day)
            day += DAY
    return taken


def _end(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), BEIJING)


def _workdays(day: date, count: int, not_counted: set[date]) -> Due:
    while count > 0:
        day += DAY
        try:
            if is_workday(day) and day not in not_counted:
                count -= 1
        except UnpublishedError:
            return Due(None, certain=False)
    return Due(_end(day), certain=True)


def _days_on(day: date, count: int, not_counted: set[date]) -> date:
    while count > 0:
        day += DAY
        if day not in not_counted:
            count -= 1
    return day


def _months_on(start: date, unit: str, count: int, not_counted: set[date]) -> date:
    months = start.month - 1 + (count * 12 if unit == "years" else count)
    year, month = start.year + months // 12, months % 12 + 1
    last = date(year, month, min(start.day, monthrange(year, month)[1]))
    day, lost = start, 0
    while day < last:
        day += DAY
        lost += day in not_counted
    return _days_on(last, lost, not_counted)


def _rolled(last: date, roll: str) -> Due:
    day = last
    if roll == "none":
        return Due(_end(day), certain=True)
    try:
        resting = not is_workday(day) if roll == "day_off" else day in OFF
        if resting:
            while not is_workday(day):
                day += DAY
    except UnpublishedError:
        return Due(_end(last), certain=False)
    if not FIRST <= last <= LAST:
        return Due(_end(last), certain=False)
    return Due(_end(day), certain=True)
