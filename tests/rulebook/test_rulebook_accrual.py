"""What grows day by day while a fine is not paid: exact, paused, capped, never rounded up."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.kernel.place import regulations
from liuhen.rulebook import load
from liuhen.rulebook.accrual import Accrual, Pause, Rate, accrued
from liuhen.rulebook.lint import lint

DUE = date(2026, 3, 18)
DAY = timedelta(days=1)
BOOK = load(["base-penalty-law"])
OF_DECIDED = BOOK.rate("extra_fine")
OF_UNPAID = OF_DECIDED.model_copy(update={"of": "unpaid"})


def after(days: int, fine: int = 1_000_000, by: Rate = OF_DECIDED, **told: object) -> Accrual:
    return accrued(fine, due=DUE, upto=DUE + days * DAY, by=by, **told)  # type: ignore[arg-type]


def test_three_per_cent_a_day_from_the_day_after_the_term() -> None:
    assert after(0).fen == 0
    assert after(0).steps == ()
    assert after(1).fen == 30_000
    assert after(10).fen == 300_000
    assert after(10).steps == ("自2026年3月19日起计 10 日", "10,000.00 元 × 3% × 10 日 = 3,000.00 元")


def test_it_stops_at_the_fine_and_says_so() -> None:
    assert not after(33).capped
    assert (after(34).fen, after(34).capped) == (1_000_000, True)
    assert after(400).fen == 1_000_000
    assert (
        after(34).steps[-1] == "不超出 10,000.00 元（处罚法第七十二条第一款第一项、第七十三条第三款），计 10,000.00 元"
    )


def test_days_of_a_pause_do_not_count_and_two_pauses_count_once() -> None:
    pauses = [
        Pause(DUE + 3 * DAY, DUE + 7 * DAY, "行政复议"),
        Pause(DUE + 5 * DAY, DUE + 8 * DAY, "暂缓"),
        Pause(DUE - 9 * DAY, DUE, "已过"),
    ]
    found = after(10, pauses=pauses)
    assert (found.days, found.fen) == (4, 120_000)
    assert found.steps[1] == "不计：2026年3月21日至2026年3月25日，行政复议"
    assert not any("已过" in one for one in found.steps)


def test_the_day_of_the_last_payment_counts_and_no_day_after_it() -> None:
    assert after(30, paid={DUE + 2 * DAY: 1_000_000}).days == 2
    assert after(30, paid={DUE: 1_000_000}).days == 0
    assert after(10, paid={DUE - DAY: 900_000}).fen == 300_000


def test_the_other_reading_counts_on_what_is_not_paid_each_day() -> None:
    found = after(10, by=OF_UNPAID, paid={DUE + 4 * DAY: 400_000})
    assert found.fen == 4 * 30_000 + 6 * 18_000
    assert found.steps[1] == "10,000.00 元 × 3% × 4 日 + 6,000.00 元 × 3% × 6 日 = 2,280.00 元"


def test_a_part_of_a_fen_is_left_out_and_huge_amounts_are_exact() -> None:
    assert after(1, fine=33).fen == 0
    assert after(2, fine=33).fen == 1
    assert after(1, fine=10**15 + 7).fen == 30 * (10**15 + 7) // 1000
    assert after(5, fine=0) == Accrual(0, 0, capped=False, steps=())


@given(
    st.integers(0, 10**15),
    st.integers(0, 200),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 40)), max_size=4),
    st.dictionaries(st.integers(-5, 90), st.integers(1, 10**14), max_size=5),
)
def test_it_never_exceeds_the_fine_and_never_shrinks_with_time(
    fine: int, days: int, paused: list[tuple[int, int]], paid: dict[int, int]
) -> None:
    pauses = [Pause(DUE + first * DAY, DUE + (first + long) * DAY, "") for first, long in paused]
    payments = {DUE + day * DAY: fen for day, fen in paid.items()}
    for by in (OF_DECIDED, OF_UNPAID):
        one = after(days, fine=fine, by=by, pauses=pauses, paid=payments)
        next_day = after(days + 1, fine=fine, by=by, pauses=pauses, paid=payments)
        assert 0 <= one.fen <= next_day.fen <= fine
        assert one.days <= next_day.days <= one.days + 1


def test_a_rate_is_read_from_its_pack_and_an_unknown_one_is_none() -> None:
    assert OF_DECIDED.cites == ("CF72-1", "CF73-1", "L4-55")
    with pytest.raises(KeyError):
        BOOK.rate("other")
    with pytest.raises(KeyError):
        load(["civil-procedure-service"]).rate("extra_fine")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rates: {extra_fine: {cites: [CF72-1], article: 一, a_day: 0, at_most: 1, of: decided}}", "a_day"),
        ("hours: {night: {cites: [QZ43-1], article: 一, from: 晚上, until: '06:00'}}", "from"),
        ("rate: {}", "rate"),
    ],
)
def test_figures_that_are_written_wrongly_are_found_by_lint(tmp_path: Path, text: str, said: str) -> None:
    folder = tmp_path / "own-penalty"
    folder.mkdir()
    (folder / "pack.yaml").write_text(
        "{id: own-penalty, title: 本地规定, short: 本地, version: 1.0.0, rank: normative_document, of: penalty}",
        "utf-8",
    )
    (folder / "figures.yaml").write_text(text, "utf-8")
    assert any("figures.yaml:1" in str(one) and said in str(one) for one in lint(more=[tmp_path]))


def test_a_text_adopted_before_packs_had_figures_takes_those_of_the_shipped_pack(tmp_path: Path) -> None:
    older = tmp_path / "base-penalty-law"
    shutil.copytree(regulations() / "base-penalty-law", older)
    (older / "figures.yaml").unlink()
    assert load(["base-penalty-law"], roots=(tmp_path,)).rate("extra_fine") == OF_DECIDED


def test_a_figure_goes_with_the_text_of_its_pack(tmp_path: Path) -> None:
    own = tmp_path / "base-penalty-law"
    shutil.copytree(regulations() / "base-penalty-law", own)
    figures = own / "figures.yaml"
    figures.write_text(figures.read_text("utf-8").replace("a_day: 30", "a_day: 20"), "utf-8")
    assert load(["base-penalty-law"], roots=(tmp_path,)).rate("extra_fine").a_day == 20
