"""The making of a copy goes on where it was interrupted, and ends with the same copy as if it had not been."""

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import pytest

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media import derived, reels
from liuhen.media.copying import make_copy
from liuhen.media.packets import opened
from liuhen.media.probe import probe
from media.clips import cut, rewrapped


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reels, "PIECE", 2)


class SwitchedOffError(Exception):
    """The power went."""


def copied(original: Path, demuxer: str, folder: Path, *, off_at: int = 101) -> Path:
    def said(percent: int) -> None:
        if percent > off_at:
            raise SwitchedOffError

    folder.mkdir(exist_ok=True)
    make_copy(lambda: opened(original, demuxer), folder / "a.copy", folder, duration_ms=6_000, said=said)
    return folder / "a.copy"


def shown(copy: Path) -> list[tuple[Fraction, bytes]]:
    """Return the second of each picture and what it shows, in little."""
    with av.open(str(copy)) as file:
        return [
            (round(frame.time or 0, 3), bytes(frame.reformat(64, 16, "gray").planes[0]))
            for frame in file.decode(video=0)
        ]


def heard(copy: Path) -> list[float]:
    with av.open(str(copy)) as file:
        return [round(frame.time or 0, 3) for frame in file.decode(audio=0)]


@pytest.mark.parametrize(("container", "demuxer"), [("mpegts", "mpegts"), ("matroska", "matroska")])
def test_an_interrupted_making_goes_on_where_it_stopped(
    clip: Path, tmp_path: Path, container: str, demuxer: str
) -> None:
    original = rewrapped(clip, tmp_path / "a", container)
    whole = copied(original, demuxer, tmp_path / "whole")
    with pytest.raises(SwitchedOffError):
        copied(original, demuxer, tmp_path / "again", off_at=80)
    kept = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "again").glob("*.mp4")}
    assert sorted(kept) == ["0000.mp4", "0001.mp4", "sound.mp4"]
    again = copied(original, demuxer, tmp_path / "again")
    assert {name: (tmp_path / "again" / name).stat().st_mtime_ns for name in kept} == kept
    assert shown(again) == shown(whole)
    assert heard(again) == heard(whole)
    assert len(shown(again)) == 90


@pytest.mark.parametrize(
    ("container", "demuxer", "options"),
    [
        ("mpegts", "mpegts", {}),
        ("matroska", "matroska", {"live": "1"}),
        ("mp4", "mov", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}),
        ("mp4", "mov", {"movflags": "faststart"}),
    ],
)
def test_of_half_a_recording_a_copy_is_made_that_plays_as_far_as_it_goes(
    clip: Path, tmp_path: Path, container: str, demuxer: str, options: dict[str, str]
) -> None:
    whole = rewrapped(clip, tmp_path / "whole", container, **options)
    half = cut(whole, tmp_path / "half", keep=whole.stat().st_size * 2 // 3)
    before = half.read_bytes()
    assert not probe(half, name="half").plays_in_browser
    assert 20 < len(shown(copied(half, demuxer, tmp_path / "out"))) < 90
    assert half.read_bytes() == before


def test_pieces_in_which_nothing_was_recorded_are_no_end(interrupted: Path, tmp_path: Path) -> None:
    copy = copied(interrupted, "mov", tmp_path / "out")
    seconds = [float(at) for at, _grey in shown(copy)]
    assert (tmp_path / "out" / "0003.none").exists()
    assert not [at for at in seconds if 4.1 < at < 8.9]
    assert (seconds == sorted(seconds), seconds[-1] > 11) == (True, True)


def test_what_is_finished_is_kept_until_the_copy_is_there_or_cannot_be(tmp_path: Path) -> None:
    digest = "ab" * 32
    pieces = tmp_path / "ab" / digest / derived.PIECES

    def tried(error: Exception | None) -> bool:
        with derived.keeping_pieces(tmp_path, digest):
            (pieces / "0000.mp4").touch()
            if error:
                raise error
        return True

    def left(after: Callable[[], bool]) -> bool:
        with suppress(UnusableError, BadInputError):
            after()
        return (pieces / "0000.mp4").exists()

    assert left(lambda: tried(UnusableError("磁盘满")))
    assert not left(lambda: tried(BadInputError("不能解码")))
    assert not left(lambda: tried(None))
