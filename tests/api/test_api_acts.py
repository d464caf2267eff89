"""The API does what the pages do: same acts, same refusals, each in three Chinese sentences."""

import re
from typing import Any

import pytest

from api.caller import Caller
from liuhen.access.models import JournalRow
from liuhen.ledger import entry
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case
from liuhen.process.case.registry import ACTS
from process.bureau import AT, CLUE, PASSWORD, Play, entered_for
from process.gates import REFUSED, Refused

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_the_law_refuses_over_the_api_too(case: Play, refused: Refused) -> None:
    refused.reach(case)
    before = len(case.entries)
    status, body = Caller(refused.who).act(refused.kind, refused.form(case), no=case.ref)
    assert status == 422
    assert refused.cited in [one["article"] for one in body["findings"]]
    assert all(one["missing"] for one in body["findings"])
    assert len(case.entries) == before


def test_a_clue_is_registered_and_checked(people: dict[str, Officer]) -> None:
    caller = Caller("zhou")
    status, made = caller.act("clue.registered", CLUE)
    assert (status, made["ref"], made["seq"], made["kind"]) == (200, "2026-0001", 1, "clue.registered")
    status, made = caller.act("clue.checked", entered_for("clue.checked"), no=made["ref"], expect=1)
    assert (status, made["seq"]) == (200, 2)
    assert entry(made["entry"]).channel == "api"


def test_a_case_number_finds_the_case_as_its_reference_does(case: Play) -> None:
    case.to("case.opened")
    answers = [Caller("zhou").get(f"/cases/{no}") for no in (case.ref, case.case.case_no)]
    assert [status for status, _ in answers] == [200, 200]
    assert answers[0][1]["number"] == answers[1][1]["number"] == "江医保案〔2026〕1号"


def test_a_retry_gets_the_same_entry_and_a_changed_one_is_refused(people: dict[str, Officer]) -> None:
    caller = Caller("zhou")
    first = caller.act("clue.registered", CLUE, key="the-same-request", happened=AT)
    assert caller.act("clue.registered", CLUE, key="the-same-request", happened=AT) == first
    status, body = caller.act("clue.registered", CLUE | {"summary": "另"}, key="the-same-request", happened=AT)
    assert (status, body["entry"]) == (409, first[1]["entry"])


def test_a_retry_that_tells_no_time_gets_the_same_entry(people: dict[str, Officer]) -> None:
    caller = Caller("zhou")
    first = caller.act("clue.registered", CLUE, key="the-same-request")
    assert caller.act("clue.registered", CLUE, key="the-same-request") == first


def test_a_stale_page_tells_both_numbers(case: Play) -> None:
    case.to("clue.checked")
    status, body = Caller("zhou").act("clue.checked", entered_for("clue.checked"), no=case.ref, expect=1)
    assert (status, body["expected"], body["actual"]) == (409, 1, 2)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"happened": "2026-11-20T09:00:00"}, "happened"),
        ({"happened": "yesterday"}, "happened"),
        ({"happened": "0001-01-01T00:00:00+14:00"}, "happened"),
        ({"happened": "9999-12-31T23:59:59-12:00"}, "happened"),
        ({"happened": "2026-11-20T11:00:00+08:00"}, "happened"),
        ({"happened": "2026-11-19T09:00:00+08:00"}, "late_reason"),
        ({"late_reason": "补\u202e录"}, "late_reason"),
        ({"key": "short"}, "key"),
        ({"key": "k" * 65}, "key"),
        ({"expect": "many"}, "expect"),
    ],
)
def test_bad_circumstances_are_refused_by_field(people: dict[str, Officer], more: dict[str, Any], field: str) -> None:
    status, body = Caller("zhou").act("clue.registered", CLUE, **more)
    assert status == 422
    assert list(body["fields"]) == [field]
    assert CHINESE.search(body["fields"][field])
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"summary": ""}, "form.summary"),
        ({"summary": "疑" * 20_001}, "form.summary"),
        ({"violation": "串\u200b换"}, "form.violation"),
        ({"violation": "a\x00b"}, "form.violation"),
        ({"party": None}, "form.party"),
        ({"party": {"name": "青\u202e禾"}}, "form.party.name"),
        ({"source": "rumour"}, "form.source"),
        ({"anonymous": "perhaps"}, "form.anonymous"),
        ({"surprise": 1}, "form.surprise"),
    ],
)
def test_a_bad_form_is_refused_by_field_in_chinese(
    people: dict[str, Officer], changed: dict[str, Any], field: str
) -> None:
    status, body = Caller("zhou").act("clue.registered", CLUE | changed)
    assert (status, list(body["fields"])) == (422, [field])
    assert CHINESE.search(body["fields"][field])


@pytest.mark.parametrize("amount", [-1, 0.5, 10**16, 10**400, "1e3", True])
def test_an_amount_is_refused_unless_it_is_whole_fen(case: Play, amount: object) -> None:
    case.to("rights.told")
    form = entered_for("inquiry.concluded") | {"fine_fen": amount}
    status, body = Caller("zhou").act("inquiry.concluded", form, no=case.ref)
    assert (status, list(body["fields"])) == (422, ["form.fine_fen"])


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"form": 1}', b"\xff\xfe", b'{"form":' + b"[" * 5000])
def test_what_is_no_request_breaks_nothing(people: dict[str, Officer], body: bytes) -> None:
    status, answer = Caller("zhou").raw("/acts/clue.registered", body)
    assert status in (400, 422)
    assert CHINESE.search(answer["message"])


def test_who_may_not_is_told_so_and_who_may_not_see_is_not(case: Play) -> None:
    case.to("case.opened")
    status, body = Caller("chen").act("inquiry.concluded", entered_for("inquiry.concluded"), no=case.ref)
    assert (status, body["message"]) == (403, "您不能提交调查终结报告。")
    hidden = Caller("feng").act("inquiry.concluded", entered_for("inquiry.concluded"), no=case.ref)
    missing = Caller("feng").act("inquiry.concluded", entered_for("inquiry.concluded"), no="2026-0999")
    assert hidden == missing
    assert hidden[0] == 404


def test_who_was_denied_something_stands_in_the_access_journal(case: Play) -> None:
    case.to("case.opened")
    Caller("chen").act("inquiry.concluded", entered_for("inquiry.concluded"), no=case.ref)
    row = JournalRow.objects.get(allowed=False)
    assert (row.name, row.act, row.allowed) == ("陈国栋", "denied", False)
    assert case.ref in row.subject


@pytest.mark.parametrize("account", ["feng", "jiang", "shen", "ding"])
def test_reading_a_case_that_is_not_ones_own_is_like_reading_none(case: Play, account: str) -> None:
    case.to("case.opened")
    caller = Caller(account)
    assert caller.get(f"/cases/{case.ref}") == caller.get("/cases/2026-0999")
    assert caller.get(f"/cases/{case.ref}/export") == caller.get("/cases/2026-0999/export")
    assert caller.get("/cases")[1]["total"] == 0


def test_every_act_has_its_operation(people: dict[str, Officer]) -> None:
    status, schema = Caller("zhou").get("/openapi.json")
    operations = {one["operationId"] for path in schema["paths"].values() for one in path.values()}
    assert status == 200
    assert set(ACTS) <= operations


def test_without_a_token_nothing_is_answered(case: Play) -> None:
    case.to("clue.registered")
    caller = Caller("zhou")
    for token in ("", "guessed", caller.token[:-1]):
        stranger = Caller("zhou")
        stranger.token = token
        status, body = stranger.get(f"/cases/{case.ref}")
        assert (status, body["message"]) == (401, "没有登录，或者登录已经失效。")


def test_a_token_ends_at_sign_out(people: dict[str, Officer]) -> None:
    caller = Caller("zhou")
    assert caller.delete("/token") == (204, None)
    assert caller.get("/cases")[0] == 401


@pytest.mark.parametrize(("account", "password"), [("zhou", "wrong"), ("nobody", PASSWORD), ("zhou", ""), ("", "")])
def test_a_wrong_password_and_an_unknown_account_sound_alike(
    people: dict[str, Officer], account: str, password: str
) -> None:
    caller = Caller("he")
    status, body = caller._sent("POST", "/api/token", {"account": account, "password": password})
    assert (status, body["message"]) == (403, "账号或者密码不对。")
