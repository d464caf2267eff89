"""What a scan finds in real recordings: gaps where they are, silence and darkness by looking, and nothing else."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from av.filter import Graph

from liuhen.media import apart, darkness
from liuhen.media.packets import opened
from liuhen.media.scanning import Options, look_at
from liuhen.media.survey import Asked, survey
from media.clips import SECONDS, chain, cut, pulled, rewrapped, scene, shifted, tone

QUICK = Options(quick=True)


def scanned(path: Path, options: Options = QUICK) -> dict[str, Any]:
    return look_at(path, options).as_json()


def edges(found: list[dict[str, float]]) -> list[tuple[float, float]]:
    return [(round(one["start"], 1), round(one["end"], 1)) for one in found]


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve seconds: black from the third to the sixth, silent from the seventh to the tenth."""
    return scene(tmp_path_factory.mktemp("staged") / "a.mp4", seconds=12, dark=(3, 6), hush=(7, 10))


def test_silence_and_darkness_are_found_where_they_are(staged: Path) -> None:
    found = scanned(staged, Options())
    assert edges(found["black"]) == [(3.0, 6.0)]
    ((start, end),) = edges(found["silence"])
    assert (abs(start - 7) <= 0.2, abs(end - 10) <= 0.2) == (True, True)
    assert (found["covered"], found["gaps"], found["undecoded"], found["error"]) == ([], [], None, None)


def test_a_hand_before_the_lens_is_told_from_the_night(tmp_path: Path) -> None:
    found = scanned(scene(tmp_path / "a.mp4", seconds=6, dark=(2, 4), covered=True), Options())
    assert (found["black"], edges(found["covered"])) == ([], [(2.0, 4.0)])


def test_what_is_asked_for_is_what_counts(staged: Path) -> None:
    strict = Options(asked=Asked(silence_ms=5_000, dark_ms=4_000))
    found = scanned(staged, strict)
    assert (found["silence"], found["black"]) == ([], [])


@pytest.mark.parametrize("every", [10, 100])
def test_a_long_recording_is_looked_at_in_leaps_and_its_edges_are_as_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(darkness, "SHORT_MS", 10_000)
    long = scene(tmp_path / "a.mp4", seconds=24, dark=(11, 14), rate=5, every=every)
    found = darkness.dark(lambda: opened(long, "mov"), duration_ms=24_000)
    assert [(round(a, -2), round(b, -2)) for a, b in found["black"]] == [(11_000, 14_000)]


def test_nobody_looked_is_not_the_same_as_nothing_found(staged: Path, tmp_path: Path) -> None:
    assert [scanned(staged)[name] for name in ("silence", "black", "covered")] == [None] * 3
    sound = scanned(tone(tmp_path / "a.wav", "pcm_alaw", "wav", rate=8_000), Options())
    assert (len(sound["silence"]), sound["black"]) == (1, None)


def test_a_scan_tells_shorter_gaps_than_those_that_have_to_be_explained(clip: Path, tmp_path: Path) -> None:
    gappy = shifted(clip, tmp_path / "a.mp4", after=3, by=Fraction(12, 10))
    ((start, end),) = edges(scanned(gappy)["gaps"])
    assert (abs(start - 3) < 0.15, abs(end - 4.2) < 0.15) == (True, True)
    assert scanned(gappy, Options(quick=True, gap_ms=2_000))["gaps"] == []


@pytest.mark.parametrize("container", ["mp4", "matroska", "mpegts"])
def test_stamps_that_begin_far_from_zero_are_counted_from_the_first(clip: Path, tmp_path: Path, container: str) -> None:
    far = shifted(clip, tmp_path / "a", after=-1, by=Fraction(36_000), container=container)
    found = scanned(shifted(far, tmp_path / "b", after=36_003, by=Fraction(5), container=container))
    assert abs(found["duration"] - SECONDS - 5) < 0.2
    ((start, end),) = edges(found["gaps"])
    assert (abs(start - 3) < 0.2, abs(end - 8) < 0.2) == (True, True)


def test_a_clock_that_steps_back_is_told_once_with_both_its_moments(clip: Path, tmp_path: Path) -> None:
    part = rewrapped(clip, tmp_path / "a.ts", "mpegts").read_bytes()
    (tmp_path / "b.ts").write_bytes(part + part)
    ((one),) = scanned(tmp_path / "b.ts")["backward_jumps"]
    assert (abs(one["from"] - SECONDS) < 0.2, one["to"] < 0.2) == (True, True)


def test_pictures_at_any_intervals_make_no_gap(tmp_path: Path) -> None:
    stamps = [0, 1, 2, 12, 13, 30, 39, 40, 49, 58, 59]  # tenths of a second
    graph = Graph()
    chain(graph, ("testsrc2", "size=160x90:rate=10:duration=6"), ("format", "yuv420p"), ("buffersink", None))
    with av.open(str(tmp_path / "a.mp4"), "w") as out:
        video = out.add_stream("libx264", rate=10, options={"preset": "ultrafast"})
        video.width, video.height, video.codec_context.time_base = 160, 90, Fraction(1, 10)
        for stamp, frame in zip(stamps, pulled(graph), strict=False):
            frame.pts, frame.time_base = stamp, Fraction(1, 10)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    assert scanned(tmp_path / "a.mp4")["gaps"] == []


def test_a_microphone_that_failed_on_the_way_is_said(clip: Path, tmp_path: Path) -> None:
    with av.open(str(clip)) as source, av.open(str(tmp_path / "a.mp4"), "w") as out:
        twins = {stream.index: out.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None and (packet.stream.type == "video" or packet.pts * packet.time_base < 2):
                packet.stream = twins[packet.stream_index]
                out.mux(packet)
    found = scanned(tmp_path / "a.mp4")
    ((start, end),) = edges(found["no_sound"])
    assert (abs(start - 2) < 0.1, abs(end - SECONDS) < 0.1, found["gaps"]) == (True, True, [])
    assert [one["what"] for one in found["cuts"]] == ["声音中断"]


def test_half_a_file_is_told_up_to_where_it_goes(clip: Path, tmp_path: Path) -> None:
    found = scanned(cut(clip, tmp_path / "a.mp4", keep=clip.stat().st_size // 2), Options())
    assert (found["whole"], found["error"], 2 < found["duration"] < 4) == (False, None, True)
    assert "不完整" in found["trouble"][0]
    assert found["cuts"][-1]["at"] == found["duration"]


def test_what_cannot_be_read_is_told_and_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").touch()
    for path in (tmp_path / "a.mp4", tmp_path / "gone.mp4", tmp_path):
        found = scanned(path)
        assert (found["gaps"], bool(found["error"]["remedy"])) == ([], True)


def test_pictures_nobody_can_decode_do_not_hide_what_the_packets_say(
    clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    little = replace(apart.limits_for("look", duration_ms=0), memory=150 << 20)
    monkeypatch.setattr(apart, "limits_for", lambda *_args, **_named: little)
    found = scanned(clip, Options())
    assert (found["black"], found["duration"] > 5, bool(found["undecoded"])) == (None, True, True)


@pytest.mark.parametrize("container", ["matroska", "mpegts", "3gp"])
def test_a_file_in_another_container_is_watched_and_heard_all_the_same(
    staged: Path, tmp_path: Path, container: str
) -> None:
    found = survey(rewrapped(staged, tmp_path / "a", container), duration_ms=12_000, asked=Asked())
    ((start, end),) = found.black or ()
    assert (abs(start - 3_000) <= 200, abs(end - 6_000) <= 200, len(found.silence or ())) == (True, True, 1)
