"""Coverage of an act against a slow and simple oracle: one box for each millisecond."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liuhen.rulebook.coverage import (
    Coverage,
    Footage,
    Gap,
    Stretch,
    at_ms,
    content,
    in_ms,
    less,
    reconcile,
    total,
    union,
)

WHOLE = Stretch(10, 60)
ON_SITE = Stretch(0, 138 * 60_000)  # 09:02 to 11:20

stretches = st.tuples(st.integers(0, 70), st.integers(0, 70)).map(lambda two: Stretch(*two))
forward = st.tuples(st.integers(0, 70), st.integers(1, 30)).map(lambda two: Stretch(two[0], two[0] + two[1]))
footage = st.lists(st.builds(Footage, st.sampled_from("ABC"), st.lists(forward, max_size=3).map(tuple)), max_size=5)


def boxes(parts: list[Stretch] | tuple[Stretch, ...], within: Stretch = WHOLE) -> set[int]:
    return {ms for one in parts for ms in range(one.start, one.end) if within.start <= ms < within.end}


def runs(ticked: set[int]) -> list[Stretch]:
    """Return the runs of neighbouring boxes."""
    found: list[Stretch] = []
    for ms in sorted(ticked):
        if found and found[-1].end == ms:
            found[-1] = Stretch(found[-1].start, ms + 1)
        else:
            found.append(Stretch(ms, ms + 1))
    return found


@given(st.lists(stretches, max_size=6))
@settings(deadline=None)
def test_what_is_taken_and_what_is_left_make_up_the_whole(taken: list[Stretch]) -> None:
    left, joined = less(WHOLE, taken), union(taken, WHOLE)
    assert list(joined) == runs(boxes(taken))
    assert list(left) == runs(set(range(*WHOLE)) - boxes(taken))
    assert total(left) + total(joined) == WHOLE.ms


@given(footage)
@settings(deadline=None)
def test_all_devices_together_leave_what_no_device_recorded(recorded: list[Footage]) -> None:
    found = reconcile(WHOLE, recorded, joint_ms=0)
    seen = boxes([part for one in recorded for part in one.parts])
    if found is None:
        assert not any(one.parts for one in recorded)
        return
    assert [gap.stretch for gap in found.gaps] == runs(set(range(*WHOLE)) - seen)
    assert found.missing_ms == WHOLE.ms - len(seen)
    assert found.tenths == len(seen) * 1000 // WHOLE.ms
    for gap in found.gaps:
        assert gap.begun is any(ms < gap.stretch.start for ms in seen)
        assert gap.resumed is any(ms >= gap.stretch.end for ms in seen)


@given(footage, st.integers(0, 20))
@settings(deadline=None)
def test_a_joint_is_closed_only_between_recordings(recorded: list[Footage], joint: int) -> None:
    exact, found = reconcile(WHOLE, recorded, joint_ms=0), reconcile(WHOLE, recorded, joint_ms=joint)
    if exact is not None and found is not None:
        kept = [gap for gap in exact.gaps if not (gap.begun and gap.resumed) or gap.stretch.ms > joint]
        assert list(found.gaps) == kept


@given(footage)
@settings(deadline=None)
def test_each_device_for_itself_has_its_own_interruptions(recorded: list[Footage]) -> None:
    found = reconcile(WHOLE, recorded, each_device=True, joint_ms=0)
    if found is None:
        return
    for device in {one.device for one in recorded}:
        own = boxes([part for one in recorded if one.device == device for part in one.parts])
        between = set(range(min(own), max(own))) - own if own else set()
        assert [gap.stretch for gap in found.gaps if gap.device == device] == runs(between)
    seen = boxes([part for one in recorded for part in one.parts])
    ends = [gap for gap in found.gaps if not gap.device]
    assert all(not gap.begun or not gap.resumed for gap in ends)
    assert total(gap.stretch for gap in ends) == sum(
        all(ms < one for one in seen) or all(ms > one for one in seen) for ms in range(*WHOLE)
    )


@given(footage, footage)
@settings(deadline=None)
def test_one_more_recording_never_leaves_more(some: list[Footage], more: list[Footage]) -> None:
    before, after = reconcile(WHOLE, some, joint_ms=0), reconcile(WHOLE, some + more, joint_ms=0)
    if before is not None and after is not None:
        assert after.missing_ms <= before.missing_ms


def minutes(start: int, end: int, device: str = "A-07") -> Footage:
    return Footage(device, (Stretch(start * 60_000, end * 60_000),))


def found(*recorded: Footage, each_device: bool = False) -> Coverage:
    answer = reconcile(ON_SITE, recorded, each_device=each_device)
    assert answer is not None
    return answer


def test_four_minutes_and_thirty_three_seconds_of_138_minutes_leave_96_point_7_percent() -> None:
    hole = Stretch(59 * 60_000, 59 * 60_000 + 273_000)
    whole = Footage("A-07", (Stretch(0, hole.start), Stretch(hole.end, ON_SITE.end)))
    covered = found(whole)
    assert (covered.gaps, covered.missing_ms, covered.tenths) == ((Gap(hole, begun=True, resumed=True),), 273_000, 967)


def test_another_device_fills_a_gap_unless_each_counts_for_itself() -> None:
    devices = (minutes(0, 60), minutes(70, 138), minutes(50, 80, "A-11"))
    assert found(*devices).gaps == ()
    gap = Gap(Stretch(3_600_000, 4_200_000), begun=True, resumed=True, device="A-07")
    assert found(*devices, each_device=True).gaps == (gap,)


def test_a_late_start_and_an_early_end_are_told_apart() -> None:
    late, early = found(minutes(5, 100)).gaps
    assert (late.begun, late.resumed, early.begun, early.resumed) == (False, True, True, False)


def test_a_millisecond_missing_is_not_all_of_it() -> None:
    covered = found(Footage("A-07", (Stretch(0, ON_SITE.end - 1),)))
    assert (covered.missing_ms, covered.tenths) == (1, 999)


def test_photographs_cover_nothing_and_are_not_a_recording_throughout() -> None:
    assert reconcile(ON_SITE, [Footage("手机", ())]) is None
    assert reconcile(Stretch(5, 5), [minutes(0, 1)]) is None


def test_gaps_inside_a_file_are_no_content() -> None:
    started = datetime(2026, 11, 19, 1, 2, tzinfo=UTC)
    parts = content(started, started + timedelta(seconds=10), [(4_000, 8_000)])
    assert [one.ms for one in parts] == [4_000, 2_000]
    assert at_ms(parts[1].start) == started + timedelta(seconds=8)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        in_ms(datetime(2026, 11, 19, 9, 2))  # noqa: DTZ001


@pytest.mark.parametrize(("apart_ms", "gaps"), [(1_999, 0), (2_000, 0), (2_001, 1)])
@pytest.mark.parametrize("each", [False, True])
def test_two_files_two_seconds_apart_join_as_they_do_inside_a_file(apart_ms: int, gaps: int, *, each: bool) -> None:
    recorded = [Footage("A", (Stretch(0, 10_000), Stretch(10_000 + apart_ms, 30_000)))]
    found = reconcile(Stretch(0, 30_000), recorded, each_device=each)
    assert found is not None
    assert len(found.gaps) == gaps


def test_what_one_device_holds_twice_counts_once() -> None:
    found = reconcile(Stretch(0, 30_000), [Footage("A", (Stretch(0, 12_000), Stretch(10_000, 20_000)))])
    assert found is not None
    assert (total(found.covered), found.missing_ms) == (20_000, 10_000)
