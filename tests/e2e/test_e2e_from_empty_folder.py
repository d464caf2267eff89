"""From an empty folder to the first real case in a browser: wizard, keepers, roster, approval order, case. No demo."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from e2e.officers import Desk, Newcomer
from house.installation import Installation, Live, serving
from liuhen.kernel import clock
from liuhen.office.roster import COLUMNS

TODAY = clock.beijing_date(clock.now())
KEEPERS = {"sysadmin": ("冯一鸣", "fengyiming"), "security": ("蒋宁", "jiangning"), "auditor": ("沈默言", "shenmoyan")}
ROSTER = (
    (
        "周明远",
        "基金监管处",
        "zhoumingyuan",
        "承办人",
        "17010023",
        TODAY - timedelta(300),
        TODAY + timedelta(400),
        "任职通知",
    ),
    ("何静", "基金监管处", "hejing", "承办人", "17010031", TODAY - timedelta(300), TODAY + timedelta(400), "任职通知"),
    ("钱立新", "基金监管处", "qianlixin", "处室负责人", None, None, None, None),
    ("孙曼", "局领导", "sunman", "分管负责人", None, None, None, None),
    ("陈国栋", "局领导", "chenguodong", "主要负责人", None, None, None, None),
    ("吴思齐", "政策法规处", "wusiqi", "法制审核人员", None, None, None, None),
)
PARTY = {"party.name": "云杉门诊部（示例）", "party.kind": "organisation", "party.address": "江汉湖区云杉路 3 号"}
AGREED = {"opinion": "同意。"}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Live]:
    """The product as it starts in a folder that does not exist yet."""
    installation = Installation(tmp_path / "data")
    with serving(installation, log=tmp_path / "serve.log") as url:
        yield Live(url, installation)


def test_a_bureau_sets_itself_up_and_opens_its_first_case(browser: Browser, empty: Live, tmp_path: Path) -> None:
    codes = found(browser.new_context(locale="zh-CN").new_page(), empty)
    security = Newcomer(browser, empty.url, "jiangning", password=codes["jiangning"])
    codes |= enter_the_roster(security, tmp_path)
    sits = {account: Newcomer(browser, empty.url, account, password=codes[account]) for *_, account in people()}
    settle(sits["wusiqi"])
    ref = open_a_case(sits)
    expect(sits["zhoumingyuan"].page.locator("main")).to_contain_text("江汉医保案〔")
    keepers_see_no_case(security, ref)
    for words in (("verify",), ("rebuild", "--check")):
        answer = empty.installation.run(*words)
        assert answer.returncode == 0, answer.stdout


def people() -> list[tuple[str, str]]:
    return [(str(row[0]), str(row[2])) for row in ROSTER]


def found(page: Page, empty: Live) -> dict[str, str]:
    """Go through the wizard; return the keepers' first codes."""
    page.goto(empty.url)
    expect(page).to_have_url(f"{empty.url}/setup")
    page.fill("#code", (empty.installation.data / "keys" / "setup.code").read_text().strip())
    page.get_by_role("button", name="继续").click()
    told = {"organ.name": "江汉湖区医疗保障局", "organ.region": "江汉湖区", "organ.mark": "江汉医保"}
    for part, (name, account) in KEEPERS.items():
        told |= {f"{part}.name": name, f"{part}.department": "办公室", f"{part}.account": account}
    for field, value in told.items():
        page.fill(f"[name='{field}']", value)
    page.locator("[name=pack][value=wuhan-ybj]").check()
    page.get_by_role("button", name="完成安装").last.click()
    expect(page.get_by_role("heading", name="安装完成")).to_be_visible()
    slips = page.locator("[data-keeper]")
    codes = [(one.get_attribute("data-keeper"), one.locator("[data-first-code]").inner_text()) for one in slips.all()]
    assert len(codes) == len(KEEPERS)
    assert page.goto(f"{empty.url}/setup").status == 404
    return {str(account): code for account, code in codes}


def enter_the_roster(security: Desk, folder: Path) -> dict[str, str]:
    """Bring everybody in from a workbook, after one fault was mended; return their first codes."""
    page = security.page
    page.goto(f"{security.url}/office/people/import")
    wrong = [list(row) for row in ROSTER]
    wrong[1][3] = "监督员"
    look(page, workbook(folder / "wrong.xlsx", wrong))
    expect(page.locator("main")).to_contain_text("第 3 行")
    look(page, workbook(folder / "roster.xlsx", ROSTER))
    page.get_by_role("button", name=re.compile("录入这 6 人")).click()
    expect(page.locator("main")).to_contain_text("已录入 6 人，登记执法证 2 个")
    shown = page.locator("dl.rows > div").all()
    told = [(one.locator("dt").inner_text(), one.locator("dd").inner_text()) for one in shown]
    return {re.search(r"账号 ([a-z]+)", label)[1]: code for label, code in told}  # type: ignore[index]


def look(page: Page, file: Path) -> None:
    page.set_input_files("#file", file)
    page.get_by_role("button", name="核对").click()


def workbook(path: Path, rows) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (tuple(COLUMNS), *rows):
        book.active.append(row)
    book.save(path)
    return path


def settle(reviewer: Desk) -> None:
    """The legal department sets the order of approvals and the amount for legal review."""
    page = reviewer.page
    page.goto(f"{reviewer.url}/office/acts/chain.set?of=opening")
    page.locator("[name='steps.0.roles'][value=reviewer]").check()  # 会签 by the head of unit and the reviewer
    page.locator("[name='steps.0.joint'][value=yes]").check()
    page.fill("[name=basis]", "江汉湖区医疗保障局审批权限规定（示例）")
    reviewer.press()
    expect(page.locator("main")).to_contain_text("本机关设定")
    page.goto(f"{reviewer.url}/office/acts/threshold.set?of=legal_review")
    page.fill("[name=amount_fen]", "100000")
    page.fill("[name=basis]", "重大执法决定目录（示例）")
    reviewer.press()


def open_a_case(sits: dict[str, Newcomer]) -> str:
    handler = sits["zhoumingyuan"]
    clue = {"source": "inspection", "summary": "日常检查发现结算异常。", "violation": "串换药品", **PARTY}
    handler.done("", "clue.registered", clue)
    ref = handler.page.url.split("/cases/")[1].split("/")[0].split("?")[0].split("#")[0]
    checked = {"finding": "属实。", "suspect_clear": True, "punishable": True, "in_jurisdiction": True}
    handler.done(ref, "clue.checked", {**checked, "suggestion": "open"})
    handler.done(ref, "opening.requested", {"basis": "令第4号第十五条", "opinion": "建议立案。"})
    for account in ("qianlixin", "wusiqi", "sunman"):
        sits[account].done(ref, "opening.endorsed", AGREED)
    sits["chenguodong"].done(ref, "opening.approved", AGREED)
    handler.done(ref, "case.opened", {"officer_ids": ["周明远", "何静"]})
    return ref


def keepers_see_no_case(security: Desk, ref: str) -> None:
    answer = security.page.goto(f"{security.url}/cases/{ref}")
    assert answer is not None and answer.status == 404
