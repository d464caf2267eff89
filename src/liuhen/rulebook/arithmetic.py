"""Print how a term was counted, step by step, so that a reader can do it again with a wall calendar."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from liuhen.kernel.clock import BEIJING, When, beijing_date
from liuhen.rulebook.terms import Reckoning, Unit

if TYPE_CHECKING:
    from liuhen.rulebook.calendar import WorkingCalendar
    from liuhen.rulebook.findings import Finding

WEEKDAYS: Final = "一二三四五六日"


def steps(finding: "Finding") -> tuple[str, ...]:
    """Return the sentences for `finding`; none where it counts nothing."""
    count = finding.reckoning
    if count is None:
        return (f"期限尚未起算：{finding.origin}",) if finding.origin else ()
    lines = counting(count, finding.calendar, origin=finding.origin, cited=finding.rule.cited)
    if finding.settled is not None:
        lines.append(f"办结：{moment(finding.settled)}，{'已逾期' if count.over(finding.settled) else '在期限内'}")
    elif finding.left is not None:
        lines.append(f"至今：{finding.left}")
    return tuple(lines)


def counting(count: Reckoning, calendar: "WorkingCalendar | None", *, origin: str, cited: str = "") -> list[str]:
    """Return the sentences of a count from its start to its end.

    Args:
        origin: what starts it, in Chinese.
        cited: the article that gives the term; "" where nobody cites one.
    """
    term = "所定日期届满" if count.fixed else str(count.term)
    lines = [
        f"起算：{origin}，{moment(count.start)}{_start_rule(count)}",
        f"期限：{term}{f'（{cited}）' if cited else ''}",
    ]
    lines += [f"不计入期限：{day(first + timedelta(days=1))}至{day(last)}" for first, last in count.spans]
    if calendar is not None and count.term.unit is Unit.WORKDAYS:
        lines += _days_off(count, calendar)
    return [*lines, *_end(count, calendar)]


def _start_rule(count: Reckoning) -> str:
    if count.fixed or not count.term.count_of:
        return ""
    return "，按时刻起算" if count.term.unit is Unit.HOURS else "，当日不计入"


def _days_off(count: Reckoning, calendar: "WorkingCalendar") -> Iterator[str]:
    first, last = beijing_date(count.start), count.last or count.known_until
    if last is None or last <= first:
        return
    off = [f"{each.name}{span(each.first, each.last)}" for each in calendar.holidays_between(first, last)]
    made_up = [each for each in calendar.made_up_between(first, last) if each > first]
    yield "其间星期六、星期日不计" + (f"；放假不计：{'、'.join(off)}" if off else "")
    if made_up:
        yield f"调休上班，计入：{'、'.join(day(each) for each in made_up)}"


def _end(count: Reckoning, calendar: "WorkingCalendar | None") -> Iterator[str]:
    if count.due is None:
        until = count.known_until
        yield (
            f"{day(until)}之后的节假日安排尚未公布，已数到第{count.counted}个工作日，期限末日待复核"
            if until
            else "末日待复核"
        )
        return
    if count.rolled_from is not None:
        holiday = calendar.holiday_on(count.rolled_from) if calendar else None
        yield f"末日{day(count.rolled_from)}逢{holiday.name if holiday else '休息日'}，顺延"
    if count.term.unit is Unit.HOURS:
        yield f"期限届满：{moment(count.due)}"
        if not count.certain:
            yield "起算只知日期、不知时刻，按当日结束起算，待复核"
    else:
        last = beijing_date(count.due)
        yield f"最后一日：{day(last)}（星期{WEEKDAYS[last.weekday()]}）23时59分59秒"
        if not count.certain:
            yield "该末日是否顺延或变动尚不能确定，待复核"


def day(when: date) -> str:
    """Return a date as a reader writes it: `2026年2月13日`."""
    return f"{when.year}年{when.month}月{when.day}日"


def span(first: date, last: date) -> str:
    """Return a span of days: `（2月15日至2月23日）`."""
    ends = [f"{each.month}月{each.day}日" for each in (first, last)]
    return f"（{ends[0]}）" if first == last else f"（{ends[0]}至{ends[1]}）"


def moment(when: When) -> str:
    """Return a moment in Beijing time, or a date."""
    if not isinstance(when, datetime):
        return day(when)
    beijing = when.astimezone(BEIJING)
    return f"{day(beijing.date())}{beijing:%H:%M}"
