"""Watching over TLS under a host name: seek, pin and write down by keyboard, on an original and on its copy."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserType, Page, expect

from house.installation import Installation
from house.over_tls import serving_over_tls, trusting
from liuhen.kernel.clock import BEIJING
from media.clips import rewrapped
from media.conftest import clip
from web.browser import Person
from web.clients import PARTY

__all__ = ["clip"]

HOST = "liuhen.test"
CLUE = {"source": "complaint", "summary": "超量开药", "violation": "超量开药", **PARTY}
TIME = "document.querySelector('video').currentTime"


@pytest.fixture
def person(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], installation: Installation, tmp_path: Path
) -> Iterator[Person]:
    demo = installation.copied_to(tmp_path / "data")
    assert demo.run("tls", "init", "--name", HOST).returncode == 0
    told = {"data": demo.data, "home": tmp_path / "home", "hosts": f"MAP {HOST} 127.0.0.1"}
    with (
        serving_over_tls(demo, log=tmp_path / "serve.log") as port,
        trusting(browser_type, browser_type_launch_args, **told) as browser,
    ):
        page = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}).new_page()
        yield Person(page, f"https://{HOST}:{port}").sign_in("zhoumingyuan")


def store(person: Person, file: Path) -> str:
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    told = {"file": file, "started": started, "stage": "other", "device": "A-07", "late_reason": "跨零点"}
    person.act("recording.stored", told)
    expect(person.page.locator(".notice--green").first).to_contain_text("已记入第", timeout=60_000)
    found = re.search(r"第 (\d+) 条", person.page.locator(".notice--green").first.inner_text())
    assert found
    return found[1]


def pin(page: Page) -> None:
    """Pin two things at their seconds by keyboard, take one back, and record what is left."""
    expect(page.locator("video[data-player]")).to_be_visible(timeout=60_000)
    page.wait_for_function("() => document.querySelector('video').readyState >= 2", timeout=60_000)
    page.keyboard.press("1")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => Math.abs({TIME} - 5) < 0.2")
    page.keyboard.press("2")
    page.keyboard.press("3")
    new = page.locator("[data-new] li")
    expect(new).to_have_count(3)
    new.last.get_by_role("button", name="撤销").click()
    expect(new).to_have_count(2)
    page.get_by_role("button", name="记入要点").click()
    done = page.locator(".marking__part").last.locator(".marking__done li")
    expect(done).to_have_text([re.compile(r"0:00\s+现场环境"), re.compile(r"0:0[45].*涉案物品及特征、其他证据")])


def test_marks_and_words_are_set_by_keyboard_on_original_and_copy(person: Person, clip: Path, tmp_path: Path) -> None:
    page = person.page
    person.register(CLUE)
    original = store(person, clip)
    person.open(f"/recordings/{original}")
    expect(page.get_by_text("播放的就是存入时的原文件")).to_be_visible()
    pin(page)
    page.get_by_role("link", name="边听边写").click()
    page.focus("#f-text")
    for key in ("F8", "Alt+1"):
        page.keyboard.press(key)
    page.keyboard.type("请出示证件")
    page.keyboard.press("Enter")
    page.keyboard.type("好的")
    page.get_by_role("button", name="记入文字记录").click()
    expect(page.locator("[data-spoken] li")).to_have_count(2)
    page.locator("[data-find-words]").fill("证件")
    expect(page.locator("[data-spoken] li:visible")).to_have_count(1)
    copied = store(person, rewrapped(clip, tmp_path / "monitor.ts", "mpegts"))
    person.open(f"/recordings/{copied}")
    expect(page.get_by_text("现在播放的是转码副本")).to_be_visible(timeout=60_000)
    pin(page)
    person.open()
    track = page.locator(".timeline").first
    track.get_by_role("button", name="放大时间轴").first.click()
    wide = track.locator(".timeline__view--wide svg")
    assert float((wide.get_attribute("viewBox") or "").split()[2]) > 1_000
    track.locator(".timeline__view--wide a[data-ms]").first.click(position={"x": 30, "y": 10})
    page.wait_for_url(re.compile(rf"/recordings/({original}|{copied})"))
