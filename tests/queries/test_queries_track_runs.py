"""Files of one camera stand together on the time line as far as coverage sees no break between them."""

from datetime import UTC, datetime, timedelta

import pytest

from liuhen.queries.track_runs import joined
from liuhen.queries.track_shapes import Part
from liuhen.rulebook.coverage import Footage, Stretch, in_ms, reconcile

NINE = datetime(2026, 11, 19, 1, 0, tzinfo=UTC)


def part(seq: int, start: float, end: float, device: str = "YF-7") -> Part:
    return Part(seq, f"A_{seq:04}.MP4", device, at(start), at(end), 0)


def at(second: float) -> datetime:
    return NINE + timedelta(seconds=second)


@pytest.mark.parametrize(("apart", "one"), [(1.999, True), (2, True), (2.001, False)])
def test_time_line_and_coverage_draw_the_same_line(apart: float, *, one: bool) -> None:
    first, second = joined([part(1, 0, 300), part(2, 300 + apart, 600)])
    assert (first.run is not None, first.run == second.run) == (one, True)
    stretches = tuple(Stretch(in_ms(each.start), in_ms(each.end)) for each in (first, second))
    coverage = reconcile(Stretch(stretches[0].start, stretches[1].end), [Footage("YF-7", stretches)])
    assert coverage is not None
    assert (not coverage.gaps) is one


def test_joined_files_are_named_in_order() -> None:
    later, earlier = joined([part(2, 300, 600), part(1, 0, 301)])
    assert later.run is not None
    assert (later.run.names, later.run.files) == (("A_0001.MP4", "A_0002.MP4"), (1, 2))
    assert (later.run.start, later.run.end) == (at(0), at(600))
    assert earlier.run == later.run


def test_a_stop_inside_a_file_is_not_joined_over() -> None:
    before, after, following = joined([part(1, 0, 100), part(1, 200, 300), part(2, 300, 600)])
    assert before.run is None
    assert after.run is not None
    assert after.run == following.run
    assert after.run.start == at(200)


def test_other_devices_and_files_without_a_device_stay_apart() -> None:
    told = [part(1, 0, 300), part(2, 300, 600, "YF-8"), part(3, 0, 300, ""), part(4, 300, 600, "")]
    assert [one.run for one in joined(told)] == [None] * 4
