"""Masked copies: covered in every picture and silent in every sample that the plan names, unchanged elsewhere."""

from array import array
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import pytest
from av.audio.resampler import AudioResampler
from av.video.frame import VideoFrame
from PIL import Image

from liuhen.kernel.errors import BadInputError
from liuhen.media.derivatives.boxes import Area, areas
from liuhen.media.derivatives.plans import Box
from media.stills import heic, photo
from media.test_media_cutting import RATE, distance, make

MOVING = {
    "from_ms": 1_000,
    "to_ms": 3_000,
    "keys": [
        {"at_ms": 1_000, "x": 1_000, "y": 2_000, "width": 2_000, "height": 2_500},
        {"at_ms": 3_000, "x": 6_000, "y": 5_000, "width": 3_000, "height": 2_500},
    ],
}
WHOLE: dict[str, Any] = {"what": "masked", "start_ms": 0, "end_ms": 6_000}
HERTZ = 48_000


def pictures(path: Path) -> list[tuple[Fraction, VideoFrame]]:
    with av.open(str(path)) as file:
        return [(Fraction(frame.pts) * frame.time_base, frame) for frame in file.decode(video=0)]


def luma(frame: VideoFrame, area: Area) -> bytes:
    plane, data = frame.planes[0], bytes(frame.planes[0])
    return b"".join(
        data[line * plane.line_size + area.left : line * plane.line_size + area.right]
        for line in range(area.top, area.bottom)
    )


def sound(path: Path) -> "array[int]":
    """Return what is heard, as 16-bit samples at 48 kHz."""
    heard = array("h")
    with av.open(str(path)) as file:
        resampler = AudioResampler(format="s16", layout="mono", rate=HERTZ)
        for frame in file.decode(audio=0):
            for one in resampler.resample(frame):
                heard.frombytes(bytes(one.planes[0])[: 2 * one.samples])
    return heard


def loudest(samples: "array[int]", start: float, end: float) -> int:
    part = samples[int(start * HERTZ) : int(end * HERTZ)]
    return max(*part, -min(part))


@pytest.fixture(scope="module")
def masked(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    mutes = [
        {"from_ms": 2_000, "to_ms": 3_000, "how": "silent"},
        {"from_ms": 4_000, "to_ms": 4_500, "how": "tone"},
        {"from_ms": 5_000, "to_ms": 5_500, "how": "altered"},
    ]
    return make(clip, tmp_path_factory.mktemp("masked"), **WHOLE, boxes=[MOVING], mutes=mutes)[1]


def test_the_box_is_covered_in_every_picture_from_its_first_to_its_last(masked: Path) -> None:
    box, covered = Box.model_validate(MOVING), 0
    found = pictures(masked)
    ends = [*(second for second, _ in found[1:]), Fraction(6)]
    for (second, frame), until in zip(found, ends, strict=True):
        for area in areas([box], shown=(second * 1000, until * 1000), size=(640, 360)):
            covered += 1
            inner = Area(area.left + 4, area.top + 4, area.right - 4, area.bottom - 4, area.how)
            assert max(luma(frame, inner)) < 30, second
            assert max(luma(frame, area)) < 90, second  # the outermost pixels share their coding with what is beside
    assert covered == 2 * RATE + 1


def test_what_is_not_covered_is_as_in_the_original(clip: Path, masked: Path) -> None:
    outside = Area(0, 0, 640, 60, "opaque")
    for (_, before), (_, after) in list(zip(pictures(clip), pictures(masked), strict=True))[::7]:
        assert distance(luma(before, outside), luma(after, outside)) < 4
    seen = Area(100, 100, 300, 250, "opaque")
    last, now = pictures(clip)[-1][1], pictures(masked)[-1][1]
    assert distance(luma(last, seen), luma(now, seen)) < 4


def test_a_muted_stretch_is_silent_and_the_rest_is_heard(clip: Path, masked: Path) -> None:
    before, after = sound(clip), sound(masked)
    assert loudest(after, 2.03, 2.97) <= 2
    assert loudest(before, 2.03, 2.97) > 500
    for start, end in ((0.5, 1.9), (3.1, 3.9), (4.6, 4.9)):
        assert abs(loudest(after, start, end) - loudest(before, start, end)) < 400


def test_a_tone_drowns_what_was_said(masked: Path) -> None:
    heard = sound(masked)[int(4.05 * HERTZ) : int(4.45 * HERTZ)]
    rises = sum(one < 0 <= other for one, other in pairwise(heard))
    assert abs(rises - 400) <= 2


def test_an_altered_voice_is_lower_and_keeps_its_pace(clip: Path, masked: Path) -> None:
    def pitch(path: Path) -> int:
        heard = sound(path)[int(5.2 * HERTZ) : int(5.45 * HERTZ)]
        return sum(one < 0 <= other for one, other in pairwise(heard)) * 4

    assert (pitch(clip), pitch(masked)) == (pytest.approx(220, abs=10), pytest.approx(176, abs=10))


def test_a_mosaic_leaves_so_few_cells_that_nobody_is_told(clip: Path, tmp_path: Path) -> None:
    box = {"from_ms": 0, "to_ms": 1_000, "how": "mosaic", "keys": [MOVING["keys"][0]]}
    _, path = make(clip, tmp_path / "out", what="still", start_ms=500, boxes=[box])
    area = Area(64, 72, 192, 162, "mosaic")
    with av.open(str(path)) as file:
        frame = next(file.decode(video=0)).reformat(format="yuv420p")
    plane, data = frame.planes[0], bytes(frame.planes[0])
    rows = {data[line * plane.line_size + 64 : line * plane.line_size + 192] for line in range(area.top, area.bottom)}
    assert len(rows) <= 8
    assert len(set(next(iter(rows)))) <= 8


def test_boxes_fit_the_stretch_that_is_cut_out(clip: Path, tmp_path: Path) -> None:
    box = MOVING | {"from_ms": 2_500, "to_ms": 60_000}
    _, path = make(clip, tmp_path / "out", what="masked", start_ms=2_000, end_ms=5_000, boxes=[box])
    end = Area(388, 184, 572, 266, "opaque")
    dark = [second for second, frame in pictures(path) if max(luma(frame, end)) < 30]
    assert (min(dark), len(dark)) == (pytest.approx(1, abs=0.2), pytest.approx(2 * RATE, abs=3))


def test_a_photo_is_covered_and_loses_its_notes(tmp_path: Path) -> None:
    original = photo(tmp_path / "a.jpg", size=(640, 480), turned=True)
    key = {"at_ms": 0, "x": 0, "y": 0, "width": 5_000, "height": 5_000}
    made, path = make(
        original, tmp_path / "out", what="masked", start_ms=0, boxes=[{"from_ms": 0, "to_ms": 0, "keys": [key]}]
    )
    assert (made.ending, made.width, made.height) == (".jpg", 480, 640)
    assert b"Exif" not in path.read_bytes()
    with av.open(str(path)) as file:
        assert max(luma(next(file.decode(video=0)), Area(4, 4, 232, 312, "opaque"))) < 30


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"boxes": [MOVING | {"to_ms": 10}]}, "第 1 个遮盖框的结束早于开始"),
    ({"boxes": [MOVING | {"keys": list(reversed(MOVING["keys"]))}]}, "没有按先后"),
    ({"boxes": [MOVING | {"keys": [MOVING["keys"][0] | {"x": 9_000}]}]}, "超出画面"),
    ({"mutes": [{"from_ms": 10, "to_ms": 10}]}, "第 1 处消音"),
]


@pytest.mark.parametrize(("asked", "words"), WRONG)
def test_a_plan_that_does_not_fit_is_refused_in_words(
    clip: Path, tmp_path: Path, asked: dict[str, Any], words: str
) -> None:
    with pytest.raises(BadInputError) as refused:
        make(clip, tmp_path / "out", **WHOLE, **asked)
    assert words in refused.value.why


def test_a_photo_of_a_phone_is_covered_and_given_out_as_jpeg(tmp_path: Path) -> None:
    original = heic(tmp_path / "a.heic", size=(640, 480), shade=200)
    before = original.read_bytes()
    box = {"from_ms": 0, "to_ms": 0, "keys": [{"at_ms": 0, "x": 2_500, "y": 2_500, "width": 5_000, "height": 5_000}]}
    found, path = make(original, tmp_path / "out", what="masked", start_ms=0, boxes=[box], apart=True)
    assert (found.ending, found.media_type, found.width, found.height) == (".jpg", "image/jpeg", 640, 480)
    picture = Image.open(path).convert("L")
    assert picture.getpixel((320, 240)) < 20
    assert abs(picture.getpixel((60, 60)) - 200) < 20
    assert original.read_bytes() == before
