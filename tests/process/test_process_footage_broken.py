"""A recording that cannot be played is kept bit for bit, with what is wrong with it; nothing recorded is lost."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.media.places import where
from liuhen.media.samples import make_sample
from liuhen.process.case.previews import missing
from liuhen.process.case.reference import find_case
from liuhen.process.case.uploads import receive
from liuhen.process.footage.docking import Docking
from liuhen.process.footage.models import Footage
from liuhen.process.footage.payloads import FootageReceived
from liuhen.process.footage.taking_in import About, take_in_footage
from liuhen.process.inquiry.payloads import RecordingStored
from liuhen.process.inquiry.payloads.copies import CopyDerived
from media.bombs import hostile
from media.clips import rewrapped
from media.stills import box
from process.bureau import ORGAN, Play

REPAIRED = {"what": "clip", "end_ms": 2_000, "purpose": "other", "tool": "厂家修复软件", "checked": True}
BEGAN = datetime(2026, 11, 20, 1, 10, tzinfo=UTC)  # 09:10 in Beijing


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short real film whose index is at its end."""
    folder = tmp_path_factory.mktemp("clip")
    film = make_sample(folder / "a.mp4", seconds=2, started=BEGAN, title="现场")
    return rewrapped(film, folder / "whole.mp4", "mp4")


@pytest.fixture
def cut(clip: Path, tmp_path: Path) -> Path:
    """What the camera left whose power went: pictures and sound, no index."""
    data = clip.read_bytes()
    (tmp_path / "A07_20261120_091000.MP4").write_bytes(data[: data.rindex(b"moov") - 4])
    return tmp_path / "A07_20261120_091000.MP4"


def taken(case: Play, source: Path, **told: Any) -> FootageReceived:
    about = About(**{"way": "dock", "device": "A-07", "carrier": case.people["zhou"].id} | told)
    done = take_in_footage(source, by=case.people["zhou"], about=about)
    held = body_of(entry_of(Footage.objects.get(organ=ORGAN, seq=done.seq).digest))
    assert isinstance(held, FootageReceived)
    return held


def test_a_film_without_its_index_is_kept_as_it_came_and_says_what_is_wanting(case: Play, cut: Path) -> None:
    held = taken(case, cut)
    assert held.noticed.startswith("不能播放：缺少录像的索引")
    assert "请从设备重新导出" in held.noticed
    assert (held.playable, held.whole, held.duration_ms, held.media) == (False, False, None, "video")
    assert (held.started, held.ended, held.started_by) == (BEGAN, BEGAN, "name")
    assert where(Path(settings.LIUHEN_ORIGINALS), held.file.sha256).read_bytes() == cut.read_bytes()


def stored(case: Play, cut: Path) -> int:
    """File the broken recording in a case; return the number of the entry."""
    case.to("case.opened")
    taken(case, cut)
    return case.do("zhou", "recording.stored", footage=Footage.objects.get(organ=ORGAN).seq).seq


def test_there_is_no_preview_to_make_of_it(case: Play, cut: Path) -> None:
    held = taken(case, cut)
    assert not DBTaskResult.objects.exists()
    assert held.file.sha256 not in set(missing())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("一.mkv", b"\x1a\x45\xdf\xa3"),
        ("一.avi", b"RIFF\xff\xff\xff\x00AVI " + bytes(100)),
        ("一.ogg", b"OggS" + bytes(100)),
        ("一.mp4", b"\x00\x00\x00\x01ftyp" + bytes(100)),
        ("一.jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(100)),
        ("一.png", b"\x89PNG\r\n\x1a\n" + bytes(40)),
    ],
)
def test_a_broken_file_of_any_kind_that_is_taken_is_kept(case: Play, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    held = taken(case, tmp_path / name, started=BEGAN)
    assert held.noticed.startswith("不能播放：")
    assert (held.playable, held.file.size) == (False, len(content))


@pytest.mark.parametrize(
    ("content", "says"), [(b"", "空的"), (bytes(5_000), "零字节"), (b"PK\x03\x04" + bytes(99), "压缩包")]
)
def test_what_is_no_recording_at_all_is_still_refused(case: Play, tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "一.mp4").write_bytes(content)
    with pytest.raises(BadInputError, match=says) as refused:
        taken(case, tmp_path / "一.mp4", started=BEGAN)
    assert refused.value.remedy
    assert not Footage.objects.exists()


def test_without_a_time_it_asks_for_one_and_keeps_nothing(case: Play, cut: Path, tmp_path: Path) -> None:
    (tmp_path / "现场.mp4").write_bytes(cut.read_bytes())
    with pytest.raises(BadInputError, match="什么时候录制"):
        taken(case, tmp_path / "现场.mp4")


def test_it_is_filed_in_a_case_with_what_is_wrong_with_it(case: Play, cut: Path) -> None:
    seq = stored(case, cut)
    _, held = find_case(ORGAN, case.ref).at(seq, RecordingStored)
    assert (held.playable, held.whole, held.duration_ms) == (False, False, None)
    assert held.noticed.startswith("不能播放：")
    with pytest.raises(BadInputError, match="不能播放"):
        case.do("zhou", "shots.marked", recording=seq, marks=[{"item": "identity", "at_ms": 0}])


def test_one_that_is_sent_to_the_case_at_once_is_kept_too(case: Play, cut: Path) -> None:
    case.to("case.opened")
    sha256 = receive([cut.read_bytes()], name=cut.name, by=case.people["zhou"]).sha256
    done = case.do("zhou", "recording.stored", file=sha256, started=BEGAN, device="A-07")
    assert body_of(done.entry).playable is False  # type: ignore[attr-defined]


def test_a_copy_of_a_recording_must_still_be_one_that_plays(case: Play, cut: Path) -> None:
    sha256 = receive([cut.read_bytes()], name=cut.name, by=case.people["zhou"]).sha256
    with pytest.raises(BadInputError, match="不完整"):
        case.do("zhou", "copy.derived", of=stored(case, cut), file=sha256, **REPAIRED)


def test_what_others_repaired_is_registered_as_a_copy_beside_the_original(case: Play, cut: Path, clip: Path) -> None:
    sha256 = receive([clip.read_bytes()], name="修复.mp4", by=case.people["zhou"]).sha256
    done = case.do("zhou", "copy.derived", of=stored(case, cut), file=sha256, **REPAIRED)
    copy = body_of(done.entry)
    assert isinstance(copy, CopyDerived)
    assert (copy.original_sha256, copy.own) == (hashlib.sha256(cut.read_bytes()).hexdigest(), False)
    with pytest.raises(BadInputError) as refused:
        case.do("zhou", "copy.derived", of=copy.of, file=sha256, **REPAIRED | {"what": "masked", "hidden": "面部"})
    assert "修复所得按片段登记" in refused.value.fields["what"]


def test_what_cannot_be_played_is_never_wiped_from_the_card(case: Play, cut: Path, tmp_path: Path) -> None:
    card = tmp_path / "card"
    card.mkdir()
    cut.rename(card / cut.name)
    (done,) = Docking(case.people["zhou"], device="A-07", wipe=True).read(card)
    assert (done.state, done.wiped, (card / cut.name).exists()) == ("taken", "kept", True)
    assert "缺少录像的索引" in done.said
    assert "保留存储卡" in done.remedy


def test_hostile_files_are_kept_or_refused_in_words(case: Play, clip: Path, tmp_path: Path) -> None:
    for path in hostile(clip, tmp_path):
        try:
            held = taken(case, path, started=BEGAN)
        except LiuhenError as refused:
            assert refused.remedy  # both ends are told apart below
        else:
            assert held.file.size == path.stat().st_size


def test_a_film_cut_within_its_index_is_kept_as_well(case: Play, clip: Path, tmp_path: Path) -> None:
    data = clip.read_bytes()
    (tmp_path / "一.mp4").write_bytes(data[: data.rindex(b"moov") + 40])
    assert not taken(case, tmp_path / "一.mp4", started=BEGAN).playable
    (tmp_path / "二.mov").write_bytes(box(b"wide") + (0).to_bytes(4, "big") + b"mdat" + bytes(2_000))
    assert "缺少录像的索引" in taken(case, tmp_path / "二.mov", started=BEGAN).noticed
