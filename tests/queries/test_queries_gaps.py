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
    assert {one.act and one.act.picked for one in rows} == {(("recording", "9"),), (("recording", "10"),)}
