"""The wizard: who has the code sets up an empty installation once; everybody else finds nothing there."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from liuhen.people.models import Organ
from liuhen.upkeep import setup_code

ENTERED = {
    "organ.name": "江汉湖区医疗保障局（示例）",
    "organ.region": "武汉市江汉湖区（示例）",
    "organ.mark": "江医保",
    "pack": "wuhan-ybj",
    "basis": "关于启用的通知（示例）",
    "sysadmin.name": "冯一鸣",
    "sysadmin.department": "信息中心",
    "sysadmin.account": "fengyiming",
    "security.name": "蒋宁",
    "security.department": "办公室",
    "security.account": "jiangning",
    "auditor.name": "沈默言",
    "auditor.department": "机关党委",
    "auditor.account": "shenmoyan",
    "case.word": "案",
    "case.first": "1",
    "notice.word": "告",
    "notice.first": "1",
    "decision.word": "罚",
    "decision.first": "1",
    "service.word": "送",
    "service.first": "1",
}


@pytest.fixture
def code(db: None, tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty installation as `serve` starts it."""
    del db
    settings.LIUHEN_DATA = tmp_path
    settings.LIUHEN_ORIGINALS = tmp_path / "originals"
    settings.LIUHEN_PAPERS = tmp_path / "papers"
    settings.LIUHEN_ORIGINALS.mkdir()
    monkeypatch.setenv("LIUHEN_SETUP", "1")
    return setup_code.issue(tmp_path)


@pytest.fixture
def admitted(code: str) -> Client:
    client = Client()
    assert client.post("/setup", {"code": code}).status_code == 302
    return client


@pytest.mark.parametrize("path", ["/", "/sign-in", "/cases", "/verification", "/api/cases", "/nowhere", "/office"])
def test_an_empty_installation_sends_everybody_to_its_wizard(code: str, path: str) -> None:
    answer: Any = Client().get(path)
    assert (answer.status_code, answer.url) == (302, "/setup")


def test_health_and_the_page_about_trust_stay(code: str) -> None:
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/trust").status_code == 200


def test_without_the_code_there_is_no_form(code: str) -> None:
    client = Client()
    page = client.get("/setup").content.decode()
    assert "安装码" in page
    assert "organ.name" not in page
    assert client.post("/setup", {"code": "aaaa-bbbb-cccc"}).status_code == 403
    assert "organ.name" not in client.get("/setup").content.decode()


def test_a_form_sent_without_the_code_founds_nothing(code: str) -> None:
    assert Client().post("/setup", ENTERED).status_code == 403
    assert not Organ.objects.exists()


def test_guessing_ends_after_a_few_tries_even_for_the_right_code(code: str) -> None:
    client = Client()
    for at in range(setup_code.MOST_TRIES):
        client.post("/setup", {"code": f"guess-{at}"})
    answer = client.post("/setup", {"code": code})
    assert answer.status_code == 403
    assert "重新启动服务" in answer.content.decode()


def test_a_session_let_in_by_an_older_code_is_let_in_no_more(admitted: Client, tmp_path: Path) -> None:
    setup_code.issue(tmp_path)
    assert "organ.name" not in admitted.get("/setup").content.decode()


def test_the_wizard_makes_the_organ_and_shows_the_first_codes_once(admitted: Client, tmp_path: Path) -> None:
    answer = admitted.post("/setup", ENTERED)
    page = answer.content.decode()
    assert answer.status_code == 200, page
    shown = re.findall(r"data-first-code>([^<]+)<", page)
    assert len(set(shown)) == 3
    assert Organ.objects.get().name == ENTERED["organ.name"]
    assert all(one in (tmp_path / "keys" / "initial-codes.txt").read_text("utf-8") for one in shown)


def test_afterwards_the_wizard_is_a_page_that_does_not_exist(admitted: Client) -> None:
    admitted.post("/setup", ENTERED)
    assert admitted.get("/setup").status_code == 404
    assert admitted.post("/setup", ENTERED).status_code == 404
    assert Organ.objects.count() == 1
    assert "/sign-in" in admitted.get("/").headers["Location"]


def test_an_installation_that_was_not_started_empty_has_no_wizard(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LIUHEN_SETUP", raising=False)
    assert Client().get("/setup").status_code == 404
    assert Client().post("/setup", {"code": "x"}).status_code == 404


def test_nothing_typed_is_lost_when_something_is_missing(admitted: Client) -> None:
    picture = SimpleUploadedFile("印章.png", b"\x89PNG\r\n\x1a\n not really")
    told = {**ENTERED, "auditor.account": "", "seal": "行政处罚专用章", "picture": picture}
    answer = admitted.post("/setup", told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "安全审计员账号：请填写" in page
    assert all(f'value="{told[name]}"' in page for name in ("organ.name", "security.account", "seal"))
    assert "已经收到“印章.png”" in page
    assert not Organ.objects.exists()


def test_one_person_for_two_offices_is_refused_beside_the_field(admitted: Client) -> None:
    answer = admitted.post("/setup", {**ENTERED, "auditor.account": "jiangning"})
    assert answer.status_code == 422
    assert "与安全员的账号相同" in answer.content.decode()


def test_a_picture_that_is_too_large_is_refused_when_it_is_chosen(admitted: Client) -> None:
    large = SimpleUploadedFile("印章.png", bytes(300 * 1024))
    answer = admitted.post("/setup", {"file-of": "picture", "picture": large})
    assert "wrong" in answer.json()


def test_markup_in_a_name_stays_text(admitted: Client) -> None:
    answer = admitted.post("/setup", {**ENTERED, "organ.name": "<b>局</b>", "pack": ""})
    assert "<b>局" not in answer.content.decode()
