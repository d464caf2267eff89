"""What a machine finds to be covered: on the thing in every picture, and where it was lost it says so and stops."""

import subprocess
import sys
from fractions import Fraction
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.apart import make_apart
from liuhen.media.derivatives.boxes import areas
from liuhen.media.derivatives.plans import MOST_BOXES, MOST_KEYS, Box
from liuhen.media.finding.boxing import boxes_of
from liuhen.media.finding.searches import ASKED, Found, Search, able, limits_for, require_search, tool_for
from media.drawn import HIGH, WIDE, Where, another_room, empty_room, film, head, room, thing, waiting_room


def look(original: Path, to: Path, **asked: Any) -> Found:
    """Look in the process that decodes, as the product does."""
    search = Search.model_validate({"from_ms": 0, "to_ms": 0, **asked})
    to.mkdir(parents=True, exist_ok=True)
    (to / ASKED).write_text(search.model_dump_json())
    return Found.model_validate(make_apart("search", original, to, limits=limits_for(search), said=lambda _: None))


def start_at(second: float) -> dict[str, int]:
    left, top, wide, high = thing(second)
    places = {"x": left / WIDE, "y": top / HIGH, "width": wide / WIDE, "height": high / HIGH}
    return {"at_ms": int(second * 1000), **{name: round(10_000 * share) for name, share in places.items()}}


def covered(found: Found, moment: int, where: Where) -> float:
    """Return which share of what is at `where` the boxes cover at a moment."""
    left, top, wide, high = where
    best = 0.0
    for area in areas(found.boxes, shown=(Fraction(moment), Fraction(moment + 1)), size=(WIDE, HIGH)):
        across = min(area.right, left + wide) - max(area.left, left)
        down = min(area.bottom, top + high) - max(area.top, top)
        best = max(best, max(0.0, across) * max(0.0, down) / (wide * high))
    return best


@pytest.fixture(scope="module")
def wandering(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "a.mp4", 16, room)


@pytest.fixture(scope="module")
def followed(wandering: Path, tmp_path_factory: pytest.TempPathFactory) -> Found:
    return look(wandering, tmp_path_factory.mktemp("search"), what="follow", to_ms=16_000, start=start_at(5))


def test_what_is_followed_is_covered_from_the_beginning_to_where_it_is_hidden(followed: Found) -> None:
    shares = {moment: covered(followed, moment, thing(moment / 1000)) for moment in range(0, 13_900, 100)}
    assert {moment: share for moment, share in shares.items() if share < 0.97} == {}


def test_the_box_stays_about_as_large_as_the_thing(followed: Found) -> None:
    for moment in range(0, 13_900, 500):
        (area,) = areas(followed.boxes, shown=(Fraction(moment), Fraction(moment + 1)), size=(WIDE, HIGH))
        assert (area.right - area.left) * (area.bottom - area.top) < 2.2 * 60 * 80, moment


def test_a_pole_that_passes_before_it_does_not_end_the_following(followed: Found) -> None:
    assert followed.boxes[0].from_ms == 0
    assert followed.boxes[-1].to_ms > 10_000


def test_where_it_is_lost_covering_ends_and_the_place_is_told(followed: Found) -> None:
    assert 13_800 < followed.boxes[-1].to_ms < 14_600
    (note,) = followed.notes
    assert note.startswith("0:14")
    assert "其后没有遮盖" in note


def test_a_cut_ends_the_following(tmp_path: Path) -> None:
    original = film(tmp_path / "a.mp4", 4, lambda second: room(second) if second < 2 else another_room(second))
    found = look(original, tmp_path / "s", what="follow", to_ms=4_000, start=start_at(0.5))
    assert 1_800 < found.boxes[-1].to_ms < 2_200
    assert "画面切换" in found.notes[0]


def test_what_leaves_the_picture_is_followed_no_further(tmp_path: Path) -> None:
    def leaving(second: float) -> Any:
        shift = int(160 * second)
        picture = another_room(0)
        wide = picture.copy()
        wide[:, : WIDE - shift] = picture[:, shift:]
        wide[:, WIDE - shift :] = (200, 60, 20)
        return wide

    original = film(tmp_path / "a.mp4", 2, leaving)
    found = look(original, tmp_path / "s", what="follow", to_ms=2_000, start=start_at(0))
    assert found.boxes[-1].to_ms < 1_200
    assert len(found.notes) == 1


def test_faces_are_covered_while_they_are_there_and_nothing_is_while_they_are_not(tmp_path: Path) -> None:
    found = look(film(tmp_path / "a.mp4", 12, waiting_room, rate=10), tmp_path / "s", what="faces", to_ms=12_000)
    there = [*range(0, 5_900, 200), *range(9_200, 12_000, 200)]
    assert {moment for moment in there if covered(found, moment, head(moment / 1000)) < 0.95} == set()
    assert [one for one in found.boxes if one.from_ms <= 7_500 <= one.to_ms] == []
    assert {one.found for one in found.boxes} == {"faces"}
    assert found.tool == tool_for("faces")


def test_a_room_without_a_face_gives_no_box_and_says_that_machines_miss_some(tmp_path: Path) -> None:
    found = look(film(tmp_path / "a.mp4", 2, empty_room, rate=10), tmp_path / "s", what="faces", to_ms=2_000)
    assert found.boxes == []
    assert found.notes == ["没有找到人脸。机器会漏，请从头看一遍。"]


def test_many_places_are_thinned_to_few_keys_that_cover_every_one() -> None:
    places = [(moment, (0.1 + moment / 20_000, 0.3, 0.1, 0.2)) for moment in range(0, 10_000, 80)]
    (box,) = boxes_of(places, widen=0.1, from_ms=0, to_ms=10_000, found="follow")
    assert len(box.keys) == 2
    for moment, (left, top, wide, high) in places:
        (area,) = areas([box], shown=(Fraction(moment), Fraction(moment + 1)), size=(1_000, 1_000))
        assert area.left <= left * 1_000
        assert area.right >= (left + wide) * 1_000
        assert area.top <= top * 1_000
        assert area.bottom >= (top + high) * 1_000


def test_more_keys_than_a_box_takes_become_several_boxes_without_a_gap() -> None:
    places = [(moment * 80, (0.1 + 0.5 * (moment % 2), 0.3, 0.1, 0.2)) for moment in range(1_000)]
    boxes = boxes_of(places, widen=0, from_ms=0, to_ms=80_000, found="follow")
    assert all(len(one.keys) <= MOST_KEYS for one in boxes)
    assert len(boxes) == 3
    assert [later.from_ms for later in boxes[1:]] == [earlier.to_ms for earlier in boxes[:-1]]


@pytest.mark.parametrize(
    ("kind", "asked", "why"),
    [
        ("audio", {"what": "faces", "from_ms": 0, "to_ms": 1_000}, "录音没有画面"),
        ("photo", {"what": "follow", "from_ms": 0, "to_ms": 0}, "不用跟踪"),
        ("video", {"what": "faces", "from_ms": 0, "to_ms": 4_000_000}, "不在音像之内"),
        ("video", {"what": "faces", "from_ms": 0, "to_ms": 1_900_000}, "一次最多找 30 分钟"),
        ("video", {"what": "follow", "from_ms": 0, "to_ms": 1_000}, "从哪一刻"),
    ],
)
def test_a_search_that_does_not_fit_is_refused_in_words(kind: str, asked: dict[str, Any], why: str) -> None:
    with pytest.raises(BadInputError) as refused:
        require_search(Search.model_validate(asked), kind=kind, duration_ms=3_600_000)
    assert why in refused.value.why


def test_without_the_extra_the_page_is_told_how_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(package: str) -> str:
        raise metadata.PackageNotFoundError(package)

    monkeypatch.setattr("liuhen.media.finding.searches.version", version)
    assert not able("faces")
    with pytest.raises(UnusableError) as refused:
        tool_for("faces")
    assert "requirements/install faces" in refused.value.remedy


def test_a_plan_takes_what_was_found(followed: Found) -> None:
    assert len(followed.boxes) <= MOST_BOXES
    assert [Box.model_validate_json(one.model_dump_json()) for one in followed.boxes] == followed.boxes


def test_the_worker_itself_never_loads_the_large_library() -> None:
    program = (
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'liuhen.config.settings'; django.setup();"
        "import liuhen.process.inquiry.searches, sys; sys.exit('cv2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
