"""A figure says what was measured and never calls a miss a pass."""

import pytest

from liuhen.bench.figure import AT_MOST, Figure, Goal, absolute, compared, unmeasured

FASTER = Goal(3, "ledger.append", "登记", 0.2)
SHORTER = Goal(11, "papers.render", "制作", 1.5, AT_MOST)


def test_the_best_run_of_each_side_counts() -> None:
    figure = compared(FASTER, ours=[4.0, 2.0, 8.0], peer=[1.0, 3.0, 0.5], against="对照")
    assert (figure.ratio, figure.runs, figure.met) == (0.25, 3, True)


def test_the_noise_is_told_pair_by_pair() -> None:
    assert compared(FASTER, ours=[4.0, 2.0], peer=[1.0, 3.0], against="对照").spread == (0.25, 1.5)


def test_taking_longer_than_the_peer_misses_a_goal_that_says_at_most() -> None:
    figure = compared(SHORTER, ours=[3.2], peer=[2.0], against="对照", faster=False)
    assert (figure.ratio, figure.met) == (1.6, False)


def test_an_absolute_value_names_its_unit() -> None:
    figure = absolute(SHORTER, [1.4, 1.2], unit="毫秒")
    assert (figure.ratio, figure.unit, figure.met) == (1.2, "毫秒", True)


def test_without_a_target_nothing_is_met_or_missed() -> None:
    assert compared(Goal(5, "verify.whole", "全部"), ours=[2.0], peer=[1.0], against="对照").met is None


def test_what_was_not_measured_is_no_pass() -> None:
    figure = unmeasured(FASTER, against="对照", why="没有安装")
    assert (figure.ratio, figure.met, figure.note) == (None, None, "未测：没有安装")


def test_runs_that_do_not_pair_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        compared(FASTER, ours=[1.0], peer=[1.0, 2.0], against="对照")


def test_a_figure_reads_back_as_it_was_written() -> None:
    figure = compared(FASTER, ours=[1.0], peer=[2.0], against="对照")
    assert Figure.read(figure.as_json()) == figure
