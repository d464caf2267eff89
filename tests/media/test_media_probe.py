"""What a recording is comes from its content; what is missing or wrong is said, and what to do."""

import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import av
import pytest

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.media.embedded import embedded
from liuhen.media.probe import Probe, probe
from liuhen.media.store import receive
from media.bombs import stamped
from media.clips import SECONDS, cut, dated, picture, rewrapped, tone
from media.conftest import STARTED

CONTAINERS = [
    ("mp4", {}, "MP4", "video/mp4", True),
    ("mov", {}, "QuickTime（MOV）", "video/quicktime", True),
    ("3gp", {}, "3GP", "video/3gpp", True),
    ("matroska", {}, "Matroska（MKV）", "video/x-matroska", True),
    ("matroska", {"live": "1"}, "Matroska（MKV）", "video/x-matroska", False),
    ("mpegts", {}, "MPEG-TS", "video/mp2t", False),
    ("mp4", {"movflags": "frag_keyframe+empty_moov+default_base_moof"}, "MP4", "video/mp4", True),
]
SOUNDS = [
    ("pcm_s16le", "wav", "audio/wav", 44_100),
    ("libmp3lame", "mp3", "audio/mpeg", 44_100),
    ("aac", "adts", "audio/aac", 44_100),
    ("aac", "ipod", "audio/mp4", 44_100),
    ("libopus", "ogg", "audio/ogg", 48_000),
    ("flac", "flac", "audio/flac", 44_100),
    ("libopus", "webm", "audio/webm", 48_000),
    ("pcm_alaw", "wav", "audio/wav", 8_000),
    ("pcm_mulaw", "wav", "audio/wav", 8_000),
    ("libopencore_amrnb", "amr", "audio/AMR", 8_000),
]
PICTURES = [
    ("libx265", "mp4", "hevc", "MP4"),
    ("libx265", "mpegts", "hevc", "MPEG-TS"),
    ("libvpx", "webm", "vp8", "WebM"),
    ("libvpx-vp9", "webm", "vp9", "WebM"),
    ("mpeg4", "3gp", "mpeg4", "3GP"),
    ("libx264", "avi", "h264", "AVI"),
]


def refusal(path: Path, name: str = "现场.mp4") -> str:
    with pytest.raises(BadInputError) as refused:
        probe(path, name=name)
    assert refused.value.remedy
    return str(refused.value)


def test_a_recording_is_described(clip: Path) -> None:
    found = probe(clip, name="现场.mp4")
    video, audio = found.streams
    assert (found.kind, found.media_type, found.whole, found.disagreement) == ("video", "video/mp4", True, "")
    assert (video.codec, video.width, video.height, video.rate) == ("h264", 640, 360, "15")
    assert (audio.codec, audio.width, audio.rate) == ("aac", None, "48000")
    assert found.plays_in_browser


def test_the_length_and_the_device_time_are_those_of_the_file(clip: Path) -> None:
    found = probe(clip, name="现场.mp4")
    assert found.duration_ms is not None
    assert abs(found.duration_ms - SECONDS * 1000) < 50
    assert found.created == STARTED
    assert found.created.tzinfo is UTC


@pytest.mark.parametrize(("container", "options", "label", "media_type", "whole"), CONTAINERS)
def test_every_container_is_recognised(
    clip: Path, tmp_path: Path, container: str, options: dict[str, str], label: str, media_type: str, whole: bool
) -> None:
    found = probe(rewrapped(clip, tmp_path / "clip", container, **options), name="clip")
    assert (found.container, found.media_type, found.whole) == (label, media_type, whole)
    assert found.duration_ms is not None
    assert abs(found.duration_ms - SECONDS * 1000) < 150
    assert found.gaps == ()


@pytest.mark.parametrize(("codec", "container", "media_type", "rate"), SOUNDS)
def test_sound_alone_is_a_sound_recording(
    tmp_path: Path, codec: str, container: str, media_type: str, rate: int
) -> None:
    found = probe(tone(tmp_path / "tone", codec, container, rate=rate), name="tone")
    assert (found.kind, found.media_type) == ("audio", media_type)
    assert found.duration_ms is not None
    assert abs(found.duration_ms - SECONDS * 1000) < 150


@pytest.mark.parametrize(("coder", "container", "codec", "label"), PICTURES)
def test_every_way_of_coding_pictures_is_known(
    tmp_path: Path, coder: str, container: str, codec: str, label: str
) -> None:
    found = probe(picture(tmp_path / "a", coder, container, size=(160, 96)), name="a")
    assert (found.container, found.streams[0].codec, found.streams[0].width) == (label, codec, 160)
    assert (found.kind, found.gaps) == ("video", ())


def test_ten_hours_in_one_file_are_ten_hours(tmp_path: Path) -> None:
    found = probe(stamped(tmp_path / "a.mkv", [second * 1_000 for second in range(36_000)]), name="a.mkv")
    assert found.duration_ms is not None
    assert (abs(found.duration_ms - 36_000_000) <= 1_000, found.gaps) == (True, ())


def test_an_avi_of_an_old_recorder_is_read(tmp_path: Path) -> None:
    found = probe(picture(tmp_path / "old", "mpeg4", "avi", size=(320, 240), frames=5), name="old.avi")
    assert (found.container, found.duration_ms, found.streams[0].width) == ("AVI", 5000, 320)
    assert not found.plays_in_browser


def test_the_ending_of_the_name_is_not_believed_and_its_mistake_is_said(clip: Path, tmp_path: Path) -> None:
    found = probe(rewrapped(clip, tmp_path / "clip", "matroska"), name="现场.MP4")
    assert found.container == "Matroska（MKV）"
    assert found.disagreement == "文件名后缀为 .mp4，内容实为 Matroska（MKV）；已按内容认定，文件未作改动。"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "空文件"),
        ("周明远，何静，云杉门诊部。\n".encode() * 50, "文字"),
        ("周明远，何静，云杉门诊部。\n".encode("gb18030") * 50, "文字"),
        (b"\x7fELF\x02\x01\x01" + bytes(100), "可执行程序"),
        (bytes(5000), "零字节"),
        (bytes(range(256)) * 20, "无法识别"),
        (b"\xfe\xff\xff" * 500, "无法识别"),
        (b"\x00\x00\x01\xba" + bytes(100), "专有格式"),
        (b"\x00\x00\x00\x18ftypavif" + bytes(100), "AVIF"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "照片"),
        (b"RIFF\x00\x00\x01\x00WEBPVP8 " + bytes(100), "WebP"),
        (b"\xff\xfb", "损坏"),
        (b"\x1a\x45\xdf\xa3", "没有录像内容"),
        (b"OggS" + bytes(100), "损坏"),
        (b"RIFF\xff\xff\xff\x00AVI " + bytes(100), "不完整"),
        (b"\x00\x00\x00\x01ftyp" + bytes(100), "损坏"),
        (b"\x00\x00\x00\x08moov", "损坏"),
    ],
)
def test_what_is_no_recording_is_refused_with_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert says in refusal(tmp_path / "file")


def test_a_zip_named_as_a_recording_is_refused_and_the_kinds_that_are_taken_are_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "现场.mp4", "w") as packed:
        packed.writestr("现场.txt", "x")
    said = refusal(tmp_path / "现场.mp4")
    assert "压缩包" in said
    assert "MP4" in said
    assert "JPEG" in said


def test_an_encrypted_recording_is_refused(clip: Path, tmp_path: Path) -> None:
    secret = {"encryption_scheme": "cenc-aes-ctr", "encryption_key": "0" * 32, "encryption_kid": "1" * 32}
    assert "加密" in refusal(rewrapped(clip, tmp_path / "clip", "mp4", **secret))


@pytest.mark.parametrize("name", ["playlist.m3u8", "现场.mp4"])
def test_no_file_makes_the_reader_open_another(tmp_path: Path, name: str) -> None:
    (tmp_path / "list").write_text("#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n")
    assert "文字" in refusal(tmp_path / "list", name)


@pytest.mark.parametrize(("codec", "container"), [("libx264", "mpegts")])
def test_a_picture_beyond_any_recorder_is_refused_before_it_takes_memory(
    tmp_path: Path, codec: str, container: str
) -> None:
    assert "画面尺寸" in refusal(picture(tmp_path / "bomb", codec, container, size=(8192, 5120)))


def test_a_file_that_cannot_be_read_is_the_storage_s_fault(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="无法读取"):
        probe(tmp_path / "gone", name="现场.mp4")


def test_a_name_that_looks_like_an_address_stays_a_path(clip: Path, tmp_path: Path) -> None:
    odd = tmp_path / "http:" / "x?y#z %20.mp4"
    odd.parent.mkdir()
    odd.write_bytes(clip.read_bytes())
    assert probe(odd, name=odd.name).kind == "video"


def test_two_threads_probe_at_once(clip: Path) -> None:
    found: list[Probe] = []
    workers = [threading.Thread(target=lambda: found.append(probe(clip, name="a.mp4"))) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 4
    assert len(set(found)) == 1


def test_a_recording_is_looked_into_before_it_is_kept(clip: Path, tmp_path: Path) -> None:
    with clip.open("rb") as file, receive(file, root=tmp_path / "originals", name="现场.mp4") as arrival:
        assert probe(arrival.path, name=arrival.name).kind == "video"
        assert arrival.keep().path.read_bytes() == clip.read_bytes()


def test_a_device_that_wrote_no_time_is_not_given_one(tmp_path: Path) -> None:
    assert probe(tone(tmp_path / "tone", "pcm_s16le", "wav"), name="a.wav").created is None


def test_a_recorder_that_wrote_zero_wrote_no_time(clip: Path, tmp_path: Path) -> None:
    for created in ("", "1904-01-01T00:00:00Z"):
        found = probe(dated(clip, tmp_path / "clip", created=created), name="a.mkv")
        assert (found.created, found.noticed) == (None, "")


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_clock_that_was_never_set_is_kept_as_it_is_and_said(clip: Path, tmp_path: Path, year: int) -> None:
    found = probe(dated(clip, tmp_path / "clip", created=f"{year}-01-01T00:07:00Z"), name="a.mkv")
    assert found.created is None
    assert found.embedded.created == datetime(year, 1, 1, 0, 7, tzinfo=UTC)
    assert f"{year} 年" in found.noticed


def test_place_and_device_are_read_as_they_are_written() -> None:
    told = {"com.apple.quicktime.make": "云帆", "com.apple.quicktime.model": "YF-7\n", "location": "+30.5928+114.3055/"}
    found = embedded(told)
    assert (found.make, found.model, found.place) == ("云帆", "YF-7", ("30.5928", "114.3055"))
    assert embedded({"location": "+99.0+200.0/", "creation_time": "gestern"}) == embedded()


def test_a_cut_stream_of_packets_still_says_that_its_end_is_unknown(clip: Path, tmp_path: Path) -> None:
    stream = rewrapped(clip, tmp_path / "clip.ts", "mpegts")
    found = probe(cut(stream, tmp_path / "cut.ts", keep=stream.stat().st_size // 2), name="cut.ts")
    assert not found.whole


def test_the_probe_holds_only_exact_values(clip: Path) -> None:
    found = probe(clip, name="a.mp4")
    assert isinstance(found.duration_ms, int)
    assert found.created == datetime(2026, 11, 19, 1, 2, 3, tzinfo=UTC)
    assert hash(found)


def test_a_recording_without_a_packet_is_refused(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "empty"), "w", format="wav") as out:
        out.add_stream("pcm_s16le", rate=8000, layout="mono")
        out.start_encoding()
    assert "没有图像和声音的数据" in refusal(tmp_path / "empty")


def test_a_film_of_words_alone_is_no_recording(tmp_path: Path) -> None:
    with av.open(str(tmp_path / "words"), "w", format="matroska") as out:
        stream = out.add_stream("ass")
        stream.codec_context.subtitle_header = b"[Script Info]\n"
        packet = av.Packet(b"0,0,Default,,0,0,0,,words")
        packet.stream, packet.pts, packet.dts, packet.duration = stream, 0, 0, 1000
        out.mux(packet)
    assert "没有图像也没有声音" in refusal(tmp_path / "words")


@pytest.mark.parametrize("box", [b"\0\0\0\x08free", b"RIFF\x04\0\0\0WAVE"])
def test_a_file_of_endless_empty_boxes_is_given_up(tmp_path: Path, box: bytes) -> None:
    (tmp_path / "boxes").write_bytes(box * 200_001)
    assert "结构损坏" in refusal(tmp_path / "boxes")


def test_what_follows_the_last_box_and_is_not_understood_leaves_the_end_unknown(clip: Path, tmp_path: Path) -> None:
    (tmp_path / "more").write_bytes(clip.read_bytes() + b"\0\0\0\x10\xff\xfe\xfd\xfc" + bytes(8))
    assert not probe(tmp_path / "more", name="现场.mp4").whole


def test_a_container_without_picture_and_sound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"\x00\x00\x00\x10ftypisom\x00\x00\x00\x00\x00\x00\x00\x08moov")
    assert refusal(tmp_path / "empty")


def test_a_wav_still_being_written_does_not_say_how_long_it_is(tmp_path: Path) -> None:
    data = bytearray(tone(tmp_path / "tone", "pcm_s16le", "wav").read_bytes())
    data[4:8] = bytes(4)
    (tmp_path / "tone").write_bytes(data)
    assert not probe(tmp_path / "tone", name="询问.wav").whole
