"""边看边记: what is marked on a recording, and what is left for the viewer to mark."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from liuhen.queries.marking import Marking, marking_of
from media.clips import tone
from process.bureau import AT, MINUTE, Play, bring

SAID = {"said": True, "at_ms": 500}
FIVE = dict.fromkeys(("time", "place", "officers", "stage"), SAID) | {"object": {"said": False}}


@pytest.fixture
def recorded(case: Play, tmp_path: Path) -> Play:
    """An inspection (entry 8) with two recordings of one device (9 and 10)."""
    seq = case.to("inspection.made").case.seq
    sound = tone(tmp_path / "tone.wav", "pcm_s16le", "wav", seconds=2)
    digest = bring(case.people["zhou"], sound.read_bytes(), "现场.wav")
    for minutes in (40, 20):
        told = {"file": digest, "started": AT - minutes * MINUTE, "device": "A-07", "of": seq}
        case.do("zhou", "recording.stored", **told, opening_statement=minutes == 40)
    return case


def marking(case: Play, seq: int, who: str = "zhou") -> Marking:
    by: Any = case.people[who]
    found = marking_of(by, case.ref or "", seq)
    assert found is not None
    return found


def test_at_first_everything_is_left_to_mark(recorded: Play) -> None:
    found = marking(recorded, 9)
    assert (found.may_mark, found.may_confirm, found.claimed, found.pins, found.opening) == (True, True, True, (), None)
    assert found.expect == recorded.case.seq


def test_marks_stand_in_the_order_of_their_seconds(recorded: Play) -> None:
    recorded.do("zhou", "shots.marked", recording=9, marks=[{"item": "words", "at_ms": 900}], absent=["papers"])
    recorded.do("zhou", "shots.marked", recording=9, marks=[{"item": "scene", "at_ms": 100, "note": "收费处"}])
    recorded.do("zhou", "shots.marked", recording=10, marks=[{"item": "objects", "at_ms": 100}])
    found = marking(recorded, 9)
    assert [(at, pin.item, pin.note) for at, pin in found.pins] == [
        (12, "现场环境", "收费处"),
        (11, "相对人、第三人等的言行", ""),
    ]
    assert found.absent == ("出具、送达文书和采取措施",)


def test_the_opening_of_a_device_counts_for_all_its_recordings_of_the_act(recorded: Play) -> None:
    recorded.do("zhou", "opening.confirmed", recording=9, **FIVE)
    for seq in (9, 10):
        found = marking(recorded, seq)
        assert found.opening is not None
        assert (found.opening.seq, found.may_confirm) == (11, False)
        assert dict(found.opening.items) == {
            "时间": 500,
            "地点": 500,
            "执法人员": 500,
            "执法对象": None,
            "所记录的环节": 500,
        }


def test_who_may_only_look_is_offered_nothing(recorded: Play) -> None:
    found = marking(recorded, 9, who="chen")
    assert (found.may_mark, found.may_confirm) == (False, False)


def test_a_photograph_is_not_marked(recorded: Play, tmp_path: Path) -> None:
    by: Any = recorded.people["zhou"]
    Image.new("RGB", (64, 48), "grey").save(tmp_path / "照片.jpg")
    digest = bring(by, (tmp_path / "照片.jpg").read_bytes(), "照片.jpg")
    seq = recorded.do("zhou", "recording.stored", file=digest, started=AT - 9 * MINUTE, device="手机").seq
    assert marking_of(by, recorded.ref or "", seq) is None
