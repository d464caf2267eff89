"""What a case would owe under other rules, finding by finding."""

from datetime import UTC, date, datetime
from pathlib import Path

from liuhen.rulebook import Dossier, Event, Rulebook, WorkingCalendar
from liuhen.rulebook.simulation import Simulation
from rulebook.test_rulebook_difference import OTHER, book
from rulebook.test_rulebook_lint import RULE

NOW = datetime(2026, 3, 20, tzinfo=UTC)
CASE = Dossier("penalty", (Event(1, "a.b", date(2026, 3, 2)),), choices={"K1": "x"})


def shifts(old: Rulebook, new: Rulebook, calendar: WorkingCalendar) -> list[str]:
    return [str(one) for one in Simulation(old, new, calendar, NOW).shifts(CASE)]


def test_the_same_rules_shift_nothing(tmp_path: Path, calendar: WorkingCalendar) -> None:
    assert shifts(book(tmp_path / "old", RULE), book(tmp_path / "new", RULE), calendar) == []


def test_a_term_that_is_new_makes_it_overdue(tmp_path: Path, calendar: WorkingCalendar) -> None:
    new = RULE.replace("  owes: c.d\n", "  owes: c.d\n  within: 3 days\n")
    assert shifts(book(tmp_path / "old", RULE), book(tmp_path / "new", new), calendar) == [
        "示例第一条　要求（第1号记录）：应记，缺乙 → 已逾期，至2026-03-05，缺乙"
    ]


def test_a_rule_that_comes_or_goes_is_told(tmp_path: Path, calendar: WorkingCalendar) -> None:
    old, new = book(tmp_path / "old", RULE), book(tmp_path / "new", RULE + OTHER)
    assert shifts(old, new, calendar) == ["示例第一条　要求（第1号记录）：没有这一项 → 应记，缺乙"]
    assert shifts(new, old, calendar) == ["示例第一条　要求（第1号记录）：应记，缺乙 → 没有这一项"]
    (gone,) = Simulation(new, old, calendar, NOW).shifts(CASE)
    assert (gone.how, gone.trigger, gone.as_json()["new"]) == ("removed", 1, None)


def test_a_case_without_any_trigger_shifts_nothing(tmp_path: Path, calendar: WorkingCalendar) -> None:
    old, new = book(tmp_path / "old", RULE), book(tmp_path / "new", RULE + OTHER)
    assert Simulation(old, new, calendar, NOW).shifts(Dossier("penalty")) == ()


def test_a_new_number_alone_is_no_shift(tmp_path: Path, calendar: WorkingCalendar) -> None:
    new = RULE.replace("asks: 要求", "asks: 要求（修订）")
    assert shifts(book(tmp_path / "old", RULE), book(tmp_path / "new", new), calendar) == []
