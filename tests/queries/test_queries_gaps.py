"""An interruption on a list and on the case page: named by its times, its button opens the form already filled in."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen.queries.case import case_page
from liuhen.queries.desk import desk
from liuhen.queries.findings import finding_page
from liuhen.queries.shapes import Owed
from media.clips import tone
from process.bureau import AT, MINUTE, Play, bring


@pytest.fixture
def broken(case: Play, tmp_path: Path) -> Play:
    """An inspection recorded for two seconds at its beginning and two at its end."""
    seq = case.to("inspection.made").case.seq
    sound = tone(tmp_path / "tone.wav", "pcm_s16le", "wav", seconds=2)
    digest = bring(case.people["zhou"], sound.read_bytes(), "现场.wav")
    for started in (AT - 60 * MINUTE, AT - 5 * MINUTE - timedelta(seconds=1.5)):
        case.do("zhou", "recording.stored", file=digest, started=started, device="A-07", of=seq)
    return case


def gaps(rows: tuple[Owed, ...]) -> list[Owed]:
    return [one for one in rows if one.rule == "W8-1"]


def test_an_interruption_is_named_by_its_times(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    (owed,) = gaps(case_page(by, broken.ref or "").owed)
    assert owed.title.startswith("说明音像中断（09:00:0")
    assert (owed.word, owed.left) == ("已欠", None)
    assert finding_page(by, broken.ref or "", owed.handle).owed == owed


def test_the_whole_act_says_how_it_was_reckoned(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    (owed,) = [one for one in case_page(by, broken.ref or "").owed if one.rule == "W18-1"]
    assert owed.title == "说明音像中断（覆盖 0.1%，54 分 56 秒没有说明）"
    page = finding_page(by, broken.ref or "", owed.handle)
    assert page.arithmetic == ()
    assert page.sums[-1].endswith("＝ 0.1%（舍去尾数）")


def test_it_stands_on_the_rail_under_the_stage_of_its_act(broken: Play) -> None:
    page = case_page(broken.people["zhou"], broken.ref)
    inquiry = next(stage for stage in page.stages if stage.title == "调查取证")
    assert len(gaps(page.owed)) <= page.overdue
    assert inquiry.note == f"欠 {page.overdue} 项"


def test_its_button_opens_the_form_with_the_act_and_the_times(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    (owed,) = gaps(case_page(by, broken.ref or "").owed)
    assert owed.act is not None
    picked = dict(owed.act.picked)
    assert (picked["act"], picked["end"]) == ("8", "2026-11-20T09:54:58.500")
    assert picked["start"].startswith("2026-11-20T09:00:0")


def test_a_list_says_the_same_as_the_page(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    assert gaps(desk(by, reach="mine").rows) == gaps(case_page(by, broken.ref or "").owed)


def test_an_opening_is_asked_of_its_recording(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    rows = [one for one in case_page(by, broken.ref or "").owed if one.rule == "W7-2"]
    assert [one.act and one.act.picked for one in rows] == [(("recording", "9"),)]


SAID = {"said": True, "at_ms": 500}


def test_the_time_line_shows_the_act_and_what_is_left_of_it(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    (track,) = case_page(by, broken.ref or "").tracks
    assert (track.title, track.start, track.end) == ("现场检查", AT - 60 * MINUTE, AT - 5 * MINUTE)
    assert (len(track.parts), track.files, track.tenths, track.late) == (2, 2, 1, False)
    (hole,) = track.holes
    assert (hole.state, hole.word, hole.seq) == ("open", "未说明", None)
    assert [(one.device, one.confirmed, one.claimed) for one in track.openings] == [("A-07", False, False)]


def test_the_time_line_follows_what_is_said_of_it(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    five = dict.fromkeys(("time", "place", "officers", "object", "stage"), SAID)
    broken.do("zhou", "opening.confirmed", recording=9, **five)
    broken.do("zhou", "shots.marked", recording=9, marks=[{"item": "scene", "at_ms": 900}], absent=["papers"])
    gap = {"start": AT - 59 * MINUTE, "end": AT - 6 * MINUTE, "cause": "fault", "text": "换机"}
    broken.do("zhou", "gap.explained", act=8, how="written", **gap)
    (track,) = case_page(by, broken.ref or "").tracks
    assert [(pin.item, pin.at_ms) for pin in track.pins] == [("现场环境", 900)]
    assert track.absent == ("出具、送达文书和采取措施",)
    assert [(one.confirmed, one.at_ms, len(one.said)) for one in track.openings] == [(True, 500, 5)]
    assert (track.holes[0].state, track.holes[0].why) == ("open", "设备故障，书面说明")


def test_a_whole_gap_explained_afterwards_is_mended(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    gap = {"start": AT - 60 * MINUTE, "end": AT - 5 * MINUTE, "cause": "fault", "text": "换机"}
    seq = broken.do("zhou", "gap.explained", act=8, how="written", **gap).seq
    (hole,) = case_page(by, broken.ref or "").tracks[0].holes
    assert (hole.state, hole.word, hole.seq) == ("mended", "事后补记说明", seq)


def test_what_was_told_at_the_restart_is_told(broken: Play) -> None:
    by: Any = broken.people["zhou"]
    gap = {"start": AT - 60 * MINUTE, "end": AT - 5 * MINUTE - timedelta(seconds=1.5), "cause": "fault", "text": "换机"}
    broken.do("zhou", "gap.explained", act=8, how="spoken", recording=10, at_ms=0, **gap)
    (hole,) = case_page(by, broken.ref or "").tracks[0].holes
    assert (hole.state, hole.why) == ("told", "设备故障，恢复记录时已语音说明")


def test_recordings_of_no_act_stand_by_day(broken: Play, tmp_path: Path) -> None:
    by: Any = broken.people["zhou"]
    sound = tone(tmp_path / "other.wav", "pcm_s16le", "wav", seconds=2)
    digest = bring(by, sound.read_bytes(), "其他.wav")
    broken.do("zhou", "recording.stored", file=digest, started=AT - 3 * MINUTE, device="A-11", stage="other")
    first, second = case_page(by, broken.ref or "").tracks
    assert (first.seq, second.seq, second.begins, len(second.parts)) == (8, 0, "", 1)
