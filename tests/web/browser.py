"""A person at the browser: signs in, opens a form, fills it in, sends it."""

import re
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

PASSWORD = "liuhen-demo"
PNG_1PX = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8ffff3f0005fe02fea735812b0000000049454e44ae426082"
)

Filled = Mapping[str, object]


class Person:
    """One account at one browser page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url
        self.ref = ""

    def sign_in(self, account: str) -> "Person":
        self.page.context.clear_cookies()
        self.page.goto(f"{self.url}/sign-in")
        self.page.fill("#account", account)
        self.page.fill("#password", PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.locator("form.person__out")).to_be_attached()
        return self

    def open(self, path: str = "") -> Page:
        self.page.goto(f"{self.url}/cases/{self.ref}{path}")
        return self.page

    def register(self, fields: Filled) -> str:
        self.page.goto(f"{self.url}/cases/new")
        self._send(fields)
        self.accepted()
        found = re.search(r"/cases/([0-9-]+)$", self.page.url)
        assert found, self.page.url
        self.ref = found[1]
        return self.ref

    def act(self, kind: str, fields: Filled, *, query: str = "") -> None:
        self.open(f"/acts/{kind}{query}")
        self._send(fields)

    def approve(self, fields: Filled) -> None:
        self.open("/approval")
        self._send(fields)

    def accepted(self) -> None:
        """The last act was recorded: its page says so."""
        expect(self.page.locator(".notice--green").first).to_contain_text("已记入第")

    def refused(self, words: str) -> None:
        """The last act was refused with these words."""
        expect(self.page.get_by_role("alert").first).to_contain_text(words)

    def _send(self, fields: Filled) -> None:
        for name, value in fields.items():
            self.enter(name, value)
        self.page.locator("form[data-once] .button--go").first.click()

    def enter(self, name: str, value: object) -> None:
        field = self.page.locator(f'form[data-once] [name="{name}"]')
        if isinstance(value, Path):
            field.and_(self.page.locator("[type=file]")).set_input_files(value)
        elif field.first.get_attribute("type") in ("radio", "checkbox"):
            wanted = value if isinstance(value, list) else [value]
            for box in field.all():
                if box.get_attribute("value") in wanted:
                    box.check()
                elif box.get_attribute("type") == "checkbox":
                    box.uncheck()
        elif field.first.evaluate("node => node.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.first.fill(str(value))
