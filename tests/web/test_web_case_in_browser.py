"""One case from clue to package in a real browser, every role at its own account, with a real recording."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from conftest import Live
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample
from web.browser import Person

PARTY = {"party.name": "云杉门诊部（示例）", "party.kind": "individual_business", "party.address": "示例路 8 号"}
POINTS = [
    "qualified",
    "jurisdiction",
    "facts",
    "nature",
    "basis",
    "procedure",
    "proportion",
    "papers",
    "crime",
    "other",
]

PLAYABLE = "one => one.readyState > 1 || new Promise(done => one.addEventListener('loadeddata', done))"


@pytest.fixture
def person(live: Live, page: Page) -> Iterator[Person]:
    """Somebody at the browser; whatever the browser complains about fails the test."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_default_timeout(15_000)
    yield Person(page, live.url)
    refused = "422 (Unprocessable Entity)"
    assert [one for one in complaints if refused not in one] == []


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "签名页.png"
    Image.new("RGB", (800, 1100), "white").save(path)
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    began = datetime.now(BEIJING) - timedelta(minutes=90)
    return make_sample(tmp_path / "A07.mp4", seconds=12, started=began, title="示例", gap=(4, 8))


EARLIER = {"late_reason": "前一日零点前开始"}  # in the small hours ninety minutes ago is yesterday


def ago(minutes: int) -> str:
    return (datetime.now(BEIJING) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M")


def test_a_case_goes_from_its_clue_to_its_package(person: Person, scan: Path, video: Path, tmp_path: Path) -> None:
    open_case(person)
    inquire(person, scan, video)
    review(person)
    decide_and_serve(person, scan)
    close_and_file(person)
    package = tmp_path / "case.zip"
    person.open("/package")
    with person.page.expect_download() as started:
        person.page.get_by_role("button", name="制作并下载").click()
    started.value.save_as(package)
    assert package.stat().st_size > video.stat().st_size
    person.open("/package")
    with person.page.expect_download() as bound:
        person.page.get_by_role("button", name="编制并下载 PDF").click()
    bound.value.save_as(tmp_path / "volume.pdf")
    assert (tmp_path / "volume.pdf").read_bytes().startswith(b"%PDF")


def open_case(person: Person) -> None:
    person.sign_in("zhoumingyuan").register(
        {"source": "complaint", "summary": "超量开药。", "violation": "超量开药", **PARTY}
    )
    yes = dict.fromkeys(("suspect_clear", "punishable", "in_jurisdiction"), "yes")
    done(person, "clue.checked", {"finding": "处方与库存不符。", "suggestion": "open", **yes})
    done(person, "opening.requested", {"basis": "令第4号第十五条", "opinion": "建议立案。"})
    for leader in ("qianlixin", "sunman", "chenguodong"):
        approved(person, leader, {"opinion": "同意立案。"})
    person.sign_in("zhoumingyuan").open("/acts/case.opened")
    person.page.get_by_label("何静").check()
    person.page.locator("form[data-once] .button--go").click()
    person.accepted()
    done(person, "paper.finalised", {"form": "opening-approval"})


def inquire(person: Person, scan: Path, video: Path) -> None:
    done(person, "rights.told", {"rights": ["陈述", "申辩", "回避"], "receiver": "林某", "signed": "yes"})
    shown = {"certificate_shown": "yes"}
    visit = {
        **EARLIER,
        "place": "门诊部一楼",
        "arrived": ago(90),
        "left": ago(30),
        "findings": "清点药品 32 盒。",
        **shown,
    }
    done(person, "inspection.made", visit)
    asked = {
        "subject.name": "林某",
        "subject.relation": "负责人",
        "place": "门诊部",
        **EARLIER,
        "started": ago(60),
        "ended": ago(40),
    }
    told = dict.fromkeys(("rights_told", "individually", "read_back"), "yes")
    done(person, "interview.made", {**asked, **told, **shown, "questions.0.q": "处方？", "questions.0.a": "按医嘱。"})
    done(person, "paper.finalised", {"form": "interview"})
    for role, name in (("party", "林某"), ("officer", "周明远"), ("officer", "何静")):
        sign(person, "询问笔录", role, name, scan)
    kept = {
        **EARLIER,
        "file": video,
        "started": ago(90),
        "stage": "inspection",
        "device": "A-07",
        "opening_statement": "yes",
    }
    done(person, "recording.stored", kept)
    person.page.get_by_role("link", name="A07.mp4").click()
    person.page.locator("video").evaluate(PLAYABLE)


def review(person: Person) -> None:
    found = {
        "course": "投诉，检查。",
        "facts": "超量开药。",
        "nature": "违规",
        "proposal": "处罚",
        "basis": "第三十八条",
    }
    done(person, "inquiry.concluded", {**found, "fine_fen": "120,000.00", "refund_fen": "100000"})
    person.act("decision.drafted", DRAFT)
    person.accepted()
    person.sign_in("chenguodong").approve({"opinion": "同意。"})
    person.refused("法制审核")
    person.open("/approval")
    person.page.get_by_text("退回，写明理由").click()
    person.page.get_by_label("退回理由").fill("先送法制审核。")
    person.page.get_by_role("button", name="退回决定呈批").click()
    person.accepted()
    person.sign_in("zhoumingyuan")
    done(person, "review.submitted", {})
    ticked = {f"points.{one}": ["yes"] for one in POINTS}
    approved(person, "wusiqi", {"opinion": "agree", "text": "同意。", **ticked})


DRAFT = {
    "facts": "超量开药。",
    "evidence": "笔录、录像",
    "basis": "第三十八条",
    "measures": "罚款",
    "fine_fen": "120000",
    "refund_fen": "100000",
    "how": "缴至指定账户",
    "remedies": "六十日内复议，六个月内诉讼",
    "correction": "立即改正",
    "correction_days": "15",
}


def decide_and_serve(person: Person, scan: Path) -> None:
    person.sign_in("zhoumingyuan")
    told = {"facts": "超量开药", "reasons": "不符", "basis": "第三十八条", "proposal": "罚款", "fine_fen": "120000"}
    rights = {"rights": ["陈述", "申辩", "听证"], "hearing_right": "yes", "receiver": "林某", "signed": "yes"}
    done(person, "notice.given", {**told, **rights, "refund_fen": "100000"})
    done(person, "defence.recorded", {"outcome": "waived"})
    done(person, "decision.drafted", DRAFT)
    approved(person, "chenguodong", {"opinion": "同意。"})
    person.sign_in("zhoumingyuan")
    done(person, "paper.finalised", {"form": "decision"})
    done(person, "service.made", {"place": "门诊部", "signed": "yes", "announced": "yes"})
    done(person, "paper.finalised", {"form": "service-receipt"})
    sign(person, "送达回证", "receiver", "林某", scan)


def close_and_file(person: Person) -> None:
    paid = {"paid_fen": "120000", "refunded_fen": "100000", "corrected": "yes", "complete": "yes"}
    done(person, "execution.checked", {**paid, "findings": "已履行。"})
    done(person, "closing.requested", {"ground": "performed", "summary": "已履行完毕。"})
    approved(person, "chenguodong", {"opinion": "同意结案。"})
    person.sign_in("zhengxiaoyu")
    done(person, "archive.filed", {})


def done(person: Person, kind: str, fields: dict[str, object]) -> None:
    person.act(kind, fields)
    person.accepted()


def approved(person: Person, account: str, fields: dict[str, object]) -> None:
    person.sign_in(account).approve(fields)
    person.accepted()


def sign(person: Person, paper: str, role: str, name: str, scan: Path) -> None:
    person.open().locator("section[aria-labelledby=papers]").get_by_role("link", name=paper).click()
    person.page.get_by_role("link", name="登记签名").click()
    for field, value in (("role", role), ("signer", name), ("scan", scan)):
        person.enter(field, value)
    person.page.locator("form[data-once] .button--go").click()
    person.accepted()
