"""An interruption is found, with its place, whatever the order in which frames are stored."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liuhen.media.continuity import Track, interruptions, shared
from liuhen.media.probe import probe
from media.clips import rewrapped

MS = Fraction(1, 1000)


def track_of(stamps: list[int], *, length: int = 40) -> Track:
    track = Track(MS)
    for stamp in stamps:
        track.see(stamp, length)
    return track


def gaps_of(stamps: list[int]) -> tuple[tuple[int, int], ...]:
    track = track_of(stamps)
    return interruptions(track, origin=Fraction(0), total_ms=track.ends())


@pytest.mark.parametrize("container", ["mp4", "mov", "matroska", "mpegts"])
def test_a_device_switched_off_for_five_seconds_leaves_a_gap(interrupted: Path, tmp_path: Path, container: str) -> None:
    found = probe(rewrapped(interrupted, tmp_path / "clip", container), name="询问.mp4")
    ((start, end),) = found.gaps
    assert abs(start - 4000) <= 150
    assert abs(end - 9000) <= 150
    assert [len(stream.gaps) for stream in found.streams] == [1, 1]


def test_a_shorter_threshold_or_a_longer_one_is_kept(interrupted: Path) -> None:
    assert probe(interrupted, name="a.mp4", threshold_ms=6000).gaps == ()
    assert len(probe(interrupted, name="a.mp4", threshold_ms=4000).gaps) == 1


def test_an_uninterrupted_recording_has_no_gap(clip: Path) -> None:
    found = probe(clip, name="a.mp4")
    assert (found.gaps, found.rewinds) == ((), ())
    assert all(stream.gaps == () for stream in found.streams)


def test_exactly_the_threshold_is_no_interruption() -> None:
    assert gaps_of([0, 2000, 4000]) == ()
    assert gaps_of([0, 2001]) == ((0, 2001),)


def test_frames_stored_out_of_order_do_not_hide_or_make_a_gap() -> None:
    assert gaps_of([0, 120, 40, 80, 240, 160, 200]) == ()
    assert gaps_of([0, 120, 40, 80, 9000, 160, 200, 9120, 9040]) == ((200, 9000),)
    assert gaps_of([0, 120, 40, 80, 9000, 8960, 8920]) == ((120, 8920),)


def test_a_jump_that_later_frames_fill_is_no_gap() -> None:
    assert gaps_of([0, 2500, 1200]) == ()


def test_a_clock_that_steps_back_is_told_and_the_end_stays() -> None:
    track = track_of([0, 1000, 2000, 3000, 4000, 0, 1000])
    assert track.rewinds == [(4000, 0)]
    assert track.ends() == 4040


def test_one_spoilt_stamp_hides_no_gap_and_lengthens_nothing() -> None:
    year = 365 * 24 * 3_600_000
    for spoilt in ([0, 40, year, 80, 120, 5000, 5040], [year, 0, 40, 80, 120, 5000, 5040]):
        track = track_of(spoilt)
        assert interruptions(track, origin=Fraction(0), total_ms=5080) == ((120, 5000),)
        assert (track.strays, track.rewinds, track.ends()) == (1, [], 5080)


def test_a_clock_that_was_set_on_the_way_adds_no_days() -> None:
    day = 25 * 3_600_000
    track = track_of([0, 40, 80, day, day + 40, day + 80, day + 9000])
    assert track.leaps == [(80, day)]
    end = track.milliseconds(track.ends(), origin=Fraction(0))
    assert end == 9120
    assert interruptions(track, origin=Fraction(0), total_ms=end) == ((160, 9080),)


def test_a_stream_that_begins_late_or_ends_early_is_interrupted_there() -> None:
    track = track_of(list(range(5000, 7000, 40)))
    assert interruptions(track, origin=Fraction(0), total_ms=20_000) == ((0, 5000), (7000, 20_000))


def test_only_what_every_stream_misses_is_missed_altogether() -> None:
    assert shared([[(0, 5000), (8000, 20_000)], [(1000, 9000)]]) == ((1000, 5000),)
    assert shared([[(0, 5000)], []]) == ()
    assert shared([]) == ()


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=60))
def test_gaps_are_the_steps_longer_than_the_threshold(steps: list[int]) -> None:
    stamps = [0]
    for step in steps:
        stamps.append(stamps[-1] + step)
    assert gaps_of(stamps) == tuple((a, b) for a, b in pairwise(stamps) if b - a > 2000)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=60))
def test_any_stamps_at_all_give_ordered_gaps_within_the_recording(stamps: list[int]) -> None:
    track = track_of(stamps)
    found = interruptions(track, origin=Fraction(0), total_ms=track.ends())
    assert all(0 <= start < end <= track.ends() for start, end in found)
