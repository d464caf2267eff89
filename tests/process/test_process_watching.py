"""说明音像中断、标明音像要点、核对开场口述: each leaves its entry, and each slip is told by its field."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import Done, perform
from liuhen.process.case.registry import act_type, prefill
from liuhen.process.inquiry.payloads.watching import OPENING
from media.clips import tone
from process.bureau import AT, MINUTE, Play, bring

SAID = {name: {"said": True, "at_ms": 500} for name in OPENING}
ARRIVED = AT - 60 * MINUTE
GAP = {"start": ARRIVED, "end": AT - 30 * MINUTE, "cause": "fault", "text": "电池耗尽，换机。"}


def store(case: Play, folder: Path, **changed: Any) -> int:
    sound = tone(folder / "tone.wav", "pcm_s16le", "wav", seconds=2)
    told = {"file": bring(case.people["zhou"], sound.read_bytes(), "现场.wav"), "started": AT - 30 * MINUTE}
    return case.do("zhou", "recording.stored", **told | {"device": "A-07"} | changed).seq


@pytest.fixture
def recorded(case: Play, tmp_path: Path) -> tuple[Play, int, int]:
    """A case with an inspection and two seconds of it on record."""
    seq = case.to("inspection.made").case.seq
    return case, seq, store(case, tmp_path, of=seq)


Recorded = tuple[Play, int, int]


def wrong(case: Play, kind: str, **entered: Any) -> dict[str, str]:
    before = case.entries
    with pytest.raises(BadInputError) as caught:
        case.do("zhou", kind, **entered)
    assert case.entries == before
    return caught.value.fields


def test_a_gap_is_explained_by_words_at_the_restart(recorded: Recorded) -> None:
    case, act, recording = recorded
    done = case.do("zhou", "gap.explained", act=act, **GAP, how="spoken", recording=recording, at_ms=0)
    said: Any = body_of(done.entry)
    assert (said.act, said.recording, said.at_ms, said.end) == (act, recording, 0, AT - 30 * MINUTE)


def test_a_gap_is_explained_in_writing(recorded: Recorded) -> None:
    case, act, _ = recorded
    assert case.do("zhou", "gap.explained", act=act, **GAP, how="written").seq == len(case.entries)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"end": ARRIVED}, "end"),
        ({"start": ARRIVED - MINUTE}, "start"),
        ({"end": AT}, "start"),
        ({"how": "spoken"}, "recording"),
        ({"how": "spoken", "recording": 0}, "at_ms"),
        ({"how": "spoken", "recording": 0, "at_ms": 9_000}, "at_ms"),
        ({"how": "spoken", "recording": 0, "at_ms": 0, "end": AT - 29 * MINUTE}, "at_ms"),
        ({"how": "written", "recording": 0}, "recording"),
        ({"how": "written", "at_ms": 1}, "at_ms"),
    ],
)
def test_an_explanation_that_cannot_be_is_refused_by_its_field(
    recorded: Recorded, changed: dict[str, Any], field: str
) -> None:
    case, act, recording = recorded
    if "recording" in changed:
        changed = changed | {"recording": recording}
    assert list(wrong(case, "gap.explained", **GAP | {"act": act, "how": "written"} | changed)) == [field]


def test_words_in_a_recording_of_something_else_explain_nothing(recorded: Recorded, tmp_path: Path) -> None:
    case, act, _ = recorded
    other = store(case, tmp_path, started=AT - 10 * MINUTE)
    found = wrong(case, "gap.explained", act=act, **GAP, how="spoken", recording=other, at_ms=0)
    assert found == {"recording": "这段音像不是所选活动的"}


def test_only_what_lasts_has_gaps(recorded: Recorded) -> None:
    case, _, recording = recorded
    assert "act" in wrong(case, "gap.explained", act=recording, **GAP, how="written")


def test_an_interview_has_gaps_too(recorded: Recorded, tmp_path: Path) -> None:
    case, _, _ = recorded
    asked = case.usual("interview.made").seq
    store(case, tmp_path, of=asked, stage="interview")
    event: Any = body_of(case.entries[asked - 1])
    gap = GAP | {"start": event.started, "end": event.ended}
    assert case.do("zhou", "gap.explained", act=asked, **gap, how="written").entry.kind == "gap.explained"


def test_the_corrected_times_of_the_act_count(recorded: Recorded) -> None:
    case, act, _ = recorded
    correct(case, "inspection.made", act, officer_ids=case.two, left=AT - 2 * MINUTE, **inspected())
    late = GAP | {"start": AT - 30 * MINUTE, "end": AT - 3 * MINUTE}
    assert case.do("zhou", "gap.explained", act=act, **late, how="written").seq == len(case.entries)


def inspected() -> dict[str, Any]:
    return {"place": "青禾街 21 号", "arrived": ARRIVED, "certificate_shown": True, "object": "店", "findings": "有。"}


def correct(case: Play, kind: str, seq: int, **entered: Any) -> Done:
    return perform(
        kind,
        case.ref,
        act_type(kind).form.model_validate(entered),
        by=case.people["zhou"],
        happened=clock.now(),
        key=f"correct-{seq}",
        channel="web",
        correction=Correction(seq, "写错了。"),
    )


def test_marks_are_pinned_to_their_recording_and_its_act(recorded: Recorded) -> None:
    case, act, recording = recorded
    marks = [{"item": "scene", "at_ms": 0, "note": "收费处"}, {"item": "words", "at_ms": 1_500}]
    said: Any = body_of(case.do("zhou", "shots.marked", recording=recording, marks=marks, absent=["papers"]).entry)
    assert (said.act, said.device, said.marks[1].at_ms, said.absent) == (act, "A-07", 1_500, ["papers"])


def test_a_mark_beyond_the_end_is_refused(recorded: Recorded) -> None:
    case, _, recording = recorded
    marks = [{"item": "scene", "at_ms": 0}, {"item": "scene", "at_ms": 9_000}]
    assert list(wrong(case, "shots.marked", recording=recording, marks=marks)) == ["marks.1.at_ms"]


def test_a_shot_list_says_something_and_does_not_contradict_itself(recorded: Recorded) -> None:
    case, _, recording = recorded
    assert list(wrong(case, "shots.marked", recording=recording)) == ["marks"]
    both = {"marks": [{"item": "scene", "at_ms": 0}], "absent": ["scene"]}
    assert list(wrong(case, "shots.marked", recording=recording, **both)) == ["absent"]


def test_a_photograph_has_no_seconds(recorded: Recorded, tmp_path: Path) -> None:
    case, act, _ = recorded
    photo = tmp_path / "照片.jpg"
    Image.new("RGB", (64, 48), "grey").save(photo)
    digest = bring(case.people["zhou"], photo.read_bytes(), "照片.jpg")
    seq = case.do("zhou", "recording.stored", file=digest, started=AT - 20 * MINUTE, device="手机", of=act).seq
    assert "recording" in wrong(case, "shots.marked", recording=seq, absent=["papers"])


def test_the_opening_is_confirmed_item_by_item(recorded: Recorded) -> None:
    case, act, recording = recorded
    told = SAID | {"object": {"said": False}}
    said: Any = body_of(case.do("zhou", "opening.confirmed", recording=recording, **told).entry)
    assert (said.act, said.device, said.time.at_ms, said.object.said) == (act, "A-07", 500, False)


@pytest.mark.parametrize("one", [{"said": True}, {"said": True, "at_ms": 9_000}])
def test_an_item_that_was_said_is_pinned_within_the_recording(recorded: Recorded, one: dict[str, Any]) -> None:
    case, _, recording = recorded
    assert list(wrong(case, "opening.confirmed", recording=recording, **SAID | {"place": one})) == ["place.at_ms"]


def test_the_opening_of_a_device_is_confirmed_once_and_then_corrected(recorded: Recorded, tmp_path: Path) -> None:
    case, act, recording = recorded
    first = case.do("zhou", "opening.confirmed", recording=recording, **SAID).seq
    second = store(case, tmp_path, of=act, started=AT - 15 * MINUTE)
    assert "recording" in wrong(case, "opening.confirmed", recording=second, **SAID)
    other = store(case, tmp_path, of=act, started=AT - 15 * MINUTE, device="A-11")
    assert case.do("zhou", "opening.confirmed", recording=other, **SAID).seq == len(case.entries)
    done = correct(case, "opening.confirmed", first, recording=recording, **SAID | {"stage": {"said": False}})
    assert body_of(done.entry).stage.said is False  # type: ignore[attr-defined]


def test_openings_of_recordings_of_no_act_are_confirmed_one_by_one(recorded: Recorded, tmp_path: Path) -> None:
    case, _, _ = recorded
    for started in (AT - 20 * MINUTE, AT - 10 * MINUTE):
        seq = store(case, tmp_path, started=started)
        assert case.do("zhou", "opening.confirmed", recording=seq, **SAID).seq == len(case.entries)


def test_nothing_is_marked_where_nothing_is_recorded(case: Play) -> None:
    case.to("inspection.made")
    with pytest.raises(OutOfOrderError, match="音像记录"):
        case.do("zhou", "shots.marked", recording=1, absent=["papers"])


def test_a_form_asks_about_the_only_recording(recorded: Recorded, tmp_path: Path) -> None:
    case, act, recording = recorded
    by = case.people["zhou"]
    assert prefill("gap.explained", case.case, by) == {"recording": recording, "act": act}
    store(case, tmp_path, of=act, started=AT - timedelta(minutes=12))
    assert prefill("opening.confirmed", case.case, by) == {"act": act}


def test_what_the_packs_of_the_organ_do_not_ask_for_cannot_be_pinned(recorded: Recorded) -> None:
    case, _, recording = recorded
    fields = wrong(case, "shots.marked", recording=recording, marks=[{"item": "measures", "at_ms": 1}])
    assert fields["marks.0.item"].startswith("请从这几项中选择：现场环境、涉案物品及特征、其他证据")
    assert "absent" in wrong(case, "shots.marked", recording=recording, absent=["people"])
