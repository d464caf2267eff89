"""`liuhen calendar` counts a term anywhere, says how, and refuses what nobody can count."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from house.commands import liuhen
from liuhen.rulebook import load_calendar

SOURCE = "《示例通知》"


def due(start: str, within: str, *more: str | Path) -> dict[str, Any]:
    answer = liuhen("calendar", "due", "--from", start, "--within", within, *more, "--json")
    assert answer.code == 0, answer.err
    told: dict[str, Any] = json.loads(answer.out)
    return told


@pytest.mark.parametrize(
    ("start", "within", "told"),
    [
        ("2025-09-30T17:00", "2 workdays", "2025-10-10T23:59:59+08:00"),
        ("2025-09-30T17:00", "2  Workday", "2025-10-10T23:59:59+08:00"),
        ("2025-09-30T17:00", "24 hours", "2025-10-01T17:00:00+08:00"),
        ("2025-09-30T09:00:00Z", "1 hour", "2025-09-30T18:00:00+08:00"),
        ("2025-09-29T16:30Z", "same day", "2025-09-30T23:59:59+08:00"),
        ("2025-09-01", "30 days", "2025-10-09T23:59:59+08:00"),
        ("2026-03-12", "30 days", "2026-04-11T23:59:59+08:00"),
        ("2026-01-31", "1 month", "2026-02-28T23:59:59+08:00"),
        ("2024-02-29", "2 years", "2026-02-28T23:59:59+08:00"),
    ],
)
def test_a_term_ends_where_a_lawyer_counts(start: str, within: str, told: str) -> None:
    answer = due(start, within)
    assert (answer["due"], answer["certain"]) == (told, True)


def test_a_weekend_moves_on_only_where_that_is_asked() -> None:
    assert due("2026-03-12", "30 days", "--roll")["due"] == "2026-04-13T23:59:59+08:00"


def test_excluded_days_are_counted_once() -> None:
    told = due("2026-03-02", "10 days", "--exclude", "2026-03-04..2026-03-06", "--exclude", "2026-03-05..2026-03-07")
    assert (told["due"][:10], told["excluded"]) == ("2026-03-16", [{"from": "2026-03-04", "to": "2026-03-07"}])


def test_what_cannot_be_counted_is_null_and_says_how_far_it_is_known() -> None:
    told = due("2026-12-25", "10 workdays")
    assert (told["due"], told["certain"], told["counted"], told["known_until"]) == (None, False, 4, "2026-12-31")
    assert due("2026-12-20", "15 days")["certain"] is False


def test_a_year_of_ones_own_makes_it_known(tmp_path: Path) -> None:
    year = tmp_path / "2027.csv"
    year.write_text(f"种类,名称,首日,末日\n年份,2027,,\n依据,{SOURCE},,\n放假,元旦,2027-01-01,2027-01-03\n", "utf-8")
    assert due("2026-12-25", "10 workdays", "--year", year)["due"][:10] == "2027-01-11"
    folder = tmp_path / "packs/calendar"
    folder.mkdir(parents=True)
    written = liuhen("calendar", "check", year, "--yaml")
    (folder / "2027.yaml").write_text(written.out, "utf-8")
    assert due("2026-12-25", "10 workdays", "--packs", tmp_path / "packs")["due"][:10] == "2027-01-11"


def test_it_is_explained_in_words() -> None:
    answer = liuhen("calendar", "due", "--from", "2026-02-13", "--within", "2 workdays", "--explain")
    assert answer.out.splitlines()[-1] == "最后一日：2026年2月24日（星期二）23时59分59秒"
    assert "放假不计：春节" in answer.out


def test_without_more_it_is_one_line() -> None:
    assert (
        liuhen("calendar", "due", "--from", "2026-02-13", "--within", "2 workdays").out
        == "2026年2月24日（星期二）23:59:59\n"
    )
    unsure = liuhen("calendar", "due", "--from", "2026-12-20", "--within", "15 days").out
    assert unsure == "2027年1月4日（星期一）23:59:59（待复核）\n"
    assert "尚未公布" in liuhen("calendar", "due", "--from", "2026-12-25", "--within", "10 workdays").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--from", "昨天", "--within", "2 days"], "看不懂时间“昨天”"),
        (["--from", "0001-01-01", "--within", "2 days"], "不在1949年至2199年之间"),
        (["--from", "2026-02-30", "--within", "2 days"], "看不懂时间"),
        (["--from", "2026-03-02", "--within", "0 days"], "期限不能是零"),
        (["--from", "2026-03-02", "--within", "2 weeks"], "期限写作"),
        (["--from", "2026-03-02", "--within", "1000000 years"], "期限最长为100年"),
        (["--from", "2026-03-02", "--within", "-2 days"], "期限写作"),
        (["--from", "2026-03-02", "--within", ""], "期限写作"),
        (["--from", "2026-03-02"], "缺少 --within"),
        (["--from", "2026-03-02", "--within", "2 days", "--exclude", "2026-03-04"], "看不懂不计入的日期"),
        (["--from", "2026-03-02", "--within", "2 days", "--exclude", "2026-03-04..2026-03-03"], "末日早于首日"),
        (["--from", "2026-03-02", "--within", "2 days", "--exclude", "2026-03-04T09:00..2026-03-05"], "此处只写日期"),
        (["--from", "2026-03-02", "--within", "2 hours", "--exclude", "2026-03-04..2026-03-05"], "不能扣除日期"),
        (["--from", "2026-03-02", "--within", "2 days", "--packs", "/nowhere"], "没有这个文件或者目录"),
    ],
)
def test_what_nobody_can_count_is_refused_with_a_sentence(words: list[str], said: str) -> None:
    answer = liuhen("calendar", "due", *words)
    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


@pytest.mark.parametrize("within", ["100 years", "36525 days", "36525 workdays", "876600 hours"])
def test_the_longest_terms_end_quietly(within: str) -> None:
    assert due("2199-12-31", within, "--roll")["certain"] is (within == "876600 hours" and False)


def test_a_year_is_shown_as_arranged() -> None:
    told = json.loads(liuhen("calendar", "show", "2026", "--json").out)
    assert (told["workdays"], len(told["months"]), told["work"][0]) == (248, 12, "2026-01-04")
    shown = liuhen("calendar", "show", "2026").out
    assert "放假　春节（2月15日至2月23日），9日" in shown
    assert "上班　2026年2月14日（星期六）" in shown


def test_an_unpublished_year_is_not_shown() -> None:
    answer = liuhen("calendar", "show", "2031")
    assert (answer.code, "2031年的节假日安排尚未录入" in answer.err) == (2, True)
    assert "应为整数" in liuhen("calendar", "show", "x").err


def test_a_new_year_is_checked(tmp_path: Path) -> None:
    good = tmp_path / "good.json"
    off = [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}]
    good.write_text(json.dumps({"year": 2027, "source": SOURCE, "off": off, "work": []}), "utf-8")
    assert json.loads(liuhen("calendar", "check", good, "--json").out)["off"] == off
    bad = tmp_path / "bad.json"
    bad.write_text(good.read_text("utf-8").replace('"work": []', '"work": ["2027-02-05"]'), "utf-8")
    answer = liuhen("calendar", "check", bad)
    assert (answer.code, answer.out) == (2, "")
    assert "第1行：2027-02-05是星期五" in answer.err


def test_every_shipped_day_agrees_with_chinesecalendar() -> None:
    answer = liuhen("calendar", "seed", "--json")
    assert (answer.code, json.loads(answer.out)["differing"]) == (0, [])
    assert json.loads(answer.out)["years"] == [year.year for year in load_calendar().years]


def test_a_day_that_differs_and_a_year_nobody_knows_are_named(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    for year in (2026, 2198):
        text = f"year: {year}\nsource: 示例\noff: [{{name: 元旦, from: {year}-01-01, to: {year}-01-04}}]\nwork: []\n"
        (tmp_path / f"calendar/{year}.yaml").write_text(text, "utf-8")
    answer = liuhen("calendar", "seed", "--packs", tmp_path)
    assert answer.code == 1
    assert "2026年1月4日：本日历为休息日，chinesecalendar 相反" in answer.out
    assert "2198年 chinesecalendar 没有，未核对" in answer.out
    assert "2026年2月16日：本日历为工作日" in answer.out


def test_the_answer_comes_at_once() -> None:
    started = time.monotonic()
    due("2025-09-30T17:00", "2 workdays")
    assert time.monotonic() - started < 1
