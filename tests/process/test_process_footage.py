"""音像库: taken in once, times as given, filed in a case with the moment at which it was received."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of, entries
from liuhen.ledger.reading import entry as entry_of
from liuhen.media.places import where
from liuhen.media.samples import make_sample
from liuhen.office.guard import perform
from liuhen.office.registry import office_act_type
from liuhen.process.case.fixity import check_originals
from liuhen.process.case.uploads import receive
from liuhen.process.footage.models import Footage, FootageFiled
from liuhen.process.footage.payloads import FootageReceived
from liuhen.process.footage.stamps import stamp_in
from liuhen.process.footage.taking_in import About, Taken, readable_name, take_in_footage
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.queries.assessed import findings_of
from process.bureau import AT, ORGAN, Play

BEGAN = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)  # 09:10 in Beijing


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two seconds of a real film, as a recorder would have made it at ten past nine."""
    return make_sample(tmp_path_factory.mktemp("clip") / "A07.mp4", seconds=2, started=BEGAN, title="现场")


def take(case: Play, source: Path, who: str = "zhou", **told: object) -> Taken:
    about = About(**{"way": "dock", "device": "A-07", "carrier": case.people["zhou"].id} | told)  # type: ignore[arg-type]
    return take_in_footage(source, by=case.people[who], about=about)


def body(taken: Taken) -> FootageReceived:
    found = body_of(entry_of(Footage.objects.get(organ=ORGAN, seq=taken.seq).digest))
    assert isinstance(found, FootageReceived)
    return found


def test_a_recording_begins_when_the_file_says_and_belongs_to_who_carried_the_device(case: Play, clip: Path) -> None:
    taken = take(case, clip, who="zheng")
    held = body(taken)
    assert (held.started, held.started_by, held.ended) == (BEGAN, "embedded", BEGAN + timedelta(seconds=2))
    assert (held.carrier and held.carrier.name, held.department) == ("周明远", "基金监管处")
    assert where(case_originals(), held.file.sha256).read_bytes() == clip.read_bytes()


def case_originals() -> Path:
    return Path(settings.LIUHEN_ORIGINALS)


def test_the_same_bytes_are_recognised_and_nothing_is_written(case: Play, clip: Path, tmp_path: Path) -> None:
    first = take(case, clip)
    before = len(list(entries(organ=ORGAN)))
    again = tmp_path / "另一个名字.mp4"
    again.write_bytes(clip.read_bytes())
    second = take(case, again, who="he", carrier=None)
    assert (second.seq, second.known, len(list(entries(organ=ORGAN)))) == (first.seq, True, before)
    assert second.where == f"音像库第 {first.seq} 条，2026年11月20日10:00收入，尚未归入案件"


def test_a_form_refuses_the_same_bytes_and_says_where_they_are(case: Play, clip: Path) -> None:
    taken = take(case, clip)
    sha256 = receive([clip.read_bytes()], name="A07.mp4", by=case.people["he"]).sha256
    form = office_act_type("footage.received").form.model_validate({"file": sha256})
    with pytest.raises(OutOfOrderError, match="已经收过") as err:
        perform("footage.received", form, by=case.people["he"], key="again", channel="web")
    assert f"音像库第 {taken.seq} 条" in err.value.why


def test_a_captured_file_whose_digest_changed_on_the_way_says_so(case: Play, clip: Path) -> None:
    sha256 = receive([clip.read_bytes()], name="现场.mp4", by=case.people["he"]).sha256
    form = office_act_type("footage.received").form.model_validate({"file": sha256, "captured_sha256": "ab" * 32})
    perform("footage.received", form, by=case.people["he"], key="captured", channel="web")
    row = Footage.objects.get(organ=ORGAN, sha256=sha256)
    assert (row.way, row.carrier_name, row.noticed) == ("capture", "何静", "与拍摄时的校验值不一致")


def test_filing_takes_times_and_the_moment_of_receipt_from_the_room(case: Play, clip: Path) -> None:
    case.to("inspection.made")
    taken = take(case, clip, clock_offset_ms=-420_000)
    with clock.at(AT + timedelta(hours=5)):
        done = case.do("zhou", "recording.stored", footage=taken.seq, stage="inspection")
    held = body_of(done.entry)
    assert isinstance(held, RecordingStored)
    assert (held.started, held.device, held.taken_in) == (BEGAN, "A-07", AT)
    assert (held.clock_offset_ms, held.footage) == (-420_000, taken.seq)
    assert FootageFiled.objects.filter(organ=ORGAN, footage=taken.seq).values_list("seq", flat=True)[0] == done.seq


@pytest.mark.parametrize(("seconds", "wrong"), [(None, None), (600, False), (60, True)])
def test_the_organ_s_own_tolerance_for_clocks_is_kept_with_the_recording_and_judges_it(
    case: Play, clip: Path, seconds: int | None, wrong: bool | None
) -> None:
    case.to("inspection.made")
    if seconds is not None:
        form = office_act_type("device.tolerance_set").form.model_validate({"seconds": seconds, "basis": "本单位规定"})
        perform("device.tolerance_set", form, by=case.people["zheng"], key="tolerance", channel="web")
    taken = take(case, clip, clock_offset_ms=-420_000)
    held = body_of(case.do("zhou", "recording.stored", footage=taken.seq, stage="inspection").entry)
    assert isinstance(held, RecordingStored)
    assert (held.clock_tolerance, held.clock_wrong) == (seconds, wrong)
    states = {one.state.name for one in findings_of(case.case) if one.rule.id == "W7-5"}
    assert states == {"SATISFIED" if wrong is False else "BREACHED"}


def test_one_recording_goes_into_two_cases_but_only_once_into_each(case: Play, clip: Path) -> None:
    other = Play(case.people).to("case.opened")
    case.to("case.opened")
    taken = take(case, clip)
    for one in (case, other):
        one.do("zhou", "recording.stored", footage=taken.seq)
    with pytest.raises(OutOfOrderError, match="已经归入本案"):
        case.do("zhou", "recording.stored", footage=taken.seq)
    assert take(case, clip).where.endswith("已归入 2 件案件")


def test_what_is_not_ones_own_to_see_cannot_be_filed(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = take(case, clip, who="zheng", carrier=case.people["ding"].id)
    with pytest.raises(BadInputError, match="没有这一段"):
        case.do("zhou", "recording.stored", footage=taken.seq)
    with pytest.raises(BadInputError, match="没有这一段"):
        case.do("zhou", "recording.stored", footage=taken.seq + 99)


def test_times_in_the_room_cannot_be_put_otherwise_while_filing(case: Play, clip: Path) -> None:
    case.to("case.opened")
    taken = take(case, clip)
    with pytest.raises(BadInputError) as err:
        case.do("zhou", "recording.stored", footage=taken.seq, started=BEGAN + timedelta(hours=1), device="A-08")
    assert set(err.value.fields) == {"started", "device"}


def test_who_may_not_take_in_is_refused(case: Play, clip: Path) -> None:
    with pytest.raises(NotAllowedError, match="收入音像"):
        take(case, clip, who="feng")


def test_a_device_from_the_future_is_kept_as_it_says_and_noticed(case: Play, clip: Path) -> None:
    far = datetime(2099, 1, 1, tzinfo=UTC)
    held = body(take(case, clip, started=far))
    assert held.started == far
    assert "晚于收入时间" in held.noticed


def test_half_a_file_is_taken_as_what_it_is_and_nothing_at_all_is_refused(
    case: Play, clip: Path, tmp_path: Path
) -> None:
    half, empty = tmp_path / "半个.mp4", tmp_path / "空.mp4"
    half.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    empty.touch()
    held = body(take(case, half))
    assert not held.whole
    assert held.noticed.startswith("文件不完整")
    with pytest.raises(BadInputError, match="空的"):
        take(case, empty)
    assert Footage.objects.filter(organ=ORGAN).count() == 1


def test_a_flipped_bit_in_the_room_is_found(case: Play, clip: Path) -> None:
    taken = take(case, clip)
    path = where(case_originals(), taken.sha256)
    data = bytearray(path.read_bytes())
    data[5_000] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    found = [one for one in check_originals() if getattr(one, "file", "") == taken.sha256]
    assert len(found) == 1
    assert "SHA-256" in found[0].what  # type: ignore[union-attr]
    path.unlink()


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("A07_20261120_091000_001.MP4", BEGAN),
        ("2026-11-20 09.10.00.mp4", BEGAN),
        ("VID20261120091000.mp4", BEGAN),
        ("20261399_091000.mp4", None),
        ("现场.mp4", None),
    ],
)
def test_a_name_tells_when_it_began(name: str, moment: datetime | None) -> None:
    assert stamp_in(name) == moment


def test_a_name_is_kept_as_it_was_but_never_as_a_path() -> None:
    assert readable_name("现场📹/../一.mp4") == "现场📹_.._一.mp4"
    assert len(readable_name("长" * 400 + ".mp4")) == 181
    assert readable_name("\n\t") == "未命名"
