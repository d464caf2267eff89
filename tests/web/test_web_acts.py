"""An act through a page: recorded, or refused with a reason and every typed word kept."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from liuhen.access.models import JournalRow
from liuhen.kernel.clock import BEIJING
from web.clients import CHECKED, PARTY, Desk

Sits = Callable[[str], Desk]


def text_of(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def opened_case(sits: Sits, handler: Desk) -> Desk:
    assert handler.act("clue.checked", CHECKED).status_code == 302
    asked = {"basis": "第十五条", "opinion": "建议立案。", "case_title": "云杉门诊部案", "cause": "超量开药"}
    assert handler.act("opening.requested", {"source": "complaint", "facts": "超量开药", **asked, **PARTY}).url
    for account, kind in (("qianlixin", "endorsed"), ("sunman", "endorsed"), ("chenguodong", "approved")):
        leader = sits(account)
        leader.ref = handler.ref
        hidden = leader.hidden(f"/cases/{handler.ref}/approval")
        assert leader.act(f"opening.{kind}", {"opinion": "同意立案。"}, **hidden).status_code == 302
    assert handler.act("case.opened", {"officer_ids": officers(handler, "周明远", "何静")}).status_code == 302
    return handler


def officers(desk: Desk, *names: str) -> list[str]:
    page = text_of(desk.get(f"/cases/{desk.ref}/acts/interview.made?")) if desk.ref else ""
    found = re.findall(r'name="officer_ids" value="([^"]+)"[^>]*> <span>(\S+)', page)
    return [value for value, name in found if name in names]


def test_a_clue_begins_a_case_that_is_on_the_desk_at_once(handler: Desk) -> None:
    assert "云杉门诊部（示例）涉嫌超量开药" in handler.page()
    assert "记录线索核查" in text_of(handler.get("/"))


def test_an_act_is_recorded_with_the_next_number(handler: Desk) -> None:
    answer = handler.act("clue.checked", CHECKED)
    assert answer.status_code == 302
    assert "已记入第 2 条：线索核查" in handler.page()


def test_a_refused_form_keeps_every_word_and_says_what_is_missing(handler: Desk) -> None:
    answer = handler.act("clue.checked", {**CHECKED, "finding": "𠮷" * 10_000, "suggestion": ""})
    assert answer.status_code == 422
    assert "𠮷" * 10_000 in text_of(answer)
    assert "处理建议：请选择一项" in text_of(answer)


def test_no_form_is_opened_in_a_case_that_is_over(handler: Desk) -> None:
    assert handler.act("clue.checked", CHECKED | {"suggestion": "not_open"}).status_code == 302
    assert handler.act("clue.not_opened", {"reason": "经核查没有违法事实。"}).status_code == 302
    answer = handler.get(f"/cases/{handler.ref}/acts/opening.requested?")
    assert (answer.status_code, "已决定不予立案" in text_of(answer)) == (422, True)


def test_a_text_of_ten_thousand_characters_is_recorded_whole(handler: Desk) -> None:
    assert handler.act("clue.checked", {**CHECKED, "finding": "䶮" * 10_000}).status_code == 302
    assert "䶮" * 10_000 in handler.page("/entries/2")


def test_the_same_form_sent_twice_makes_one_entry(handler: Desk) -> None:
    hidden = handler.hidden(f"/cases/{handler.ref}/acts/clue.checked")
    assert [handler.act("clue.checked", CHECKED, **hidden).status_code for _ in range(2)] == [302, 302]
    assert "2 条，每条连着上一条的摘要" in handler.page()


def test_a_stale_page_shows_what_happened_meanwhile_and_can_be_sent_again(handler: Desk) -> None:
    stale = handler.hidden(f"/cases/{handler.ref}/acts/clue.checked")
    assert handler.act("clue.checked", CHECKED).status_code == 302
    answer = handler.act("clue.checked", {**CHECKED, "finding": "第二次核查"}, **stale)
    assert answer.status_code == 409
    assert "/entries/2" in text_of(answer)
    assert "您填的" in text_of(answer)
    assert "第二次核查" in text_of(answer)
    assert "处方与库存不符。" in text_of(answer)
    assert 'name="expect" value="2"' in text_of(answer)
    assert handler.act("clue.checked", CHECKED, key=stale["key"], expect="2").status_code == 302


def test_of_two_versions_each_field_can_be_taken_from_either(handler: Desk) -> None:
    stale = handler.hidden(f"/cases/{handler.ref}/acts/clue.checked")
    assert handler.act("clue.checked", CHECKED).status_code == 302
    mine = {**CHECKED, "finding": "第二次核查", "suspect_clear": "no"}
    picked = {"use:finding": "mine", "use:suspect_clear": "theirs", "merge": "2"}
    page = text_of(handler.act("clue.checked", {**mine, **picked}, **stale))
    assert "第二次核查" in page
    assert re.search(r'name="suspect_clear" value="yes"[^>]* checked', page)


def test_what_others_did_meanwhile_lies_open_beside_the_form(handler: Desk) -> None:
    stale = handler.hidden(f"/cases/{handler.ref}/acts/clue.not_opened")
    assert handler.act("clue.checked", CHECKED).status_code == 302
    page = text_of(handler.act("clue.not_opened", {"reason": "不立案", "told_how": "电话"}, **stale))
    assert "看这一条的内容" in page
    assert "处方与库存不符。" in page


def test_a_time_that_has_not_come_is_refused_at_its_field(handler: Desk) -> None:
    ahead = (datetime.now(BEIJING) + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    answer = handler.act("clue.checked", {**CHECKED, "happened": ahead})
    assert answer.status_code == 422
    assert "发生时间：填写的时间还没有到" in text_of(answer)
    assert ahead in text_of(answer)


def test_an_act_of_yesterday_needs_its_reason_and_then_shows_both_times(handler: Desk) -> None:
    yesterday = (datetime.now(BEIJING) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    late = {**CHECKED, "happened": yesterday}
    assert "请写明为什么当日没有记录" in text_of(handler.act("clue.checked", late))
    assert handler.act("clue.checked", {**late, "late_reason": "现场无网络"}).status_code == 302
    assert "原因：现场无网络" in handler.page()


def test_what_is_not_ones_to_do_is_refused_before_anything_is_typed(handler: Desk, sits: Sits) -> None:
    chief = sits("chenguodong")
    chief.ref = handler.ref
    answer = chief.get(f"/cases/{handler.ref}/acts/clue.checked")
    assert answer.status_code == 403
    assert "您不能记录线索核查" in text_of(answer)
    assert chief.act("clue.checked", CHECKED, key="k", expect="1").status_code == 403
    denied = JournalRow.objects.filter(act="denied", allowed=False).values_list("name", flat=True)
    assert list(denied) == ["陈国栋", "陈国栋"]


def test_an_act_that_stands_on_nothing_says_what_comes_first(handler: Desk) -> None:
    answer = handler.act("case.opened", {"officer_ids": ["p-x"]})
    assert answer.status_code == 422
    assert "还没有立案呈批" in text_of(answer)


def test_an_expired_certificate_is_refused_with_its_article(handler: Desk, sits: Sits) -> None:
    opened_case(sits, handler)
    now = datetime.now(BEIJING)
    at = {
        name: (now - timedelta(minutes=ago)).strftime("%Y-%m-%dT%H:%M") for name, ago in (("arrived", 9), ("left", 1))
    }
    visit = {"place": "门诊部", "certificate_shown": "yes", "object": "药房", "findings": "清点。", "pages": "1", **at}
    visit["late_reason"] = "前一日零点前开始"  # around midnight nine minutes ago is yesterday
    signed = {"signatures.party": "signed", "signatures.every_page": "yes", "signatures.officers": "yes"}
    expired = officers(handler, "周明远", "丁卫")
    answer = handler.act("inspection.made", {**visit, **signed, "officer_ids": expired})
    assert answer.status_code == 422
    assert "令第4号第十六条" in text_of(answer)
    assert "清点。" in text_of(answer)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "音像文件："),
        (b"PK\x03\x04 not a video", "a.mp4"),
    ],
)
def test_a_file_that_is_no_recording_is_refused_and_the_form_stays_filled(
    handler: Desk, content: bytes, words: str
) -> None:
    started = datetime.now(BEIJING).strftime("%Y-%m-%dT%H:%M")
    sent = SimpleUploadedFile("a.mp4", content, content_type="video/mp4")
    fields = {"file": sent, "started": started, "stage": "other", "device": "A-07", "opening_statement": "no"}
    answer = handler.act("recording.stored", fields)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert 'value="A-07"' in text_of(answer)


def test_a_row_can_be_added_without_a_script(handler: Desk, sits: Sits) -> None:
    opened_case(sits, handler)
    answer = handler.act("interview.made", {"questions.0.q": "处方？", "add": "questions"})
    assert 'name="questions.1.q"' in text_of(answer)
    assert "处方？" in text_of(answer)


def test_what_was_typed_is_never_taken_for_markup(handler: Desk) -> None:
    assert handler.act("clue.checked", {**CHECKED, "finding": "<script>alert(1)</script>"}).status_code == 302
    assert "<script>alert" not in handler.page("/entries/2")


def test_the_informant_is_shown_to_the_handler_and_to_nobody_else(handler: Desk, sits: Sits) -> None:
    told = {"source": "complaint", "summary": "a", "violation": "超量开药", "informant.name": "钱举报", **PARTY}
    ref = handler.send("/cases/new", told).url.rsplit("/", 1)[1]
    assert "钱举报" in text_of(handler.get(f"/cases/{ref}/entries/1"))
    assert "钱举报" not in text_of(sits("chenguodong").get(f"/cases/{ref}/entries/1"))
    looks = JournalRow.objects.filter(act="case.sealed").values_list("name", flat=True)
    assert list(looks) == ["周明远"]


def test_a_slip_is_put_right_by_a_new_entry_and_both_stay(handler: Desk) -> None:
    assert handler.act("clue.checked", {**CHECKED, "finding": "药品 23 盒。"}).status_code == 302
    page = handler.page("/entries/2")
    assert f"/cases/{handler.ref}/acts/clue.checked?corrects=2" in page
    assert "药品 23 盒。" in handler.page("/acts/clue.checked?corrects=2")
    hidden = {**handler.hidden(f"/cases/{handler.ref}/acts/clue.checked?corrects=2"), "corrects": "2"}
    right = {**CHECKED, "finding": "药品 32 盒。"}
    assert "更正理由" in text_of(handler.act("clue.checked", right, **hidden))
    assert handler.act("clue.checked", {**right, "corrects_because": "数字颠倒"}, **hidden).status_code == 302
    assert "更正第 2 条" in handler.page()
    assert "药品 23 盒。" in handler.page("/entries/2")
