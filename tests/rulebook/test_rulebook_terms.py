"""Terms against an oracle that walks day by day over an independent calendar."""

from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import (
    CalendarUnknownError,
    Holiday,
    Roll,
    Term,
    Unit,
    WorkingCalendar,
    Year,
    last_day,
    load_calendar,
    reckon,
)
from liuhen.rulebook.terms import Span, union

CALENDAR = load_calendar()
DAY = timedelta(days=1)
JOINED = {
    first + n * DAY
    for first in (date(2019, 4, 6), date(2019, 6, 8), date(2019, 9, 14), date(2023, 12, 30))
    for n in range(2)
}
"""Weekends that a notice joins to a holiday (与周末连休) without naming them as days off."""
HOLIDAYS = set(chinese_calendar.constants.holidays) - JOINED
DAYS = st.dates(date(2019, 1, 1), date(2026, 6, 30))
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 40)).map(lambda s: Span(s[0], s[0] + s[1] * DAY)), max_size=4)


def walked(start: date, count: int, counts: object, left_out: set[date]) -> date:
    """Walk on from the day after `start` until `count` counted days have passed."""
    day = start
    while count:
        day += DAY
        count -= bool(counts(day)) and day not in left_out  # type: ignore[operator]
    return day


def rolled(first: date) -> date:
    day = first
    while day in HOLIDAYS or (day != first and not chinese_calendar.is_workday(day)):
        day += DAY
    return day


def days_of(spans: list[Span]) -> set[date]:
    return {span.first + n * DAY for span in spans for n in range(1, (span.last - span.first).days + 1)}


@given(DAYS, st.integers(1, 60), SPANS)
def test_working_day_terms_equal_a_walk_over_an_independent_calendar(start: date, n: int, spans: list[Span]) -> None:
    ours = reckon(start, Term(n, Unit.WORKDAYS), CALENDAR, exclude=spans)
    if ours.last is not None:
        assert ours.last == walked(start, n, chinese_calendar.is_workday, days_of(spans))


@given(DAYS, st.integers(1, 120), SPANS)
def test_calendar_day_terms_equal_a_walk_and_roll_off_holidays(start: date, n: int, spans: list[Span]) -> None:
    ours = reckon(start, Term(n, Unit.DAYS), CALENDAR, exclude=spans)
    if ours.certain:
        assert ours.last == rolled(walked(start, n, lambda _: True, days_of(spans)))


@given(st.datetimes(datetime(2019, 1, 1), datetime(2026, 6, 1)), st.integers(0, 90))  # noqa: DTZ001  # made aware below
def test_hours_run_by_the_clock(naive: datetime, n: int) -> None:
    start = naive.replace(tzinfo=UTC)
    assert reckon(start, Term(n, Unit.HOURS), CALENDAR).due == start + timedelta(hours=n)


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        ("2025-09-30", "2 workdays", "2025-10-10"),  # the whole of 国庆 lies between; 10-11 is a worked Saturday
        ("2026-02-13", "2 workdays", "2026-02-24"),  # 02-14 is a worked Saturday, then 春节
        ("2025-09-01", "30 days", "2025-10-09"),  # ends on a holiday: the first day after it
        ("2026-03-12", "30 days", "2026-04-11"),  # ends on a plain Saturday: stays
        ("2026-01-31", "1 month", "2026-02-28"),  # no such day: the month's last
        ("2024-02-29", "2 years", "2026-02-28"),
        ("2026-03-02", "same day", "2026-03-02"),
    ],
)
def test_terms_end_where_a_lawyer_counts(start: str, term: str, last: str) -> None:
    assert last_day(date.fromisoformat(start), Term.read(term), calendar=CALENDAR) == date.fromisoformat(last)


def test_a_start_late_at_night_counts_as_its_beijing_day() -> None:
    late = datetime(2025, 9, 30, 15, 59, 59, tzinfo=UTC)
    assert reckon(late, Term.read("2 workdays"), CALENDAR).last == date(2025, 10, 10)
    assert reckon(late + timedelta(seconds=1), Term.read("1 workday"), CALENDAR).last == date(2025, 10, 9)


def test_due_is_the_last_second_of_the_last_day() -> None:
    count = reckon(date(2026, 3, 2), Term.read("2 workdays"), CALENDAR)
    assert count.due == datetime(2026, 3, 4, 23, 59, 59, tzinfo=BEIJING)
    assert not count.over(datetime(2026, 3, 4, 23, 59, 59, 999999, tzinfo=BEIJING))
    assert count.over(datetime(2026, 3, 5, tzinfo=BEIJING))


def test_a_term_in_hours_is_over_one_moment_after_its_end() -> None:
    count = reckon(datetime(2026, 3, 2, 9, tzinfo=BEIJING), Term.read("24 hours"), CALENDAR)
    assert not count.over(datetime(2026, 3, 3, 9, tzinfo=BEIJING))
    assert count.over(datetime(2026, 3, 3, 9, 0, 0, 1, tzinfo=BEIJING))


def test_working_days_reach_only_as_far_as_the_year_is_published() -> None:
    count = reckon(date(2026, 12, 25), Term.read("10 workdays"), CALENDAR)
    assert (count.due, count.certain, count.counted, count.known_until) == (None, False, 4, date(2026, 12, 31))
    assert count.surely_in_time(datetime(2026, 12, 31, 12, tzinfo=BEIJING))
    assert not count.surely_in_time(datetime(2027, 1, 4, 12, tzinfo=BEIJING))
    assert not count.over(datetime(2028, 1, 1, tzinfo=BEIJING))


def test_excluded_days_do_not_count_towards_the_edge_of_what_is_known() -> None:
    count = reckon(
        date(2026, 12, 25), Term.read("10 workdays"), CALENDAR, exclude=[Span(date(2026, 12, 28), date(2026, 12, 30))]
    )
    assert (count.due, count.counted) == (None, 2)


def test_a_start_in_an_unpublished_year_counts_nothing() -> None:
    count = reckon(date(2027, 3, 1), Term.read("3 workdays"), CALENDAR)
    assert (count.due, count.counted, count.certain) == (None, 0, False)


def test_calendar_days_give_the_date_before_rolling_where_the_year_is_unpublished() -> None:
    count = reckon(date(2026, 12, 20), Term.read("15 days"), CALENDAR)
    assert (count.last, count.certain) == (date(2027, 1, 4), False)


def test_rolling_as_the_rule_says() -> None:
    friday = date(2026, 3, 12)
    lasts = [reckon(friday, Term.read("30 days"), CALENDAR, roll=roll).last for roll in Roll]
    assert lasts == [date(2026, 4, 11), date(2026, 4, 13), date(2026, 4, 11)]
    assert reckon(date(2025, 9, 1), Term.read("30 days"), CALENDAR, roll=Roll.NONE).last == date(2025, 10, 1)


def test_a_holiday_that_leads_into_a_weekend_moves_on_to_the_next_working_day() -> None:
    thursday = Holiday("示例节", date(2027, 3, 4), date(2027, 3, 5))
    known = WorkingCalendar((*CALENDAR.years, Year(2027, "示例", (thursday,), frozenset())))
    assert reckon(date(2027, 2, 3), Term.read("30 days"), known).last == date(2027, 3, 8)
    saturday_worked = WorkingCalendar((Year(2027, "示例", (thursday,), frozenset([date(2027, 3, 6)])),))
    assert reckon(date(2027, 2, 3), Term.read("30 days"), saturday_worked).last == date(2027, 3, 6)


def test_overlapping_intervals_are_counted_once() -> None:
    spans = [Span(date(2026, 3, 10), date(2026, 3, 20)), Span(date(2026, 3, 15), date(2026, 3, 25))]
    assert union([*spans, Span(date(2026, 3, 1), date(2026, 3, 1))]) == (Span(date(2026, 3, 10), date(2026, 3, 25)),)


@pytest.mark.parametrize("start", [date(2026, 12, 25), date(2027, 1, 2)])
def test_a_last_day_that_cannot_be_known_is_refused(start: date) -> None:
    with pytest.raises(CalendarUnknownError) as refused:
        last_day(start, Term.read("10 workdays"), calendar=CALENDAR)
    assert refused.value.year == 2027
    with pytest.raises(CalendarUnknownError):
        last_day(start, Term.read("30 days"), calendar=CALENDAR)


@pytest.mark.parametrize("text", ["101 years", "1000000 years", "36526 days", "9" * 5000 + " days"])
def test_no_term_is_longer_than_a_century(text: str) -> None:
    with pytest.raises(ValueError, match="期限最长为"):
        Term.read(text)
    assert Term.read("100 years").count_of == Term.read("0100 years").count_of


@pytest.mark.parametrize("text", ["2 weeks", "two days", "", "-1 days"])
def test_what_is_no_term_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match="期限写作"):
        Term.read(text)


def test_a_term_reads_as_chinese() -> None:
    assert [str(Term.read(each)) for each in ("2 workdays", "same day", "24 hours", "3 months", "2 years")] == [
        "2个工作日", "当日", "24小时", "3个月", "2年",
    ]  # fmt: skip


def test_the_cache_changes_no_answer() -> None:
    fresh = WorkingCalendar(CALENDAR.years)
    first = reckon(date(2026, 3, 2), Term.read("2 workdays"), fresh)
    assert reckon(date(2026, 3, 2), Term.read("2 workdays"), fresh) == first
