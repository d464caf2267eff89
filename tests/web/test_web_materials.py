"""Recordings as they are handed out: the original bytes, by ranges, each look written down first."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
from liuhen.web import looks
from web.clients import Desk


@pytest.fixture
def video(tmp_path: Path) -> bytes:
    began = datetime.now(BEIJING) - timedelta(minutes=5)
    return make_sample(tmp_path / "a.mp4", seconds=2, started=began, title="示例").read_bytes()


@pytest.fixture
def recording(handler: Desk, video: bytes) -> str:
    """The address of a recording just stored."""
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    sent = SimpleUploadedFile("A07 现场.mp4", video, content_type="text/plain")
    fields = {"file": sent, "started": started, "stage": "other", "device": "A-07", "opening_statement": "yes"}
    assert handler.act("recording.stored", fields).status_code == 302
    return f"/cases/{handler.ref}/recordings/2"


def read(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_recording_comes_back_bit_for_bit(handler: Desk, recording: str, video: bytes) -> None:
    answer = handler.get(f"{recording}/file")
    assert read(answer) == video
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("video/mp4", "bytes")
    assert answer["Content-Disposition"].startswith("inline")


def test_a_player_gets_the_stretch_it_asks_for(handler: Desk, recording: str, video: bytes) -> None:
    answer = handler.client.get(f"{recording}/file", headers={"Range": "bytes=100-199"})
    assert answer.status_code == 206
    assert read(answer) == video[100:200]
    assert answer["Content-Range"] == f"bytes 100-199/{len(video)}"


def test_a_stretch_outside_the_file_is_refused(handler: Desk, recording: str, video: bytes) -> None:
    answer = handler.client.get(f"{recording}/file", headers={"Range": f"bytes={len(video)}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(video)}")


def journal() -> list[tuple[str, str]]:
    return list(JournalRow.objects.values_list("act", "subject"))


def look(page: str) -> str:
    """The mark of the look that a page carries."""
    return re.findall(r'data-look="([^"]+)"', page)[0]


def test_a_look_is_written_down_once_and_not_for_each_stretch(handler: Desk, recording: str) -> None:
    mark = look(handler.get(recording).content.decode())
    for stretch in ("bytes=0-", "bytes=500-", "bytes=900-999"):
        read(handler.client.get(f"{recording}/file?look={mark}", headers={"Range": stretch}))
    handler.get(f"{recording}?look={mark}")
    assert journal() == [("recording.play", f"{handler.ref} A07 现场.mp4")]


def test_a_stretch_asked_for_without_its_page_is_a_look_of_its_own(handler: Desk, recording: str) -> None:
    for stretch in ("bytes=0-", "bytes=500-"):
        read(handler.client.get(f"{recording}/file", headers={"Range": stretch}))
    assert len(journal()) == 2


def test_taking_the_file_away_is_written_down_also_during_a_look(handler: Desk, recording: str) -> None:
    mark = look(handler.get(recording).content.decode())
    read(handler.get(f"{recording}/file?look={mark}&download=1"))
    assert journal()[-1] == ("recording.play", f"{handler.ref} A07 现场.mp4（下载）")


def test_a_look_is_nobody_elses_and_at_nothing_else(handler: Desk, recording: str, sits: Callable[[str], Desk]) -> None:
    mark = look(handler.get(recording).content.decode())
    for desk in (sits("chenguodong"), handler):
        read(desk.get(f"{recording}/file?look={mark + 'x' * (desk is handler)}"))
    assert len(journal()) == 3


def test_a_look_does_not_last_for_ever(handler: Desk, recording: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mark = look(handler.get(recording).content.decode())
    monkeypatch.setattr(looks, "LASTS", -1)
    read(handler.get(f"{recording}/file?look={mark}"))
    assert len(journal()) == 2


def test_nothing_is_played_to_who_may_not_see_the_case(recording: str, sits: Callable[[str], Desk]) -> None:
    assert sits("dingwei").get(f"{recording}/file").status_code == 404
    assert sits("fengyiming").get(recording).status_code == 404


def test_the_page_of_a_recording_names_its_digests(handler: Desk, recording: str, video: bytes) -> None:
    page = handler.get(recording).content.decode()
    assert "播放的就是存入时的原文件" in page
    assert "A07 现场.mp4" in page
    assert sha256(video).hexdigest() in page
