"""现场采集 on a phone over TLS: filmed without a network, killed on the way, brought in once there is one again."""

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from house.installation import Installation
from house.over_tls import serving_over_tls, trusting
from liuhen.media.places import where
from web.browser import Person

HOST = "liuhen.test"
OPENED = """const db = await new Promise((got) => {
    const asked = indexedDB.open("liuhen-capture");
    asked.onsuccess = () => got(asked.result);
  });
  const all = (name) => new Promise((got) => {
    const asked = db.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => got(asked.result);
  });"""
LEFT = f"""async () => {{
  {OPENED}
  return [(await all("recordings")).length, (await all("chunks")).length];
}}"""
PLAIN = f"""async () => {{
  {OPENED}
  const [key] = await all("keys");
  const first = (await all("chunks")).find((one) => one.number === 0);
  const [about] = await all("recordings");
  return [key.key.extractable, [...new Uint8Array(first.data).slice(0, 4)], Object.keys(about).sort()];
}}"""
MAGIC = [0x1A, 0x45, 0xDF, 0xA3]  # how a WebM begins


@dataclass(frozen=True)
class Phone:
    """A phone with the page on it, and the data folder of the server."""

    context: BrowserContext
    url: str
    data: Path

    def open(self) -> Page:
        page = self.context.new_page()
        page.goto(f"{self.url}/capture")
        page.wait_for_selector("body[data-ready]")
        return page


@pytest.fixture
def phone(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], installation: Installation, tmp_path: Path
) -> Iterator[Phone]:
    demo = installation.copied_to(tmp_path / "data")
    assert demo.run("tls", "init", "--name", HOST).returncode == 0
    told = {"data": demo.data, "home": tmp_path / "home", "hosts": f"MAP {HOST} 127.0.0.1"}
    with (
        serving_over_tls(demo, log=tmp_path / "serve.log") as port,
        trusting(browser_type, browser_type_launch_args, **told) as browser,
    ):
        yield Phone(held(browser), f"https://{HOST}:{port}", demo.data)


def held(browser: Browser) -> BrowserContext:
    """A phone held upright, in Chinese."""
    size: Any = {"width": 390, "height": 844}
    return browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=size, has_touch=True)


def digests(page: Page) -> list[str]:
    """What the page says was the digest of each recording when it was captured."""
    return sorted("".join(one.split()) for one in page.locator(".piece__digest code").all_inner_texts())


def ledger(data: Path) -> list[str]:
    with closing(sqlite3.connect(data / "liuhen.sqlite3")) as database:
        rows = database.execute("select sha256 from process_footage where way = 'capture' order by sha256")
        return [str(one) for (one,) in rows]


def whole(data: Path) -> list[bool]:
    """Of each recording in the room whether it is known to be whole: not the one whose page was killed."""
    with closing(sqlite3.connect(data / "liuhen.sqlite3")) as database:
        return sorted(
            bool(one) for (one,) in database.execute("select whole from process_footage where way = 'capture'")
        )


def filed(data: Path) -> set[str]:
    with closing(sqlite3.connect(data / "liuhen.sqlite3")) as database:
        return {str(one) for (one,) in database.execute("select sha256 from process_recording")}


def ready(phone: Phone) -> Page:
    """Sign in once and choose a case while there is a network."""
    first = phone.context.new_page()
    Person(first, phone.url).sign_in("zhoumingyuan")
    page = phone.open()
    first.close()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.click("#pick-open")
    page.select_option("#case", index=1)
    page.get_by_role("button", name="就采集这件").click()
    return page


def film_and_photograph(page: Page) -> None:
    page.click("#start")
    page.fill("#check-battery", "86")
    page.get_by_role("button", name="检查完毕").click()
    expect(page.locator("#opening-officers")).to_contain_text("周明远")
    expect(page.locator("#elapsed")).to_contain_text("00:00:02")
    page.click("#opened")
    page.click("[data-shot=scene]")
    assert faults(page) == []
    page.click("#photo")
    page.click("#stop")
    expect(page.locator("#said")).to_contain_text("录制结束")


def film_and_be_killed(page: Page) -> None:
    page.click("#start")
    expect(page.locator("#elapsed")).to_contain_text("00:00:08", timeout=60_000)
    page.close()


def faults(page: Page) -> list[str]:
    return [f"{one['id']} {one['nodes'][0]['html']}" for one in Axe().run(page).response["violations"]]


def someone_else_sees_none_of_it(phone: Phone, page: Page) -> None:
    """Be signed out, let a colleague sign in on the same phone, and come back."""
    mine = phone.context.cookies()
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    expect(page.locator("#sign-in-words")).to_contain_text("登录已失效")
    expect(page.locator("#list")).to_have_text("3 件待上传，登录后继续")
    Person(page, phone.url).sign_in("hejing")
    page.goto(f"{phone.url}/capture")
    expect(page.locator("#others")).to_have_text("另一账号的 3 件待上传，请由采集人登录后上传。")
    assert page.locator("[data-id]").count() == 0
    assert ledger(phone.data) == []
    phone.context.clear_cookies()
    phone.context.add_cookies(mine)  # type: ignore[arg-type]


def test_what_is_filmed_without_a_network_outlives_the_page_and_comes_in_by_itself(phone: Phone) -> None:
    page = ready(phone)
    phone.context.set_offline(True)
    film_and_photograph(page)
    film_and_be_killed(page)
    page = phone.open()
    waiting = page.locator("[data-state=waiting]")
    expect(waiting).to_have_count(3)
    expect(page.locator("#list")).to_contain_text("录制中页面被关闭，已保留到最后一段")
    expect(waiting.first).to_contain_text("存入（武汉办法第二十六条第二款）")
    assert faults(page) == []
    captured = digests(page)
    extractable, begins, told = page.evaluate(PLAIN)
    assert (extractable, begins == MAGIC) == (False, False)
    assert set(told) <= {"at", "held", "id", "person", "state", "verified"}
    someone_else_sees_none_of_it(phone, page)
    page.reload()
    # Three are read back, entered and filed one after the other, beside previews that are being made.
    expect(page.locator("[data-state=stored]"), page.inner_text("#list")).to_have_count(3, timeout=60_000)
    assert digests(page) == captured == ledger(phone.data)
    assert set(captured) <= filed(phone.data)
    assert whole(phone.data) == [False, True, True]
    for one in captured:
        assert hashlib.sha256(where(phone.data / "originals", one).read_bytes()).hexdigest() == one
    assert page.evaluate(LEFT) == [3, 0]
