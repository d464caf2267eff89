"""What is made to look at and to play: right pictures at the right seconds, upright, bounded, from any kind of file."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import pytest

from liuhen.kernel.errors import BadInputError
from liuhen.media import apart
from liuhen.media.apart import InterruptedMakingError, TooMuchError, limits_for, make_apart
from liuhen.media.derived import COPIES, POSTER, SHOTS, SLEEVE, Copy, Look, Part
from liuhen.media.jpegs import fitted
from liuhen.media.shots import MOST, moments
from media.clips import SECONDS, cut, picture, repeated, rewrapped, scene, tone, turned
from media.stills import heic, photo

Make = Callable[..., Path]
UNPLAYABLE = [
    ("hevc.mp4", lambda clip, to: recoded(clip, to, "libx265", "mp4")),
    ("mjpeg.avi", lambda clip, to: recoded(clip, to, "mjpeg", "avi", pixels="yuvj420p")),
    ("mpeg4.3gp", lambda clip, to: recoded(clip, to, "mpeg4", "3gp")),
    ("h264-422.mp4", lambda clip, to: recoded(clip, to, "libx264", "mp4", pixels="yuv422p10le")),
    ("h264.ts", lambda clip, to: rewrapped(clip, to, "mpegts")),
    ("h264.mkv", lambda clip, to: rewrapped(clip, to, "matroska")),
]


def recoded(clip: Path, to: Path, codec: str, container: str, *, pixels: str = "yuv420p") -> Path:
    """Encode the pictures of a clip anew; its sound is left out."""
    quiet = {"x265-params": "log-level=error"} if codec == "libx265" else {}
    with av.open(str(clip)) as source, av.open(str(to), "w", format=container) as out:
        stream = out.add_stream(codec, rate=15, options={"preset": "ultrafast"} | quiet)
        stream.width, stream.height, stream.pix_fmt = 320, 180, pixels
        for frame in source.decode(video=0):
            small = frame.reformat(width=320, height=180, format=pixels)
            small.pts, small.time_base = frame.pts, frame.time_base
            out.mux(stream.encode(small))
        out.mux(stream.encode(None))
    return to


def made(part: Part, original: Path, folder: Path) -> dict[str, object]:
    folder.mkdir(exist_ok=True)
    limits = limits_for(part, duration_ms=SECONDS * 1000)
    return make_apart(part, original, folder, limits=limits, said=lambda _: None)


def look(original: Path, folder: Path) -> Look:
    return Look.model_validate(made("look", original, folder))


def size_of(path: Path) -> tuple[int, int]:
    with av.open(str(path)) as file:
        return file.streams.video[0].width, file.streams.video[0].height


def test_a_video_gives_a_poster_a_sleeve_and_a_row_of_pictures(clip: Path, tmp_path: Path) -> None:
    seen = look(clip, tmp_path / "out")
    assert (seen.kind, seen.plays, seen.frame_us) == ("video", True, 66_667)
    assert [abs(found - wanted) < 70 for found, wanted in zip(seen.shots, (1_000, 3_000, 5_000), strict=True)] == [
        True
    ] * 3
    assert size_of(tmp_path / "out" / POSTER) == (640, 360)
    assert size_of(tmp_path / "out" / SLEEVE) == (144, 80)
    assert size_of(tmp_path / "out" / SHOTS) == (3 * seen.shot_width, seen.shot_height)


def test_no_picture_lies_in_a_gap(interrupted: Path, tmp_path: Path) -> None:
    seen = look(interrupted, tmp_path / "out")
    assert not [moment for moment in seen.shots if 4_100 < moment < 8_900]


def test_a_long_recording_has_no_more_pictures_than_fit(clip: Path, tmp_path: Path) -> None:
    long = repeated(clip, tmp_path / "long.ts", times=30)
    seen = look(long, tmp_path / "out")
    assert len(seen.shots) == MOST
    assert seen.shots == sorted(seen.shots)
    assert seen.duration_ms
    assert seen.shots[-1] > seen.duration_ms * 9 // 10


def test_a_recording_taken_upright_is_shown_upright(clip: Path, tmp_path: Path) -> None:
    up = turned(clip, tmp_path / "up.mp4")
    seen = look(up, tmp_path / "out")
    assert size_of(tmp_path / "out" / POSTER) == (360, 640)
    assert size_of(tmp_path / "out" / SLEEVE) == (60, 108)
    assert seen.shot_height == 108
    assert seen.shot_width < seen.shot_height
    made("copy", up, tmp_path / "copy")
    assert size_of(tmp_path / "copy" / COPIES["video/mp4"]) == (360, 640)


@pytest.mark.parametrize(("turn", "size"), [(False, (640, 480)), (True, (480, 640))])
def test_a_photo_gives_a_poster_and_a_sleeve(tmp_path: Path, turn: bool, size: tuple[int, int]) -> None:
    seen = look(photo(tmp_path / "a.jpg", size=(640, 480), turned=turn), tmp_path / "out")
    assert (seen.kind, seen.plays, seen.duration_ms) == ("photo", True, None)
    assert size_of(tmp_path / "out" / POSTER) == size


def test_a_photo_of_a_phone_that_no_browser_shows_gets_a_copy(tmp_path: Path) -> None:
    original = heic(tmp_path / "a.heic", size=(640, 480))
    assert not look(original, tmp_path / "look").plays
    copy = Copy.model_validate(made("copy", original, tmp_path / "copy"))
    assert copy.media_type == "image/jpeg"
    with av.open(str(tmp_path / "copy" / COPIES["image/jpeg"])) as file:
        (shown,) = file.decode(video=0)
    assert (shown.width, shown.height) == (640, 480)
    assert abs(max(bytes(shown.planes[0])) - 213) < 5  # light grey, as it was taken


def test_silence_can_be_told_from_sound(clip: Path, tmp_path: Path) -> None:
    silent = look(tone(tmp_path / "a.mp3", "libmp3lame", "mp3"), tmp_path / "silent")
    with av.open(str(clip)) as source, av.open(str(tmp_path / "b.m4a"), "w", format="ipod") as out:
        twin = out.add_stream_from_template(source.streams.audio[0])
        for packet in source.demux(audio=0):
            if packet.dts is not None:
                packet.stream = twin
                out.mux(packet)
    heard = look(tmp_path / "b.m4a", tmp_path / "heard")
    assert max(silent.peaks) == 0
    assert max(heard.peaks) > 5
    assert len(heard.peaks) == SECONDS * 10


@pytest.mark.parametrize(("name", "make"), UNPLAYABLE, ids=[name for name, _ in UNPLAYABLE])
def test_what_no_browser_plays_gets_a_copy_of_the_same_length(
    clip: Path, tmp_path: Path, name: str, make: Make
) -> None:
    original = make(clip, tmp_path / name)
    assert not look(original, tmp_path / "look").plays
    copy = Copy.model_validate(made("copy", original, tmp_path / "copy"))
    path = tmp_path / "copy" / COPIES["video/mp4"]
    assert copy.size == path.stat().st_size
    with av.open(str(path)) as played:
        assert [stream.codec_context.name for stream in played.streams.video] == ["h264"]
        assert played.streams.video[0].pix_fmt == "yuv420p"
        assert abs(Fraction(played.duration or 0, av.time_base) - SECONDS) < Fraction(1, 5)
    head = path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")


@pytest.mark.parametrize("kind", [("libopencore_amrnb", "amr", 8_000), ("pcm_alaw", "wav", 8_000)])
def test_sound_that_no_browser_plays_gets_a_copy_too(tmp_path: Path, kind: tuple[str, str, int]) -> None:
    codec, container, rate = kind
    original = tone(tmp_path / "a", codec, container, rate=rate)
    assert not look(original, tmp_path / "look").plays
    copy = Copy.model_validate(made("copy", original, tmp_path / "copy"))
    assert copy.media_type == "audio/mp4"
    with av.open(str(tmp_path / "copy" / COPIES["audio/mp4"])) as played:
        assert abs(Fraction(played.duration or 0, av.time_base) - SECONDS) < Fraction(1, 5)


def test_a_copy_keeps_the_seconds_of_an_interrupted_original(interrupted: Path, tmp_path: Path) -> None:
    original = rewrapped(interrupted, tmp_path / "a.mkv", "matroska")
    made("copy", original, tmp_path / "copy")
    with av.open(str(tmp_path / "copy" / COPIES["video/mp4"])) as played:
        stamps = [frame.time for frame in played.decode(video=0) if frame.time is not None]
    assert not [second for second in stamps if 4.1 < second < 8.9]
    assert stamps[-1] > 11


def test_a_copy_of_pictures_that_all_stand_alone_does_not_stay_as_large(clip: Path, tmp_path: Path) -> None:
    made("copy", rewrapped(clip, tmp_path / "a.ts", "mpegts"), tmp_path / "copy")
    with av.open(str(tmp_path / "copy" / COPIES["video/mp4"])) as played:
        alone = [packet.is_keyframe for packet in played.demux(video=0) if packet.size]
    assert len(alone) == SECONDS * 15
    assert sum(alone) < 5


def test_a_large_picture_is_made_smaller_and_a_small_one_never_larger() -> None:
    assert fitted(3840, 2160, most=(1280, 720)) == (1280, 720)
    assert fitted(640, 360, most=(1280, 720)) == (640, 360)
    assert fitted(720, 576, most=(1280, 720), aspect=Fraction(16, 15)) == (768, 576)


def test_pictures_are_wanted_in_the_middle_of_equal_stretches() -> None:
    assert moments(6_000) == [1_000, 3_000, 5_000]
    assert moments(500) == [250]
    assert len(moments(3_600_000)) == MOST


def test_progress_only_grows(clip: Path, tmp_path: Path) -> None:
    said: list[int] = []
    limits = limits_for("copy", duration_ms=SECONDS * 1000)
    make_apart("copy", rewrapped(clip, tmp_path / "a.ts", "mpegts"), tmp_path, limits=limits, said=said.append)
    assert said == sorted(said)
    assert len(said) > 10


def test_pictures_too_large_for_the_memory_end_their_process_only(tmp_path: Path) -> None:
    original = picture(tmp_path / "large.mp4", "libx264", "mp4", size=(7_000, 4_000))
    limits = replace(limits_for("look", duration_ms=0), memory=280 << 20)
    with pytest.raises(BadInputError) as refused:
        make_apart("look", original, tmp_path, limits=limits, said=lambda _: None)
    assert "可以下载" in refused.value.remedy
    assert look(original, tmp_path / "out").width == 1260


def test_a_recording_that_takes_too_long_to_decode_is_given_up(clip: Path, tmp_path: Path) -> None:
    original = repeated(clip, tmp_path / "long.ts", times=20)
    limits = replace(limits_for("copy", duration_ms=0), processor=2)
    with pytest.raises(TooMuchError, match="用时"):
        make_apart("copy", original, tmp_path, limits=limits, said=lambda _: None)


def test_a_copy_that_grows_too_large_is_given_up(clip: Path, tmp_path: Path) -> None:
    original = rewrapped(clip, tmp_path / "a.ts", "mpegts")
    limits = replace(limits_for("copy", duration_ms=0), file=50_000)
    with pytest.raises(BadInputError, match="大小上限"):
        make_apart("copy", original, tmp_path, limits=limits, said=lambda _: None)


def test_a_process_that_says_nothing_is_given_up(clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "SILENT", -1)
    with pytest.raises(TooMuchError, match="没有进展"):
        made("look", clip, tmp_path / "out")


def test_a_making_that_is_asked_to_stop_stops(clip: Path, tmp_path: Path) -> None:
    limits = limits_for("copy", duration_ms=0)
    with pytest.raises(InterruptedMakingError):
        make_apart("copy", clip, tmp_path, limits=limits, said=lambda _: None, stopping=lambda: True)


def test_where_somebody_speaks_at_the_beginning_is_marked(tmp_path: Path) -> None:
    seen = look(scene(tmp_path / "a.mp4", seconds=12, hush=(4, 8)), tmp_path / "out")
    assert [[round(at, -3) for at in span] for span in seen.speech] == [[0, 4_000], [8_000, 12_000]]
    assert (seen.speech_by, seen.heard_ms) == ("level", 12_000)
    silent = look(tone(tmp_path / "a.wav", "pcm_alaw", "wav", rate=8_000), tmp_path / "silent")
    assert silent.speech == []


@pytest.mark.parametrize("keep", [0, 40, 5_000])
def test_damaged_bytes_are_said_in_words(clip: Path, tmp_path: Path, keep: int) -> None:
    with pytest.raises(BadInputError) as refused:
        made("look", cut(clip, tmp_path / "cut.mp4", keep=keep), tmp_path / "out")
    assert refused.value.remedy


def test_damage_in_the_middle_is_passed_over(clip: Path, tmp_path: Path) -> None:
    whole = rewrapped(clip, tmp_path / "a.ts", "mpegts").read_bytes()
    middle = len(whole) // 2 // 188 * 188
    spoilt = whole[: middle + 4] + bytes(180) + whole[middle + 184 :]
    (tmp_path / "b.ts").write_bytes(spoilt)
    assert len(look(tmp_path / "b.ts", tmp_path / "out").shots) == 3
