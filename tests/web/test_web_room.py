"""A form with a file on a disk without room: the file is refused at its first byte, what was typed is kept."""

from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.kernel.clock import BEIJING
from liuhen.media import space
from liuhen.media.space import GIB, MIB
from web.clients import CHECKED, Desk


def free(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(space.shutil, "disk_usage", lambda _path: SimpleNamespace(total=100 * GIB, free=size))


def stored(handler: Desk, size: int) -> Any:
    started = datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M")
    sent = SimpleUploadedFile("a.mp4", b"\x00" * size, content_type="video/mp4")
    fields = {"file": sent, "started": started, "stage": "other", "device": "A-07", "opening_statement": "no"}
    return handler.act("recording.stored", fields)


def test_a_file_without_room_is_refused_in_words_and_the_form_stays_filled(
    handler: Desk, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    settings.FILE_UPLOAD_TEMP_DIR = str(incoming)
    free(monkeypatch, 5 * GIB + 3 * MIB)
    answer = stored(handler, 2 * MIB)  # there would be room for one, not for the file as it comes and as it is kept
    page = answer.content.decode()
    assert "文件没有收下" in page
    assert "存储空间不足" in page
    assert 'value="A-07"' in page
    assert list(incoming.iterdir()) == []


def test_a_form_without_a_file_goes_through_below_the_reserve(handler: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    free(monkeypatch, GIB)
    assert handler.act("clue.checked", CHECKED).status_code == 302
