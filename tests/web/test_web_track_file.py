"""The time line as a file: words and legend in it, drawn without a browser, written down before it goes."""

import io
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from media.clips import tone
from web.clients import Desk

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def recorded(handler: Desk, tmp_path: Path) -> Desk:
    clip = tone(tmp_path / "<录音> & 1.wav", "pcm_s16le", "wav", seconds=3)
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    sent = SimpleUploadedFile("录音 & 1.wav", clip.read_bytes())
    told = {"file": sent, "started": started, "stage": "other", "device": "<笔> & 02", "opening_statement": "no"}
    assert handler.act("recording.stored", told).status_code == 302
    return handler


def taken(desk: Desk, kind: str) -> bytes:
    answer = desk.get(f"/cases/{desk.ref}/timeline/file?as={kind}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    return answer.content


def test_an_svg_needs_nothing_else_and_says_what_it_is(recorded: Desk) -> None:
    root = ET.fromstring(taken(recorded, "svg"))  # noqa: S314  # our own
    words = "".join(one.text or "" for one in root.iter(f"{SVG}text"))
    assert "音像时间轴" in words
    assert "<笔> & 02" in words
    assert "原始文件 1 个，SHA-256 与 SM3 已记" in words
    assert "由本系统按已记入的音像记录绘制" in words
    assert not [one for one in root.iter() if one.tag in (f"{SVG}image", f"{SVG}script", f"{SVG}a")]


def test_a_picture_and_a_page_are_set_from_it(recorded: Desk) -> None:
    with Image.open(io.BytesIO(taken(recorded, "png"))) as picture:
        assert picture.width == 2000
    with pikepdf.open(io.BytesIO(taken(recorded, "pdf"))) as pages:
        assert len(pages.pages) == 1
        box = pages.pages[0].mediabox
        assert box[2] > box[3]


def test_each_file_that_goes_is_one_line_of_the_journal(recorded: Desk) -> None:
    taken(recorded, "svg")
    row = JournalRow.objects.filter(act="timeline.export").get()
    assert row.subject.startswith(recorded.ref)
    assert row.subject.endswith("（SVG）")


@pytest.mark.parametrize(("query", "status"), [("as=gif", 422), ("track=none", 404)])
def test_what_there_is_not_is_refused_kindly(recorded: Desk, query: str, status: int) -> None:
    answer = recorded.get(f"/cases/{recorded.ref}/timeline/file?{query}")
    assert answer.status_code in {status, 400}
    assert not JournalRow.objects.filter(act="timeline.export").exists()
