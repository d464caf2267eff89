"""Who may see which page, and what a page says when something is wrong."""

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from openpyxl import load_workbook

from liuhen.access.models import JournalRow
from liuhen.demo.people import PASSWORD
from web.clients import Desk

Sits = Callable[[str], Desk]
INSIDE = [
    "",
    "/entries/1",
    "/deadlines",
    "/approval",
    "/package",
    "/papers/1",
    "/recordings/1/file",
    "/acts/clue.checked",
]


def test_signing_in_leads_where_one_was_going(bureau: None) -> None:
    client = Client()
    assert client.get("/cases?text=云杉").url.startswith("/sign-in?next=/cases")
    answer = client.post("/sign-in", {"username": "hejing", "password": PASSWORD, "next": "/cases?text=a"})
    assert (answer.status_code, answer.url) == (302, "/cases?text=a")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_signing_in_never_leads_elsewhere(bureau: None, elsewhere: str) -> None:
    answer = Client().post("/sign-in", {"username": "hejing", "password": PASSWORD, "next": elsewhere})
    assert answer.url == "/"


@pytest.mark.parametrize(("account", "password"), [("hejing", "wrong"), ("nobody", PASSWORD), ("hejing", "")])
def test_a_wrong_account_and_a_wrong_password_are_answered_alike(bureau: None, account: str, password: str) -> None:
    answer = Client().post("/sign-in", {"username": account, "password": password})
    assert answer.status_code == 422
    assert "账号或者密码不对" in answer.content.decode() or "请填写密码" in answer.content.decode()


def test_signing_out_ends_the_session(sits: Sits) -> None:
    desk = sits("hejing")
    assert desk.client.post("/sign-out").url == "/sign-in"
    assert desk.get("/").status_code == 302


def test_nothing_is_shown_to_who_is_not_signed_in(handler: Desk) -> None:
    for path in INSIDE:
        answer = Client().get(f"/cases/{handler.ref}{path}")
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/sign-in")


def test_a_case_of_others_and_a_missing_case_are_answered_alike(handler: Desk, sits: Sits) -> None:
    for desk in map(sits, ("dingwei", "fengyiming", "jiangning", "shenmoyan", "wusiqi")):
        for path in INSIDE:
            foreign, missing = desk.get(f"/cases/{handler.ref}{path}"), desk.get(f"/cases/2020-9999{path}")
            assert (foreign.status_code, missing.status_code) == (404, 404), path
            assert foreign.content == missing.content


def test_a_case_of_others_cannot_be_written_to_and_does_not_show_itself(handler: Desk, sits: Sits) -> None:
    desk = sits("dingwei")
    answers = [desk.client.post(f"/cases/{ref}/acts/clue.checked", {}) for ref in (handler.ref, "2020-9999")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_the_keepers_see_no_case(handler: Desk, sits: Sits) -> None:
    for desk in map(sits, ("fengyiming", "jiangning", "shenmoyan")):
        assert "您的岗位不接触案件内容" in desk.get("/").content.decode()
        assert handler.ref not in desk.get("/cases").content.decode()


def test_only_who_may_verify_can_verify(sits: Sits) -> None:
    assert sits("hejing").get("/verification").status_code == 403
    assert 'href="/verification"' not in sits("hejing").get("/").content.decode()
    assert 'href="/verification"' in sits("shenmoyan").get("/").content.decode()


def test_a_wrong_address_says_what_to_do(sits: Sits) -> None:
    answer = sits("hejing").get("/nowhere")
    assert answer.status_code == 404
    assert "没有这个页面" in answer.content.decode()


def test_too_much_at_once_is_said_as_such(handler: Desk) -> None:
    answer = handler.act("clue.checked", {"finding": "长" * 2_000_000})
    assert answer.status_code == 413
    assert "一次提交的内容太多" in answer.content.decode()


def test_a_form_with_a_foreign_token_is_refused_kindly(handler: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/sign-in", {"username": "hejing", "password": PASSWORD})
    assert answer.status_code == 403
    assert "页面放得太久" in answer.content.decode()


def test_pages_allow_no_script_but_the_products_own(sits: Sits) -> None:
    answer = sits("hejing").get("/")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert " style=" not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_the_list_finds_a_case_by_a_part_of_its_party(handler: Desk) -> None:
    assert handler.ref in handler.get("/cases?text=杉门").content.decode()
    assert "没有找到符合条件的案件" in handler.get("/cases?text=不存在").content.decode()
    assert handler.get("/cases?page=99999999999&text=" + "长" * 500).status_code == 200


def test_how_a_term_was_counted_can_be_read(handler: Desk) -> None:
    page = handler.page("/deadlines")
    assert "怎么算的" in page
    link = page.split("/findings/")[1].split('"')[0]
    assert "第十四条" in handler.page(f"/findings/{link}")


def test_a_finding_that_is_no_more_is_explained(handler: Desk) -> None:
    answer = handler.get(f"/cases/{handler.ref}/findings/X-1@9")
    assert answer.status_code == 404
    assert "会重新推算" in answer.content.decode()


def test_the_product_says_when_it_is_ready(bureau: None) -> None:
    assert Client().get("/healthz").status_code == 200


def test_a_term_is_printed_as_a_paper_and_the_journal_has_it(handler: Desk) -> None:
    link = handler.page("/deadlines").split("/findings/")[1].split('"')[0]
    for path in (f"/findings/{link}/file", "/deadlines/file"):
        answer = handler.get(f"/cases/{handler.ref}{path}")
        assert answer.content.startswith(b"%PDF")
        assert answer["Content-Type"] == "application/pdf"
    assert JournalRow.objects.filter(act="deadlines.print").count() == 2


def test_the_printed_terms_say_what_the_page_says(handler: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(handler.get(f"/cases/{handler.ref}/deadlines/file").content)
    told = subprocess.run(["pdftotext", "-raw", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True)
    text = "".join(told.stdout.split())
    for words in ("期限计算表", "令第4号第十四条", "15个工作日", "不归入案卷", "收到时间", "当日不计入", "1.0.0版"):
        assert words in text


def test_nobody_prints_the_terms_of_a_case_of_others(handler: Desk, sits: Sits) -> None:
    assert sits("dingwei").get(f"/cases/{handler.ref}/deadlines/file").status_code == 404
    assert handler.get(f"/cases/{handler.ref}/findings/X-1@9/file").status_code == 404


def rows_of(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a class="list__main" href="/cases/([^"]+)"', page)


@pytest.fixture
def two(handler: Desk) -> Desk:
    """A second clue beside the first, of another party."""
    other = {"party.name": "阿静药店（示例）", "party.kind": "individual_business"}
    clue = {"source": "complaint", "summary": "串换", "violation": "串换药品", **other}
    assert handler.send("/cases/new", clue).status_code == 302
    return handler


def test_the_list_is_ordered_by_any_column_both_ways(two: Desk) -> None:
    page = two.get("/cases").content.decode()
    for sort in re.findall(r'class="sort" href="\?sort=(-?)([a-z]+)"', page):
        name = sort[1]
        forth, back = (rows_of(two.get(f"/cases?sort={way}{name}").content.decode()) for way in ("", "-"))
        assert sorted(forth) == sorted(back)
    assert rows_of(two.get("/cases?sort=party").content.decode()) != rows_of(
        two.get("/cases?sort=-party").content.decode()
    )


def test_the_list_is_narrowed_by_stage_and_by_what_is_late(two: Desk) -> None:
    assert len(rows_of(two.get("/cases?stage=clue").content.decode())) == 2
    assert rows_of(two.get("/cases?stage=archived").content.decode()) == []
    assert rows_of(two.get("/cases?late=1").content.decode()) == []
    assert two.get("/cases?stage=nothing&sort=nothing&handler=x'y").status_code == 200


def test_the_list_stands_as_one_left_it_but_for_the_words_searched(two: Desk) -> None:
    two.get("/cases?stage=clue&sort=party&text=阿静")
    assert two.get("/cases").url == "/cases?stage=clue&sort=party"
    assert two.get("/cases?forget=1").url == "/cases"
    assert two.get("/cases").status_code == 200


def test_a_leader_narrows_by_handler_and_a_handler_need_not(two: Desk, sits: Sits) -> None:
    assert 'name="handler"' in sits("chenguodong").get("/cases").content.decode()
    assert 'name="handler"' not in two.get("/cases").content.decode()


def test_the_list_comes_as_a_workbook_in_which_text_stays_text(two: Desk) -> None:
    trick = {"party.name": "=1+1（示例）", "party.kind": "organisation"}
    clue = {"source": "complaint", "summary": "a", "violation": "串换药品", **trick}
    assert two.send("/cases/new", clue).status_code == 302
    answer = two.get("/cases/file?sort=party")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    parties = [(row[3].value, row[3].data_type) for row in sheet.iter_rows(min_row=2)]
    assert len(parties) == 3
    assert ("=1+1（示例）", "s") in parties
    assert JournalRow.objects.get(act="cases.export").subject == "案件列表 3 件"


def test_the_workbook_holds_what_one_may_see_and_nothing_else(two: Desk, sits: Sits) -> None:
    answer = sits("dingwei").get("/cases/file")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert sheet.max_row == 1
