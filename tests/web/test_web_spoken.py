"""声音文字记录: written beside the player, shown under it, found by a word, and taken as captions."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from liuhen.process.case.models import Recording
from media.clips import tone
from web.clients import Desk

LINES = "[00:00] 周明远：请核对账册\n[00:01] 许某：核对过了"


@pytest.fixture
def sound(handler: Desk, tmp_path: Path) -> int:
    clip = tone(tmp_path / "询问.wav", "pcm_s16le", "wav", seconds=3)
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    sent = SimpleUploadedFile(clip.name, clip.read_bytes())
    told = {"file": sent, "started": started, "stage": "interview", "device": "录音笔 02", "opening_statement": "no"}
    assert handler.act("recording.stored", told).status_code == 302
    return Recording.objects.latest("seq").seq


def shown(desk: Desk, seq: int) -> str:
    return desk.get(f"/cases/{desk.ref}/recordings/{seq}").content.decode()


def looks() -> int:
    return JournalRow.objects.filter(act="recording.play").count()


def test_the_form_opens_with_the_player_and_is_one_look(handler: Desk, sound: int) -> None:
    before = looks()
    page = handler.get(f"/cases/{handler.ref}/acts/transcript.made?of={sound}").content.decode()
    assert "data-dictation" in page
    assert f"/recordings/{sound}/file?look=" in page
    assert looks() == before + 1


def test_what_was_written_is_shown_line_by_line_under_the_player(handler: Desk, sound: int) -> None:
    answer = handler.act("transcript.made", {"of": str(sound), "text": LINES, "watching": str(sound)})
    assert answer["Location"].endswith(f"/recordings/{sound}")
    page = shown(handler, sound)
    assert '<button class="spoken__at" type="button" data-seek="1.000"' in page
    assert "<strong>许某</strong>　核对过了" in page


def test_the_captions_go_with_the_look_and_alone_are_one(handler: Desk, sound: int) -> None:
    handler.act("transcript.made", {"of": str(sound), "text": LINES})
    before = looks()
    answer = handler.get(f"/cases/{handler.ref}/recordings/{sound}/captions")
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert "<v 周明远>请核对账册" in answer.content.decode()
    assert looks() == before + 1


def test_a_recording_of_which_nothing_was_written_has_empty_captions(handler: Desk, sound: int) -> None:
    assert handler.get(f"/cases/{handler.ref}/recordings/{sound}/captions").content == b"WEBVTT\n"


def test_a_subtitle_file_is_taken_over(handler: Desk, sound: int) -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\n许某：十九笔\n".encode("gb18030")
    handler.act("transcript.made", {"of": str(sound), "text": "", "file": SimpleUploadedFile("现场.srt", srt)})
    assert "<strong>许某</strong>　十九笔" in shown(handler, sound)


def test_slips_are_told_by_their_line_and_nothing_is_lost(handler: Desk, sound: int) -> None:
    answer = handler.act("transcript.made", {"of": str(sound), "text": "[00:01] 甲：有\n[00:02] 乙："})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "第 2 行：这一句没有内容" in page
    assert "[00:01] 甲：有" in page
    assert "data-dictation" in page


def test_labels_open_with_what_the_recording_says(handler: Desk, sound: int) -> None:
    page = handler.get(f"/cases/{handler.ref}/acts/recording.marked?of={sound}").content.decode()
    assert "录制（设备 录音笔 02）" in page
    handler.act("recording.marked", {"of": str(sound), "proves": "当事人承认十九笔"})
    assert "当事人承认十九笔" in shown(handler, sound)
