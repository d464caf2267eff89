"""Finds its way about the demo by what a case is like, never by its number: its kinds of case stay."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from liuhen.kernel.clock import BEIJING

PASSWORD = "liuhen-demo"
HANDLER, CHIEF, REVIEWER, ARCHIVIST, AUDITOR, SECURITY = (
    "zhoumingyuan",
    "chenguodong",
    "wusiqi",
    "zhengxiaoyu",
    "shenmoyan",
    "jiangning",
)
PARTY = {
    "party.name": "梧桐药房（示例）",
    "party.address": "江汉湖区梧桐路 9 号",
    "party.representative": "林某（示例）",
}


@dataclass
class Visitor:
    """A browser that anybody of the demo signs in at."""

    browser: Browser
    url: str
    contexts: dict[str, BrowserContext] = field(default_factory=dict)
    page: Page = field(init=False)
    account: str = ""

    def __post_init__(self) -> None:
        self.page = self._context("").new_page()

    def be(self, account: str) -> "Visitor":
        """Sit down as `account`; nobody is signed in where it is empty."""
        self.page.close()
        known = account in self.contexts
        self.page, self.account = self._context(account).new_page(), account
        if account and not known:
            self.page.goto(f"{self.url}/sign-in")
            self.page.fill("#account", account)
            self.page.fill("#password", PASSWORD)
            self.page.locator("main form button").first.click()
            self.page.wait_for_url(lambda to: urlsplit(to).path == "/")
        return self

    def _context(self, account: str) -> BrowserContext:
        if account not in self.contexts:
            told: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
            self.contexts[account] = self.browser.new_context(viewport={"width": 1440, "height": 900}, **told)
        return self.contexts[account]

    def go(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        return self.page

    def case(self, query: str, *, with_link: str = "") -> str:
        """Return the address of the first case of a narrowed list; `with_link` must be somewhere on its page."""
        self.go(f"/cases?{query}")
        found = [str(one.get_attribute("href")) for one in self.page.locator("#found tbody th a").all()]
        assert found, f"no case in the demo for {query}"
        return next(one for one in found if not with_link or self.link(one, with_link))

    def link(self, page: str, like: str) -> str:
        """Return the first link of a page whose address contains `like`, or nothing."""
        self.go(page)
        found = self.page.locator(f"main a[href*='{like}']")
        return str(found.first.get_attribute("href")) if found.count() else ""

    def press(self, name: str) -> None:
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name, exact=True).first.click()

    def fill(self, told: dict[str, str]) -> None:
        for name, value in told.items():
            one = self.page.locator(f"form[data-once] [name='{name}']").first
            if one.get_attribute("type") in ("radio", "checkbox"):
                self.page.locator(f"form[data-once] [name='{name}'][value='{value}']").check()
            else:
                one.fill(value)

    def register(self) -> str:
        """Register a clue of one's own; return the address of its case."""
        self.go("/cases/new")
        self.fill({"source": "complaint", "summary": "投诉称以药品名义结算日用品。", "violation": "串换药品", **PARTY})
        self.fill({"party.kind": "individual_business", "informant.name": "举报人（示例）"})
        self.press("登记线索")
        found = re.search(r"/cases/[0-9-]+", self.page.url)
        assert found, self.page.url
        return found[0]


def minutes_ago(minutes: int) -> str:
    return f"{datetime.now(BEIJING) - timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"
