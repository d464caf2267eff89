"""Previews are wanted by the entry itself, made by a job, worth nothing to the record, and made again when gone."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from liuhen.jobs import stopping, waiting
from liuhen.jobs.lanes import LONG, QUICK
from liuhen.jobs.worker import drain
from liuhen.kernel.errors import BadInputError, LiuhenError, UnusableError
from liuhen.ledger import checks
from liuhen.media import derived
from liuhen.media.store import open_original
from liuhen.process.case import previews
from liuhen.process.case.fixity import check_originals
from media.clips import picture, tone
from process.bureau import AT, Play, bring

MINUTES = timedelta(minutes=5)


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:  # the fixture of that name
    settings.LIUHEN_DERIVED = tmp_path / "derived"
    return tmp_path / "derived"


def stored(case: Play, clip: Path, **changed: Any) -> str:
    """Store a recording; return its SHA-256."""
    digest = bring(case.people["zhou"], clip.read_bytes(), clip.name)
    told = {"file": digest, "started": AT - MINUTES, "device": "A-07"} | changed
    case.do("zhou", "recording.stored", **told)
    return digest


def old(folder: Path) -> Path:
    """A recording that no browser plays."""
    return picture(folder / "旧机.avi", "mpeg4", "avi", size=(320, 180), frames=3)


def lanes() -> list[str]:
    return list(DBTaskResult.objects.ready().values_list("queue_name", flat=True))


def test_a_stored_recording_and_its_job_come_together(case: Play, root: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), tone(tmp_path / "a.wav", "pcm_s16le", "wav", seconds=2))
    assert lanes() == [QUICK]
    assert drain(worker="t") == 1
    look = derived.look_of(root, digest)
    assert look
    assert (look.kind, look.plays, len(look.peaks)) == ("audio", True, 19)


def test_a_refused_recording_leaves_no_job(case: Play, root: Path, tmp_path: Path) -> None:
    clip = tone(tmp_path / "a.wav", "pcm_s16le", "wav", seconds=2)
    with pytest.raises(BadInputError):
        stored(case.to("case.opened"), clip, started=AT + MINUTES)
    assert lanes() == []


def test_a_copy_is_made_where_a_browser_cannot_play_the_original(case: Play, root: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), old(tmp_path))
    assert drain(worker="t") == 2
    look, copy = derived.look_of(root, digest), derived.copy_of(root, digest)
    assert look
    assert copy
    assert not look.plays
    assert copy.media_type == "video/mp4"
    assert previews.is_made(digest)


def test_a_copy_never_keeps_a_quick_look_waiting(case: Play, root: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), old(tmp_path))
    job = waiting.take(QUICK, worker="t")
    assert job
    waiting.run(job)
    waiting.done(job)
    assert lanes() == [LONG]
    assert derived.progress_of(root, digest, "copy") == derived.Progress(state="waiting")


def test_the_original_stays_as_it_was_and_the_ledger_knows_no_preview(
    case: Play, house: Path, root: Path, tmp_path: Path
) -> None:
    clip = old(tmp_path)
    digest = stored(case.to("case.opened"), clip)
    before = case.entries
    drain(worker="t")
    with open_original(house / "originals", digest) as original:
        assert original.read() == clip.read_bytes()
    assert case.entries == before
    assert [one.number for one in check_originals() if hasattr(one, "number")] == [1]
    assert not any("derived" in name for name in map(str, vars(checks)))


def test_previews_thrown_away_are_made_again(case: Play, root: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), old(tmp_path))
    drain(worker="t")
    assert list(previews.missing()) == []
    shutil.rmtree(root)
    assert list(previews.missing()) == [digest]
    previews.make(digest)
    assert list(previews.missing()) == []


def test_what_is_wanted_twice_waits_once(case: Play, root: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), old(tmp_path))
    previews.want(digest)
    assert lanes() == [QUICK]
    drain(worker="t")
    previews.want(digest)
    assert lanes() == []


def test_an_original_that_cannot_be_decoded_says_so(case: Play, root: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), tone(tmp_path / "a.wav", "pcm_s16le", "wav", seconds=3))
    spoil(case, digest)
    drain(worker="t")
    told = derived.progress_of(root, digest, "look")
    assert told
    assert (told.state, bool(told.said), bool(told.remedy)) == ("failed", True, True)
    assert lanes() == []


def test_an_original_that_is_gone_is_tried_again_later(case: Play, root: Path, house: Path, tmp_path: Path) -> None:
    digest = stored(case.to("case.opened"), tone(tmp_path / "a.wav", "pcm_s16le", "wav", seconds=4))
    path = house / "originals" / digest[:2] / digest
    path.rename(tmp_path / "away")
    with pytest.raises(UnusableError, match="原件不在"):
        previews.make(digest)
    job = waiting.take(QUICK, worker="t")
    assert job
    assert waiting.failed(job, UnusableError("不在"))
    assert DBTaskResult.objects.get().status == "READY"


def spoil(case: Play, digest: str) -> None:
    """Overwrite an original behind the product's back."""
    path = settings.LIUHEN_ORIGINALS / digest[:2] / digest
    path.chmod(0o644)
    path.write_bytes(b"RIFF\x24\x00\x00\x00WAVE" + b"\x00" * 100)


@pytest.fixture
def asked() -> Iterator[None]:
    """Jobs of this process are asked to stop; not any more after the test."""
    stopping.ask()
    yield
    stopping._asked.clear()


def test_a_job_that_is_asked_to_stop_waits_as_before(case: Play, root: Path, tmp_path: Path, asked: None) -> None:
    digest = stored(case.to("case.opened"), old(tmp_path))
    drain_one()
    assert lanes() == [QUICK]
    assert DBTaskResult.objects.get().worker_ids == []
    assert derived.progress_of(root, digest, "look") == derived.Progress(state="waiting")


def drain_one() -> None:
    job = waiting.take(QUICK, worker="t")
    assert job
    with pytest.raises(stopping.HandedBackError):
        waiting.run(job)
    waiting.hand_back(job)


def test_a_job_whose_worker_died_waits_again_but_not_for_ever(case: Play, root: Path, tmp_path: Path) -> None:
    stored(case.to("case.opened"), old(tmp_path))
    for number in range(waiting.MOST_TRIES):
        assert waiting.take(QUICK, worker=f"died-{number}")
        assert waiting.take_back() == 1
    assert (lanes(), waiting.take(QUICK, worker="t")) == ([], None)
    assert DBTaskResult.objects.get().status == "FAILED"


def test_a_preview_is_never_half_there(root: Path) -> None:
    digest = "ab" * 32
    with pytest.raises(LiuhenError), derived.making(root, digest, "look") as folder:
        (folder / derived.POSTER).write_bytes(b"half")
        raise UnusableError("断电")
    assert list((root / "ab" / digest).iterdir()) == []
    assert derived.look_of(root, digest) is None
