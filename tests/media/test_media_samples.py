"""A sample says that it is one, carries its clock, and plays in a browser."""

from datetime import UTC, datetime
from pathlib import Path

import av
import pytest

from liuhen.kernel.errors import UnusableError
from liuhen.media.captions import captions
from liuhen.media.samples import make_sample

AT = datetime(2026, 11, 19, 1, 2, 3, tzinfo=UTC)


def test_the_same_sample_has_the_same_bytes(tmp_path: Path) -> None:
    made = [make_sample(tmp_path / name, seconds=2, started=AT, title="现场检查").read_bytes() for name in ("a", "b")]
    assert made[0] == made[1]


def test_another_moment_makes_another_picture() -> None:
    one, other = captions(title="现场检查", started=AT, seconds=2)
    assert bytes(one.planes[0]) != bytes(other.planes[0])


def test_the_index_comes_first_so_that_a_browser_plays_while_it_loads(clip: Path) -> None:
    data = clip.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_title_says_that_it_is_a_sample(clip: Path) -> None:
    with av.open(str(clip)) as container:
        assert container.metadata["title"] == "现场检查 云杉门诊部（示例）"


def test_pictures_move(clip: Path) -> None:
    with av.open(str(clip)) as container:
        frames = [bytes(frame.planes[0]) for frame in container.decode(video=0)]
    assert len(frames) == 6 * 15
    assert len(set(frames)) == len(frames)


def test_sound_is_there(clip: Path) -> None:
    with av.open(str(clip)) as container:
        loud = [max(bytes(frame.planes[0])) for frame in container.decode(audio=0)]
    assert len(loud) > 6 * 40
    assert max(loud) > 0


@pytest.mark.parametrize(("seconds", "gap"), [(0, None), (5, (3, 3)), (5, (4, 6)), (5, (-1, 2))])
def test_a_sample_that_makes_no_sense_is_a_mistake(tmp_path: Path, seconds: int, gap: tuple[int, int] | None) -> None:
    with pytest.raises(ValueError, match="not a sample"):
        make_sample(tmp_path / "clip.mp4", seconds=seconds, started=AT, title="现场检查", gap=gap)


def test_a_moment_without_a_zone_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="时区"):
        make_sample(tmp_path / "clip.mp4", seconds=1, started=datetime(2026, 11, 19), title="现场检查")  # noqa: DTZ001


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="没有生成"):
        make_sample(tmp_path / "nowhere" / "clip.mp4", seconds=1, started=AT, title="现场检查")


def test_a_machine_without_a_chinese_face_draws_no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("liuhen.media.captions.FACES", ("A Face Nobody Has",))
    with pytest.raises(UnusableError, match="中文字体"):
        captions(title="现场检查", started=AT, seconds=1)
