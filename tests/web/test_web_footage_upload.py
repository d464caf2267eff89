"""What has come in pieces becomes an upload, at once or by a job; and a recording of the footage room."""

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from liuhen.jobs.worker import drain
from liuhen.kernel.errors import BadInputError
from liuhen.media.transfers import CHECKING, DONE, REFUSED
from liuhen.people.officers import Officer, officer_of_account
from liuhen.process.case import transfers
from liuhen.process.case.models import Upload
from media.conftest import clip
from web.clients import Desk

__all__ = ["clip"]

DATA = b"what a camera wrote" * 100


@pytest.fixture
def by(bureau: None) -> Officer:
    return officer_of_account("zhoumingyuan")


def brought(by: Officer, data: bytes, name: str = "a.mp4", **told: Any) -> transfers.Transfer:
    one = transfers.begin(by=by, name=name, size=len(data), **told)
    transfers.add(one, io.BytesIO(data).read, at=0)
    return one


def original(data: bytes) -> Path:
    sha256 = hashlib.sha256(data).hexdigest()
    return Path(settings.LIUHEN_ORIGINALS) / sha256[:2] / sha256


@pytest.fixture
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transfers, "IN_BACKGROUND", 1)


@pytest.mark.usefixtures("all_is_large")
def test_a_large_file_is_read_back_by_a_job(by: Officer) -> None:
    one = transfers.settled(brought(by, DATA))
    assert (one.state, original(DATA).exists()) == (CHECKING, False)
    assert transfers.settled(one).state == CHECKING
    assert drain(worker="test") == 1
    assert transfers.find(one.id, by=by).state == DONE
    assert original(DATA).read_bytes() == DATA
    assert Upload.objects.get().by == by.id


@pytest.mark.usefixtures("all_is_large")
def test_a_large_file_that_is_not_what_was_sent_is_refused_by_the_job(by: Officer) -> None:
    one = transfers.settled(brought(by, DATA, sha256="0" * 64))
    drain(worker="test")
    refused = transfers.find(one.id, by=by)
    assert (refused.state, "校验值不一致" in refused.trouble) == (REFUSED, True)
    assert not original(DATA).exists()


def test_what_came_whole_is_ended_by_who_asks_next_where_nobody_got_to_the_end(by: Officer) -> None:
    one = brought(by, DATA)
    assert not original(DATA).exists()
    assert transfers.settled(one).state == DONE
    assert transfers.settled(one).found[0] == hashlib.sha256(DATA).hexdigest()


def test_a_digest_that_is_none_is_refused(by: Officer) -> None:
    with pytest.raises(BadInputError, match="SHA-256"):
        brought(by, DATA, sha256="nonsense")


def test_what_was_brought_is_taken_into_the_footage_room_once(
    sits: Callable[[str], Desk], by: Officer, clip: Path
) -> None:
    data = clip.read_bytes()
    transfers.settled(brought(by, data, name="现场.mp4"))
    told = {"sha256": hashlib.sha256(data).hexdigest(), "device": "A-07", "modified": "1795000000000"}
    page = sits("zhoumingyuan").client
    first = page.post("/footage/upload", told).json()
    assert (first["number"] > 0, first["known"]) == (True, "")
    again = page.post("/footage/upload", told).json()
    assert (again["number"], "收入" in again["known"]) == (first["number"], True)


def test_what_was_never_brought_or_is_no_recording_is_said(sits: Callable[[str], Desk], by: Officer) -> None:
    page = sits("zhoumingyuan").client
    missing = page.post("/footage/upload", {"sha256": "0" * 64})
    assert (missing.status_code, "没有收到" in missing.json()["wrong"]) == (422, True)
    transfers.settled(brought(by, DATA))
    odd = page.post("/footage/upload", {"sha256": hashlib.sha256(DATA).hexdigest()})
    assert (odd.status_code, bool(odd.json()["wrong"])) == (422, True)


def test_the_page_is_for_who_may_take_recordings_in(sits: Callable[[str], Desk]) -> None:
    assert "选择文件夹" in sits("zhoumingyuan").get("/footage/upload").content.decode()
    assert sits("fengyiming").get("/footage/upload").status_code == 403
