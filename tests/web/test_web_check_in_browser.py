"""查验 on a telephone, by somebody who has no account: with the browser's own arithmetic, and without a script."""

import sqlite3
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from conftest import Live


def decision(live: Live) -> tuple[str, bytes]:
    """The code of a decision of the demo, and its bytes."""
    data = live.installation.data
    with sqlite3.connect(data / "liuhen.sqlite3") as raw:
        code, digest = raw.execute("SELECT code, sha256 FROM process_paper WHERE form = 'decision'").fetchone()
    raw.close()
    return code, (data / "papers" / digest[:2] / digest).read_bytes()


def compare(page: Page, file: Path, said: str) -> None:
    page.set_input_files("#file", file)
    page.get_by_role("button", name="比对").click()
    expect(page.locator("[data-verdict]:visible h3")).to_have_text(said)


def test_anybody_checks_a_paper_on_a_telephone(live: Live, browser: Browser, tmp_path: Path) -> None:
    code, pdf = decision(live)
    (tmp_path / "原件.pdf").write_bytes(pdf)
    (tmp_path / "改过.pdf").write_bytes(pdf[:-9] + bytes([pdf[-9] ^ 1]) + pdf[-8:])
    phone: ViewportSize = {"width": 360, "height": 740}
    for scripts in (True, False):
        context = browser.new_context(viewport=phone, locale="zh-CN", java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{live.url}/check")
        page.fill("#code", code.lower().replace("-", " "))
        page.get_by_role("button", name="查验", exact=True).click()
        expect(page.get_by_role("heading", name="行政处罚决定书")).to_be_visible()
        compare(page, tmp_path / "原件.pdf", "一致")
        compare(page, tmp_path / "改过.pdf", "不一致")
        assert context.cookies() == []
        if scripts:
            assert Axe().run(page).response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        context.close()
