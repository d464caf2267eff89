"""证据与事实对应表 at the browser: facts and evidence entered from it, files handed out and written down."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from process.bureau import page
from web.clients import Desk

TODAY = datetime.now(BEIJING).strftime("%Y-%m-%d")
DATA = {
    "kind_of": "electronic",
    "name": "结算明细",
    "origin": "collected",
    "source": "收银电脑",
    "taken_on": TODAY,
    "original": "no",
    "fixing": "copied",
}


def enter(handler: Desk, **entered: object) -> Any:
    form = handler.page("/acts/evidence.collected")
    officer = form.split('name="officer_ids" value="')[1].split('"')[0]
    return handler.act("evidence.collected", {**DATA, "officer_ids": [officer], **entered})


def collect(handler: Desk, **entered: object) -> int:
    answer = enter(handler, **entered)
    assert answer.status_code == 302, answer.content.decode()
    return int(handler.page().split("已记入第 ")[1].split(" 条")[0])


def state(handler: Desk) -> int:
    path = f"/cases/{handler.ref}/acts/fact.stated?back=evidence"
    answer = handler.send(path, {"what": "三月串换药品 19 笔。", "element": "conduct", "dropped": "no"})
    assert answer.headers["Location"] == f"/cases/{handler.ref}/evidence"
    return int(handler.page("/evidence").split("已记入第 ")[1].split(" 条")[0])


def test_an_empty_table_says_what_to_do(handler: Desk) -> None:
    assert "还没有列出待证事实" in handler.page("/evidence")


def test_a_place_of_the_table_opens_the_form_with_both_chosen_and_one_comes_back(handler: Desk) -> None:
    fact, proof = state(handler), collect(handler)
    path = f"/acts/evidence.linked?fact={fact}&amp;evidence={proof}&amp;back=evidence"
    assert path in handler.page("/evidence")
    assert "没有证据证明" in handler.page("/evidence")
    path = path.replace("&amp;", "&")
    form = handler.page(path)
    assert f'<option value="{fact}" selected>' in form
    assert f'<option value="{proof}" selected>' in form
    linked = {"fact": str(fact), "evidence": str(proof), "bearing": "supports", "shows": "逐笔载明。"}
    assert handler.send(f"/cases/{handler.ref}{path}", linked).headers["Location"].endswith("/evidence")
    shown = handler.page("/evidence")
    assert "matrix__mark--supports" in shown
    assert "只有一件证据" in shown
    assert "待证事实 1 项" in handler.page()


def test_files_of_evidence_are_handed_out_and_written_down(handler: Desk) -> None:
    data = SimpleUploadedFile("明细.csv", b"row;fen\n1;10087\n", content_type="text/csv")
    scan = SimpleUploadedFile("打印件.pdf", page("明细"), content_type="application/pdf")
    seq = collect(handler, data=data, scan=scan)
    assert f"/attached/{seq}/data" in handler.page("/evidence")
    for part, told in (("data", b"row;fen\n1;10087\n"), ("copy", page("明细"))):
        answer = handler.get(f"/cases/{handler.ref}/attached/{seq}/{part}")
        assert b"".join(answer.streaming_content) == told
        assert JournalRow.objects.latest("seq").act == "scan.read"
    for missing in ("scan", "identity", "nothing"):
        assert handler.get(f"/cases/{handler.ref}/attached/{seq}/{missing}").status_code == 404


def test_fields_of_another_kind_are_refused_by_name_where_no_script_hides_them(handler: Desk) -> None:
    answer = enter(handler, kind_of="testimony")
    assert answer.status_code == 422
    assert "证人证言不填这一项" in answer.content.decode()


def test_only_a_page_of_the_case_takes_one_back(handler: Desk) -> None:
    path = f"/cases/{handler.ref}/acts/fact.stated?back=https://elsewhere.example"
    answer = handler.send(path, {"what": "事实。", "element": "conduct", "dropped": "no"})
    assert answer.headers["Location"] == f"/cases/{handler.ref}"
