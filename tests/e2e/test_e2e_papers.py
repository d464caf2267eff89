"""Papers of one case in a real browser: made beside their preview, signed on glass, sealed, checked on a telephone."""

from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page, expect

from conftest import Live
from e2e.officers import Desk

PHONE = {"viewport": {"width": 390, "height": 844}}
CLUE = {
    "source": "inspection",
    "summary": "日常检查发现结算明细与销售清单不一致。",
    "violation": "串换药品",
    "party.name": "梧桐药房（示例）",
    "party.kind": "individual_business",
    "party.address": "江汉湖区梧桐路 9 号",
    "party.representative": "林某（示例）",
}
CHECKED = {"finding": "逐笔比对，差额为录入笔误。", "suspect_clear": True, "punishable": False, "in_jurisdiction": True}


@pytest.fixture
def handler(browser: Browser, live: Live) -> Desk:
    return Desk(browser, live.url, "zhoumingyuan", viewport={"width": 1440, "height": 900})


@pytest.fixture
def ref(handler: Desk) -> str:
    """A clue that was checked and not opened."""
    handler.done("", "clue.registered", CLUE)
    ref = handler.page.url.split("/cases/")[1].split("/")[0].split("?")[0].split("#")[0]
    handler.done(ref, "clue.checked", {**CHECKED, "suggestion": "not_open"})
    handler.done(ref, "clue.not_opened", {"reason": "没有违法事实。", "told": ["party"], "told_how": "书面告知"})
    return ref


@pytest.fixture
def means(browser: Browser, live: Live) -> None:
    """A certificate for the handler, one for the seal, and who keeps the seal."""
    security = Desk(browser, live.url, "jiangning")
    for kind, told in (
        ("digital_certificate.issued", {"officers": ["周明远"]}),
        ("seal_certificate.issued", {}),
        ("seal_keepers.named", {"officers": ["周明远"]}),
    ):
        security.page.goto(f"{live.url}/office/acts/{kind}")
        security.fill({**told, "reason": "启用电子签名。"})
        security.press()
        assert "/office/acts/" not in security.page.url, security.page.inner_text("main")


def test_papers_are_made_signed_on_glass_sealed_and_checked_on_a_telephone(
    handler: Desk, ref: str, means: None, browser: Browser, live: Live, tmp_path: Path
) -> None:
    del means
    report = made(handler, ref, "clue-check", "线索核查报告")
    notice = made(handler, ref, "not-opened-notice", "不予立案告知书")
    phone = Desk(browser, live.url, "zhoumingyuan", **PHONE)
    signed(phone, report)
    photographed(phone, report, tmp_path)
    sealed(phone, notice)
    code = code_of(phone.page, notice)
    file = tmp_path / "通知.pdf"
    file.write_bytes(phone.page.request.get(f"{phone.url}{notice}/file").body())
    checked(browser, live.url, code, file)
    assert live.installation.run("verify").returncode == 0


def photographed(desk: Desk, paper: str, folder: Path) -> None:
    """The other officer signed on paper: photograph it, point at the corners by key and by finger, keep the page."""
    photo = folder / "签名页.jpg"
    picture = Image.new("RGB", (800, 1000), "#555")
    ImageDraw.Draw(picture).polygon([(80, 90), (720, 60), (760, 950), (50, 930)], fill="#fdfdfd")
    picture.save(photo)
    page = desk.page
    ref, seq = paper.split("/")[2], paper.split("/")[4]
    page.goto(f"{desk.url}/cases/{ref}/acts/paper.signed?paper_seq={seq}")
    desk.fill({"paper_seq": seq, "role": "officer", "signer": "何静", "way": "scan"})
    page.set_input_files("input[type=file]", photo)
    corner = page.get_by_role("button", name="左上角")
    corner.focus()
    page.keyboard.press("Shift+ArrowRight")
    expect(page.locator("[name=corners]")).to_have_value("85,60 940,60 940,940 60,940")
    other = page.get_by_role("button", name="右下角")
    other.hover()  # scrolls there, and waits until nothing moves any more
    box = other.bounding_box()
    assert box
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 3, box["y"] + box["height"] / 2 + 4, steps=3)
    page.mouse.up()
    assert page.input_value("[name=corners]").split()[2] != "940,940"
    page.screenshot(path=folder / "corners.png", full_page=True)
    desk.press()
    assert "/acts/" not in page.url, page.inner_text("main")


def made(desk: Desk, ref: str, form: str, title: str) -> str:
    """Make a paper from its own page; return its address."""
    page = desk.page
    page.goto(f"{desk.url}/cases/{ref}/papers")
    page.locator(f"a[href*='/papers/new/{form}']").first.click()
    expect(page.locator("#preview img").first).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="定稿", exact=True).click()
    page.goto(f"{desk.url}/cases/{ref}/papers")
    return str(page.get_by_role("link", name=title, exact=True).get_attribute("href"))


def signed(phone: Desk, paper: str) -> None:
    """Draw a name on the glass."""
    page = phone.page
    page.goto(f"{phone.url}{paper}/sign")
    page.locator("[data-pad]").scroll_into_view_if_needed()
    pad = page.locator("[data-pad]").bounding_box()
    assert pad is not None
    for across in (0.2, 0.5):
        page.mouse.move(pad["x"] + pad["width"] * across, pad["y"] + 20)
        page.mouse.down()
        for step in range(1, 12):
            page.mouse.move(pad["x"] + pad["width"] * across + 6 * step, pad["y"] + 20 + 5 * step)
        page.mouse.up()
    expect(page.locator("[data-pad-state]")).to_contain_text("已写 2 笔")
    with page.expect_navigation():
        page.get_by_role("button", name="签名并封存").click()
    expect(page.locator("main")).to_contain_text("应签的都已签")


def sealed(phone: Desk, paper: str) -> None:
    phone.page.goto(f"{phone.url}{paper}/sign")
    with phone.page.expect_navigation():
        phone.page.get_by_role("button", name="加盖电子印章").click()
    expect(phone.page.locator("main")).to_contain_text("应签的都已签")


def code_of(page: Page, paper: str) -> str:
    page.goto(f"{page.url.split('/cases/')[0]}{paper}")
    return str(page.locator("a[href^='/check/']").first.get_attribute("href")).rsplit("/", 1)[1]


def checked(browser: Browser, url: str, code: str, file: Path) -> None:
    """Whoever holds the sealed paper compares it; nothing is told of the case."""
    page = browser.new_context(locale="zh-CN", **PHONE).new_page()
    page.goto(f"{url}/check/{code}")
    expect(page.get_by_role("heading", name="不予立案告知书")).to_be_visible()
    page.set_input_files("#file", file)
    page.get_by_role("button", name="比对").click()
    expect(page.locator("[data-verdict]:visible h3")).to_have_text("一致")
    assert "梧桐药房" not in page.inner_text("body")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
