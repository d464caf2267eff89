"""A person at a browser of his own: signs in, opens forms, fills them in by name, presses the button."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from people.proving import code_of

PASSWORD = "liuhen-demo"


class Desk:
    """The browser of one account."""

    def __init__(self, browser: Browser, url: str, account: str, *, password: str = PASSWORD, **context: Any) -> None:
        self.url, self.account = url, account
        self.page: Page = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", **context).new_page()
        self.page.goto(f"{url}/sign-in")
        self.page.fill("[name=username]", account)
        self.page.fill("[name=password]", password)
        self.page.locator("form button").first.click()
        self.begin()

    def begin(self) -> None:
        """Come to the desk, whatever is asked on the way."""
        self.page.wait_for_url(lambda to: urlsplit(to).path == "/")

    def act(self, ref: str, kind: str, entered: Mapping[str, Any], **files: Path) -> str:
        """Fill in the form of an act and press its button; return the address one lands on."""
        self.open_form(ref, kind)
        self.fill(entered)
        for name, path in files.items():
            self.page.set_input_files(f"[name='{name}']", path)
        self.press()
        return self.page.url

    def open_form(self, ref: str, kind: str) -> None:
        self.page.goto(f"{self.url}/cases/{ref}/acts/{kind}" if ref else f"{self.url}/cases/new")

    def fill(self, entered: Mapping[str, Any]) -> None:
        for name, value in entered.items():
            self._fill(name, value)

    def press(self) -> None:
        with self.page.expect_navigation():
            self.page.locator("form[data-once] .form__foot button").first.click()

    def done(self, ref: str, kind: str, entered: Mapping[str, Any], **files: Path) -> None:
        """Do an act and see that it was recorded: one lands outside the form."""
        landed = self.act(ref, kind, entered, **files)
        assert "/acts/" not in landed and "/cases/new" not in landed, self.page.inner_text("main")

    def refused(self, ref: str, kind: str, entered: Mapping[str, Any], *, says: str) -> None:
        """Try an act and see it refused with a sentence that contains `says`."""
        self.act(ref, kind, entered)
        expect(self.page.locator("main")).to_contain_text(says)

    def _fill(self, name: str, value: Any) -> None:
        field = self.page.locator(f"form[data-once] [name='{name}']")
        kind = field.first.evaluate("one => one.tagName + ' ' + one.type")
        if "radio" in kind:
            word = {True: "yes", False: "no"}.get(value, value)
            self.page.locator(f"form[data-once] [name='{name}'][value='{word}']").check()
        elif "checkbox" in kind:
            self._tick(name, value)
        elif kind.startswith("SELECT"):
            field.first.select_option(**({"value": value} if isinstance(value, str) else {"index": value}))
        else:
            field.first.fill(str(value))

    def _tick(self, name: str, values: Any) -> None:
        boxes = self.page.locator(f"form[data-once] [name='{name}']")
        for place in range(boxes.count()):
            box = boxes.nth(place)
            label = box.evaluate("one => one.closest('label') ? one.closest('label').innerText : ''")
            wanted = values is True or any(one == box.get_attribute("value") or one in label for one in values or ())
            box.set_checked(wanted)


class Newcomer(Desk):
    """Somebody who signs in for the first time: chooses a password, and enrols an app where his office asks for it."""

    own = "Hushui-4471-lan"

    def begin(self) -> None:
        """Do what the first sign-in asks."""
        self.page.fill("#password", self.own)
        self.page.fill("#again", self.own)
        self.page.get_by_role("button", name="设置并继续").click()
        self.page.wait_for_load_state()
        if self.page.locator("code.secret").count():
            self.page.fill("#code", code_of(self.page.locator("code.secret").inner_text(), shift=-1))
            self.page.get_by_role("button", name="启用", exact=True).click()
            self.page.get_by_role("link", name="已经记好，继续").click()
        super().begin()
