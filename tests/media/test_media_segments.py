"""Files that a camera cut are one recording again; a real break and a clock that was set are not joined over."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from liuhen.media.segments import Segment, runs

NINE = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


def segment(second: float, *, length: float = 300, name: str = "", device: str = "YF-7") -> Segment:
    return Segment(device, NINE + timedelta(seconds=second), round(length * 1000), name)


def sizes(*segments: Segment) -> list[int]:
    return [len(run.segments) for run in runs(segments)]


def test_files_of_five_minutes_are_one_recording() -> None:
    (run,) = runs([segment(600.8), segment(0), segment(300.4)])
    assert (run.started, run.ended) == (NINE, NINE + timedelta(seconds=900.8))
    assert (run.missing_ms, run.overlap_ms, run.broken_by) == (800, 0, "first")


def test_two_seconds_join_and_more_do_not() -> None:
    assert sizes(segment(0), segment(301.999)) == [2]
    assert sizes(segment(0), segment(302)) == [2]
    assert sizes(segment(0), segment(302.001)) == [1, 1]
    assert runs([segment(0), segment(395)])[1].broken_by == "gap"


def test_a_file_begun_before_the_last_ended_overlaps_and_joins() -> None:
    (run,) = runs([segment(0, name="A_0001.MP4"), segment(290, name="A_0002.MP4")])
    assert (run.overlap_ms, run.ended) == (10_000, NINE + timedelta(seconds=590))


def test_each_device_is_a_recording_of_its_own() -> None:
    assert sizes(segment(0), segment(300, device="YF-8")) == [1, 1]


def test_a_copy_of_a_file_breaks_nothing() -> None:
    (run,) = runs([segment(0, name="A_0001.MP4"), segment(0, name="A_0001(1).MP4"), segment(300, name="A_0002.MP4")])
    assert run.ended == NINE + timedelta(seconds=600)


def test_a_clock_set_back_between_two_files_is_a_break() -> None:
    first, second = runs([segment(0, name="A_0001.MP4"), segment(60, name="A_0002.MP4")])
    assert (first.broken_by, second.broken_by) == ("first", "set_back")


def test_the_time_in_a_name_is_no_running_number() -> None:
    assert segment(0, name="REC_20261119090000_0042.MP4").number == 42
    assert segment(0, name="现场.MP4").number is None
    assert sizes(segment(0, name="20261119_090000.MP4"), segment(60, name="20261119_090100.MP4")) == [2]


@given(st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 600)), max_size=30))
def test_no_file_is_lost_or_doubled_and_runs_lie_apart(pieces: list[tuple[int, int]]) -> None:
    given_ = [segment(start, length=length) for start, length in pieces]
    found = runs(given_)
    key = lambda one: (one.started, one.duration_ms)  # noqa: E731
    assert sorted((one for run in found for one in run.segments), key=key) == sorted(given_, key=key)
    assert all(later.started - run.ended > timedelta(seconds=2) for run, later in pairwise(found))
