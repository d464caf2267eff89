"""Originals are re-read at night; a flipped bit is found, set aside, told to everybody concerned, and put right."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live
from django_tasks_db.models import DBTaskResult

from liuhen.jobs import stopping
from liuhen.jobs.stopping import HandedBackError
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.ledger import entries
from liuhen.media.places import where
from liuhen.office.damaged import damaged
from liuhen.office.models import DamagedOriginal
from liuhen.queries.bureau.reminders import reminders
from liuhen.queries.files import recording_file
from liuhen.queries.originals import originals_page
from liuhen.upkeep.fixity import ASIDE, check_originals, restore
from liuhen.upkeep.fixity_log import FixityLog
from liuhen.upkeep.health.check import State
from liuhen.upkeep.health.originals import originals
from liuhen.upkeep.nightly_fixity import arrange, check_tonight
from media.clips import tone
from process.bureau import AT, ORGAN, Play, at_ten, bring, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]

NIGHT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # half past two of the 21st in Beijing


@pytest.fixture
def stored(case: Play, tmp_path: Path) -> Iterator[tuple[Play, int, Path]]:
    """A recording in a case: the case, its number there, and where its bytes lie."""
    case.to("case.opened")
    sound = tone(tmp_path / "tone.wav", "pcm_s16le", "wav", seconds=1)
    digest = bring(case.people["zhou"], sound.read_bytes(), "现场.wav")
    told = {"file": digest, "started": AT - timedelta(minutes=5), "device": "A-07"}
    seq = case.do("zhou", "recording.stored", **told).seq
    path = where(live.LIUHEN_ORIGINALS, digest)
    yield case, seq, path
    path.unlink(missing_ok=True)  # the store is one for all tests of the file
    path.write_bytes(sound.read_bytes())
    for file in (live.LIUHEN_DATA / "upkeep").glob("*.jsonl"):
        file.unlink()


def flip(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(whole)


def kinds() -> list[str]:
    return [entry.kind for entry in entries(organ=ORGAN) if entry.kind.startswith(("fixity.", "original."))]


def test_a_sound_store_leaves_one_line_in_the_register(stored: tuple[Play, int, Path]) -> None:
    (told,) = check_originals("full")
    assert (told.checked, told.known, told.problems) == (1, 1, [])
    assert kinds() == ["fixity.checked"]
    page = originals_page(stored[0].people["feng"])
    assert [(one.way, one.checked, one.faults) for one in page.runs] == [("全部", 1, 0)]
    assert originals().state is State.FINE


def test_the_nightly_job_finds_a_flipped_bit_and_everybody_concerned_learns_of_it(
    stored: tuple[Play, int, Path],
) -> None:
    case, seq, path = stored
    flip(path)
    with clock.at(NIGHT):
        check_tonight.call("2026-11-21")
    (one,) = damaged(ORGAN)
    assert (one.fault, "SHA-256 与记录不符" in one.found, f"第 {seq} 条" in one.what) == ("内容已改变", True, True)
    assert originals().state is State.WRONG
    assert "liuhen fixity --restore" in originals().remedy
    for who in ("feng", "shen", "zheng"):
        assert any("已经隔离" in told.text for told in reminders(case.people[who])), who
    assert not any("已经隔离" in told.text for told in reminders(case.people["zhou"]))


def test_a_damaged_original_is_kept_aside_and_never_served(stored: tuple[Play, int, Path]) -> None:
    case, seq, path = stored
    flip(path)
    spoilt = path.read_bytes()
    check_originals("full")
    assert not path.exists()
    assert spoilt in [aside.read_bytes() for aside in (live.LIUHEN_ORIGINALS / ASIDE).glob(f"{path.name}.*")]
    with pytest.raises(UnusableError, match="已经隔离") as refused:
        recording_file(case.people["zhou"], case.ref or "", seq)
    assert "备份" in refused.value.remedy


def test_found_once_it_is_recorded_once(stored: tuple[Play, int, Path]) -> None:
    flip(stored[2])
    check_originals("full")
    check_originals("full")
    assert kinds() == ["original.quarantined", "fixity.checked"]


def test_only_the_very_bytes_put_it_right(stored: tuple[Play, int, Path], tmp_path: Path) -> None:
    case, seq, path = stored
    flip(path)
    check_originals("full")
    wrong = tmp_path / "wrong.wav"
    wrong.write_bytes(bytes(len((tmp_path / "tone.wav").read_bytes())))
    with pytest.raises(BadInputError, match="不是被隔离的原件"):
        restore(wrong)
    assert restore(tmp_path / "tone.wav").name == "现场.wav"
    assert recording_file(case.people["zhou"], case.ref or "", seq).path.read_bytes() == path.read_bytes()
    assert (damaged(ORGAN), originals().state) == ((), State.FINE)
    assert DamagedOriginal.objects.get().restored is not None
    (told,) = check_originals("full")
    assert told.problems == []


def test_a_missing_original_is_found_too(stored: tuple[Play, int, Path]) -> None:
    stored[2].unlink()
    (told,) = check_originals("sample", sample=5)
    assert [str(bad.fault) for _, bad in told.problems] == ["missing"]


def test_what_was_just_taken_in_is_not_due(stored: tuple[Play, int, Path]) -> None:
    assert check_originals("due")[0].checked == 0
    with clock.at(AT + timedelta(days=live.LIUHEN_FIXITY_DAYS - 1)):
        assert check_originals("due")[0].checked == 0
    assert kinds() == []


def test_what_an_earlier_release_wrote_down_without_its_moment_is_due(stored: tuple[Play, int, Path]) -> None:
    check_originals("due")
    (file,) = (live.LIUHEN_DATA / "upkeep").glob("*-fixity-known.jsonl")
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    file.write_text("".join(json.dumps({k: v for k, v in one.items() if k != "kept"}) + "\n" for one in lines), "utf-8")
    assert check_originals("due")[0].checked == 1


def test_what_was_read_lately_is_not_due(stored: tuple[Play, int, Path]) -> None:
    assert check_originals("full")[0].checked == 1
    assert check_originals("due")[0].checked == 0
    with clock.at(AT + timedelta(days=live.LIUHEN_FIXITY_DAYS + 1)):
        assert check_originals("due")[0].checked == 1
    assert kinds() == ["fixity.checked", "fixity.checked"]


def test_a_stopped_run_says_what_is_left_and_goes_on(stored: tuple[Play, int, Path], tmp_path: Path) -> None:
    case, _, path = stored
    other = tone(tmp_path / "b.wav", "pcm_s16le", "wav", seconds=2)
    told = {"file": bring(case.people["zhou"], other.read_bytes(), "二.wav"), "started": AT - timedelta(minutes=5)}
    case.do("zhou", "recording.stored", device="A-07", **told)
    asked = iter([False, True])
    with clock.at(AT + timedelta(days=live.LIUHEN_FIXITY_DAYS + 1)):
        (first,) = check_originals("due", stopping=lambda: next(asked))
        assert (first.checked, first.left, first.stopped) == (1, 1, True)
        (second,) = check_originals("due")
    assert (second.checked, second.left) == (1, 0)
    assert path.exists()


def test_a_log_cut_by_a_crash_is_read_as_far_as_it_goes(stored: tuple[Play, int, Path]) -> None:
    check_originals("full")
    (file,) = (live.LIUHEN_DATA / "upkeep").glob("*-fixity-read.jsonl")
    file.write_text(file.read_text("utf-8") + '{"sha256": "ab', "utf-8")
    log = FixityLog(live.LIUHEN_DATA, ORGAN)
    log.load(lambda _after: ())
    assert (list(log.known), list(log.read)) == ([stored[2].name], [stored[2].name])


def test_the_next_night_waits_once_and_a_job_sets_the_one_after(case: Play) -> None:
    for _ in range(2):
        assert arrange(now=AT) == date(2026, 11, 21)
    with clock.at(NIGHT):
        check_tonight.call("2026-11-21")
    rows = DBTaskResult.objects.filter(task_path=check_tonight.module_path).order_by("run_after")
    assert [row.args_kwargs["args"][0] for row in rows] == ["2026-11-21", "2026-11-22"]


def test_a_worker_asked_to_stop_hands_the_night_back(
    stored: tuple[Play, int, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "asked", lambda: True)
    with pytest.raises(HandedBackError):
        check_tonight.call("2026-11-21")
    assert kinds() == []


def test_switched_off_nothing_waits(case: Play, settings: Any) -> None:
    settings.LIUHEN_FIXITY_DAYS = 0
    assert arrange(now=AT) is None
    assert originals().state is State.NOTICE
