"""Second factors in a real browser: a security key is registered and used, an app is read from its picture."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from e2e.officers import PASSWORD
from house.installation import Live
from people.totp import code_of

WIDTHS = (1440, 390)


@pytest.fixture
def desk(page: Page, live: Live) -> Callable[[str], Page]:
    """Return a function: path -> the page there, under a host name, as security keys want it."""
    url = live.url.replace("127.0.0.1", "localhost")

    def at(path: str) -> Page:
        page.goto(f"{url}{path}")
        return page

    return at


def give(page: Page, account: str = "zhengxiaoyu") -> None:
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def with_key(page: Page) -> None:
    """Plug a security key in: a virtual one, as the browser's own tests use."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    key = {"protocol": "ctap2", "transport": "usb", "hasResidentKey": False, "hasUserVerification": False}
    told = {**key, "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": told})


def clean(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found] == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_a_security_key_is_registered_and_then_opens_the_account(desk: Callable[[str], Page]) -> None:
    page = desk("/sign-in")
    with_key(page)
    give(page)
    page = desk("/security/key")
    page.fill("#name", "办公室的密钥")
    page.fill("#current", PASSWORD)
    page.get_by_role("button", name="登记安全密钥").click()
    expect(page.locator(".codes li")).to_have_count(10)
    clean(page)
    page.get_by_role("link", name="已经记好，继续").click()
    expect(page.get_by_text("办公室的密钥").first).to_be_visible()
    clean(page)
    page.locator(".person__out button").click()
    give(page)
    expect(page.get_by_role("heading", name="第二重验证")).to_be_visible()
    clean(page)
    desk("/cases")
    expect(page.get_by_role("heading", name="登录", exact=True)).to_be_visible()
    give(page)
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.locator("form.person__out")).to_be_attached()


def test_an_app_is_added_and_then_asked_for(desk: Callable[[str], Page]) -> None:
    page = desk("/sign-in")
    give(page)
    page = desk("/security/app")
    expect(page.locator(".qr svg")).to_be_visible()
    clean(page)
    secret = page.locator("code.secret").inner_text()
    page.fill("#code", code_of(secret, shift=-1))
    page.fill("#current", PASSWORD)
    page.get_by_role("button", name="启用", exact=True).click()
    code = page.locator(".codes code").first.inner_text()
    assert re.fullmatch(r"\d{4}-\d{4}", code)
    desk("/security")
    page.locator(".person__out button").click()
    give(page)
    page.fill("#code", code_of(secret))
    page.get_by_role("button", name="继续").click()
    expect(page.locator("form.person__out")).to_be_attached()


def test_under_a_bare_address_the_page_says_why_no_key_can_be_used(page: Page, live: Live) -> None:
    page.goto(f"{live.url}/sign-in")
    give(page)
    page.goto(f"{live.url}/security/key")
    expect(page.locator("[data-key-trouble]")).to_contain_text("用数字地址打开时，浏览器不允许使用安全密钥")
    expect(page.get_by_role("button", name="登记安全密钥")).to_be_disabled()
