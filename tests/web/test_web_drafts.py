"""Nothing typed is lost: drafts come back with every word, in the dark of the database, and go when the act is done."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from liuhen.demo.people import PASSWORD
from liuhen.drafts.models import Draft
from liuhen.kernel import clock
from liuhen.people.models import Account, Person
from web.clients import CHECKED, PARTY, Desk

Sits = Callable[[str], Desk]
CLUE = {"source": "complaint", "summary": "举报人说超量开药", "violation": "超量开药", **PARTY}
SEALED = {"informant.name": "钱举报", "informant.phone": "13800000000"}


def text_of(answer: object) -> str:
    return str(answer.content.decode())  # type: ignore[attr-defined]


def person_of(account: str) -> str:
    return Person.objects.get(account=account).id


def test_what_was_typed_comes_back_with_its_time(handler: Desk) -> None:
    assert handler.act("clue.checked", {"finding": "核到一半", "draft": "auto"}).json()["saved"]
    page = handler.page("/acts/clue.checked")
    assert "核到一半" in page
    assert "已恢复草稿" in page


def test_a_clue_not_yet_registered_is_kept_too(sits: Sits) -> None:
    desk = sits("hejing")
    desk.send("/cases/new", {**CLUE, "draft": "keep"})
    assert "举报人说超量开药" in text_of(desk.get("/cases/new"))


def test_a_draft_goes_when_the_act_is_done(handler: Desk) -> None:
    handler.act("clue.checked", {"finding": "核到一半", "draft": "auto"})
    assert handler.act("clue.checked", CHECKED).status_code == 302
    assert Draft.objects.count() == 0


def test_the_last_words_on_their_way_do_not_outlive_the_act(handler: Desk) -> None:
    hidden = handler.hidden(f"/cases/{handler.ref}/acts/clue.checked")
    assert handler.act("clue.checked", CHECKED, **hidden).status_code == 302
    assert handler.act("clue.checked", {**CHECKED, "draft": "auto"}, **hidden).json() == {"saved": ""}
    assert Draft.objects.count() == 0


def test_a_draft_can_be_given_up(handler: Desk) -> None:
    handler.act("clue.checked", {"finding": "核到一半", "draft": "keep"})
    assert handler.act("clue.checked", {"draft": "drop"}).status_code == 302
    assert "核到一半" not in handler.page("/acts/clue.checked")


def test_a_draft_says_what_was_recorded_since(handler: Desk) -> None:
    handler.act("clue.not_opened", {"reason": "想不立案", "draft": "keep"})
    assert handler.act("clue.checked", CHECKED).status_code == 302
    page = handler.page("/acts/clue.not_opened")
    assert "想不立案" in page
    assert "此后本案又记了 1 条" in page


def test_a_draft_is_shown_to_nobody_else(handler: Desk, sits: Sits) -> None:
    handler.act("clue.checked", {"finding": "核到一半", "draft": "keep"})
    other = sits("chenguodong")
    assert "核到一半" not in text_of(other.get(f"/cases/{handler.ref}"))
    assert Draft.objects.filter(person=person_of("chenguodong")).count() == 0


def test_a_draft_of_a_case_of_others_is_refused_like_a_missing_case(handler: Desk, sits: Sits) -> None:
    told = [
        sits("dingwei").client.post(f"/cases/{ref}/acts/clue.checked", {"draft": "auto", "finding": "x"})
        for ref in (handler.ref, "2020-9999")
    ]
    assert [one.status_code for one in told] == [404, 404]
    assert Draft.objects.count() == 0


def test_the_chief_may_not_leave_a_draft_of_what_is_not_his_to_do(handler: Desk, sits: Sits) -> None:
    answer = sits("chenguodong").client.post(f"/cases/{handler.ref}/acts/clue.checked", {"draft": "auto"})
    assert answer.status_code == 403


def test_no_word_of_a_draft_lies_readable_in_the_database(sits: Sits) -> None:
    sits("hejing").send("/cases/new", {**CLUE, **SEALED, "draft": "auto"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM drafts_draft")
        stored = b"".join(
            bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
            for row in cursor.fetchall()
            for cell in row
        )
    assert stored
    for word in ("13800000000", "钱举报", "举报人", "%E9%92%B1"):
        assert word.encode() not in stored


def test_a_draft_that_cannot_be_opened_is_as_good_as_none(handler: Desk) -> None:
    handler.act("clue.checked", {"finding": "核到一半", "draft": "keep"})
    row = Draft.objects.get()
    row.box = bytes(row.box)[:-1] + b"\x00"
    row.save()
    assert "已恢复草稿" not in handler.page("/acts/clue.checked")


def test_drafts_of_more_than_thirty_days_are_swept(handler: Desk, sits: Sits) -> None:
    with clock.at(clock.now() - timedelta(days=31)):
        sits("hejing").send("/cases/new", {**CLUE, "draft": "keep"})
    assert "举报人说超量开药" not in text_of(sits("hejing").get("/cases/new"))
    handler.act("clue.checked", {"finding": "a", "draft": "keep"})
    assert Draft.objects.count() == 1


def test_a_form_sent_after_the_session_ended_comes_back_after_signing_in(handler: Desk) -> None:
    path = f"/cases/{handler.ref}/acts/clue.checked"
    hidden = handler.hidden(path)
    late = Client()
    asked = late.post(path, {**CHECKED, "finding": "写了一上午", "typed_by": person_of("zhoumingyuan"), **hidden})
    held = re.search(r'name="held" value="([^"]+)"', text_of(asked))
    assert held
    assert "一个字也没有丢" in text_of(asked)
    signed = {"username": "zhoumingyuan", "password": PASSWORD, "next": path, "held": held[1].replace("&amp;", "&")}
    assert late.post("/sign-in", signed).url == path
    assert "写了一上午" in text_of(late.get(path))


def test_what_another_person_typed_is_not_given_to_who_signs_in_next(handler: Desk) -> None:
    path = f"/cases/{handler.ref}/acts/clue.checked"
    held = f"finding=a&typed_by={person_of('zhoumingyuan')}"
    Client().post("/sign-in", {"username": "hejing", "password": PASSWORD, "next": path, "held": held})
    assert Draft.objects.count() == 0


def test_a_form_with_a_worn_out_mark_offers_to_come_back(handler: Desk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(account="zhoumingyuan"))
    answer = client.post(f"/cases/{handler.ref}/acts/clue.checked", {"finding": "写了半天", "typed_by": "x"})
    assert answer.status_code == 403
    assert 'name="finding" value="写了半天"' in text_of(answer)
    assert "带着已填的内容回到表单" in text_of(answer)


def test_a_file_already_received_stays_with_the_draft(handler: Desk) -> None:
    sent = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff\xe0 not looked into yet", content_type="image/jpeg")
    taken = handler.act("recording.stored", {"file-of": "file", "file": sent}).json()
    assert len(taken["sha256"]) == 64
    kept = {"file": taken["sha256"], "file-name": taken["name"], "device": "A-07", "draft": "keep"}
    handler.act("recording.stored", kept)
    assert "已经收到“现场.jpg”" in handler.page("/acts/recording.stored")


@pytest.mark.parametrize(("content", "words"), [(b"", "空")])
def test_a_file_that_cannot_be_used_is_said_at_once(handler: Desk, content: bytes, words: str) -> None:
    sent = SimpleUploadedFile("a.mp4", content, content_type="video/mp4")
    assert words in handler.act("recording.stored", {"file-of": "file", "file": sent}).json()["wrong"]


def test_what_one_has_begun_stands_on_the_desk_until_it_is_done(handler: Desk, sits: Sits) -> None:
    handler.act("clue.checked", {"finding": "核到一半", "draft": "keep"})
    assert f'href="/cases/{handler.ref}/acts/clue.checked">接着填' in text_of(handler.get("/"))
    assert "接着填" not in text_of(sits("hejing").get("/"))
    assert handler.act("clue.checked", CHECKED).status_code == 302
    assert "接着填" not in text_of(handler.get("/"))


def test_who_else_has_begun_the_same_is_named_but_not_quoted(handler: Desk, sits: Sits) -> None:
    assert handler.act("clue.checked", CHECKED).status_code == 302
    leader = sits("qianlixin")
    leader.ref = handler.ref
    asked = {"basis": "第十五条", "opinion": "建议立案。", "case_title": "云杉门诊部案", "cause": "超量开药"}
    handler.act("opening.requested", {"source": "complaint", "facts": "超量开药", **asked, **PARTY})
    for account in ("qianlixin", "sunman"):
        one = sits(account)
        one.ref = handler.ref
        one.act("opening.endorsed", {"opinion": f"{account} 写到一半", "draft": "keep"}, key=account, expect="3")
    page = text_of(leader.get(f"/cases/{handler.ref}/approval"))
    assert "qianlixin 写到一半" in page
    assert "孙曼也在填这一份" in page
    assert "sunman 写到一半" not in page
