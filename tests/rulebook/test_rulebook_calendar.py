"""Working days against the published lists and against an independent calendar."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest

from liuhen.rulebook import CalendarUnknownError, Holiday, PackError, WorkingCalendar, Year, load_calendar

WORKING_DAYS = {2019: 250, 2020: 249, 2021: 250, 2022: 249, 2023: 249, 2024: 251, 2025: 248, 2026: 248}


def test_every_day_of_eight_years_agrees_with_an_independent_calendar(calendar: WorkingCalendar) -> None:
    days = [date(2019, 1, 1) + timedelta(days=n) for n in range(2922)]
    assert [day for day in days if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(("year", "number"), WORKING_DAYS.items())
def test_a_year_has_as_many_working_days_as_published(calendar: WorkingCalendar, year: int, number: int) -> None:
    assert calendar.workdays_between(date(year, 1, 1), date(year, 12, 31)) == number
    assert not calendar.is_workday(date(year, 1, 1))


def test_every_year_names_the_notice_it_comes_from(calendar: WorkingCalendar) -> None:
    assert all("国办发明电" in year.source for year in calendar.years)


def test_make_up_days_are_worked_and_holidays_have_names(calendar: WorkingCalendar) -> None:
    assert calendar.is_workday(date(2026, 2, 14))
    assert calendar.made_up_between(date(2026, 2, 1), date(2026, 2, 28)) == (date(2026, 2, 14), date(2026, 2, 28))
    assert (calendar.holiday_on(date(2026, 2, 20)) or pytest.fail("no holiday")).name == "春节"
    assert calendar.holiday_on(date(2026, 3, 2)) is None


def test_a_year_may_change_days_of_the_december_before_it(calendar: WorkingCalendar) -> None:
    new_year = Holiday("元旦", date(2026, 12, 31), date(2027, 1, 2))
    next_year = Year(2027, "示例", (new_year,), frozenset([date(2026, 12, 26)]))
    known = WorkingCalendar((*calendar.years, next_year))
    assert known.is_workday(date(2026, 12, 26))
    assert not known.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 31))


@pytest.mark.parametrize("ask", ["is_workday", "is_holiday", "known_from"])
def test_an_unpublished_year_is_unknown_and_never_guessed(calendar: WorkingCalendar, ask: str) -> None:
    with pytest.raises(CalendarUnknownError, match="2027年的节假日安排尚未录入"):
        getattr(calendar, ask)(date(2027, 3, 1))


def test_counting_backwards_is_negative_and_across_the_edge_is_unknown(calendar: WorkingCalendar) -> None:
    assert calendar.workdays_between(date(2026, 3, 6), date(2026, 3, 2)) == -4
    with pytest.raises(CalendarUnknownError) as refused:
        calendar.workdays_between(date(2026, 12, 1), date(2027, 1, 5))
    assert refused.value.year == 2027


def test_no_working_days_at_all_end_where_they_start(calendar: WorkingCalendar) -> None:
    assert calendar.nth_workday(date(2026, 3, 7), 0) == date(2026, 3, 7)


def test_a_year_missing_in_the_middle_is_not_jumped_over(calendar: WorkingCalendar) -> None:
    torn = WorkingCalendar(tuple(year for year in calendar.years if year.year != 2025))
    with pytest.raises(CalendarUnknownError):
        torn.nth_workday(date(2024, 12, 30), 5)


def test_a_broken_calendar_file_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "calendar/2027.yaml").write_text("year: 2027\nsource: 示例\noff: 没有\nwork: []\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"2027\.yaml:3"):
        load_calendar(tmp_path)
