"""现场采集 on the server: the page anybody may keep, what a phone takes along, and what it brings back."""

import hashlib
import json
import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from liuhen.access.models import JournalRow
from liuhen.kernel import clock
from liuhen.ledger import body_of, entries
from liuhen.media.samples import make_sample
from liuhen.office.in_force import in_force
from liuhen.people.officers import Officer, officer_of_account
from liuhen.process.case.models import Recording
from liuhen.process.case.uploads import receive
from liuhen.process.footage.models import Footage
from liuhen.queries.capturing import storing_days
from web.clients import Desk

ADDRESS = "/capture/recordings"


@pytest.fixture
def me(handler: Desk) -> Officer:
    del handler
    return officer_of_account("zhoumingyuan")


@pytest.fixture
def clip(tmp_path: Path) -> bytes:
    began = clock.now() - timedelta(minutes=5)
    return make_sample(tmp_path / "录像.mp4", seconds=3, started=began, title="示例").read_bytes()


@pytest.fixture
def told(me: Officer, clip: bytes) -> dict[str, Any]:
    """What a phone says of a film whose bytes have arrived."""
    receive(iter([clip]), name="录像.mp4", by=me)
    began = clock.now() - timedelta(minutes=5)
    return {
        "id": uuid.uuid4().hex,
        "person": me.id,
        "sha256": hashlib.sha256(clip).hexdigest(),
        "name": "录像.mp4",
        "kind": "video",
        "started": began.isoformat(),
        "ended": (began + timedelta(seconds=3)).isoformat(),
        "offset_ms": 400,
        "device": "手机-周明远",
    }


def bring(desk: Desk, told: dict[str, Any]) -> Any:
    return desk.client.post(ADDRESS, json.dumps(told), content_type="application/json")


def known(desk: Desk) -> dict[str, Any]:
    found: dict[str, Any] = desk.get("/capture/known").json()
    return found


def test_the_page_is_the_same_for_everybody_and_names_nobody(handler: Desk) -> None:
    for path in ("/capture", "/capture/worker.js", "/capture/manifest"):
        mine, anybodys = handler.get(path), Client().get(path)
        assert mine.content == anybodys.content
        assert (anybodys.status_code, anybodys.cookies) == (200, {})


def test_only_this_page_may_use_camera_microphone_and_place(handler: Desk) -> None:
    here, elsewhere = Client().get("/capture"), handler.get("/")
    for device in ("camera", "microphone", "geolocation"):
        assert f"{device}=(self)" in here["Permissions-Policy"]
        assert f"{device}=()" in elsewhere["Permissions-Policy"]
    assert "wasm-unsafe-eval" in here["Content-Security-Policy"]
    assert "wasm-unsafe-eval" not in elsewhere["Content-Security-Policy"]


def test_the_phone_keeps_the_page_and_its_parts_and_nothing_else() -> None:
    script = Client().get("/capture/worker.js")
    kept = json.loads(re.findall(r"const KEPT = (\[.*\]);", script.content.decode())[0])
    assert {one for one in kept if not one.startswith("/static/")} == {"/capture", "/capture/manifest"}
    assert [one for one in kept if one.startswith("/static/") and not finders.find(one.removeprefix("/static/"))] == []
    assert script["Service-Worker-Allowed"] == "/capture"


def test_every_part_that_the_page_names_is_kept() -> None:
    page = Client().get("/capture").content.decode()
    script = Client().get("/capture/worker.js").content.decode()
    modules = [one.name for one in Path(str(finders.find("liuhen/capture/page.js"))).parent.glob("*.js")]
    named = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert [one for one in [*named, *modules] if one not in script] == []


def test_a_phone_takes_along_number_party_and_stage_of_its_person_s_cases(handler: Desk, me: Officer) -> None:
    found = known(handler)
    assert (found["person"], found["name"]) == (me.id, "周明远")
    assert [one["ref"] for one in found["cases"]] == [handler.ref]
    assert found["cases"][0].keys() == {"ref", "number", "kind", "party", "stage", "officers"}
    assert abs(found["now"] / 1000 - clock.now().timestamp()) < 60


def test_another_s_cases_stay_at_home(handler: Desk, sits: Callable[[str], Desk]) -> None:
    assert known(handler)["cases"]
    assert known(sits("hejing"))["cases"] == []


def test_who_films_nothing_takes_nothing_along(sits: Callable[[str], Desk]) -> None:
    answer = sits("fengyiming").get("/capture/known")
    assert (answer.status_code, answer.json()["message"]) == (403, "您的岗位不采集音像。")
    assert JournalRow.objects.filter(act="denied", allowed=False).exists()


def test_until_when_it_must_be_stored_says_the_rulebook_with_its_holidays(me: Officer) -> None:
    days = {one.day: one for one in storing_days(in_force(me.organ), date(2025, 9, 25))[""]}
    found = days[date(2025, 9, 30)]
    assert found.due == datetime(2025, 10, 10, 15, 59, 59, tzinfo=UTC)
    assert (found.exact, found.article) == (True, "武汉办法第二十六条第二款")


def test_a_year_without_a_published_arrangement_is_not_guessed(me: Officer) -> None:
    days = storing_days(in_force(me.organ), date(2027, 6, 1))[""]
    assert days == ()


def test_what_was_captured_lies_in_the_room_with_the_digest_of_the_capture(handler: Desk, told: dict[str, Any]) -> None:
    answer = bring(handler, told)
    assert answer.json() == {
        "sha256": told["sha256"],
        "footage": answer.json()["footage"],
        "ref": "",
        "seq": None,
        "trouble": "",
    }
    row = Footage.objects.get(seq=answer.json()["footage"])
    assert (row.way, row.sha256, row.clock_offset_ms, row.carrier_name) == ("capture", told["sha256"], 400, "周明远")


def test_filed_in_its_case_it_carries_check_marks_and_the_claim_of_the_opening(
    handler: Desk, told: dict[str, Any]
) -> None:
    at = (clock.now() - timedelta(minutes=6)).isoformat()
    check = {"at": at, "performance": True, "battery": 86, "storage": "41 GB", "clock": True, "note": ""}
    more = {"case": handler.ref, "opening": True, "check": check, "marks": [{"item": "scene", "at_ms": 900}]}
    answer = bring(handler, {**told, **more}).json()
    assert (answer["trouble"], answer["ref"]) == ("", handler.ref)
    row = Recording.objects.get(seq=answer["seq"])
    held = [one.kind for one in entries(dossier=row.dossier)]
    assert held[-3:] == ["device.checked", "recording.stored", "shots.marked"]
    assert row.opening_statement
    assert row.sha256 == told["sha256"]


def test_a_phone_that_lost_the_answer_asks_again_and_nothing_is_done_twice(handler: Desk, told: dict[str, Any]) -> None:
    told |= {"case": handler.ref, "marks": [{"item": "scene", "at_ms": 900}]}
    first, again = bring(handler, told).json(), bring(handler, told).json()
    assert first == again
    assert Recording.objects.count() == Footage.objects.count() == 1


def test_a_phone_whose_clock_runs_ahead_is_taken_as_it_says_and_its_offset_kept(
    handler: Desk, told: dict[str, Any]
) -> None:
    ahead = clock.now() + timedelta(minutes=7)
    answer = bring(handler, {**told, "started": ahead.isoformat(), "offset_ms": 420_000, "case": handler.ref}).json()
    assert answer["trouble"] == ""
    row = Recording.objects.get(seq=answer["seq"])
    assert abs(row.started - ahead) < timedelta(milliseconds=1)


def test_a_case_that_takes_nothing_more_does_not_cost_the_recording(handler: Desk, told: dict[str, Any]) -> None:
    answer = bring(handler, {**told, "case": "2026-9999"}).json()
    assert "没有找到这个案件" in answer["trouble"]
    assert (answer["seq"], Footage.objects.get(seq=answer["footage"]).sha256) == (None, told["sha256"])


def test_what_another_captured_is_not_taken(sits: Callable[[str], Desk], told: dict[str, Any]) -> None:
    answer = bring(sits("hejing"), told)
    assert (answer.status_code, answer.json()["message"]) == (422, "这份音像是另一账号采集的。")
    assert Footage.objects.count() == 0


def test_without_its_bytes_nothing_is_written(handler: Desk, told: dict[str, Any]) -> None:
    answer = bring(handler, {**told, "sha256": "0" * 64})
    assert (answer.status_code, answer.json()["message"]) == (422, "文件没有收到。")


def test_what_cannot_be_read_is_refused_in_words(handler: Desk, told: dict[str, Any]) -> None:
    for wrong in ({"id": "x"}, {"sha256": "short"}, {"kind": "disc"}, {"started": "昨天"}, {"more": 1}):
        answer = bring(handler, told | wrong)
        assert (answer.status_code, answer.json()["message"]) == (422, "手机送来的说明无法读取。"), wrong


def test_who_is_signed_out_is_asked_to_sign_in_and_comes_back_to_the_page() -> None:
    assert Client().get("/capture/known")["Location"].startswith("/sign-in?next=")
    assert Client().post(ADDRESS, b"{}", content_type="application/json").status_code == 302


def test_the_note_says_what_the_phone_knows_beside(handler: Desk, told: dict[str, Any]) -> None:
    away = [{"start": "2026-11-20T01:02:03Z", "end": "2026-11-20T01:02:33Z"}]
    answer = bring(
        handler, {**told, "cut": True, "place": "一楼收费处", "position": "30.58,114.27±9米", "away": away}
    ).json()
    entry = next(
        one for one in entries(organ=officer_of_account("zhoumingyuan").organ) if one.organ_seq == answer["footage"]
    )
    note = getattr(body_of(entry), "note")  # noqa: B009
    assert note.split("；") == [
        "地点：一楼收费处",
        "位置：30.58,114.27±9米",
        "录制中页面被关闭，保留到最后一段",
        "09:02:03 至 09:02:33 采集页面不在前台，可能没有画面",
    ]
