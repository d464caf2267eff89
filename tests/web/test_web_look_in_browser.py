"""The pages of the demo in a real browser: nothing for axe to find, nothing wider than a phone."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from conftest import Live
from web.browser import Person

AT_THE_DESK = [
    "/",
    "/?reach=organ",
    "/cases",
    "/cases?text=没有这样的",
    "/cases/new",
    "/nowhere",
]
IN_A_CASE = [
    "",
    "/deadlines",
    "/entries/1",
    "/acts/interview.made",
    "/acts/inquiry.concluded",
    "/acts/recording.stored",
    "/acts/decision.drafted",
]


@pytest.fixture
def person(live: Live, page: Page) -> Iterator[Person]:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield Person(page, live.url)
    assert complaints == []


def first_cases(person: Person) -> list[str]:
    """The cases of the demo that the signed-in person finds first, a few of them."""
    person.page.goto(f"{person.url}/cases")
    links = person.page.locator("#found tbody a").all()
    return [str(link.get_attribute("href")) for link in links][:3]


def addresses(person: Person) -> list[str]:
    cases = first_cases(person)
    inside = [f"{cases[0]}{path}" for path in IN_A_CASE]
    person.page.goto(f"{person.url}{cases[0]}")
    found = re.findall(r'href="(/cases/[^"]*/(?:papers|recordings|findings)/[^"/]*)"', person.page.content())
    return [*AT_THE_DESK, *cases, *inside, *dict.fromkeys(found)][:40]


def faults(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def test_axe_finds_nothing_on_any_page(person: Person) -> None:
    person.page.goto(f"{person.url}/sign-in")
    assert faults(person.page) == []
    person.sign_in("zhoumingyuan")
    found = {}
    for address in addresses(person):
        person.page.goto(f"{person.url}{address}")
        found[address] = faults(person.page)
    assert {address: told for address, told in found.items() if told} == {}


def test_axe_finds_nothing_where_leaders_and_keepers_work(person: Person) -> None:
    for account in ("qianlixin", "chenguodong", "wusiqi", "zhengxiaoyu", "shenmoyan"):
        person.sign_in(account)
        for link in ["/", *(str(one.get_attribute("href")) for one in person.page.locator(".list__do a").all())][:4]:
            person.page.goto(f"{person.url}{link}")
            assert faults(person.page) == [], (account, link)


@pytest.mark.parametrize(("width", "scale"), [(360, 1), (720, 2)], ids=["phone", "zoom-200"])
def test_no_page_is_wider_than_a_phone(person: Person, width: int, scale: int) -> None:
    person.page.set_viewport_size({"width": width // scale, "height": 740})
    person.sign_in("zhoumingyuan")
    for address in addresses(person):
        person.page.goto(f"{person.url}{address}")
        over = person.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert over <= 0, address


def test_the_menu_of_a_phone_opens_by_keyboard(person: Person) -> None:
    person.page.set_viewport_size({"width": 390, "height": 844})
    person.sign_in("zhoumingyuan")
    menu = person.page.get_by_role("button", name="菜单")
    menu.focus()
    person.page.keyboard.press("Enter")
    expect(person.page.get_by_role("link", name="案件", exact=True)).to_be_visible()


def test_the_first_tab_leads_past_the_rail(person: Person) -> None:
    person.sign_in("zhoumingyuan")
    person.page.keyboard.press("Tab")
    person.page.keyboard.press("Enter")
    assert person.page.evaluate("document.activeElement.id") == "main"


def test_a_refused_form_moves_the_reader_to_what_is_wrong(person: Person) -> None:
    person.sign_in("zhoumingyuan")
    person.page.goto(f"{person.url}/cases/new")
    person.page.get_by_role("button", name="登记线索").click()
    expect(person.page.get_by_role("alert")).to_be_focused()
    person.page.get_by_role("link", name="线索内容：请填写").click()
    expect(person.page.get_by_label("线索内容")).to_be_in_viewport()


def test_the_list_narrows_while_one_types(person: Person) -> None:
    person.sign_in("chenguodong")
    person.page.goto(f"{person.url}/cases")
    person.page.locator("#text").press_sequentially("白鹭")
    expect(person.page.locator("#found tbody tr")).to_have_count(1)
    assert "text=" in person.page.url


def test_rows_are_added_in_place(person: Person) -> None:
    person.sign_in("zhoumingyuan")
    person.page.goto(f"{person.url}{first_cases(person)[0]}/acts/interview.made")
    rows = person.page.locator("[data-rows=questions] [data-rows-list] > *")
    before = rows.count()
    person.page.locator("[data-rows=questions] [data-rows-add]").click()
    assert rows.count() == before + 1
    expect(person.page.locator(f'[name="questions.{before}.q"]')).to_be_focused()
