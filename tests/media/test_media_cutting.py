"""Clips and stills: exactly the seconds asked for, nothing of the device's notes, the original only read."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest

from liuhen.kernel.errors import BadInputError
from liuhen.media.apart import make_apart
from liuhen.media.derivatives.cutting import LABEL
from liuhen.media.derivatives.labels import label_picture
from liuhen.media.derivatives.making import PLAN, STEM, Made, limits_for, make_derivative
from liuhen.media.derivatives.plans import Plan
from liuhen.media.samples import RATE
from liuhen.papers.faces import folder as faces
from media.clips import rewrapped, tone, turned
from media.stills import photo

FRAME = Fraction(1, RATE)


def make(original: Path, to: Path, *, label: str = "", apart: bool = False, **asked: Any) -> tuple[Made, Path]:
    """Make something, here or in the process that decodes; return what is said of it and the file."""
    plan = Plan.model_validate(asked | {"label": label})
    to.mkdir(parents=True, exist_ok=True)
    (to / PLAN).write_text(plan.model_dump_json())
    if label:
        (to / LABEL).write_bytes(label_picture(label, fonts=[faces()]))
    if apart:
        told = make_apart("derivative", original, to, limits=limits_for(plan), said=lambda _: None)
    else:
        told = make_derivative(original, to, said=lambda _: None)
    made = Made.model_validate(told)
    return made, to / (STEM + made.ending)


def grey(path: Path) -> list[tuple[Fraction, bytes]]:
    """Return the second of every picture and a small grey version of it."""
    with av.open(str(path)) as file:
        found = []
        for frame in file.decode(video=0):
            small = frame.reformat(width=32, height=18, format="gray")
            rows = [bytes(small.planes[0])[line * small.planes[0].line_size :][:32] for line in range(18)]
            found.append((Fraction(frame.pts) * frame.time_base, b"".join(rows)))
        return found


def distance(one: bytes, other: bytes) -> float:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@pytest.mark.parametrize("container", ["mp4", "mpegts", "matroska"])
def test_a_clip_shows_exactly_the_pictures_of_its_seconds(clip: Path, tmp_path: Path, container: str) -> None:
    original = clip if container == "mp4" else rewrapped(clip, tmp_path / "a", container)
    before = original.read_bytes()
    _, path = make(original, tmp_path / "out", what="clip", start_ms=2_200, end_ms=4_700)
    cut, whole = grey(path), grey(clip)
    assert len(cut) in (38, 39)
    for second, picture in cut:
        shown = [found for at, found in whole if at <= second + Fraction(2_200, 1000) + FRAME / 100][-1]
        assert distance(picture, shown) < 3
    assert original.read_bytes() == before


def test_a_clip_is_as_long_as_asked_to_the_frame_in_picture_and_sound(clip: Path, tmp_path: Path) -> None:
    made, path = make(clip, tmp_path / "out", apart=True, what="clip", start_ms=1_234, end_ms=4_321)
    assert (made.start_ms, made.end_ms, made.width, made.height) == (1_234, 4_321, 640, 360)
    with av.open(str(path)) as file:
        assert [stream.codec_context.name for stream in file.streams] == ["h264", "aac"]
        for stream in file.streams:
            assert abs(Fraction(stream.duration) * stream.time_base - Fraction(3_087, 1000)) <= FRAME


def test_a_clip_late_in_an_interrupted_recording_keeps_its_gap(interrupted: Path, tmp_path: Path) -> None:
    _, path = make(interrupted, tmp_path / "out", what="clip", start_ms=3_000, end_ms=10_000)
    seconds = [second for second, _ in grey(path)]
    assert not [second for second in seconds if 1 + FRAME < second < 6 - FRAME]
    assert max(seconds) > 6


def test_a_clip_that_ends_in_a_gap_is_as_long_as_asked(interrupted: Path, tmp_path: Path) -> None:
    _, path = make(interrupted, tmp_path / "out", what="clip", start_ms=3_000, end_ms=7_000)
    with av.open(str(path)) as file:
        video = file.streams.video[0]
        assert abs(Fraction(video.duration) * video.time_base - 4) <= FRAME


def test_nothing_of_the_notes_of_the_device_is_in_a_clip_and_it_says_that_it_is_one(clip: Path, tmp_path: Path) -> None:
    _, path = make(clip, tmp_path / "out", what="clip", start_ms=0, end_ms=1_000)
    with av.open(str(path)) as file:
        assert file.metadata["title"] == "音像副本，不是原始记录"
        assert "creation_time" not in file.metadata
        assert not [name for stream in file.streams for name in stream.metadata if "time" in name]
    assert "云杉门诊部".encode() not in path.read_bytes()


def test_the_same_plan_gives_the_same_bytes(clip: Path, tmp_path: Path) -> None:
    one, other = (make(clip, tmp_path / name, what="clip", start_ms=500, end_ms=1_500)[1] for name in "ab")
    assert one.read_bytes() == other.read_bytes()


def test_words_stand_below_the_picture_and_cover_nothing(clip: Path, tmp_path: Path) -> None:
    label = "江医保罚〔2026〕9号　副本，非原始记录　自 0:01 至 0:02"
    made, path = make(clip, tmp_path / "out", label=label, what="clip", start_ms=1_000, end_ms=2_000)
    plain = make(clip, tmp_path / "plain", what="clip", start_ms=1_000, end_ms=2_000)[0]
    assert made.width == plain.width
    assert made.height == plain.height + 24
    with av.open(str(path)) as file:
        band = next(file.decode(video=0)).reformat(format="gray").planes[0]
        lines = [bytes(band)[line * band.line_size :][:640] for line in range(360, 384)]
    assert max(map(max, lines)) > 150


def test_without_encoding_the_stretch_begins_at_the_key_picture_and_says_so(clip: Path, tmp_path: Path) -> None:
    made, path = make(clip, tmp_path / "out", what="clip", start_ms=2_700, end_ms=4_000, exact=False)
    with av.open(str(clip)) as file:
        keys = [frame.pts * frame.time_base for frame in file.decode(video=0) if frame.key_frame]
    first = max(second for second in keys if second <= Fraction(27, 10))
    assert made.start_ms == int(first * 1000)
    assert 4_000 <= (made.end_ms or 0) <= 4_200
    assert grey(path)[:20] == [(at - first, picture) for at, picture in grey(clip) if at >= first][:20]


def test_a_still_is_the_picture_shown_at_that_moment_at_full_size(clip: Path, tmp_path: Path) -> None:
    made, path = make(clip, tmp_path / "out", what="still", start_ms=3_333)
    assert (made.ending, made.width, made.height, made.end_ms) == (".png", 640, 360, None)
    shown = [picture for second, picture in grey(clip) if second <= Fraction(3_333, 1000)][-1]
    assert distance(grey(path)[0][1], shown) < 2


def test_a_still_of_a_recording_taken_upright_is_upright(clip: Path, tmp_path: Path) -> None:
    made, _ = make(turned(clip, tmp_path / "up.mp4"), tmp_path / "out", what="still", start_ms=0)
    assert (made.width, made.height) == (360, 640)


def test_sound_alone_is_cut_too(tmp_path: Path) -> None:
    original = tone(tmp_path / "a.wav", "pcm_s16le", "wav")
    made, path = make(original, tmp_path / "out", what="clip", start_ms=1_000, end_ms=3_500)
    assert (made.media_type, made.width) == ("audio/mp4", 0)
    with av.open(str(path)) as file:
        assert abs(Fraction(file.duration or 0, av.time_base) - Fraction(5, 2)) < Fraction(1, 20)


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"what": "clip", "start_ms": 9_000, "end_ms": 9_500}, "起点超过"),
    ({"what": "clip", "start_ms": 1_000, "end_ms": 1_000}, "终点须晚于起点"),
    ({"what": "clip", "start_ms": 1_000, "end_ms": 60_000}, "终点超过"),
    ({"what": "still", "start_ms": 60_000}, "起点超过"),
    ({"what": "masked", "start_ms": 0, "end_ms": 1_000}, "至少要有一处"),
]


@pytest.mark.parametrize(("asked", "words"), IMPOSSIBLE)
def test_what_cannot_be_made_is_refused_in_words(clip: Path, tmp_path: Path, asked: dict[str, Any], words: str) -> None:
    with pytest.raises(BadInputError) as refused:
        make(clip, tmp_path / "out", **asked)
    assert words in refused.value.why


def test_a_photo_has_no_clip(tmp_path: Path) -> None:
    with pytest.raises(BadInputError):
        make(photo(tmp_path / "a.jpg", size=(64, 48)), tmp_path / "out", what="clip", start_ms=0, end_ms=1)
