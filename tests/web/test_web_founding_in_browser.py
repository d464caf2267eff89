"""The wizard in a browser, from the code to the first codes: nothing for axe to find, no wider than a phone."""

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from house.installation import Installation, Live, serving
from web.browser import PNG_1PX
from web.test_web_founding import ENTERED


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Live]:
    installation = Installation(tmp_path / "data")
    with serving(installation, log=tmp_path / "serve.log") as url:
        yield Live(url, installation)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def require_good(page: Page) -> None:
    """Nothing for axe to find, at 390 pixels and at 1440, and nothing to scroll sideways for."""
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page).response["violations"]
        assert [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size({"width": 390, "height": 844})


def test_an_installation_is_set_up_on_a_phone(empty: Live, page: Page) -> None:
    page.goto(empty.url)
    require_good(page)
    page.fill("[name=code]", (empty.installation.data / "keys" / "setup.code").read_text())
    page.get_by_role("button", name="继续").click()
    expect(page.locator("[name='organ.name']")).to_be_visible()
    require_good(page)
    for name, value in ENTERED.items():
        if name != "pack":
            page.fill(f"[name='{name}']", value)
    page.fill("[name=seal]", "行政处罚专用章")
    page.set_input_files("[name=picture]", {"name": "印章.png", "mimeType": "image/png", "buffer": PNG_1PX})
    page.get_by_role("button", name="完成安装").click()
    expect(page.get_by_role("alert")).to_contain_text("执行的规程：请填写")
    expect(page.locator("[name='security.account']")).to_have_value("jiangning")
    require_good(page)
    page.check("[name=pack][value=wuhan-ybj]")
    page.get_by_role("button", name="完成安装").click()
    expect(page.get_by_role("heading", name="安装完成")).to_be_visible()
    assert len(page.locator("[data-first-code]").all_inner_texts()) == 3
    require_good(page)
    page.get_by_role("link", name="去登录").click()
    expect(page).to_have_url(re.compile("/sign-in$"))
    assert empty.installation.run("verify").returncode == 0


def test_the_page_about_trust_is_readable_on_a_phone(tmp_path: Path, page: Page) -> None:
    installation = Installation(tmp_path / "data")
    with serving(installation, log=tmp_path / "serve.log") as url:
        assert installation.run("tls", "init", "--name", "liuhen.test").returncode == 0
        page.goto(f"{url}/trust")
        assert page.locator("[data-fingerprint]").inner_text().count(" ") == 15
        require_good(page)


def test_of_two_who_finish_at_once_one_founds_and_the_other_is_told(empty: Live) -> None:
    code = (empty.installation.data / "keys" / "setup.code").read_text()
    visitors = [Stranger(empty.url) for _ in range(2)]
    for one in visitors:
        one.send({"code": code})
    with ThreadPoolExecutor(2) as both:
        pages = list(both.map(lambda one: one.send(ENTERED), visitors))
    assert sorted("data-first-code" in page for page in pages) == [False, True]
    assert empty.installation.run("verify").returncode == 0


class Stranger:
    """A browser with nothing but cookies."""

    def __init__(self, url: str) -> None:
        self.url, self.cookies = f"{url}/setup", CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def send(self, fields: Mapping[str, str]) -> str:
        """Send a form with the mark of its page; return the words of the answer, whatever its status."""
        page = self.opener.open(self.url).read().decode()
        mark = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert mark, page
        told = urlencode({**fields, "csrfmiddlewaretoken": mark[1]}).encode()
        try:
            return str(self.opener.open(self.url, told, timeout=60).read().decode())
        except HTTPError as err:
            return str(err.read().decode())
