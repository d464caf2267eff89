"""Files arrive as the body of a request: whole, readable and named, or not at all."""

from pathlib import Path

import pytest

from api.caller import Caller
from liuhen.kernel.digests import Digests
from liuhen.media.places import where
from liuhen.people.officers import Officer
from liuhen.process.case.models import Recording, Upload
from process.bureau import Play, page


def stored(house: Path) -> list[Path]:
    return [path for path in (house / "originals").rglob("*") if path.is_file()]


def test_a_file_is_kept_under_its_digest(people: dict[str, Officer], house: Path) -> None:
    data = page()
    status, body = Caller("zhou").upload(data, name="𠮷䶮 签名页.pdf")
    assert (status, body["size"], body["name"]) == (200, len(data), "𠮷䶮 签名页.pdf")
    assert body["sha256"] == Digests.of(data).sha256
    assert where(house / "originals", body["sha256"]).read_bytes() == data


def test_an_empty_file_is_refused(people: dict[str, Officer]) -> None:
    status, body = Caller("zhou").upload(b"")
    assert status == 422
    assert "文件是空的" in body["message"]


def test_a_file_cut_on_its_way_is_refused(people: dict[str, Officer], house: Path) -> None:
    before = stored(house)
    status, body = Caller("zhou").upload(page(), declared="999999")
    assert status == 422
    assert "只收到" in body["message"]
    assert stored(house) == before


def test_more_than_declared_is_not_read(people: dict[str, Officer]) -> None:
    data = page()
    status, body = Caller("zhou").upload(data, declared="10")
    assert (status, body["size"]) == (200, 10)


@pytest.mark.parametrize("declared", ["-5", "many", "", "9" * 40, "٣"])
def test_an_unreadable_length_breaks_nothing(people: dict[str, Officer], declared: str) -> None:
    status, _ = Caller("zhou").upload(page(), declared=declared)
    assert status in (200, 422)


def test_too_large_a_file_is_refused_and_not_kept(people: dict[str, Officer], house: Path, settings: object) -> None:
    settings.LIUHEN_UPLOAD_LIMIT = 100  # type: ignore[attr-defined]
    before = stored(house)
    status, body = Caller("zhou").upload(b"x" * 101)
    assert status == 422
    assert "超过大小上限" in body["message"]
    assert stored(house) == before


@pytest.mark.parametrize("name", ["", "x" * 201, "a\x00b.pdf", "页\u202efdp.exe", "../../etc/passwd", "a\\b", "a\nb"])
def test_a_name_that_nobody_can_read_is_refused(people: dict[str, Officer], name: str) -> None:
    status, body = Caller("zhou").upload(page(), name=name)
    assert (status, list(body["fields"])) == (422, ["name"])
    assert not Upload.objects.exists()


def test_the_same_file_twice_is_one_file(people: dict[str, Officer], house: Path) -> None:
    first, again = Caller("zhou").upload(page("二")), Caller("zhou").upload(page("二"))
    assert first == again
    assert Upload.objects.count() == 1


def recording(digest: str) -> dict[str, object]:
    return {"file": digest, "started": "2026-11-20T09:00:00+08:00", "device": "A-07"}


def test_a_file_that_somebody_else_brought_cannot_be_claimed(case: Play) -> None:
    case.to("case.opened")
    digest = Caller("he").upload(page())[1]["sha256"]
    status, body = Caller("zhou").act("recording.stored", recording(digest), no=case.ref)
    missing = Caller("zhou").act("recording.stored", recording("0" * 64), no=case.ref)
    assert (status, body) == missing
    assert body["fields"] == {"file": "请重新选择文件上传"}


def test_a_paper_is_no_recording(case: Play) -> None:
    case.to("case.opened")
    digest = Caller("zhou").upload(page(), name="现场.mp4")[1]["sha256"]
    status, body = Caller("zhou").act("recording.stored", recording(digest), no=case.ref)
    assert status == 422
    assert "不是音像文件" in body["message"]


@pytest.mark.parametrize("junk", [b"hello", b"\x00" * 4096])
def test_what_is_of_no_known_kind_is_no_recording(case: Play, junk: bytes) -> None:
    case.to("case.opened")
    digest = Caller("zhou").upload(junk, name="现场.mp4")[1]["sha256"]
    status, body = Caller("zhou").act("recording.stored", recording(digest), no=case.ref)
    assert status == 422
    assert body["remedy"]


def test_a_recording_that_cannot_be_played_is_kept_as_it_came(case: Play, house: Path) -> None:
    case.to("case.opened")
    broken = b"\x00\x00\x00\x18ftypmp42" + b"\xff" * 200
    digest = Caller("zhou").upload(broken, name="现场.mp4")[1]["sha256"]
    status, _ = Caller("zhou").act("recording.stored", recording(digest), no=case.ref)
    assert status == 200
    row = Recording.objects.get(sha256=digest)
    assert where(house / "originals", digest).read_bytes() == broken
    assert (row.duration_ms, row.size) == (None, len(broken))


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "F" * 64, "0" * 63])
def test_a_digest_is_a_digest(case: Play, digest: str) -> None:
    case.to("case.opened")
    status, body = Caller("zhou").act("recording.stored", recording(digest), no=case.ref)
    assert (status, list(body["fields"])) == (422, ["form.file"])
