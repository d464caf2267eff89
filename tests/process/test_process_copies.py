"""片段、截图、遮盖副本: asked for, made in the background, looked at, answered for; the original is never touched."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from liuhen.jobs import stopping
from liuhen.jobs.worker import drain
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.ledger import Problem, body_of
from liuhen.media.derivatives.plans import Plan
from liuhen.media.places import where
from liuhen.process.case.fixity import check_originals
from liuhen.process.case.models import Recording
from liuhen.process.case.uploads import receive
from liuhen.process.inquiry import makings
from liuhen.process.inquiry.copy_drafts import Making
from liuhen.process.inquiry.copy_jobs import make_short
from media.clips import tone
from process.bureau import AT, MINUTE, Play, bring

MUTE = {"from_ms": 200, "to_ms": 900, "how": "silent"}
PLAN = Plan.model_validate({"what": "masked", "start_ms": 100, "end_ms": 1_500, "mutes": [MUTE]})


@pytest.fixture
def recorded(case: Play, tmp_path: Path) -> Iterator[tuple[Play, Recording]]:
    case.to("clue.registered")
    sound = tone(tmp_path / "tone.wav", "pcm_s16le", "wav", seconds=2)
    file = bring(case.people["zhou"], sound.read_bytes(), "询问.wav")
    seq = case.do("zhou", "recording.stored", file=file, started=AT - 30 * MINUTE, device="A-07").seq
    with override_settings(LIUHEN_DERIVED=tmp_path / "derived"):
        yield case, Recording.objects.get(dossier=case.case.dossier, seq=seq)


Recorded = tuple[Play, Recording]


def ask(case: Play, row: Recording, plan: Plan = PLAN, key: str = "one") -> Making:
    return makings.ask(case.people["zhou"], row, plan, purpose="review", hidden="举报人姓名", key=key)


def made(case: Play, row: Recording, plan: Plan = PLAN) -> Making:
    name = ask(case, row, plan).asked.id
    drain(worker="t")
    return makings.find(case.people["zhou"], name)


def brought(case: Play, making: Making) -> str:
    assert making.path is not None
    return receive([making.path.read_bytes()], name="询问（遮盖副本）.m4a", by=case.people["zhou"]).sha256


def told(row: Recording, file: str, **changed: Any) -> dict[str, Any]:
    known = {"of": row.seq, "what": "masked", "start_ms": 100, "end_ms": 1_500, "file": file}
    return known | {"purpose": "review", "hidden": "举报人姓名", "checked": True} | changed


def wrong(case: Play, **entered: Any) -> dict[str, str]:
    before = case.entries
    with pytest.raises(BadInputError) as caught:
        case.do("zhou", "copy.derived", **entered)
    assert case.entries == before
    return caught.value.fields


def test_a_copy_that_was_looked_at_becomes_an_entry_that_names_original_seconds_maker_and_plan(
    recorded: Recorded,
) -> None:
    case, row = recorded
    making = made(case, row)
    assert making.progress.state == "made"
    body: Any = body_of(case.do("zhou", "copy.derived", **told(row, brought(case, making))).entry)
    assert (body.original_sha256, body.original_sm3, body.recording) == (row.sha256, row.sm3, row.recording)
    assert (body.start_ms, body.end_ms, body.maker, body.own, body.tool) == (100, 1_500, "周明远", True, "留痕")
    assert [one.model_dump() for one in body.mutes] == [MUTE]
    assert body.file.sha256 != row.sha256
    assert making.result is not None
    assert (body.file.sha256, body.file.sm3) == (making.result.sha256, making.result.sm3)


def test_what_is_asked_twice_is_made_once(recorded: Recorded) -> None:
    case, row = recorded
    assert ask(case, row) == ask(case, row)
    assert len(makings.mine(case.people["zhou"], row)) == 1


def test_a_making_belongs_to_who_asked_for_it(recorded: Recorded) -> None:
    case, row = recorded
    name = ask(case, row).asked.id
    assert makings.mine(case.people["he"], row) == []
    with pytest.raises(NotFoundError):
        makings.find(case.people["he"], name)


def test_a_making_broken_off_is_made_anew(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    case, row = recorded
    name = ask(case, row).asked.id
    with monkeypatch.context() as patch, pytest.raises(stopping.HandedBackError):
        patch.setattr(stopping, "asked", lambda: True)
        make_short.call(name)
    assert makings.find(case.people["zhou"], name).progress.state == "waiting"
    drain(worker="t")
    assert makings.find(case.people["zhou"], name).progress.state == "made"


def test_a_making_thrown_away_leaves_nothing(recorded: Recorded) -> None:
    case, row = recorded
    making = made(case, row)
    makings.discard(case.people["zhou"], making.asked.id)
    assert making.path is not None
    assert not making.path.parent.exists()
    assert where(settings.LIUHEN_ORIGINALS, row.sha256).exists()


def test_a_plan_that_does_not_fit_is_refused_before_anything_waits(recorded: Recorded) -> None:
    case, row = recorded
    with pytest.raises(BadInputError) as refused:
        ask(case, row, PLAN.model_copy(update={"end_ms": 9_000}))
    assert "超过了音像的时长" in refused.value.why
    assert makings.mine(case.people["zhou"], row) == []


def test_only_who_looked_at_it_answers_for_it(recorded: Recorded) -> None:
    case, row = recorded
    file = brought(case, made(case, row))
    assert wrong(case, **told(row, file, checked=False)) == {"checked": "请先把副本从头看一遍、听一遍"}
    assert wrong(case, **told(row, file, end_ms=1_600)) == {"end_ms": "与制作时的不一致"}
    assert wrong(case, **told(row, file, hidden="")) == {"hidden": "请写明遮盖、消音了什么"}


def test_an_original_is_no_copy_and_what_another_program_made_says_so(recorded: Recorded, tmp_path: Path) -> None:
    case, row = recorded
    assert wrong(case, **told(row, row.sha256, tool="某软件")) == {"file": "这是原件本身，不是副本"}
    other = tone(tmp_path / "b.wav", "pcm_s16le", "wav", seconds=1)
    file = bring(case.people["zhou"], other.read_bytes(), "副本.wav")
    assert wrong(case, **told(row, file)) == {"tool": "不是本系统按您的要求制作的，请写明用什么制作"}
    body: Any = body_of(case.do("zhou", "copy.derived", **told(row, file, tool="某剪辑软件 3.1")).entry)
    assert (body.own, body.tool, body.mutes) == (False, "某剪辑软件 3.1", [])


def test_a_copy_that_was_changed_is_found(recorded: Recorded) -> None:
    case, row = recorded
    file = brought(case, made(case, row))
    case.do("zhou", "copy.derived", **told(row, file))
    path = where(settings.LIUHEN_ORIGINALS, file)
    path.chmod(0o644)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    assert [one.where[:4] for one in check_originals() if isinstance(one, Problem)] == ["音像副本"]
