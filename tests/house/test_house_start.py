"""The product starts from nothing by its own commands, once, and says in Chinese when it cannot."""

import socket
import urllib.request
from http import HTTPStatus
from pathlib import Path

from playwright.sync_api import Page

from house.installation import Installation, Live


def test_a_started_product_is_ready(live: Live) -> None:
    with urllib.request.urlopen(f"{live.url}/healthz", timeout=10) as answer:  # noqa: S310  # loopback
        assert answer.status == HTTPStatus.OK


def test_the_sign_in_page_opens_in_a_browser_without_a_complaint(live: Live, page: Page) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("requestfailed", lambda request: said.append(request.url))
    page.goto(live.url)
    assert "留痕" in page.title()
    assert said == []


def test_no_page_asks_for_anything_from_another_machine(live: Live, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(live.url)
    assert [url for url in asked if not url.startswith((live.url, "data:"))] == []


def test_preparing_twice_changes_nothing(installation: Installation, tmp_path: Path) -> None:
    copy = installation.copied_to(tmp_path / "data")
    before = copy.run("verify", "--json").stdout
    assert copy.run("demo", "--prepare").returncode == 0
    assert copy.run("verify", "--json").stdout == before


def test_a_prepared_demo_verifies(installation: Installation) -> None:
    answer = installation.run("verify")
    assert answer.returncode == 0, answer.stdout
    assert "没有提供外部检查点" in answer.stdout


def test_a_port_in_use_is_said_in_one_sentence(installation: Installation) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = installation.run("serve", "--port", str(taken.getsockname()[1]))
    assert answer.returncode == 2
    assert "已被占用" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_help_is_in_chinese(installation: Installation) -> None:
    answer = installation.run("--help")
    assert answer.returncode == 0
    assert "数据目录" in answer.stdout
