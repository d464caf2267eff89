"""The page of a recording: what plays, how far a copy has come, its pictures, and who may see them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.access.models import JournalRow
from liuhen.jobs.worker import drain
from liuhen.kernel.clock import BEIJING
from liuhen.media import derived
from liuhen.media.samples import make_sample
from liuhen.process.case.models import Recording
from media.clips import cut, picture, rewrapped, tone
from media.stills import photo
from web.clients import Desk

PARTS = ("", "/file", "/copy", "/preview", "/pictures/poster", "/pictures/shots", "/pictures/sleeve")


def store(desk: Desk, file: Path) -> str:
    """Store a recording as a form does; return the address of its page."""
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    sent = SimpleUploadedFile(file.name, file.read_bytes())
    fields = {"file": sent, "started": started, "stage": "other", "device": "A-07", "opening_statement": "yes"}
    assert desk.act("recording.stored", fields).status_code == 302
    return f"/cases/{desk.ref}/recordings/{Recording.objects.latest('seq').seq}"


def page(desk: Desk, address: str) -> str:
    return str(desk.get(address).content.decode())


@pytest.fixture
def old(handler: Desk, tmp_path: Path) -> str:
    """A recording that no browser plays."""
    return store(handler, picture(tmp_path / "旧机.avi", "mpeg4", "avi", size=(320, 180), frames=3))


@pytest.fixture
def video(handler: Desk, tmp_path: Path) -> str:
    began = datetime.now(BEIJING) - timedelta(minutes=5)
    clip = make_sample(tmp_path / "A07.mp4", seconds=12, started=began, title="示例", gap=(4, 9))
    return store(handler, clip)


def test_what_no_browser_plays_is_not_offered_until_its_copy_is_there(handler: Desk, old: str) -> None:
    shown = page(handler, old)
    assert "正在制作预览" in shown
    assert "<video" not in shown
    assert handler.get(f"{old}/copy").status_code == 404


def test_a_copy_says_that_it_is_one_and_that_the_original_is_unchanged(handler: Desk, old: str) -> None:
    drain(worker="t")
    shown = page(handler, old)
    assert "现在播放的是转码副本" in shown
    assert "原件没有改动" in shown
    assert f"{old}/copy?look=" in shown
    answer = handler.get(f"{old}/copy")
    assert (answer.status_code, answer["Content-Type"]) == (200, "video/mp4")
    assert b"".join(answer.streaming_content)[4:8] == b"ftyp"


def test_the_making_can_be_followed(handler: Desk, old: str) -> None:
    digest = Recording.objects.get().sha256
    derived.tell(settings.LIUHEN_DERIVED, digest, "look", derived.Progress(state="working", percent=42))
    assert handler.get(f"{old}/preview").json() == {
        "part": "look",
        "complete": False,
        "state": "working",
        "percent": 42,
    }
    assert "42%" in page(handler, old)
    drain(worker="t")
    assert handler.get(f"{old}/preview").json()["complete"] is True


def test_what_could_not_be_made_says_so_and_can_be_tried_again(handler: Desk, old: str) -> None:
    root, digest = settings.LIUHEN_DERIVED, Recording.objects.get().sha256
    drain(worker="t")
    derived.folder(root, digest, "copy").rename(root / "gone")
    failed = derived.Progress(state="failed", said="内容不能解码。", remedy="请下载原件。")
    derived.tell(root, digest, "copy", failed)
    shown = page(handler, old)
    assert "转码副本没有做成" in shown
    assert "内容不能解码。" in shown
    assert handler.client.post(f"{old}/preview").url == old
    assert drain(worker="t") == 1
    assert "现在播放的是转码副本" in page(handler, old)


def test_what_nobody_makes_any_more_can_be_asked_for(handler: Desk, old: str) -> None:
    assert "现在制作" not in page(handler, old)
    drain(worker="t")
    settings.LIUHEN_DERIVED.rename(settings.LIUHEN_DERIVED.with_name("gone"))
    assert "现在制作" in page(handler, old)
    handler.client.post(f"{old}/preview")
    assert "现在制作" not in page(handler, old)
    assert drain(worker="t") == 2


def test_a_video_has_its_poster_its_row_of_pictures_and_its_gap(handler: Desk, video: str) -> None:
    drain(worker="t")
    shown = page(handler, video)
    assert 'aria-label="跳到 00:01"' in shown
    assert "strip__gap" in shown
    assert "起，5 秒没有内容" in shown
    for name in ("poster", "shots", "sleeve"):
        answer = handler.get(f"{video}/pictures/{name}")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert handler.get(f"{video}/pictures/other").status_code == 404


def test_a_sound_recording_shows_how_loud_it_was(handler: Desk, tmp_path: Path) -> None:
    address = store(handler, tone(tmp_path / "询问.mp3", "libmp3lame", "mp3"))
    drain(worker="t")
    shown = page(handler, address)
    assert "<audio" in shown
    assert "data-wave" in shown
    assert "上一帧" not in shown


def test_a_photo_is_shown_as_it_was_stored(handler: Desk, tmp_path: Path) -> None:
    address = store(handler, photo(tmp_path / "现场.jpg", size=(640, 480)))
    drain(worker="t")
    shown = page(handler, address)
    assert "显示的就是存入时的原文件" in shown
    assert "拍摄" in shown
    assert "时长" not in shown
    assert handler.get(f"{address}/pictures/sleeve")["Content-Type"] == "image/jpeg"


def test_a_name_in_a_list_has_a_sign_until_its_picture_is_there(handler: Desk, video: str) -> None:
    answer = handler.get(f"{video}/pictures/sleeve")
    assert answer.status_code == 302
    assert answer.url.endswith("video.svg")


def test_pictures_go_with_the_look_and_the_sleeve_with_its_list(handler: Desk, video: str) -> None:
    drain(worker="t")
    handler.get(f"{video}/pictures/sleeve")
    assert JournalRow.objects.count() == 0
    mark = page(handler, video).split('data-look="')[1].split('"')[0]
    handler.get(f"{video}/pictures/shots?look={mark}")
    assert JournalRow.objects.count() == 1
    handler.get(f"{video}/pictures/shots")
    assert JournalRow.objects.count() == 2


def test_nothing_made_from_a_recording_is_shown_to_who_may_not_see_it(video: str, sits: Callable[[str], Desk]) -> None:
    drain(worker="t")
    for desk in map(sits, ("dingwei", "fengyiming", "shenmoyan")):
        assert {desk.get(video + part).status_code for part in PARTS} == {404}
        assert desk.client.post(f"{video}/preview").status_code == 404


def test_a_file_sent_ahead_of_its_form_is_taken_though_the_emptied_field_comes_too(
    handler: Desk, tmp_path: Path
) -> None:
    clip = tone(tmp_path / "询问.wav", "pcm_s16le", "wav", seconds=2)
    form = f"/cases/{handler.ref}/acts/recording.stored"
    sent = SimpleUploadedFile(clip.name, clip.read_bytes())
    told: Any = handler.send(form, {"file-of": "file", "file": sent}).json()
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    fields = {"file": ["", told["sha256"]], "started": started, "stage": "other", "device": "A-07"}
    assert handler.act("recording.stored", fields | {"opening_statement": "no"}).status_code == 302


def test_half_a_file_is_stored_as_it_is_and_its_page_says_so(handler: Desk, tmp_path: Path) -> None:
    clip = make_sample(tmp_path / "a.mp4", seconds=4, started=datetime.now(BEIJING), title="示例")
    half = cut(clip, tmp_path / "电池耗尽.mp4", keep=clip.stat().st_size // 2)
    shown = page(handler, store(handler, half))
    assert "文件不完整" in shown
    assert "没有补、没有改" in shown


def test_a_film_without_its_index_is_stored_and_nothing_is_tried_to_be_played(handler: Desk, tmp_path: Path) -> None:
    clip = make_sample(tmp_path / "a.mp4", seconds=2, started=datetime.now(BEIJING), title="示例")
    whole = rewrapped(clip, tmp_path / "whole.mp4", "mp4").read_bytes()
    (tmp_path / "断电.mp4").write_bytes(whole[: whole.rindex(b"moov") - 4])
    shown = page(handler, store(handler, tmp_path / "断电.mp4"))
    assert "不能播放：缺少录像的索引" in shown
    assert "<video" not in shown
    assert "制作预览" not in shown
    assert "下载原件" in shown
