"""应录时段: every act that owes a recording or may have one stands in one row, against what was recorded of it."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen.duties.models import Slot
from liuhen.ledger.rebuild import rebuild
from liuhen.office import actions as office
from media.clips import tone
from process.bureau import AT, MINUTE, ORGAN, Play, bring

FIVE = 5 * MINUTE


@pytest.fixture
def visited(case: Play, tmp_path: Path) -> tuple[Play, int]:
    """A case with an inspection of 55 minutes, and a sound file of two seconds received."""
    return case, case.to("inspection.made").case.seq


def store(case: Play, folder: Path, of: int, **changed: Any) -> int:
    sound = tone(folder / "tone.wav", "pcm_s16le", "wav", seconds=2)
    told = {"file": bring(case.people["zhou"], sound.read_bytes(), "现场.wav"), "started": AT - 60 * MINUTE}
    return case.do("zhou", "recording.stored", **told | {"device": "A-07", "of": of} | changed).seq


def row(seq: int) -> Slot:
    return Slot.objects.get(seq=seq)


def test_an_act_without_any_recording_stands_there_with_what_was_to_be_recorded(visited: tuple[Play, int]) -> None:
    case, act = visited
    slot = row(act)
    assert (slot.state, slot.must, slot.files, slot.covered_ms) == ("none", False, 0, None)
    assert (slot.started, slot.expected_ms) == (AT - 60 * MINUTE, 55 * 60_000)
    assert case.people["he"].id in slot.officers
    assert slot.names == "周明远、何静"


def test_what_was_recorded_counts_and_what_is_left_is_named(visited: tuple[Play, int], tmp_path: Path) -> None:
    case, act = visited
    store(case, tmp_path, act)
    slot = row(act)
    assert slot.covered_ms
    left = 55 * 60_000 - slot.covered_ms
    assert (slot.state, slot.files, slot.left_ms, slot.gaps_ms) == ("gaps", 1, left, left)
    start = AT - 60 * MINUTE + timedelta(milliseconds=slot.covered_ms)
    told = {"start": start, "end": AT - FIVE, "cause": "fault", "text": "没电。"}
    case.do("zhou", "gap.explained", act=act, how="written", **told)
    slot = row(act)
    assert (slot.state, slot.left_ms, slot.gaps_ms) == ("explained", 0, left)


def test_words_that_are_enough_excuse_it_with_their_reason(case: Play) -> None:
    case.to("case.opened")
    office.adopt(ORGAN, packs=["fujian-ybj"], by=office.SYSTEM, key="another")
    act = case.to("inspection.made").case.seq
    said = case.do("zhou", "recording.exempted", of=act, reason="笔录逐页签名。")
    assert (row(act).state, row(act).excuse, row(act).why) == ("exempt", said.seq, "笔录逐页签名。")


def test_where_filming_is_a_must_it_is_missing_until_main_steps_were_filmed(case: Play) -> None:
    case.to("case.opened")
    office.adopt(ORGAN, packs=["baofeng-ybj"], by=office.SYSTEM, key="another")
    act = case.to("inspection.made").case.seq
    assert (row(act).state, row(act).must) == ("missing", True)
    assert any("宝丰制度" in one for one in row(act).cited)
    case.do("zhou", "key_stages.filmed", of=act, reason="没有信号。", stages=["清点"], papers="检查笔录")
    assert (row(act).state, row(act).why) == ("instead", "没有信号。")


def test_the_table_follows_from_the_entries_alone(visited: tuple[Play, int], tmp_path: Path) -> None:
    case, act = visited
    store(case, tmp_path, act)
    before = list(Slot.objects.order_by("key").values())
    rebuild(anew=True)
    assert list(Slot.objects.order_by("key").values()) == before != []
