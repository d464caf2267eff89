"""How values are written for a reader."""

from datetime import UTC, date, datetime

import pytest

from liuhen.web import wording


def test_a_moment_is_written_in_beijing_time() -> None:
    assert wording.moment_words(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "2026年11月21日 00:30"


def test_where_only_the_day_is_known_only_the_day_is_written() -> None:
    assert wording.moment_words(date(2026, 11, 21)) == "2026年11月21日"
    assert wording.clock_words(date(2026, 11, 21)) == ""


@pytest.mark.parametrize(
    ("octets", "words"),
    [(0, "0 B"), (999, "999 B"), (182_000, "182.0 KB"), (16_400_000, "16.4 MB"), (50 * 10**9, "50.0 GB")],
)
def test_sizes_are_written_for_people(octets: int, words: str) -> None:
    assert wording.size_words(octets) == words


@pytest.mark.parametrize(
    ("milliseconds", "words"), [(9_400, "9 秒"), (138_000, "2 分 18 秒"), (3_723_000, "1 小时 02 分 03 秒")]
)
def test_durations_are_written_for_people(milliseconds: int, words: str) -> None:
    assert wording.duration_words(milliseconds) == words


def test_a_digest_shows_both_ends() -> None:
    assert wording.short_digest("9f3c" + "0" * 58 + "e1") == "9f3c…e1"
