"""How a term was counted, said so that it can be counted again with a calendar on the wall."""

from datetime import date, datetime

import pytest

from liuhen.kernel.clock import BEIJING, When
from liuhen.rulebook import Roll, Term, WorkingCalendar, reckon
from liuhen.rulebook.arithmetic import counting
from liuhen.rulebook.terms import Span


def told(calendar: WorkingCalendar, start: When, term: str, *spans: Span, roll: Roll = Roll.HOLIDAY) -> list[str]:
    return counting(
        reckon(start, Term.read(term), calendar, exclude=spans, roll=roll), calendar, origin="立案", cited="第九条"
    )


def test_working_days_name_what_was_left_out_and_what_was_made_up(calendar: WorkingCalendar) -> None:
    assert told(calendar, date(2026, 2, 13), "2 workdays") == [
        "起算：立案，2026年2月13日，当日不计入",
        "期限：2个工作日（第九条）",
        "其间星期六、星期日不计；放假不计：春节（2月15日至2月23日）",
        "调休上班，计入：2026年2月14日",
        "最后一日：2026年2月24日（星期二）23时59分59秒",
    ]


def test_a_day_that_moves_says_from_where(calendar: WorkingCalendar) -> None:
    assert "末日2025年10月1日逢国庆节，顺延" in told(calendar, date(2025, 9, 1), "30 days")
    assert "末日2026年4月11日逢休息日，顺延" in told(calendar, date(2026, 3, 12), "30 days", roll=Roll.DAY_OFF)


def test_excluded_days_are_named(calendar: WorkingCalendar) -> None:
    assert "不计入期限：2026年3月11日至2026年3月20日" in told(
        calendar, date(2026, 3, 2), "30 days", Span(date(2026, 3, 10), date(2026, 3, 20))
    )


@pytest.mark.parametrize(
    ("start", "term", "last"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=BEIJING), "24 hours", "期限届满：2026年3月3日09:00"),
        (date(2026, 3, 2), "24 hours", "起算只知日期、不知时刻，按当日结束起算，待复核"),
        (
            date(2026, 12, 25),
            "10 workdays",
            "2026年12月31日之后的节假日安排尚未公布，已数到第4个工作日，期限末日待复核",
        ),
        (date(2027, 3, 1), "3 workdays", "2027年3月1日之后的节假日安排尚未公布，已数到第0个工作日，期限末日待复核"),
        (date(2026, 12, 20), "15 days", "该末日是否顺延或变动尚不能确定，待复核"),
    ],
)
def test_the_end_is_said_as_far_as_it_is_known(calendar: WorkingCalendar, start: When, term: str, last: str) -> None:
    assert told(calendar, start, term)[-1] == last


def test_where_nobody_cites_an_article_none_is_shown(calendar: WorkingCalendar) -> None:
    said = counting(reckon(date(2026, 3, 2), Term.read("same day"), calendar), calendar, origin="所给时间")
    assert said[1] == "期限：当日"
