"""An organ as a dossier: each year's report, figures, its own terms; and what follows from dates and shelves."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import (
    Dossier,
    Event,
    Finding,
    PackError,
    Rulebook,
    State,
    WorkingCalendar,
    assess,
    blocking,
    load,
)
from liuhen.rulebook.parts import InForce
from liuhen.rulebook.place import find, ids, shelves
from liuhen.rulebook.spans import Within

HEAD = "id: {name}\ntitle: 示例规定\nshort: 示例\nversion: 1.0.0\nrank: normative_document\nof: [organ]\n{more}"
WORDS = (
    "dossiers: {organ: 机关}\nkinds: {report.published: 年度报告, staff.counted: 清点, a.b: 甲, c.d: 乙}\n"
    "fields: {reviewers: 审核人员, officers: 执法人员}\n"
)
REPORT = """- id: T1-1
  form: deadline
  article: 第一条
  asks: 每年一月三十一日前公布上年度数据
  each: year
  owes: report.published
  match: {year: year}
  within: {by: 01-31}
- id: T2-1
  form: metric
  article: 第二条
  asks: 审核人员不少于百分之五
  modality: in_principle
  on: {latest: staff.counted}
  when: {officers: {at_least: 1}}
  figure: {part: reviewers, whole: officers, at_least: 5 %}
- id: T3-1
  form: deadline
  article: 第三条
  asks: 及时存储
  on: a.b
  owes: c.d
  within: {organ: T3}
- id: T4-1
  form: access
  article: 第四条
  asks: 经批准方可调阅
  on: a.b
  before: c.d
  owes: a.b
- id: T5-1
  form: access
  article: 第五条
  asks: 登记调阅人
  on: a.b
  fields: [reviewers]
"""


def lay(root: Path, rules: str = REPORT, *, name: str = "base", more: str = "") -> None:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(HEAD.format(name=name, more=more), encoding="utf-8")
    (folder / "rules.yaml").write_text(rules, encoding="utf-8")
    (root / "words.yaml").write_text(WORDS, encoding="utf-8")


@pytest.fixture
def book(regulations: Path) -> Rulebook:
    lay(regulations)
    return load(["base"], root=regulations)


def at(year: int, month: int = 3, day: int = 2) -> datetime:
    return datetime(year, month, day, 4, tzinfo=UTC)


def said(
    book: Rulebook, rule: str, calendar: WorkingCalendar, now: datetime, *events: Event, **terms: str
) -> list[Finding]:
    found = assess(Dossier("organ", events, terms=terms), book, calendar, now)
    return [one for one in found if one.rule.id == rule]


def test_each_year_begun_asks_for_a_report_of_the_one_before(book: Rulebook, calendar: WorkingCalendar) -> None:
    published = Event(2, "report.published", at(2025, 1, 20), fields={"year": 2024})
    found = said(book, "T1-1", calendar, at(2026), Event(1, "staff.counted", at(2025, 1, 5)), published)
    assert [one.state for one in found] == [State.SATISFIED, State.OVERDUE]
    assert found[1].due is not None
    assert found[1].due.astimezone(BEIJING).isoformat() == "2026-01-31T23:59:59+08:00"


def test_an_organ_without_any_event_owes_this_year_s_report(book: Rulebook, calendar: WorkingCalendar) -> None:
    assert [one.state for one in said(book, "T1-1", calendar, at(2026, 1, 2))] == [State.OPEN]


def test_a_year_that_began_before_the_rule_asks_nothing(regulations: Path, calendar: WorkingCalendar) -> None:
    lay(regulations, more="in_force: {from: 2025-06-01}\n")
    book = load(["base"], root=regulations)
    found = said(book, "T1-1", calendar, at(2026), Event(1, "staff.counted", at(2024)))
    assert [one.trigger.fields["this_year"] for one in found if one.trigger] == [2026]


def test_a_day_that_a_year_lacks_is_its_last_one(regulations: Path, calendar: WorkingCalendar) -> None:
    lay(regulations, REPORT.replace("01-31", "02-29"))
    (found,) = said(load(["base"], root=regulations), "T1-1", calendar, at(2026, 1, 2))
    assert found.due is not None
    assert found.due.astimezone(BEIJING).date().isoformat() == "2026-02-28"


@pytest.mark.parametrize(
    ("reviewers", "state", "missing"),
    [
        (5, State.SATISFIED, ()),
        (4, State.OPEN, ("审核人员不足5 %",)),
        (None, State.OPEN, ("清点未载明审核人员或者执法人员",)),
    ],
)
def test_a_part_of_a_whole_is_compared_in_whole_numbers(
    book: Rulebook, calendar: WorkingCalendar, reviewers: int | None, state: State, missing: tuple[str, ...]
) -> None:
    counted = Event(1, "staff.counted", at(2026), fields={"officers": 100, "reviewers": reviewers})
    (found,) = said(book, "T2-1", calendar, at(2026), counted)
    assert (found.state, found.missing) == (state, missing)


def test_a_count_of_nobody_asks_nothing(book: Rulebook, calendar: WorkingCalendar) -> None:
    counted = Event(1, "staff.counted", at(2026), fields={"officers": 0, "reviewers": 0})
    assert [one.state for one in said(book, "T2-1", calendar, at(2026), counted)] == [State.NOT_APPLICABLE]


def test_a_term_that_the_organ_has_not_set_leaves_the_duty_undated(book: Rulebook, calendar: WorkingCalendar) -> None:
    (bare,) = said(book, "T3-1", calendar, at(2026), Event(1, "a.b", at(2026)))
    assert (bare.state, bare.due) == (State.OPEN, None)
    (set_,) = said(book, "T3-1", calendar, at(2026), Event(1, "a.b", at(2026)), T3="3 workdays")
    assert set_.due is not None
    assert set_.due.astimezone(BEIJING).date().isoformat() == "2026-03-05"


def test_access_is_refused_before_its_approval_and_registered_after(book: Rulebook, calendar: WorkingCalendar) -> None:
    viewing = Event(2, "c.d", at(2026))
    assert [one.rule.id for one in blocking(viewing, Dossier("organ"), book, calendar)] == ["T4-1"]
    approved = Dossier("organ", (Event(1, "a.b", at(2026)),))
    assert blocking(viewing, approved, book, calendar) == ()
    assert [one.state for one in said(book, "T5-1", calendar, at(2026), *approved.events)] == [State.OPEN]


def test_only_the_events_asked_for_trigger_a_rule(book: Rulebook, calendar: WorkingCalendar) -> None:
    events = (Event(1, "a.b", at(2026)), Event(2, "a.b", at(2026)))
    found = assess(Dossier("organ", events), book, calendar, at(2026), only={2})
    assert [one.trigger.seq for one in found if one.rule.id == "T5-1" and one.trigger] == [2]
    pending = [one for one in found if one.rule.id == "T4-1"]
    assert [one.trigger.seq for one in pending if one.trigger] == [2]
    nothing = assess(Dossier("organ", events), book, calendar, at(2026), only=set())
    assert {one.state for one in nothing if one.rule.id in ("T4-1", "T5-1")} == {State.NOT_APPLICABLE}


def test_a_pack_without_dates_takes_those_of_the_organ(regulations: Path, calendar: WorkingCalendar) -> None:
    lay(regulations)
    dates = {"base": InForce.model_validate({"from": "2026-05-01"})}
    book = load(["base"], root=regulations, dates=dates)
    assert [one.state for one in said(book, "T5-1", calendar, at(2026), Event(1, "a.b", at(2026)))] == [
        State.NOT_APPLICABLE
    ]


def test_a_text_s_own_date_is_not_overwritten(regulations: Path) -> None:
    lay(regulations, more="in_force: {from: 2019-06-29}\n")
    given = InForce.model_validate({"from": "2026-05-01", "until": "2027-01-01"})
    head = load(["base"], root=regulations, dates={"base": given}).packs[0].head
    assert (str(head.in_force.first), str(head.in_force.last)) == ("2019-06-29", "2027-01-01")


def test_of_two_shelves_the_later_one_holds(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    lay(first)
    lay(first, name="other")
    lay(second, REPORT.replace("每年一月三十一日前公布上年度数据", "另行要求"))
    assert ids([first, second]) == ("base", "other")
    assert find("base", [first, second]) == second / "base"
    assert find("missing", [first, second]) == second / "missing"
    assert load(["base"], roots=[first, second]).rules[0].asks == "另行要求"
    assert load(["other"], roots=[first, second]).rules[0].asks == "每年一月三十一日前公布上年度数据"
    assert shelves([first])[-1] == first


def test_a_pack_of_nowhere_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackError):
        load(["nowhere"], roots=[tmp_path])


def test_a_rulebook_shows_itself_by_its_packs(book: Rulebook) -> None:
    assert repr(book) == "Rulebook(base 1.0.0)"
    assert book.dossier_kinds == ("organ",)


@pytest.mark.parametrize("words", [{}, {"by": "01-31", "organ": "T3"}])
def test_a_term_says_exactly_one_thing(words: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="within 写一个期限"):
        Within.model_validate(words)
