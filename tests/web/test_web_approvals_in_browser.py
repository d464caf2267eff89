"""A joint step and a delegate in a real browser: whose turn it is, who signed, for whom, and who may not."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from conftest import Live
from web.browser import Person

STEPS = (["unit_head"], ["reviewer", "deputy"], ["chief"])
CLUE = {"source": "inspection", "summary": "疑点。", "violation": "超量开药", "party.name": "云杉门诊部（示例）"}
CHECKED = {"finding": "处方与库存不符。", "suspect_clear": "yes", "punishable": "yes", "in_jurisdiction": "yes"}


@pytest.fixture
def person(live: Live, page: Page) -> Iterator[Person]:
    """Somebody at the browser."""
    page.set_default_timeout(15_000)
    return Person(page, live.url)


def set_order(person: Person) -> None:
    person.sign_in("wusiqi").page.goto(f"{person.url}/office/acts/chain.set?of=opening")
    for number, roles in enumerate(STEPS):
        if person.page.locator(f'[name="steps.{number}.roles"]').count() == 0:
            person.page.locator('button[name="add"][value="steps"]').click()
        person.enter(f"steps.{number}.roles", roles)
        person.enter(f"steps.{number}.joint", "yes" if len(roles) > 1 else "no")
    person.enter("basis", "本局审批权限规定（示例）")
    person.page.locator("form[data-once] .button--go").first.click()
    expect(person.page.locator(".notice--green").first).to_be_visible()


def ask(person: Person) -> None:
    person.sign_in("zhoumingyuan").register(CLUE)
    person.act("clue.checked", {**CHECKED, "suggestion": "open"})
    person.act("opening.requested", {"basis": "令第4号第十五条", "opinion": "建议立案。"})
    person.accepted()


def signs(person: Person, account: str) -> None:
    person.sign_in(account).page.goto(person.url)
    person.page.locator(f'a[href*="/cases/{person.ref}/approval"]').first.click()
    person.page.locator("form[data-once] [name=opinion]").first.fill("同意。")
    person.page.locator("form[data-once] .button--go").first.click()
    person.accepted()


def lend(person: Person) -> None:
    person.sign_in("chenguodong").page.goto(f"{person.url}/office/acts/delegation.given")
    person.page.locator('[name="taker"]').select_option(label=taker_label(person, "孙曼"))
    person.enter("roles", ["chief"])
    today = person.page.evaluate("new Intl.DateTimeFormat('sv', {timeZone: 'Asia/Shanghai'}).format(new Date())")
    for name in ("first", "last"):
        person.enter(name, today)
    person.enter("reason", "外出学习")
    person.page.locator("form[data-once] .button--go").first.click()
    expect(person.page.locator(".notice--green").first).to_be_visible()


def taker_label(person: Person, name: str) -> str:
    words = person.page.locator('[name="taker"] option').all_inner_texts()
    return next(one for one in words if name in one)


def test_a_joint_step_and_a_delegate_on_the_pages(person: Person) -> None:
    set_order(person)
    ask(person)
    signs(person, "qianlixin")
    signs(person, "sunman")
    before = person.sign_in("wusiqi").open("/approval").locator("section[aria-labelledby=before]")
    expect(before).to_contain_text("等待：法制审核人员、分管负责人会签")
    expect(before).to_contain_text("已签：分管负责人 孙曼；还差：法制审核人员")
    expect(before).to_contain_text("随后：主要负责人")
    person.sign_in("sunman").open("/approval")
    expect(person.page.get_by_role("heading", name="现在不由您签署")).to_be_visible()
    signs(person, "wusiqi")
    lend(person)
    person.sign_in("sunman").page.goto(person.url)
    expect(person.page.locator("section[aria-labelledby=signing]")).to_contain_text("受陈国栋委托")
    expect(person.open("/approval").locator("form.sheet").first).to_contain_text("受陈国栋委托签署")
    signs(person, "sunman")
    expect(person.open().locator("body")).to_contain_text("孙曼（受陈国栋委托）")
