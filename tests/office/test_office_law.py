"""What the organ settles of the law itself: days of packs, own terms, who answers; and what it is told in time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from duties.tiny import ID, write
from liuhen.duties.findings import findings
from liuhen.duties.models import Duty
from liuhen.duties.refreshing import catch_up
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.media.places import where
from liuhen.office import actions as office
from liuhen.office.expiry import ending, newer
from liuhen.office.guard import perform
from liuhen.office.in_force import holders, in_force
from liuhen.office.models import Adopted
from liuhen.office.own_terms import own_terms, read_term, term_words
from liuhen.office.registry import office_act_type
from liuhen.office.texts import check_texts, kept
from liuhen.queries.bureau.page import section_page
from liuhen.queries.bureau.reminders import reminders
from process.bureau import AT, ORGAN, TODAY, Play

ENDING = "in_force: {until: 2027-03-31}"


@pytest.fixture(autouse=True)
def shelf(house: Path, case: Play, settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.LIUHEN_PACKS = [tmp_path / "shelf"]
    write(tmp_path / "shelf")
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-1")
    yield tmp_path / "shelf"


def act(case: Play, kind: str, **entered: Any) -> None:
    form = office_act_type(kind).form.model_validate(entered)
    perform(kind, form, by=case.people["wu"], key=f"{kind}-{sorted(entered.items())}"[:60], channel="web")


@pytest.mark.parametrize(
    ("told", "term"),
    [
        ("3个工作日", "3 workdays"),
        ("24 小时", "24 hours"),
        ("30日内", "30 days"),
        ("6个月", "6 months"),
        ("当日", "same day"),
    ],
)
def test_people_write_a_term_as_they_say_it(told: str, term: str) -> None:
    assert read_term(told) == term
    assert read_term(term_words(term)) == term


@pytest.mark.parametrize("told", ["", "三天", "-3日", "3 workdays", "99999年"])
def test_what_is_no_term_is_refused_with_a_sentence(told: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        read_term(told)


def test_a_term_that_the_text_leaves_to_the_organ_counts_from_when_it_is_set(case: Play) -> None:
    assert list(own_terms(in_force(ORGAN).rulebook)) == ["线索通报"]
    case.to("clue.registered")
    assert Duty.objects.get(rule="X2-1").due is None
    act(case, "term.set", name="线索通报", value="2个工作日", reason="局务会议定")
    catch_up(ORGAN)
    assert Duty.objects.get(rule="X2-1").due is None  # what was done before keeps its pin
    later = Play(case.people)
    later.to("clue.registered")
    due = Duty.objects.get(rule="X2-1", dossier=later.case.dossier).due
    assert due == datetime(2026, 11, 24, 15, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "entered", [{"name": "别的", "value": "2日"}, {"name": "线索通报", "value": "两三天"}]
)  # fmt: skip
def test_an_unknown_name_or_term_is_refused(case: Play, entered: dict[str, str]) -> None:
    with pytest.raises(BadInputError):
        act(case, "term.set", reason="试", **entered)


def test_a_department_answers_for_what_the_regulation_gives_to_another_word(case: Play) -> None:
    office.open_department(ORGAN, name="基金监管处", by=office.SYSTEM, key="department")
    act(case, "holder.assigned", holder="基金监管处", department="基金监管处", reason="三定方案")
    assert holders(ORGAN) == {"基金监管处": "基金监管处"}
    with pytest.raises(BadInputError):
        act(case, "holder.assigned", holder="外星处", department="基金监管处", reason="试")
    with pytest.raises(BadInputError):
        act(case, "holder.assigned", holder="基金监管处", department="没有的处", reason="试")


def test_a_pack_without_a_day_of_its_own_asks_nothing_before_the_day_that_was_entered(case: Play) -> None:
    days = [{"pack": ID, "first": TODAY + timedelta(days=3)}]
    act(case, "packs.adopted", packs=[ID], since=TODAY, basis="文件", days=days)
    case.to("clue.registered")
    assert not Duty.objects.filter(rule="X1-1").exists()
    with clock.at(AT + timedelta(days=3)):
        later = Play(case.people)
        later.to("clue.registered")
        assert Duty.objects.filter(rule="X1-1", dossier=later.case.dossier).exists()


@pytest.mark.parametrize(
    "days",
    [
        [{"pack": "nothing", "first": "2026-01-01"}],
        [{"pack": "base-penalty-law", "first": "2026-01-01"}],
        [{"pack": ID, "first": "2026-03-01", "last": "2026-01-01"}],
        [{"pack": ID, "first": "2026-03-01"}, {"pack": ID, "first": "2026-03-02"}],
    ],
)
def test_days_that_the_text_names_itself_or_that_run_backwards_are_refused(case: Play, days: list[Any]) -> None:
    with pytest.raises(BadInputError):
        act(case, "packs.adopted", packs=[ID], since=TODAY, basis="文件", days=days)


def test_a_reading_that_leaves_a_term_to_the_organ_comes_with_it_and_another_does_not(case: Play) -> None:
    number, choice = next(iter(in_force(ORGAN).rulebook.choices.items()))
    with pytest.raises(BadInputError, match="没有由机关自定的期限"):
        act(case, "choice.picked", picked=f"{number}/{choice.default}", term="3日", reason="试")


def test_a_regulation_that_ends_by_itself_is_told_of_half_a_year_before_and_after(case: Play, shelf: Path) -> None:
    head = shelf / ID / "pack.yaml"
    head.write_text(head.read_text("utf-8").replace("in_force: {}", ENDING), "utf-8")
    office.adopt(ORGAN, packs=[ID], by=office.SYSTEM, key="tiny-ends")
    force = in_force(ORGAN)
    assert [late for _, late in ending(force, date(2026, 9, 1))] == []
    assert [late for _, late in ending(force, date(2026, 11, 20))] == [False]
    assert [late for _, late in ending(force, date(2027, 4, 1))] == [True]
    assert any("施行至2027年3月31日" in one.text for one in reminders(case.people["wu"]))


def test_a_newer_version_on_the_shelf_is_told_and_after_its_adoption_the_handlers_are(case: Play, shelf: Path) -> None:
    case.to("clue.registered")
    assert list(newer(in_force(ORGAN))) == []
    write(shelf, second=True)
    assert "版本 2.0.0" in "".join(one.text for one in reminders(case.people["wu"]))
    with clock.at(AT + timedelta(days=1)):
        act(case, "packs.adopted", packs=[ID], since=TODAY + timedelta(days=1), basis="文件")
        told = "".join(one.text for one in reminders(case.people["zhou"]))
    assert "您有 1 件在办案件" in told


def test_the_section_shows_days_terms_and_holders(case: Play) -> None:
    act(case, "term.set", name="线索通报", value="2个工作日", reason="局务会议定")
    titles = [table.title for table in section_page(case.people["wu"], "packs").tables]
    assert titles == ["启用的规程", "规程自身的施行日期", "取用的读法", "本机关的期限", "职责归口"]


def test_a_changed_text_is_found_by_a_check() -> None:
    assert [one for one in check_texts() if getattr(one, "code", "")] == []
    adopted = Adopted.objects.latest("since")
    file = where(kept(), min(adopted.texts.values()))
    file.chmod(0o644)
    file.write_bytes(b"{}")
    assert any(getattr(one, "code", "") == "packs.changed" for one in check_texts())


def test_readings_of_the_case_page_are_those_of_its_acts(case: Play) -> None:
    case.to("clue.registered")
    assert findings(case.case.dossier).dossier.terms == {}
