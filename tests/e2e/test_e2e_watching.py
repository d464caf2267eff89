"""A recording with a hole, in a real browser: seen on the time line, explained, marked while it plays, settled."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from conftest import Live
from e2e.officers import Desk
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample

ARRIVED = datetime.now(BEIJING).replace(second=0, microsecond=0) - timedelta(minutes=30)
BOTH = ["周明远", "何静"]
FIVE = 5


def local(seconds: int) -> str:
    return f"{ARRIVED + timedelta(seconds=seconds):%Y-%m-%dT%H:%M:%S}"


@pytest.fixture
def handler(browser: Browser, live: Live) -> Desk:
    return Desk(browser, live.url, "zhoumingyuan", viewport={"width": 1440, "height": 900})


@pytest.fixture
def ref(handler: Desk) -> str:
    """A case of the demo in which an inspection may still be recorded, and nothing was filmed so far."""
    handler.page.goto(f"{handler.url}/cases")
    links = handler.page.locator("main a[href^='/cases/']").evaluate_all("all => all.map(one => one.pathname)")
    refs = dict.fromkeys(path.split("/")[2] for path in links if path.count("/") == 2)
    for one in refs:
        handler.page.goto(f"{handler.url}/cases/{one}")
        free = handler.page.locator("a[href*='/acts/inspection.made']").count()
        if free and not handler.page.locator(".timeline").count():
            return one
    raise AssertionError("没有可以检查的案件")


def test_a_hole_is_seen_explained_and_settled(handler: Desk, ref: str, tmp_path: Path) -> None:
    inspected_and_stored(handler, ref, tmp_path)
    explained(handler, ref)
    recording = handler.page.locator(".timeline__view--wide a[href*='/recordings/']").first.get_attribute("href") or ""
    handler.page.goto(handler.url + recording.split("?")[0])
    confirmed(handler.page)
    marked(handler.page)
    settled(handler, ref)


def inspected_and_stored(handler: Desk, ref: str, folder: Path) -> None:
    seen = {"place": "门诊部一楼", "arrived": local(0), "left": local(11), "certificate_shown": True}
    told = {"late_reason": "前一日零点前开始", "object": "门诊部", "findings": "清点药品 32 盒。", "officer_ids": BOTH}
    handler.done(ref, "inspection.made", seen | told)
    video = make_sample(folder / "A07.mp4", seconds=12, started=ARRIVED, title="示例", gap=(4, 8))
    stored = {"started": local(0), "device": "记录仪 A-07", "of": 1, "opening_statement": True}
    stored["late_reason"] = "前一日零点前开始"  # around midnight half an hour ago is yesterday
    handler.done(ref, "recording.stored", stored, file=video)


def explained(handler: Desk, ref: str) -> None:
    page = handler.page
    page.goto(f"{handler.url}/cases/{ref}")
    line = page.locator(".timeline", has=page.locator("text=A-07")).filter(has_text="4 秒 未说明")
    expect(line.locator(".tag--red")).to_contain_text("缺 4 秒")
    owed = page.locator(".owed", has=page.get_by_role("heading", name=re.compile(r"说明音像中断（\d\d:[\d:]+ 起")))
    expect(owed.locator(".tag")).to_have_text("已欠")
    owed.get_by_role("link", name="说明音像中断").click()
    expect(page.locator("[name=start]")).to_have_value(re.compile(rf"^{local(3)[:-2]}0[34]"))
    handler.fill({"cause": "fault", "how": "spoken", "recording": 1, "at_ms": "0:09", "text": "电池松脱，已换好。"})
    handler.press()
    expect(page.locator(".notice--green").first).to_contain_text("音像中断说明")
    expect(page.locator(".timeline__word--told:visible")).to_have_text("4 秒 已说明")
    expect(page.locator(".timeline .tag--amber", has_text="已说明").first).to_be_visible()


def confirmed(page: Page) -> None:
    page.locator("video").evaluate("one => { one.muted = true; one.currentTime = 2 }")
    page.locator("h1").click()
    for number in range(FIVE):
        page.keyboard.press("o")
        page.keyboard.press(str(number + 1))
    expect(page.locator("[data-opening] output").first).to_have_text("0:02")
    accessible(page)
    page.get_by_role("button", name="记入核对结果").click()
    expect(page.locator(".notice--green")).to_contain_text("开场口述核对")
    expect(page.locator("[data-opening]")).to_have_count(0)


def marked(page: Page) -> None:
    page.locator("video").evaluate("one => { one.currentTime = 3.5 }")
    page.locator("h1").click()
    for key in "1243":
        page.keyboard.press(key)
    page.locator("[data-new] [data-undo]").nth(2).click()
    page.locator("[data-new] input[type=text]").first.fill("收费处")
    page.get_by_label("出具、送达文书和采取措施").check()
    page.reload()  # what is not yet recorded is still there
    expect(page.locator("[data-new] li")).to_have_count(3)
    page.get_by_label("出具、送达文书和采取措施").check()
    page.get_by_role("button", name="记入要点").click()
    expect(page.locator(".notice--green")).to_contain_text("音像要点")
    expect(page.locator(".marking__done").last).to_contain_text("0:03.500")


def settled(handler: Desk, ref: str) -> None:
    page = handler.page
    page.goto(f"{handler.url}/cases/{ref}")
    gap = page.locator("section[aria-labelledby=gap]")
    expect(gap).to_contain_text("应记未记")
    for words in ("说明音像中断（", "开场口述待核对", "没有标明音像要点"):
        expect(gap.locator(".owed:visible", has_text=words)).to_have_count(0)
    expect(page.locator(".timeline__pin--said:visible")).to_contain_text("时间 地点 人员 对象 环节")
    accessible(page)
    page.set_viewport_size({"width": 390, "height": 900})
    expect(page.locator(".timeline__pin--said:visible")).to_contain_text("五项已核对")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    accessible(page)


def accessible(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
