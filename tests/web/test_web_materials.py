"""Recordings as they are handed out: the original bytes, by ranges, each look written down first."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
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


def test_a_look_is_written_down_once_and_not_for_each_stretch(handler: Desk, recording: str) -> None:
    for stretch in ("bytes=0-", "bytes=500-", "bytes=900-999"):
        read(handler.client.get(f"{recording}/file", headers={"Range": stretch}))
    rows = list(JournalRow.objects.values_list("name", "act"))
    assert rows == [("周明远", "recording.play")]


def test_nothing_is_played_to_who_may_not_see_the_case(recording: str, sits: Callable[[str], Desk]) -> None:
    assert sits("dingwei").get(f"{recording}/file").status_code == 404
    assert sits("fengyiming").get(recording).status_code == 404


def test_the_page_of_a_recording_names_its_digests(handler: Desk, recording: str) -> None:
    page = handler.get(recording).content.decode()
    assert "播放的就是存入时的原文件" in page
    assert "A07 现场.mp4" in page
