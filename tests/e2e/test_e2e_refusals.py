"""What the law refuses is refused on the page, with its article; the tests of the acts and of the API try the rest."""

import re

from playwright.sync_api import Browser

from conftest import Live
from e2e.officers import Desk
from liuhen.process.review.payloads import Points

AGREED = {"opinion": "agree", "text": "同意。", **{f"points.{name}": True for name in Points.model_fields}}


def test_a_reviewer_who_took_part_in_the_case_may_not_review_it(browser: Browser, live: Live) -> None:
    reviewer = Desk(browser, live.url, "xuhang")
    reviewer.page.goto(f"{live.url}/cases")
    listed = reviewer.page.locator("a", has_text="白鹭医院").first.get_attribute("href") or ""
    ref = re.findall(r"\d{4}-\d{4}", listed)[0]
    reviewer.refused(ref, "review.opinion", AGREED, says="令第4号第三十七条")
