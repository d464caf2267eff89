"""Typing in a real browser: kept by itself, honest when it could not be, there again after the session has ended."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from conftest import Live
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
from web.browser import PASSWORD, Person

CLUE = {
    "source": "complaint",
    "summary": "超量开药。",
    "violation": "超量开药",
    "party.name": "梧桐药房（示例）",
    "party.kind": "individual_business",
}


@pytest.fixture
def person(live: Live, page: Page) -> Person:
    one = Person(page, live.url).sign_in("zhoumingyuan")
    one.register(CLUE)
    return one


def test_what_is_typed_is_kept_by_itself_and_comes_back(person: Person) -> None:
    person.open("/acts/clue.checked")
    person.enter("finding", "核到一半就去现场了")
    expect(person.page.locator("[data-saved]")).to_contain_text("已自动保存")
    person.page.goto(person.url)
    person.page.get_by_role("link", name="接着填").click()
    expect(person.page.get_by_label("核查情况")).to_have_value("核到一半就去现场了")


def test_leaving_the_page_keeps_the_last_words(person: Person) -> None:
    person.open("/acts/clue.checked")
    person.enter("finding", "刚写完就走")
    begun = person.page.get_by_role("link", name="接着填")
    for _ in range(20):  # the words and the next page set out at the same time
        person.page.goto(person.url)
        if begun.count():
            break
    expect(begun).to_be_visible()


def test_when_it_could_not_be_kept_the_page_says_so(person: Person) -> None:
    person.open("/acts/clue.checked")
    person.page.context.set_offline(True)
    person.enter("finding", "断网时写的")
    expect(person.page.locator("[data-saved]")).to_contain_text("没有自动保存：连不上服务器")
    person.page.context.set_offline(False)


def test_a_session_that_ended_leads_back_to_the_same_words(person: Person) -> None:
    person.open("/acts/clue.checked")
    person.enter("finding", "写了一上午")
    person.page.context.clear_cookies(name="sessionid")
    person.page.locator("form[data-once] .form__foot .button--go").click()
    person.page.fill("#account", "zhoumingyuan")
    person.page.fill("#password", PASSWORD)
    person.page.get_by_role("button", name="登录", exact=True).click()
    expect(person.page.get_by_label("核查情况")).to_have_value("写了一上午")
    expect(person.page).to_have_url(f"{person.url}/cases/{person.ref}/acts/clue.checked")


def test_a_file_travels_at_once_and_stays_while_one_goes_on(person: Person, tmp_path: Path) -> None:
    video = make_sample(tmp_path / "A07.mp4", seconds=4, started=datetime.now(BEIJING), title="示例")
    person.open("/acts/recording.stored")
    person.enter("file", video)
    expect(person.page.locator("[data-file-line]")).to_contain_text("已经收到“A07.mp4”")
    person.page.get_by_role("button", name="存为草稿").click()
    expect(person.page.locator(".file")).to_contain_text("已经收到“A07.mp4”")


def test_the_enter_key_in_a_field_sends_the_form_and_adds_no_row(person: Person) -> None:
    person.page.goto(f"{person.url}/cases/new")
    person.page.get_by_label("当事人名称").or_(person.page.locator("[name='party.name']")).first.press("Enter")
    expect(person.page.get_by_role("alert")).to_be_visible()
