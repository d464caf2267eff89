"""A colleague's recording goes into the common case, and the entry says who filed whose; a stranger's does not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from api.caller import Caller
from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.media.samples import make_sample
from liuhen.people.models import Account
from liuhen.process.footage.filing import RECEIVED_AS
from liuhen.process.footage.models import Footage, FootageFiled
from liuhen.process.footage.payloads import FootageReceived
from liuhen.process.footage.taking_in import About, Taken, take_in_footage
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.queries.course import entry_page
from liuhen.queries.files import recording_page
from liuhen.queries.footage import unfiled_choices
from process.bureau import ORGAN, Play
from web.clients import Desk

BEGAN = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)  # 09:10 in Beijing


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short real film."""
    return make_sample(tmp_path_factory.mktemp("clip") / "A07.mp4", seconds=1, started=BEGAN, title="现场")


def brought(case: Play, clip: Path, carrier: str, by: str | None = None) -> Taken:
    about = About(way="dock", device="A-07", carrier=case.people[carrier].id)
    return take_in_footage(clip, by=case.people[by or carrier], about=about)


def test_one_handler_files_what_the_other_carried(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "he")
    done = case.do("zhou", "recording.stored", footage=taken.seq)
    held = body_of(done.entry)
    assert isinstance(held, RecordingStored)
    assert (held.handler_name, held.carrier, done.entry.by.name) == ("周明远", "何静", "周明远")


def test_what_somebody_else_took_from_the_device_is_the_carrier_s(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "he", by="zheng")
    assert case.do("zhou", "recording.stored", footage=taken.seq).seq


def test_what_a_colleague_only_took_from_a_stranger_s_device_is_the_stranger_s(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "ding", by="he")
    with pytest.raises(BadInputError, match="没有这一段"):
        case.do("zhou", "recording.stored", footage=taken.seq)


def test_it_stands_among_what_the_form_offers_and_a_stranger_s_does_not(case: Play, clip: Path, tmp_path: Path) -> None:
    case.to("case.opened")
    other = make_sample(tmp_path / "b.mp4", seconds=1, started=BEGAN, title="别处")
    colleague, stranger = brought(case, clip, "he"), brought(case, other, "ding")
    offered = [value for value, _ in unfiled_choices(case.people["zhou"], case.ref or "")]
    assert offered == [str(colleague.seq)]
    assert str(stranger.seq) not in offered


def test_a_stranger_s_recording_cannot_be_filed_and_is_as_if_it_were_not_there(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "ding")
    said = set()
    for seq in (taken.seq, taken.seq + 99):
        with pytest.raises(BadInputError) as refused:
            case.do("zhou", "recording.stored", footage=seq)
        said.add(str(refused.value))
    assert len(said) == 1
    assert not FootageFiled.objects.exists()


def test_who_does_not_handle_the_case_files_nothing_in_it(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "ding")
    for who in ("ding", "chen", "feng", "zheng", "wu"):
        with pytest.raises(LiuhenError):
            case.do(who, "recording.stored", footage=taken.seq)
    assert not FootageFiled.objects.exists()


def test_what_lies_in_a_case_of_others_is_not_a_colleague_s_to_copy(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "he")
    FootageFiled(key="d-other:9", dossier="d-other", organ=ORGAN, footage=taken.seq, seq=9, at=BEGAN).save()
    with pytest.raises(BadInputError, match="没有这一段"):
        case.do("zhou", "recording.stored", footage=taken.seq)
    assert case.do("he", "recording.stored", footage=taken.seq).seq


def test_the_api_files_a_colleague_s_and_refuses_a_stranger_s(case: Play, clip: Path, tmp_path: Path) -> None:
    case.to("case.opened")
    other = make_sample(tmp_path / "b.mp4", seconds=1, started=BEGAN, title="别处")
    colleague, stranger = brought(case, clip, "he"), brought(case, other, "ding")
    zhou = Caller("zhou")
    status, told = zhou.act("recording.stored", {"footage": stranger.seq}, no=case.ref)
    assert (status, "没有这一段" in told["message"]) == (422, True)
    status, _ = Caller("ding").act("recording.stored", {"footage": colleague.seq}, no=case.ref)
    assert status == 404
    status, _ = zhou.act("recording.stored", {"footage": colleague.seq}, no=case.ref)
    assert status in (200, 201)


def test_the_page_offers_a_colleague_s_and_files_it_and_refuses_a_stranger_s(
    case: Play, clip: Path, tmp_path: Path
) -> None:
    case.to("case.opened")
    other = make_sample(tmp_path / "b.mp4", seconds=1, started=BEGAN, title="别处")
    colleague, stranger = brought(case, clip, "he"), brought(case, other, "ding")
    zhou, ding = at_browser("zhou", case), at_browser("ding", case)
    form = zhou.page("/acts/recording.stored")
    assert f'value="{colleague.seq}"' in form
    assert f'value="{stranger.seq}"' not in form
    fields = {"stage": "other", "opening_statement": "no"}
    answer = zhou.act("recording.stored", fields | {"footage": str(stranger.seq)})
    assert (answer.status_code, "没有这一段" in answer.content.decode()) == (422, True)
    assert (
        ding.act("recording.stored", fields | {"footage": str(colleague.seq)}, key="a", expect="1").status_code == 404
    )
    done = zhou.act("recording.stored", fields | {"footage": str(colleague.seq)})
    assert done.status_code == 302
    seq = FootageFiled.objects.get().seq
    assert f"音像库第 {colleague.seq} 条" in zhou.page(f"/entries/{seq}")


def at_browser(account: str, case: Play) -> Desk:
    client = Client()
    client.force_login(Account.objects.get(account=account))
    desk = Desk(client)
    desk.ref = case.ref or ""
    return desk


def test_the_entry_refers_to_the_entry_of_the_room_and_both_pages_lead_back(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "he")
    done = case.do("zhou", "recording.stored", footage=taken.seq)
    (ref,) = done.entry.refs
    room = entry_of(ref.entry or "")
    assert (ref.as_, room.digest, room.organ_seq) == (RECEIVED_AS, Footage.objects.get(organ=ORGAN).digest, taken.seq)
    assert isinstance(body_of(room), FootageReceived)
    for who, seen in (("zhou", False), ("he", True), ("chen", True)):
        by = case.people[who]
        shown = (
            recording_page(by, case.ref or "", done.seq).received,
            entry_page(by, case.ref or "", done.seq).received,
        )
        assert [(one.seq, one.carrier, one.seen) for one in shown if one] == [(taken.seq, "何静", seen)] * 2


def test_an_entry_of_an_earlier_release_is_read_and_led_back_by_its_number(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = brought(case, clip, "zhou")
    held = body_of(case.do("zhou", "recording.stored", footage=taken.seq).entry)
    assert isinstance(held, RecordingStored)
    older = held.model_dump(mode="json", exclude={"received", "carrier", "playable"})
    read = RecordingStored.model_validate(older)
    assert (read.received, read.footage, read.playable) == (None, taken.seq, True)
