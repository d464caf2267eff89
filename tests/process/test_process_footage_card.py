"""A card that is read out: by name, person and clock; whatever is wrong with one file, the others go on."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError
from liuhen.ledger import body_of, entries
from liuhen.media.places import where
from liuhen.media.samples import make_sample
from liuhen.office.guard import perform
from liuhen.office.registry import office_act_type
from liuhen.process.footage.card import Outcome, PulledOutError
from liuhen.process.footage.device_payloads import DeviceDocked
from liuhen.process.footage.docking import Docking, carrier_named, offset_of
from liuhen.process.footage.models import Device, DeviceLog, Footage
from liuhen.process.footage.watching import Watch
from process.bureau import AT, ORGAN, Play

BEGAN = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)  # 09:10 in Beijing


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two short films of one morning."""
    folder = tmp_path_factory.mktemp("films")
    return [
        make_sample(folder / f"{n}.mp4", seconds=1, started=BEGAN + n * timedelta(minutes=5), title="现场")
        for n in range(2)
    ]


@pytest.fixture
def card(tmp_path: Path, films: list[Path]) -> Path:
    """A card of two devices' recordings, as recorders name them."""
    root = tmp_path / "card"
    for folder, film in (("DSJ-0007", films[0]), ("别的", films[1])):
        (root / "DCIM" / folder).mkdir(parents=True)
        shutil.copy(film, root / "DCIM" / folder / ("一.mp4" if folder == "DSJ-0007" else "B11_20261120_091500.MP4"))
    return root


def office(case: Play, kind: str, who: str = "zheng", **told: Any) -> None:
    form = office_act_type(kind).form.model_validate(told)
    perform(kind, form, by=case.people[who], key=f"{kind}-{told}", channel="web")


@pytest.fixture
def registered(case: Play) -> Play:
    """Two devices; one of them is carried by 何静 since before the recordings."""
    office(case, "device.registered", device="A-07", patterns=["DSJ-0007"])
    office(case, "device.registered", device="B-11", model="示例牌 X1")
    office(case, "device.handed", device="A-07", holder=case.people["he"].id)
    Device.objects.filter(number="A-07").update(handed_at=BEGAN - timedelta(hours=1))
    return case


def read(case: Play, root: Path, **told: Any) -> list[Outcome]:
    docking = Docking(case.people["zheng"], **told)
    done = list(docking.read(root))
    docking.write_down()
    return done


def test_files_are_known_by_the_names_that_the_register_gives(registered: Play, card: Path) -> None:
    assert [one.state for one in read(registered, card)] == ["taken", "taken"]
    rows = Footage.objects.order_by("seq").values_list("device", "carrier_name", "name")
    assert list(rows) == [("A-07", "何静", "一.mp4"), ("B-11", "", "B11_20261120_091500.MP4")]


def test_the_card_is_left_as_it_was(case: Play, card: Path) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in card.rglob("*.*4")}
    read(case, card)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in card.rglob("*.*4")} == before


def test_a_second_run_takes_nothing_twice_and_goes_on_with_the_rest(case: Play, card: Path, films: list[Path]) -> None:
    docking = Docking(case.people["zheng"])
    first = next(docking.read(card))
    again = read(case, card)
    assert (first.state, [one.state for one in again]) == ("taken", ["known", "taken"])
    assert "先前已经收过：音像库第" in again[0].said


def test_it_is_wiped_only_when_asked_and_only_after_both_were_read_again(case: Play, card: Path, settings: Any) -> None:
    one, other = read(case, card)
    assert one.taken and other.taken
    spoiled = where(Path(settings.LIUHEN_ORIGINALS), other.taken.sha256)
    data = spoiled.read_bytes()
    spoiled.chmod(0o600)
    spoiled.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    told = {done.path: done.wiped for done in read(case, card, wipe=True)}
    spoiled.write_bytes(data)
    assert told == {one.path: "wiped", other.path: "kept"}
    assert [path.name for path in card.rglob("*.*4")] == [Path(other.path).name]


def test_a_card_pulled_out_in_the_middle_is_said_and_what_was_taken_stays(case: Play, card: Path) -> None:
    reading = Docking(case.people["zheng"]).read(card)
    next(reading)
    card.rename(card.with_name("drawer"))
    with pytest.raises(PulledOutError, match="已经拔出"):
        next(reading)
    card.with_name("drawer").rename(card)
    assert [one.state for one in read(case, card)] == ["known", "taken"]


def test_each_wrong_file_gets_a_sentence_and_the_rest_is_taken(case: Play, card: Path, films: list[Path]) -> None:
    (card / "空.mp4").touch()
    (card / "假.mp4").write_bytes(b"PK\x03\x04" + bytes(100))
    (card / "说明.txt").write_text("电量低")
    (card / ".Trashes").touch()
    (card / "wrong.avi").write_bytes(films[0].read_bytes() + b"\0")
    (card / "link.mp4").symlink_to(films[0])
    os.mkfifo(card / "pipe.mp4")
    told = {one.path: (one.state, one.said) for one in read(case, card)}
    assert told["空.mp4"][0] == told["假.mp4"][0] == "refused"
    assert "空的" in told["空.mp4"][1]
    assert "压缩包" in told["假.mp4"][1]
    assert {told[name][0] for name in ("说明.txt", ".Trashes", "link.mp4", "pipe.mp4")} == {"ignored"}
    assert told["wrong.avi"][0] == "taken"
    assert "内容" in Footage.objects.get(name="wrong.avi").noticed
    assert sum(state == "taken" for state, _ in told.values()) == 3


def test_a_file_that_is_gone_when_its_turn_comes_is_said(case: Play, card: Path) -> None:
    gone = Docking(case.people["zheng"]).read_file(card / "DCIM" / "没有.mp4", root=card)
    assert (gone.state, gone.wrong) == ("unreadable", True)


def test_a_full_disk_refuses_each_file_in_words(case: Play, card: Path, settings: Any) -> None:
    settings.LIUHEN_RESERVE = 1 << 60
    done = read(case, card)
    assert [one.state for one in done] == ["refused", "refused"]
    assert all("存储空间不足" in one.said and "请勿删除" in one.remedy for one in done)


def test_the_measured_clock_stands_beside_the_times_and_in_the_log_of_the_device(registered: Play, card: Path) -> None:
    read(registered, card, device="A-07", offset_ms=-420_000)
    row = Footage.objects.order_by("seq").first()
    assert row is not None
    assert (row.started, row.clock_offset_ms) == (BEGAN, -420_000)
    device = Device.objects.get(number="A-07")
    assert (device.clock_offset_ms, device.docked_at) == (-420_000, AT)
    logged = DeviceLog.objects.filter(number="A-07", kind="device.docked").values_list("said", "clock_offset_ms")
    assert list(logged) == [("收入 2 个文件，慢 7 分", -420_000)]


def test_nothing_new_leaves_no_docking_behind(case: Play, card: Path) -> None:
    read(case, card)
    before = len(list(entries(organ=ORGAN)))
    read(case, card)
    assert len(list(entries(organ=ORGAN))) == before


def test_who_carried_it_before_it_was_handed_over_is_not_guessed(registered: Play, card: Path) -> None:
    Device.objects.filter(number="A-07").update(handed_at=BEGAN + timedelta(hours=1))
    read(registered, card)
    row = Footage.objects.get(device="A-07")
    assert (row.carrier, "换过人" in row.noticed) == ("", True)


def test_a_docking_names_who_is_meant(case: Play) -> None:
    assert carrier_named(ORGAN, "何静") == carrier_named(ORGAN, "he") == case.people["he"].id
    with pytest.raises(BadInputError, match="不知道“何某”是谁"):
        carrier_named(ORGAN, "何某")


def test_an_offset_is_device_time_less_true_time() -> None:
    assert offset_of(AT - timedelta(minutes=7), now=AT) == -420_000
    with pytest.raises(BadInputError, match="设备时间"):
        offset_of(AT + timedelta(days=40_000), now=AT)


def test_a_docking_says_what_was_measured(registered: Play) -> None:
    office(registered, "device.docked", who="he", device="A-07", device_time=AT + timedelta(seconds=75))
    body = body_of(list(entries(organ=ORGAN))[-1])
    assert isinstance(body, DeviceDocked)
    assert (body.clock_offset_ms, body.taken) == (75_000, 0)


def test_a_file_that_grows_waits_and_a_card_that_comes_back_is_read_anew(
    case: Play, tmp_path: Path, films: list[Path]
) -> None:
    root, data = tmp_path / "slot", films[0].read_bytes()
    watch = Watch(Docking(case.people["zheng"]), [root], settle=5)
    assert list(watch.look(now=0)) == []
    root.mkdir()
    film = root / "一.mp4"
    film.write_bytes(data[:50_000])
    assert list(watch.look(now=1)) == []
    film.write_bytes(data)
    assert list(watch.look(now=7)) == []  # it grew since
    assert [one.state for one in watch.look(now=13)] == ["taken"]
    assert list(watch.look(now=30)) == []
    shutil.rmtree(root)
    assert list(watch.look(now=40)) == []
    root.mkdir()
    film.write_bytes(data)
    list(watch.look(now=50))
    assert [one.state for one in watch.look(now=56)] == ["known"]
