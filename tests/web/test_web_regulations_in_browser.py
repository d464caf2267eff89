"""规程 in a real browser: nothing for axe to find, nothing wider than a phone, folds that open by keyboard."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from conftest import Live
from web.browser import Person

PAGES = (
    "/regulations",
    "/regulations?text=音像",
    "/regulations/wuhan-ybj",
    "/regulations/wuhan-ybj/difference",
    "/regulations/wuhan-ybj/rules/W26-2",
    "/regulations/clashes",
    "/regulations/calendar/2026?start=2026-02-13&time=16:00&count=2&unit=workdays",
    "/regulations/calendar/2031?start=x&count=x",
    "/regulations/calendar/import",
)


@pytest.fixture
def person(live: Live, page: Page) -> Iterator[Person]:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Person(page, live.url)
    assert complaints == []


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(person: Person) -> None:
    person.sign_in("wusiqi")
    found = {}
    for address in PAGES:
        person.page.set_viewport_size({"width": 1440, "height": 900})
        person.page.goto(f"{person.url}{address}")
        found[address] = faults(person.page)
        person.page.set_viewport_size({"width": 360, "height": 780})
        if person.page.evaluate("document.documentElement.scrollWidth") > 360:
            found[address].append("wider than a phone")
    assert {address: told for address, told in found.items() if told} == {}


def test_how_a_term_was_counted_opens_by_keyboard_and_is_printed(person: Person) -> None:
    person.sign_in("zhoumingyuan")
    person.page.goto(f"{person.url}/")
    fold = person.page.locator("details.how").first
    steps = fold.locator("li").first
    expect(steps).to_be_hidden()
    fold.locator("summary").focus()
    person.page.keyboard.press("Enter")
    expect(steps).to_be_visible()
    person.page.keyboard.press("Enter")
    person.page.emulate_media(media="print")
    assert steps.evaluate("one => one.getBoundingClientRect().height") > 0


def test_a_case_is_held_against_its_rules_from_its_own_page(person: Person) -> None:
    person.sign_in("zhoumingyuan")
    person.page.goto(f"{person.url}/cases?late=1")
    person.page.locator("#found tbody a").first.click()
    person.page.get_by_role("link", name="逐条对照").click()
    expect(person.page.get_by_role("heading", name="不适用")).to_be_visible()
    assert faults(person.page) == []
    person.page.locator(".tried h3 a").first.click()
    expect(person.page).to_have_url(re.compile("/rules/.*case="))
    expect(person.page.get_by_role("heading", name="用在一件案件上")).to_be_visible()
