"""The ground floor: canonical bytes, digests, clock, money, errors."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from liuhen.kernel import clock
from liuhen.kernel.canonical import LARGEST_INTEGER, Json, canonical
from liuhen.kernel.clock import BEIJING, as_instant, beijing_date, day_end, read_when, require_aware, written
from liuhen.kernel.digests import Digester, Digests
from liuhen.kernel.errors import BadInputError, DuplicateRequestError, LiuhenError, StalePageError
from liuhen.kernel.money import LARGEST, capitals, yuan

AT = datetime(2026, 11, 21, 1, 2, 3, 4, UTC)
WEST = timezone(timedelta(hours=-5))


def test_canonical_bytes_sort_names_and_keep_characters() -> None:
    assert canonical({"b": [1, True, None], "a": "𠮷"}) == '{"a":"𠮷","b":[1,true,null]}'.encode()


@pytest.mark.parametrize("inexact", [0.5, {"a": 1.0}, [b"x"], {1: "a"}, date(2026, 1, 1)])
def test_what_has_no_exact_form_is_refused(inexact: object) -> None:
    with pytest.raises(TypeError):
        canonical(inexact)  # type: ignore[arg-type]


def test_an_integer_that_others_would_round_is_refused() -> None:
    assert canonical(-LARGEST_INTEGER) == b"-9007199254740991"
    with pytest.raises(ValueError, match="beyond"):
        canonical([LARGEST_INTEGER + 1])


def test_both_digests_of_abc_are_the_published_ones() -> None:
    both = Digests.of(b"abc")
    assert both.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert both.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert both.as_json() == {"sha256": both.sha256, "sm3": both.sm3}


@given(st.lists(st.binary()))
def test_a_stream_has_the_digests_of_the_whole(pieces: list[bytes]) -> None:
    digester = Digester()
    for piece in pieces:
        digester.update(piece)
    assert digester.digests() == Digests.of(b"".join(pieces))


def test_the_told_time_is_told_inside_only() -> None:
    with clock.at(AT), clock.at(AT + timedelta(days=1)):
        assert clock.now() == AT + timedelta(days=1)
    assert clock.now() != AT
    assert clock.now().tzinfo is UTC


def test_a_time_without_zone_is_no_time() -> None:
    naive = datetime(2026, 11, 21)  # noqa: DTZ001
    for use in (require_aware, beijing_date, as_instant, written):
        with pytest.raises(ValueError, match="时区"):
            use(naive)
    with pytest.raises(ValueError, match="时区"):
        read_when("2026-11-21T01:02:03")


def test_the_date_of_law_is_the_date_in_beijing() -> None:
    assert beijing_date(datetime(2026, 11, 20, 15, 59, 59, tzinfo=UTC)) == date(2026, 11, 20)
    assert beijing_date(datetime(2026, 11, 20, 16, 0, tzinfo=UTC)) == date(2026, 11, 21)
    assert beijing_date(date(2026, 11, 20)) == date(2026, 11, 20)


def test_a_day_ends_one_second_before_midnight_in_beijing() -> None:
    assert day_end(date(2026, 2, 28)) == datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC)
    assert as_instant(date(2026, 2, 28)) == day_end(date(2026, 2, 28))
    assert as_instant(AT) == AT


@given(st.datetimes(datetime(2, 1, 1), timezones=st.sampled_from([UTC, BEIJING, WEST])))  # noqa: DTZ001
def test_what_was_written_is_read_again(moment: datetime) -> None:
    assert read_when(written(moment)) == moment
    assert written(moment).endswith("Z")


@given(st.dates())
def test_a_day_is_written_as_a_day(day: date) -> None:
    assert read_when(written(day)) == day


@pytest.mark.parametrize(
    ("fen", "read", "said"),
    [
        (0, "0.00", "零元整"),
        (1, "0.01", "壹分"),
        (10, "0.10", "壹角"),
        (105, "1.05", "壹元零伍分"),
        (1_008_750, "10,087.50", "壹万零捌拾柒元伍角"),
        (100_000_000, "1,000,000.00", "壹佰万元整"),
        (10_000_010_001, "100,000,100.01", "壹亿零壹佰元零壹分"),
        (1_010_000_000, "10,100,000.00", "壹仟零壹拾万元整"),
        (100_000_000_100, "1,000,000,001.00", "壹拾亿零壹元整"),
        (10_000_000_000_000_000, "100,000,000,000,000.00", "壹佰万亿元整"),
    ],
)
def test_an_amount_is_read_and_written_in_capitals(fen: int, read: str, said: str) -> None:
    assert (yuan(fen), capitals(fen)) == (read, said)


def test_a_negative_amount_is_read_but_has_no_capitals() -> None:
    assert yuan(-5) == "-0.05"
    for fen in (-1, LARGEST + 1):
        with pytest.raises(ValueError, match="no capitals"):
            capitals(fen)


DIGIT = {word: number for number, word in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNIT = {"拾": 10, "佰": 100, "仟": 1000}


def fen_of(said: str) -> int:
    """Read capitals back by the rules of the language, independently of how they were made."""
    whole, _, rest = said.partition("元") if "元" in said else ("", "", said)
    total = section = digit = 0
    for word in whole:
        if word in UNIT:
            section, digit = section + digit * UNIT[word], 0
        elif word == "万":
            total, section, digit = total + (section + digit) * 10**4, 0, 0
        elif word == "亿":
            total, section, digit = (total + section + digit) * 10**8, 0, 0
        else:
            digit = DIGIT[word]
    fen = (total + section + digit) * 100
    for word, unit in (("角", 10), ("分", 1)):
        if word in rest:
            fen += DIGIT[rest[rest.index(word) - 1]] * unit
    return fen


@given(st.integers(0, 10**12 * 100 - 1))
def test_capitals_say_the_amount_and_nothing_else(fen: int) -> None:
    said = capitals(fen)
    assert fen_of(said) == fen
    assert "零零" not in said


def test_an_error_says_what_why_and_what_to_do() -> None:
    assert str(LiuhenError("没有写入。", why="已经归档。", remedy="请核对。")) == "没有写入。 已经归档。 请核对。"
    assert str(LiuhenError("没有写入。")) == "没有写入。"


def test_errors_carry_what_a_caller_decides_on() -> None:
    stale = StalePageError("旧", expected=1, actual=2)
    assert (stale.expected, stale.actual) == (1, 2)
    assert DuplicateRequestError("重", digest="ab").digest == "ab"
    assert BadInputError("误", fields={"a": "b"}).fields == {"a": "b"}
    assert BadInputError("误").fields == {}


_names = st.text(st.characters(codec="utf-8"), max_size=5)
_plain = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST_INTEGER, LARGEST_INTEGER) | _names,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_names, inner, max_size=4),
)


@given(_plain)
def test_canonical_bytes_are_those_of_the_reference_program(value: Json) -> None:
    assert canonical(value) == rfc8785.dumps(value)


def test_names_are_sorted_by_code_units_not_code_points() -> None:
    assert canonical({"\uffee": 1, "\U0001f600": 2, "a": 3}) == '{"a":3,"\U0001f600":2,"\uffee":1}'.encode()


def test_control_characters_are_written_as_the_reference_program_writes_them() -> None:
    every = "".join(map(chr, range(0xA1))) + "\u2028\u2029\ufeff"
    assert canonical({every: every}) == rfc8785.dumps({every: every})


def test_half_a_character_is_no_text() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        canonical(["\ud800"])
