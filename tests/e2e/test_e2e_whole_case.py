"""One case from its clue to the package, by everybody who has a part in it, in a real browser, with a real video."""

import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from conftest import Live
from e2e.officers import Desk
from liuhen.kernel.clock import BEIJING
from liuhen.media.samples import make_sample

NOW = datetime.now(UTC)
AGREED = {"opinion": "同意。"}
BOTH = ["周明远", "何静"]
EARLIER = {"late_reason": "前一日零点前开始"}  # in the small hours three hours ago is yesterday
PARTY = {
    "party.name": "梧桐药房𠮷（示例）",
    "party.kind": "individual_business",
    "party.address": "江汉湖区梧桐路 9 号",
    "party.representative": "龚䶮（示例）",
}


def beijing(hours_ago: float) -> str:
    return f"{NOW.astimezone(BEIJING) - timedelta(hours=hours_ago):%Y-%m-%dT%H:%M}"


@pytest.fixture
def desks(browser: Browser, live: Live):
    """One browser for each role."""
    opened: dict[str, Desk] = {}

    def desk(account: str) -> Desk:
        return opened.setdefault(account, Desk(browser, live.url, account))

    return desk


def test_a_case_goes_from_clue_to_verified_package(desks, live: Live, tmp_path: Path) -> None:
    handler, second = desks("zhoumingyuan"), desks("hejing")
    ref = open_a_case(desks)
    inquire(handler, second, ref, tmp_path)
    review_tell_and_decide(desks, ref)
    serve_check_and_close(desks, ref, tmp_path)
    desks("zhengxiaoyu").done(ref, "archive.filed", {"retention": "30_years"})
    package = download(desks("zhengxiaoyu"), ref, tmp_path)
    judge_verifies(package, tmp_path)
    intact = live.installation.run("verify")
    assert intact.returncode == 0, intact.stdout
    assert live.installation.run("rebuild", "--check").returncode == 0


def open_a_case(desks) -> str:
    handler = desks("zhoumingyuan")
    clue = {"source": "inspection", "summary": "日常检查发现结算异常。", "violation": "串换药品", **PARTY}
    handler.done("", "clue.registered", clue)
    ref = handler.page.url.split("/cases/")[1].split("/")[0].split("?")[0].split("#")[0]
    expect(handler.page.locator("main")).to_contain_text("令第4号第十四条")  # what is owed is on the page at once
    checked = {"finding": "比对结算明细，属实。", "suspect_clear": True, "punishable": True, "in_jurisdiction": True}
    handler.done(ref, "clue.checked", {**checked, "suggestion": "open"})
    handler.done(ref, "opening.requested", {"basis": "令第4号第十五条", "opinion": "建议立案。"})
    handler.refused(ref, "case.opened", {}, says="武汉办法第十二条")  # approval first
    desks("qianlixin").done(ref, "opening.endorsed", AGREED)
    desks("sunman").done(ref, "opening.endorsed", AGREED)
    desks("chenguodong").done(ref, "opening.approved", AGREED)
    handler.done(ref, "case.opened", {"officer_ids": BOTH})
    handler.done(ref, "paper.finalised", {"form": "opening-approval"})
    return ref


def inquire(handler: Desk, second: Desk, ref: str, tmp_path: Path) -> None:
    seen = {
        **EARLIER,
        "place": "江汉湖区梧桐路 9 号",
        "arrived": beijing(3),
        "left": beijing(2),
        "certificate_shown": True,
        "findings": "查看收费记录 12 份，由负责人核对。",
        "present.0.name": "龚䶮（示例）",
        "present.0.role": "经营者",
    }
    handler.refused(ref, "inspection.made", {**seen, "officer_ids": ["周明远"]}, says="两人以上")  # one officer only
    handler.refused(
        ref, "inspection.made", {**seen, "officer_ids": ["周明远", "丁卫"]}, says="令第4号第十六条"
    )  # expired
    handler.done(ref, "inspection.made", {**seen, "officer_ids": BOTH})
    asked = {
        **EARLIER,
        "subject.name": "龚䶮（示例）",
        "subject.relation": "经营者",
        "subject_identity.identity_no": "000000190001010000",
        "place": "本局询问室",
        "started": beijing(1.5),
        "ended": beijing(1),
        "officer_ids": BOTH,
        "certificate_shown": True,
        "rights_told": True,
        "individually": True,
        "read_back": True,
        "questions.0.q": "请说明情况。",
        "questions.0.a": "我店以药品名义结算日用品，情况属实。",
    }
    second.done(ref, "interview.made", asked)
    second.done(ref, "paper.finalised", {"form": "interview"})
    sign(second, ref, "party", "龚䶮（示例）", tmp_path)
    sign(second, ref, "officer", "何静", tmp_path)
    video = make_sample(tmp_path / "A-07.mp4", seconds=12, started=NOW - timedelta(hours=3), title="现场检查")
    stored = {**EARLIER, "started": beijing(3), "device": "记录仪 A-07", "of": 1, "opening_statement": True}
    second.done(ref, "recording.stored", stored, file=video)
    plays(second, ref)
    handler.done(
        ref, "rights.told", {"rights": ["陈述", "申辩", "回避", "听证"], "receiver": "龚䶮（示例）", "signed": True}
    )
    concluded = {
        "course": "检查发现，立案后检查一次、询问一次。",
        "facts": "串换结算 12 笔。",
        "nature": "串换药品。",
        "proposal": "责令退回并罚款。",
        "basis": "条例第三十八条",
        "fine_fen": "80000.00",
        "refund_fen": "60000.00",
    }
    handler.done(ref, "inquiry.concluded", concluded)


def review_tell_and_decide(desks, ref: str) -> None:
    handler, chief = desks("zhoumingyuan"), desks("chenguodong")
    told = {
        "facts": "串换结算 12 笔。",
        "reasons": "构成串换药品。",
        "basis": "条例第三十八条",
        "proposal": "退回 60000 元，罚款 80000 元。",
        "fine_fen": "80000",
        "refund_fen": "60000",
        "rights": ["陈述", "申辩"],
        "receiver": "龚䶮（示例）",
        "signed": True,
    }
    handler.done(ref, "notice.given", told)
    handler.done(ref, "defence.recorded", {"outcome": "waived"})
    drafted = {
        "evidence": "现场检查笔录、询问笔录、录像。",
        "how": "缴至指定银行。",
        "remedies": "六十日内申请行政复议，或者六个月内提起行政诉讼。",
        "correction": "停止串换结算。",
        "correction_days": "10",
    }
    handler.done(ref, "decision.drafted", drafted)
    chief.refused(ref, "decision.made", AGREED, says="令第4号第三十七条")  # no review has passed yet
    chief.done(ref, "decision.returned", {"reason": "应先送法制审核。"})
    handler.done(ref, "review.submitted", {})
    points = {f"points.{name}": True for name in POINTS}
    desks("wusiqi").done(ref, "review.opinion", {"opinion": "agree", "text": "同意。", **points})
    handler.done(ref, "decision.drafted", {})  # opens with what was drafted before
    chief.done(ref, "decision.made", AGREED)
    handler.done(ref, "paper.finalised", {"form": "decision"})


POINTS = (
    "qualified", "jurisdiction", "facts", "nature", "basis", "procedure", "proportion", "papers", "crime", "other",
)  # fmt: skip


def serve_check_and_close(desks, ref: str, tmp_path: Path) -> None:
    handler, second = desks("zhoumingyuan"), desks("hejing")
    served = {"place": "江汉湖区梧桐路 9 号", "receiver.name": "龚䶮（示例）", "officer_ids": BOTH, "signed": True}
    handler.done(ref, "service.made", {**served, "announced": True})
    handler.done(ref, "paper.finalised", {"form": "service-receipt"})
    sign(handler, ref, "receiver", "龚䶮（示例）", tmp_path)
    checked = {
        "paid_fen": "80000",
        "refunded_fen": "60000",
        "corrected": True,
        "complete": True,
        "findings": "已履行。",
    }
    second.done(ref, "execution.checked", checked)
    handler.done(ref, "closing.requested", {"ground": "performed", "summary": "已全部履行。"})
    desks("chenguodong").done(ref, "closing.approved", AGREED)


def sign(desk: Desk, ref: str, role: str, name: str, tmp_path: Path) -> None:
    scan = tmp_path / f"{role}.pdf"
    scan.write_bytes(download_paper(desk, ref))
    desk.done(ref, "paper.signed", {"paper_seq": 1, "role": role, "signer": name}, scan=scan)


def download_paper(desk: Desk, ref: str) -> bytes:
    """Return the newest paper as it was finalised: what people print, sign and scan."""
    desk.page.goto(f"{desk.url}/cases/{ref}")
    links = desk.page.locator("a[href*='/papers/']").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    newest = max(links, key=lambda link: int(link.rstrip("/").split("/")[-1]))
    answer = desk.page.request.get(f"{desk.url}{newest}/file")
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def plays(desk: Desk, ref: str) -> None:
    desk.page.goto(f"{desk.url}/cases/{ref}")
    desk.page.locator("a[href*='/recordings/']").first.click()
    video = desk.page.locator("video")
    video.evaluate("one => { one.muted = true; one.currentTime = 6; return one.play() }")
    desk.page.wait_for_function("() => document.querySelector('video').currentTime > 6.3")


def download(desk: Desk, ref: str, tmp_path: Path) -> Path:
    desk.page.goto(f"{desk.url}/cases/{ref}/package")
    with desk.page.expect_download() as waiting:
        desk.page.get_by_role("button", name="制作并下载", exact=True).click()
    target = tmp_path / "case.zip"
    waiting.value.save_as(target)
    return target


def judge_verifies(package: Path, tmp_path: Path) -> None:
    """The verifier that came inside the package, with nothing but Python: on the package, and with one bit changed."""
    with zipfile.ZipFile(package) as held:
        verifier = next(name for name in held.namelist() if name.endswith("verify_case.py"))
        (tmp_path / "verify_case.py").write_bytes(held.read(verifier))
        paper = next(name for name in held.namelist() if name.endswith(".pdf"))
    good = judged(tmp_path, package)
    assert good.returncode == 0, good.stdout
    assert "内部一致，签发人未核" in good.stdout
    bad = judged(tmp_path, with_a_changed_bit(package, paper))
    assert bad.returncode == 1
    assert Path(paper).name in bad.stdout


def judged(tmp_path: Path, package: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify_case.py"), str(package)]
    return subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")


def with_a_changed_bit(package: Path, victim: str) -> Path:
    changed = io.BytesIO()
    with zipfile.ZipFile(package) as held, zipfile.ZipFile(changed, "w", zipfile.ZIP_STORED) as out:
        for name in held.namelist():
            data = bytearray(held.read(name))
            if name == victim:
                data[len(data) // 2] ^= 1
            out.writestr(name, bytes(data))
    target = package.with_name("changed.zip")
    target.write_bytes(changed.getvalue())
    return target
