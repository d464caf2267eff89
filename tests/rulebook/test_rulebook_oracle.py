"""Every count of the product against a second one that shares nothing with it: 100,000 terms, 2019-2026."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Roll, Term, Unit, load_calendar, reckon
from liuhen.rulebook.terms import Reckoning, Span
from rulebook import oracle

CALENDAR = load_calendar()
CASES, SHARES = 100_000, 4
FIRST, DAYS = date(2019, 1, 1), 2922
DAY = timedelta(days=1)
AWKWARD = [
    date(year, month, day)
    for year in range(2019, 2027)
    for month, day in ((1, 31), (2, 28), (12, 31), (9, 30), (10, 7), (4, 30))
] + [date(2020, 2, 29), date(2024, 2, 29)]
COUNTS = {
    Unit.WORKDAYS: (1, 60),
    Unit.DAYS: (1, 180),
    Unit.HOURS: (1, 96),
    Unit.MONTHS: (1, 24),
    Unit.YEARS: (1, 5),
}


def moments(random: Random) -> datetime | date:
    """Any moment or day, often an awkward one: the end of a month, a leap day, the eve of a holiday."""
    day = random.choice(AWKWARD) if random.random() < 0.2 else FIRST + random.randrange(DAYS) * DAY
    if random.random() < 0.3:
        return day
    seconds = random.choice([0, 1, 57_599, 57_600, 86_399, random.randrange(86_400)])
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=seconds)


def terms(random: Random) -> Term:
    """Any term, now and then the same day, now and then lengthened once or twice."""
    if random.random() < 0.05:
        return Term.read("same day")
    unit = random.choice(list(COUNTS))
    count = random.randint(*COUNTS[unit])
    for _ in range(random.choice([0, 0, 0, 1, 2])):
        count += random.randint(1, 30) if unit in (Unit.WORKDAYS, Unit.DAYS) else 1
    return Term(count, unit)


def spans(random: Random, start: datetime | date) -> list[Span]:
    """Intervals that are not counted: before, across and after the start, empty ones, ones that overlap."""
    near = start.astimezone(BEIJING).date() if isinstance(start, datetime) else start
    found = []
    for _ in range(random.choice([0, 0, 1, 2, 4])):
        first = near + random.randint(-20, 120) * DAY
        found.append(Span(first, first + random.randint(0, 40) * DAY))
    return found


def same(ours: Reckoning, theirs: oracle.Due) -> bool:
    return (ours.due, ours.certain) == (theirs.moment, theirs.certain)


def cases(seed: int, number: int) -> Iterator[tuple[datetime | date, Term, list[Span], Roll]]:
    random = Random(seed)
    while number:
        start, term = moments(random), terms(random)
        hours = term.unit is Unit.HOURS
        if hours and not isinstance(start, datetime):
            continue  # what a day without an hour means for hours is a test of its own
        yield start, term, [] if hours else spans(random, start), random.choice(list(Roll))
        number -= 1


@pytest.mark.parametrize("share", range(SHARES))
def test_a_hundred_thousand_terms_end_where_a_walk_from_day_to_day_ends(share: int) -> None:
    for start, term, out, roll in cases(2019 + share, CASES // SHARES):
        unit = term.unit.value if term.count_of else "same day"
        days = [(span.first + DAY, span.last) for span in out]
        theirs = oracle.last_moment(start, unit, term.count_of, out=days, roll=roll.value)
        ours = reckon(start, term, CALENDAR, exclude=out, roll=roll)
        assert same(ours, theirs), (start, term, out, roll, ours, theirs)


def test_the_cases_reach_every_unit_unpublished_years_and_days_that_move_on() -> None:
    seen = [reckon(s, t, CALENDAR, exclude=out, roll=roll) for s, t, out, roll in cases(1, 4000)]
    assert {each.term.unit for each in seen} == set(Unit)
    assert sum(each.due is None for each in seen) > 10
    assert sum(not each.certain for each in seen) > 50
    assert sum(each.rolled_from is not None for each in seen) > 100
    assert sum(len(each.spans) > 1 for each in seen) > 100


def test_both_counts_know_the_same_days_of_work() -> None:
    days = [FIRST + n * DAY for n in range(DAYS)]
    assert [CALENDAR.is_workday(day) for day in days] == [oracle.is_workday(day) for day in days]
    assert [CALENDAR.is_holiday(day) for day in days] == [day in oracle.OFF for day in days]


def test_hours_from_a_day_without_an_hour_are_never_sure() -> None:
    counted = reckon(date(2026, 3, 2), Term(24, Unit.HOURS), CALENDAR)
    assert not counted.certain
    assert counted.due is not None
    assert counted.due >= datetime(2026, 3, 3, 23, 59, 59, tzinfo=BEIJING)
