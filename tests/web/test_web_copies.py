"""The page of copies: plan, follow, look, answer for it; every look is in the journal, and nothing typed is lost."""

import json
from pathlib import Path

import pytest

from liuhen.access.models import JournalRow
from liuhen.jobs.worker import drain
from liuhen.process.case.models import Recording
from media.clips import picture
from web.clients import Desk
from web.test_web_recordings import page, store

KEY = {"at_ms": 0, "x": 1_000, "y": 1_000, "width": 3_000, "height": 3_000}
ASKED = {
    "key": "one",
    "what": "masked",
    "start": "0:00",
    "end": "0:02",
    "boxes": json.dumps([{"from_ms": 0, "to_ms": 2_000, "how": "opaque", "keys": [KEY]}]),
    "mutes": "[]",
    "hidden": "证件号码",
    "purpose": "publicity",
}


@pytest.fixture
def address(handler: Desk, tmp_path: Path) -> str:
    """The page of copies of two seconds of picture."""
    return store(handler, picture(tmp_path / "现场.mp4", "libx264", "mp4", size=(320, 180), frames=3)) + "/copies"


def journal() -> list[str]:
    return list(JournalRow.objects.filter(act="recording.play").order_by("seq").values_list("subject", flat=True))


def test_a_masked_copy_is_made_looked_at_and_entered(handler: Desk, address: str) -> None:
    draft = handler.client.post(address, ASKED)["Location"]
    assert "等待制作" in page(handler, draft)
    drain(worker="t")
    assert handler.get(f"{draft}/progress").json() == {"state": "made", "percent": 100}
    shown = page(handler, draft)
    assert "这是副本，不是原件" in shown
    assert handler.client.post(draft, {"checked": "no"}).status_code == 422
    assert (
        handler.client.post(draft, {"checked": "yes", "hidden": "证件号码", "purpose": "publicity"}).status_code == 302
    )
    listed = page(handler, address)
    assert "遮盖副本 0:00 至 0:02" in listed
    assert handler.get(draft).status_code == 404
    seq = Recording.objects.get().seq + 1
    before = journal()
    answer = handler.get(f"/cases/{handler.ref}/copies/{seq}/file?download=1")
    assert b"".join(answer.streaming_content)[4:8] == b"ftyp"
    assert journal()[len(before) :] == [f"{handler.ref} 现场（遮盖副本 0.00 至 0.02，副本）.mp4（下载）"]


def test_a_slip_is_told_and_what_was_typed_stays(handler: Desk, address: str) -> None:
    answer = handler.client.post(address, ASKED | {"end": "0:99", "boxes": "[", "start": "半分钟"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "无法读取" in shown
    assert "起点：请写成 分:秒" in shown
    assert 'value="半分钟"' in shown
    assert 'value="证件号码"' in shown


def test_a_draft_can_be_thrown_away(handler: Desk, address: str) -> None:
    draft = handler.client.post(address, ASKED)["Location"]
    assert handler.client.post(draft, {"do": "discard"})["Location"] == address
    drain(worker="t")
    assert handler.get(draft).status_code == 404
