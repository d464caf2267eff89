"""What the engine promises holds under every regulation and for every kind of dossier."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from liuhen.kernel.clock import BEIJING, as_instant
from liuhen.rulebook import Event, Finding, Rulebook, State, WorkingCalendar, assess, load, load_calendar
from rulebook import oracle, worlds
from rulebook.worlds import CALENDAR, World, book, cases

WORLDS = [pytest.param(world, id=f"{world.regulation}-{world.of}") for world in worlds.worlds()]
each_world = pytest.mark.parametrize("world", WORLDS)
DAY = timedelta(days=1)
SECONDS = {"小时": 3600, "分": 60, "秒": 1}
UNITS = {"个工作日": "workdays", "日": "days", "小时": "hours", "个月": "months", "年": "years"}


def key(found: Finding) -> tuple[Any, ...]:
    trigger = found.trigger and (found.trigger.seq, found.trigger.happened)  # the years of an organ have no number
    return (found.rule.id, trigger, found.piece and found.piece.key)


def said(findings: tuple[Finding, ...]) -> set[tuple[Any, ...]]:
    return {(*key(f), f.state, f.missing, f.due, f.certain, f.satisfied_by and f.satisfied_by.seq) for f in findings}


@cache
def others(regulation: str) -> tuple[Rulebook, Rulebook, WorkingCalendar]:
    """Return the regulation read a second time, its rules in another order, and another calendar."""
    again = load([regulation])
    mixed = tuple(
        replace(pack, written=tuple(Random(7).sample(pack.written, len(pack.written)))) for pack in again.packs
    )
    return again, Rulebook(mixed, again.common), load_calendar()


@each_world
def test_every_rule_has_an_answer_and_prints_it(world: World) -> None:
    for dossier, now in cases(world, 6):
        found = assess(dossier, book(world.regulation), CALENDAR, now)
        plans = book(world.regulation).plans(world.of, dossier.choices)
        assert {each.rule.id for each in found} == {plan.rule.id for plan in plans}
        assert all(isinstance(each.state, State) and each.word for each in found)
        assert all(line for each in found for line in (*each.arithmetic, *each.sums))
        assert [each for each in found if each.unsettled and not each.missing] == []
        assert len({key(each) for each in found}) == len(found)


@each_world
def test_the_answer_is_the_same_twice_and_in_any_order_of_rules(world: World) -> None:
    again, mixed, calendar = others(world.regulation)
    for dossier, now in cases(world, 3):
        found = assess(dossier, book(world.regulation), CALENDAR, now)
        assert assess(dossier, again, calendar, now) == found
        assert said(assess(dossier, mixed, calendar, now)) == said(found)


@each_world
def test_an_unrelated_entry_changes_nothing(world: World) -> None:
    for dossier, now in cases(world, 3):
        last = dossier.events[-1].happened
        more = replace(dossier, events=(*dossier.events, Event(99, "file.viewed", last, now, "shen", {"of": 1})))
        assert said(assess(more, book(world.regulation), CALENDAR, now)) == said(
            assess(dossier, book(world.regulation), CALENDAR, now)
        )


@each_world
def test_what_is_overdue_stays_so_as_time_goes_on(world: World) -> None:
    for dossier, now in cases(world, 4):
        known, now = book(world.regulation), max(now, as_instant(dossier.events[0].happened))  # noqa: PLW2901
        late = {key(each) for each in assess(dossier, known, CALENDAR, now) if each.state is State.OVERDUE}
        for days in (1, 40, 400):
            later = assess(dossier, known, CALENDAR, now + days * DAY)
            assert late <= {key(each) for each in later if each.state is State.OVERDUE}


@each_world
def test_every_count_comes_out_again_from_its_printed_steps(world: World) -> None:
    for dossier, now in cases(world, 6):
        for found in assess(dossier, book(world.regulation), CALENDAR, now):
            if found.reckoning is not None:
                recount("\n".join(found.arithmetic), found)
            for line in found.sums:
                recount_keeping(line)
                recount_share(line)
                recount_figure(line, found)


# -- with nothing but the printed words in hand


def days_in(text: str) -> Iterator[date]:
    for year, month, day in re.findall(r"(\d+)年(\d+)月(\d+)日", text):
        yield date(int(year), int(month), int(day))


def line_of(text: str, begin: str) -> str:
    return next((line for line in text.splitlines() if line.startswith(begin)), "")


def term_in(text: str) -> tuple[int, str]:
    found = re.match(r"(\d+)(个工作日|个月|小时|日|年)", text)
    return (int(found[1]), UNITS[found[2]]) if found else (0, "same day")


def recount(text: str, found: Finding) -> None:
    """Count again from start, term, days left out; compare with the printed last day and with the finding."""
    if "所定日期届满" in text:
        (last,) = days_in(line_of(text, "最后一日"))
        assert found.due == datetime.combine(last, datetime.max.time().replace(microsecond=0), BEIJING)
        return
    start = line_of(text, "起算：")
    *_, day = days_in(start)
    count, unit = term_in(line_of(text, "期限：").removeprefix("期限："))
    out = [tuple(days_in(line)) for line in text.splitlines() if line.startswith("不计入期限：")]
    if unit == "hours":
        clock = re.search(r"日(\d\d):(\d\d)", start)
        if clock:
            begun = datetime(day.year, day.month, day.day, int(clock[1]), int(clock[2]), tzinfo=BEIJING)
            due = (oracle.last_moment(begun, unit, count).moment or pytest.fail(text)).astimezone(BEIJING)
            assert f"{due.year}年{due.month}月{due.day}日{due:%H:%M}" in line_of(text, "期限届满：")
        return
    due, _ = oracle.last_moment(day, unit, count, out=out, roll="none")  # type: ignore[arg-type]
    if due is None:
        assert found.due is None
        assert "尚未公布" in text
        return
    moved = line_of(text, "末日")
    if moved:
        assert next(days_in(moved)) == due.date()
        due = oracle.last_moment(due.date() - DAY, "days", 1, roll="day_off").moment
    assert due is not None
    assert tuple(days_in(line_of(text, "最后一日"))) == (due.date(),)
    assert found.due == due


def recount_keeping(line: str) -> None:
    """Count again how long something is kept: `保管3个月，自…（2026年2月14日）起，至2026年5月14日`."""
    kept = re.search(r"保管(\d+(?:个月|年|日)).*（(\d+年\d+月\d+日)）起，至(\d+年\d+月\d+日)", line)
    if kept:
        (begun,), (last,) = days_in(kept[2]), days_in(kept[3])
        count, unit = term_in(kept[1])
        due = oracle.last_moment(begun, unit, count, roll="none").moment
        assert due is not None
        assert due.date() in (last, last.replace(month=12, day=31))


def seconds_in(text: str) -> int:
    return sum(int(number) * SECONDS[unit] for number, unit in re.findall("(\\d+) (小时|分|秒)", text))


def recount_share(line: str) -> None:
    """Divide again what was recorded by what had to be: `覆盖：1 小时 50 分 ÷ 2 小时 30 分 ＝ 73.3%`."""
    share = re.search(r"覆盖：(.*) ÷ (.*) ＝ (\d+)\.(\d)%", line)
    if share and seconds_in(share[2]):
        tenths = seconds_in(share[1]) * 1000 / seconds_in(share[2])
        assert abs(tenths - int(share[3] + share[4])) <= 1


def recount_figure(line: str, found: Finding) -> None:
    """Compare again a part with the least share of the whole: `审核人员2人，执法人员40人，应达到5%`."""
    figure = re.search(r"(\d+)人，\D+(\d+)人，应达到(\d+) ?%", line)
    if figure:
        part, whole, least = (int(each) for each in figure.groups())
        assert (part * 100 >= least * whole) == (found.state is State.SATISFIED)
