"""What nobody went on with is cleared by night; what is younger, at work or entered in a case stays."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from django_tasks_db.models import DBTaskResult

from liuhen.jobs.worker import drain
from liuhen.kernel import clock
from liuhen.kernel.errors import NotFoundError
from liuhen.media.derivatives.plans import Plan
from liuhen.media.places import where
from liuhen.process.case import transfers
from liuhen.process.case.models import Recording
from liuhen.process.case.uploads import receive
from liuhen.process.inquiry import makings
from liuhen.upkeep.nightly_leftovers import arrange, clear_tonight
from media.clips import tone
from process.bureau import AT, MINUTE, Play, at_ten, bring, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]

PLAN = Plan.model_validate({"what": "clip", "start_ms": 100, "end_ms": 1_500})
LATER = AT + makings.KEPT + timedelta(minutes=1)

Recorded = tuple[Play, Recording]


@pytest.fixture
def recorded(case: Play, tmp_path: Path) -> Iterator[Recorded]:
    case.to("clue.registered")
    sound = tone(tmp_path / "tone.wav", "pcm_s16le", "wav", seconds=2)
    file = bring(case.people["zhou"], sound.read_bytes(), "询问.wav")
    seq = case.do("zhou", "recording.stored", file=file, started=AT - 30 * MINUTE, device="A-07").seq
    with override_settings(LIUHEN_DERIVED=tmp_path / "derived"):
        yield case, Recording.objects.get(dossier=case.case.dossier, seq=seq)


def asked(case: Play, row: Recording) -> str:
    return makings.ask(case.people["zhou"], row, PLAN, purpose="review", hidden="", key="one").asked.id


def cleared(at: Any) -> None:
    with clock.at(at):
        clear_tonight.call("2026-11-21")


def test_a_copy_that_nobody_confirmed_goes_when_its_time_is_over(recorded: Recorded) -> None:
    case, row = recorded
    name = asked(case, row)
    drain(worker="t")
    cleared(LATER - timedelta(minutes=2))
    assert makings.find(case.people["zhou"], name).path
    cleared(LATER)
    with pytest.raises(NotFoundError):
        makings.find(case.people["zhou"], name)
    assert where(Path(settings.LIUHEN_ORIGINALS), row.sha256).is_file()


def test_a_copy_that_is_still_to_be_made_waits_for_its_turn(recorded: Recorded) -> None:
    case, row = recorded
    name = asked(case, row)
    cleared(LATER)
    assert makings.find(case.people["zhou"], name).result is None


def test_what_was_entered_in_the_case_stays(recorded: Recorded) -> None:
    case, row = recorded
    name = asked(case, row)
    drain(worker="t")
    made = makings.find(case.people["zhou"], name)
    assert made.path
    assert made.result
    file = receive([made.path.read_bytes()], name="片段.m4a", by=case.people["zhou"]).sha256
    span = {"start_ms": made.result.made.start_ms, "end_ms": made.result.made.end_ms}
    case.do("zhou", "copy.derived", of=row.seq, what="clip", file=file, purpose="review", checked=True, **span)
    cleared(LATER)
    assert where(Path(settings.LIUHEN_ORIGINALS), file).is_file()


def test_a_transfer_goes_when_its_time_is_over(case: Play) -> None:
    zhou = case.people["zhou"]
    one = transfers.begin(by=zhou, name="现场.mp4", size=100)
    cleared(one.until - timedelta(seconds=1))
    with clock.at(one.until - timedelta(seconds=1)):
        assert [found.id for found, _ in transfers.unfinished(zhou)] == [one.id]
    cleared(one.until)
    assert not [path for path in (settings.LIUHEN_ORIGINALS / ".incoming").rglob("*") if path.is_file()]


def test_the_next_night_waits_once_and_each_night_sets_the_one_after(case: Play) -> None:
    for _ in range(2):
        assert arrange(now=AT) == date(2026, 11, 21)
    cleared(AT + timedelta(hours=16))
    rows = DBTaskResult.objects.filter(task_path=clear_tonight.module_path).order_by("run_after")
    assert [row.args_kwargs["args"][0] for row in rows] == ["2026-11-21", "2026-11-22"]
