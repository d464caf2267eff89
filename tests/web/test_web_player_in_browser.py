"""A recording no browser plays, from its upload to its last key: the real worker makes the copy, Chromium plays it."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from conftest import Live
from liuhen.kernel.clock import BEIJING
from media.clips import rewrapped
from media.conftest import clip
from web.browser import Person
from web.clients import PARTY

__all__ = ["clip"]

CLUE = {"source": "complaint", "summary": "超量开药", "violation": "超量开药", **PARTY}
TIME = "document.querySelector('video').currentTime"


@pytest.fixture
def stored(live: Live, page: Page, clip: Path, tmp_path: Path) -> Person:
    """A handler at the page of a recording just stored: MPEG-TS, which Chromium does not play."""
    person = Person(page, live.url).sign_in("zhoumingyuan")
    person.register(CLUE)
    started = (datetime.now(BEIJING) - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    file = rewrapped(clip, tmp_path / "监控.ts", "mpegts")
    person.act(
        "recording.stored",
        {"file": file, "started": started, "stage": "other", "device": "A-07", "late_reason": "跨零点"},
    )
    person.accepted()
    found = re.search(r"第 (\d+) 条", page.locator(".notice--green").first.inner_text())
    assert found
    person.open(f"/recordings/{found[1]}")
    return person


def test_a_copy_appears_by_itself_and_plays_by_keyboard(stored: Person) -> None:
    page = stored.page
    video = page.locator("video[data-player]")
    expect(video).to_be_visible(timeout=60_000)
    expect(page.get_by_text("现在播放的是转码副本")).to_be_visible()
    page.wait_for_function("() => document.querySelector('video').readyState >= 2")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => Math.abs({TIME} - 5) < 0.2")
    page.keyboard.press(",")
    page.wait_for_function(f"() => {TIME} < 4.96 && {TIME} > 4.8")
    page.keyboard.press("=")
    expect(page.locator("[data-speed='1.5']")).to_have_attribute("aria-pressed", "true")
    shot = page.locator(".strip [data-seek]").first
    shot.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {TIME} > 2.8 && {TIME} < 3.2")
    expect(page.locator(".strip [aria-current]")).to_have_text("00:03")
    assert Axe().run(page).response["violations"] == []


def test_who_leaves_while_a_copy_is_made_finds_it_later(stored: Person) -> None:
    here = stored.page.url
    stored.page.goto(f"{stored.url}/cases")
    stored.page.wait_for_timeout(500)
    stored.page.goto(here)
    expect(stored.page.locator("video[data-player]")).to_be_visible(timeout=60_000)


def test_the_page_of_a_recording_fits_a_phone(stored: Person) -> None:
    stored.page.set_viewport_size({"width": 360, "height": 740})
    expect(stored.page.locator("video[data-player]")).to_be_visible(timeout=60_000)
    over = stored.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0
