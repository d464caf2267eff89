"""A recording that was cut off is never taken for a whole one where its format lets that be known."""

import random
from pathlib import Path

import pytest

from liuhen.kernel.errors import BadInputError, LiuhenError
from liuhen.media.probe import probe
from media.clips import cut, rewrapped, tone


def told_of(path: Path, name: str = "现场.mp4") -> str:
    """Return what is said of a file that is not whole: why it is refused, or what is missing in it."""
    try:
        found = probe(path, name=name)
    except BadInputError as refused:
        assert refused.remedy
        return str(refused)
    assert not found.whole
    return found.noticed


TELLING = [
    ("mp4", {"movflags": "faststart"}),
    ("mp4", {}),
    ("mov", {}),
    ("mp4", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
    ("matroska", {}),
]


@pytest.mark.parametrize(("container", "options"), TELLING)
@pytest.mark.parametrize("missing", [1, 7, 100, 5000])
def test_missing_last_bytes_are_found(
    clip: Path, tmp_path: Path, container: str, options: dict[str, str], missing: int
) -> None:
    whole = rewrapped(clip, tmp_path / "whole", container, **options)
    assert "不完整" in told_of(cut(whole, tmp_path / "cut", keep=-missing))


@pytest.mark.parametrize(("container", "options"), TELLING)
def test_a_cut_anywhere_is_found(clip: Path, tmp_path: Path, container: str, options: dict[str, str]) -> None:
    whole = rewrapped(clip, tmp_path / "whole", container, **options)
    size = whole.stat().st_size
    for keep in random.Random(11).sample(range(64, size), 25):
        said = told_of(cut(whole, tmp_path / "cut", keep=keep))
        assert "不完整" in said or "无法读取" in said


@pytest.mark.parametrize(
    ("container", "options"), [*TELLING[:1], *TELLING[3:], ("mpegts", {}), ("matroska", {"live": "1"})]
)
def test_what_a_dead_battery_left_is_read_as_far_as_it_goes(
    clip: Path, tmp_path: Path, container: str, options: dict[str, str]
) -> None:
    whole = rewrapped(clip, tmp_path / "whole", container, **options)
    found = probe(cut(whole, tmp_path / "cut", keep=whole.stat().st_size * 2 // 3), name="clip")
    assert not found.whole
    assert found.duration_ms is not None
    assert 1_500 < found.duration_ms < 5_500
    assert [stream.kind for stream in found.streams] == ["video", "audio"]


def test_a_recording_whose_index_was_never_written_is_named_so(clip: Path, tmp_path: Path) -> None:
    whole = rewrapped(clip, tmp_path / "whole", "mp4")
    data = whole.read_bytes()
    (tmp_path / "cut").write_bytes(data[: data.rindex(b"moov") - 4])
    with pytest.raises(BadInputError, match="缺少录像的索引"):
        probe(tmp_path / "cut", name="现场.mp4")


def test_a_recording_up_to_the_end_of_the_file_is_found_short_by_its_packets(clip: Path, tmp_path: Path) -> None:
    data = bytearray(clip.read_bytes())
    place = data.index(b"mdat") - 4
    data[place : place + 4] = bytes(4)  # length unknown: up to the end
    (tmp_path / "open").write_bytes(data)
    assert not probe(tmp_path / "open", name="现场.mp4").whole
    (tmp_path / "cut").write_bytes(data[:-1000])
    assert "残缺" in told_of(tmp_path / "cut")


def test_fragments_missing_at_a_clean_edge_are_not_called_whole(clip: Path, tmp_path: Path) -> None:
    whole = rewrapped(clip, tmp_path / "whole", "mp4", movflags="frag_keyframe+empty_moov+default_base_moof")
    data = whole.read_bytes()
    (tmp_path / "cut").write_bytes(data[: data.rindex(b"moof") - 4])
    assert probe(whole, name="现场.mp4").whole
    assert not probe(tmp_path / "cut", name="现场.mp4").whole


@pytest.mark.parametrize("codec", ["pcm_s16le"])
def test_a_cut_sound_recording_is_found(tmp_path: Path, codec: str) -> None:
    whole = tone(tmp_path / "whole", codec, "wav")
    assert "不完整" in told_of(cut(whole, tmp_path / "cut", keep=-1), "询问.wav")


def test_padding_after_the_end_is_no_fault(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "padded").write_bytes(clip.read_bytes() + bytes(4096))
    assert probe(tmp_path / "padded", name="现场.mp4").whole


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_recording_is_read_or_refused_and_nothing_else(clip: Path, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    container, options = dice.choice([*TELLING, ("mpegts", {}), ("matroska", {"live": "1"})])
    data = bytearray(rewrapped(clip, tmp_path / "whole", container, **options).read_bytes())
    for _ in range(dice.choice([1, 5, 50])):
        data[dice.randrange(min(len(data), dice.choice([200, 20_000, len(data)])))] = dice.randrange(256)
    (tmp_path / "damaged").write_bytes(data)
    try:
        found = probe(tmp_path / "damaged", name="现场.mp4")
    except LiuhenError as refused:
        assert refused.remedy
    else:
        assert found.duration_ms is not None
