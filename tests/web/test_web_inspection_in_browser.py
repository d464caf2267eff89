"""简易程序 on a phone, standing in a shop: what is refused is carried over, nothing is typed twice."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from conftest import Live
from web.browser import Person

SPOT = {
    "party.name": "某某（示例）",
    "party.kind": "person",
    "place": "梧桐路 9 号",
    "facts": "将本人的医疗保障凭证交由他人使用。",
    "basis": "基金条例第四十一条",
    "fine_fen": "200.01",
    "paying": "bank",
    "certificate_shown": "yes",
    "rights_told": "yes",
    "delivered": "yes",
}


@pytest.fixture
def phone(browser: Browser, live: Live) -> Iterator[Person]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
    yield Person(context.new_page(), live.url).sign_in("zhoumingyuan")
    context.close()


def fill(person: Person) -> None:
    for name, value in SPOT.items():
        person.enter(name, value)
    for name in ("周明远", "何静"):
        box = person.page.locator("label", has_text=name).locator("[name=officer_ids]").first
        if not box.is_checked():
            box.check()


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [one["id"] for one in found] + ["too wide"] * bool(wide)


def test_a_fine_too_high_is_carried_over_and_a_lower_one_decided(phone: Person) -> None:
    phone.page.goto(f"{phone.url}/cases/new/spot_decision.made")
    fill(phone)
    assert faults(phone.page) == []
    phone.page.get_by_role("button", name="当场处罚", exact=True).click()
    phone.refused("令第4号第四十八条")
    assert faults(phone.page) == []
    phone.page.get_by_role("button", name="改走普通程序：登记线索").click()
    expect(phone.page.locator("[name='party.name']")).to_have_value("某某（示例）")
    phone.page.goto(f"{phone.url}/cases/new/spot_decision.made")
    fill(phone)
    phone.enter("fine_fen", "200")
    phone.page.get_by_role("button", name="当场处罚", exact=True).click()
    phone.accepted()
    assert faults(phone.page) == []
