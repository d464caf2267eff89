"""调阅日志 at the auditor's browser: newest first, narrowed, exported, verified; nobody else's to read."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from liuhen.access.journal import ACTS, note
from liuhen.access.models import JournalRow
from liuhen.kernel import clock
from liuhen.people.officers import Officer, officer_of_account
from liuhen.queries.journal import Asked, rows_asked
from liuhen.web.views.journal import place_words
from web.clients import Desk

Sits = Callable[[str], Desk]


@pytest.fixture
def auditor(sits: Sits, handler: Desk) -> Desk:
    """The auditor, with a few rows in the journal: what was read, what was refused."""
    note(of("hejing"), "paper.read", "2026-0001 决定书")
    assert sits("hejing").get("/verification").status_code == 403
    assert sits("dingwei").get("/cases/2026-0001/papers/3/file").status_code == 404
    return sits("shenmoyan")


def of(account: str) -> Officer:
    return officer_of_account(account)


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def body(page: str) -> str:
    return page.partition("<tbody>")[2].partition("</tbody>")[0]


def test_the_newest_row_comes_first_with_its_second(auditor: Desk) -> None:
    rows = body(text(auditor.get("/journal")))
    assert rows.index("丁卫") < rows.index("何静")
    assert "查无此件或者无权查看" in rows
    assert "2026-0001 文书 第 3 条" in rows
    assert "/cases/2026-0001/papers/3/file" in rows
    at = JournalRow.objects.latest("seq").at.astimezone(clock.BEIJING)
    assert f"{at:%Y-%m-%d %H:%M:%S}" in rows
    assert '<span class="tag tag--red">拒绝</span>' in rows


@pytest.mark.parametrize(
    ("query", "there", "away"),
    [
        ("act=paper.read", "决定书", "校验"),
        ("outcome=denied", "丁卫", "决定书"),
        ("text=决定", "决定书", "丁卫"),
        ("text=2026-0001&outcome=allowed", "决定书", "丁卫"),
        ("act=nothing&outcome=nothing&first=x&last=2026-13-01", "丁卫", "没有符合条件"),
    ],
)
def test_the_journal_is_narrowed(auditor: Desk, query: str, there: str, away: str) -> None:
    page = text(auditor.get(f"/journal?{query}"))
    assert there in body(page)
    assert away not in body(page)


def test_the_journal_is_narrowed_by_person_and_by_day(auditor: Desk) -> None:
    person, today = of("dingwei").id, clock.beijing_date(clock.now())
    assert "何静" not in body(text(auditor.get(f"/journal?person={person}&first={today}&last={today}")))
    later = today + timedelta(days=1)
    assert "没有符合条件的日志" in text(auditor.get(f"/journal?first={later}"))


def test_an_export_is_itself_written_down(auditor: Desk) -> None:
    answer = auditor.get("/journal/file?outcome=denied")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert sheet is not None
    assert [sheet.cell(row, 3).value for row in range(1, sheet.max_row + 1)] == ["人员", "丁卫", "何静"]
    last = JournalRow.objects.latest("seq")
    assert (last.act, last.subject, last.name) == ("journal.export", "调阅日志 2 条", "沈默言")


def test_the_whole_journal_is_verified_by_a_button(auditor: Desk) -> None:
    assert "还没有校验过" in text(auditor.get("/journal"))
    assert auditor.client.post("/journal/verify").status_code == 302
    page = text(auditor.get("/journal"))
    assert "沈默言：第 1 至" in page
    assert "未见改动" in page


@pytest.mark.parametrize("account", ["chenguodong", "zhoumingyuan", "fengyiming", "jiangning", "zhengxiaoyu"])
def test_nobody_else_reads_the_journal_or_finds_a_link_to_it(sits: Sits, account: str) -> None:
    desk = sits(account)
    for path in ("/journal", "/journal/file", "/journal/grants"):
        assert desk.get(path).status_code == 403
    assert desk.client.post("/journal/verify").status_code == 403
    assert 'href="/journal"' not in text(desk.get("/"))


def test_pages_do_not_cost_more_queries_for_more_rows(auditor: Desk) -> None:
    auditor.get("/journal")

    def queries() -> int:
        with CaptureQueriesContext(connection) as told:
            auditor.get("/journal")
        return len(told)

    before = queries()
    for number in range(60):
        note(of("hejing"), "paper.read", f"2026-0001 决定书 {number}")
    assert queries() == before
    assert "第 2 页" in text(auditor.get("/journal?page=2"))
    assert text(auditor.get("/journal?page=99999")) != ""


def test_the_grants_name_who_gave_what_to_whom(auditor: Desk, sits: Sits) -> None:
    security = sits("jiangning")
    form = {"officer": of("hejing").id, "roles": ["handler", "unit_head"], "reason": "机构调整。"}
    assert security.client.post("/office/acts/role.granted", {"key": "grant-1234567", **form}).status_code in (200, 302)
    page = body(text(auditor.get("/journal/grants")))
    assert "何静：承办人、处室负责人" in page
    assert page.index("机构调整。") < page.index("录入人员")
    assert "蒋宁" in page


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("/cases/2026-0001/papers/9/file", "2026-0001 文书 第 9 条"),
        ("/cases/2026-0001/acts/decision.made", "2026-0001 作出处罚决定"),
        ("/api/cases/2026-0001", "2026-0001 案件"),
        ("/api/office/acts/role.granted", "调整岗位"),
        ("/verification", "校验"),
        ("/api/nowhere/at/all", "接口"),
        ("/nowhere", ""),
        ("2026-0001 决定书", ""),
    ],
)
def test_an_address_is_told_in_words(subject: str, words: str) -> None:
    assert place_words(subject) == words


def test_a_title_with_markup_stays_text(auditor: Desk) -> None:
    note(of("hejing"), "paper.read", "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in body(text(auditor.get("/journal")))


def test_every_act_can_be_asked_for(auditor: Desk) -> None:
    page = text(auditor.get("/journal"))
    assert [act for act in ACTS if f'<option value="{act}"' not in page] == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"person": "p-1"}, {"act": "paper.read"}, {"outcome": "denied"}, {"first": date(2026, 1, 1)}, {"text": "决"}],
)
def test_every_way_of_narrowing_finds_its_rows_by_an_index(auditor: Desk, asked: dict[str, Any]) -> None:
    plan = rows_asked(of("shenmoyan"), Asked(**asked)).order_by("-seq")[:50].explain()
    assert "SEARCH access_journalrow USING INDEX" in plan
