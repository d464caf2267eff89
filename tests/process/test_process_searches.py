"""跟踪、找人脸: a machine proposes boxes to whoever plans a copy; the entry says what it had found, and by what."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from liuhen.jobs.worker import drain
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotFoundError
from liuhen.ledger import body_of
from liuhen.media.derivatives.plans import Plan
from liuhen.media.finding.searches import Search, tool_for
from liuhen.process.case.models import Recording
from liuhen.process.case.uploads import receive
from liuhen.process.inquiry import makings, searches
from media.drawn import film, room, thing
from process.bureau import AT, MINUTE, Play, bring

LEFT, TOP, WIDE, HIGH = thing(0.5)
START = {
    "at_ms": 500,
    "x": round(LEFT / 0.064),
    "y": round(TOP / 0.036),
    "width": round(WIDE / 0.064),
    "height": round(HIGH / 0.036),
}
FOLLOW = Search.model_validate({"what": "follow", "from_ms": 0, "to_ms": 1_500, "start": START})

Recorded = tuple[Play, Recording]


@pytest.fixture
def recorded(case: Play, tmp_path: Path) -> Iterator[Recorded]:
    case.to("clue.registered")
    file = bring(case.people["zhou"], film(tmp_path / "a.mp4", 2, room, rate=10).read_bytes(), "现场.mp4")
    seq = case.do("zhou", "recording.stored", file=file, started=AT - 30 * MINUTE, device="A-07").seq
    with override_settings(LIUHEN_DERIVED=tmp_path / "derived"):
        yield case, Recording.objects.get(dossier=case.case.dossier, seq=seq)


def test_what_was_followed_goes_into_a_copy_whose_entry_names_the_machine_and_the_person(recorded: Recorded) -> None:
    case, row = recorded
    zhou = case.people["zhou"]
    name = searches.ask(zhou, row, FOLLOW).asked.id
    drain(worker="t")
    found = searches.find(zhou, row, name).found
    assert found is not None
    assert (found.boxes[0].from_ms, found.boxes[0].to_ms) == (0, 1_500)
    plan = Plan(what="masked", start_ms=0, end_ms=1_500, boxes=found.boxes)
    making = makings.ask(zhou, row, plan, purpose="review", hidden="患者", key="one")
    drain(worker="t")
    path = makings.find(zhou, making.asked.id).path
    assert path is not None
    file = receive([path.read_bytes()], name="现场（遮盖副本）.mp4", by=zhou).sha256
    told: dict[str, Any] = {"of": row.seq, "what": "masked", "start_ms": 0, "end_ms": 1_500, "file": file}
    entry = case.do("zhou", "copy.derived", **told, purpose="review", hidden="患者", checked=True).entry
    body: Any = body_of(entry)
    assert [one.found for one in body.boxes] == ["follow"]
    assert body.finders == [tool_for("follow")]
    assert (body.maker, body.checked) == ("周明远", True)


def test_the_same_search_asked_twice_is_one(recorded: Recorded) -> None:
    case, row = recorded
    zhou = case.people["zhou"]
    assert searches.ask(zhou, row, FOLLOW) == searches.ask(zhou, row, FOLLOW)


def test_a_search_belongs_to_who_asked_for_it(recorded: Recorded) -> None:
    case, row = recorded
    name = searches.ask(case.people["zhou"], row, FOLLOW).asked.id
    with pytest.raises(NotFoundError):
        searches.find(case.people["he"], row, name)
    with pytest.raises(NotFoundError):
        searches.discard(case.people["he"], row, name)


def test_a_search_given_up_leaves_nothing(recorded: Recorded) -> None:
    case, row = recorded
    zhou = case.people["zhou"]
    name = searches.ask(zhou, row, FOLLOW).asked.id
    searches.discard(zhou, row, name)
    drain(worker="t")
    with pytest.raises(NotFoundError):
        searches.find(zhou, row, name)
    assert not searches.SHELF.folder(name).exists()


def test_too_many_searches_at_once_are_refused(recorded: Recorded) -> None:
    case, row = recorded
    zhou = case.people["zhou"]
    for number in range(searches.MOST):
        searches.ask(zhou, row, FOLLOW.model_copy(update={"to_ms": 1_000 + number}))
    with pytest.raises(BadInputError) as refused:
        searches.ask(zhou, row, FOLLOW)
    assert "没有完成" in refused.value.why


def test_searches_of_yesterday_are_thrown_away(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    case, row = recorded
    name = searches.ask(case.people["zhou"], row, FOLLOW).asked.id
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    searches.ask(case.people["he"], row, FOLLOW.model_copy(update={"to_ms": 1_200}))
    assert not searches.SHELF.folder(name).exists()


def test_a_stretch_outside_the_recording_is_refused(recorded: Recorded) -> None:
    case, row = recorded
    with pytest.raises(BadInputError) as refused:
        searches.ask(case.people["zhou"], row, FOLLOW.model_copy(update={"to_ms": 90_000}))
    assert "不在音像之内" in refused.value.why
