"""Other dossiers about the same party, or that name each other: of one's own organ only, and only those one may see."""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from liuhen.people.officers import Officer
from liuhen.queries.case import case_page
from liuhen.queries.earlier import Others, others
from liuhen.queries.parties import Parties
from process.bureau import PARTY, Play

CODE = PARTY["credit_code"]
RENAMED: dict[str, Any] = {**PARTY, "name": "青禾大药房（示例）"}
ELSE: dict[str, Any] = {"name": "青苗门诊部（示例）", "kind": "organisation"}


def seen(case: Play, by: str = "zhou") -> Others:
    return others(case.case, case.people[by])


def clue(people: Mapping[str, Officer], who: str = "zhou", **party: Any) -> Play:
    case = Play(people)
    case.do(who, "clue.registered", source="other", summary="疑点。", violation="串换药品", party=party or PARTY)
    return case


def test_an_earlier_case_of_the_same_name_or_code_is_found(people: Mapping[str, Officer]) -> None:
    first = clue(people)
    same_name = clue(people, **{**PARTY, "credit_code": ""})
    same_code = clue(people, **RENAMED)
    stranger = clue(people, **ELSE)
    assert {one.ref for one in seen(first).rows} == {same_name.ref, same_code.ref}
    assert seen(stranger).rows == ()


def test_an_empty_code_joins_nobody(people: Mapping[str, Officer]) -> None:
    clue(people, **{**ELSE, "name": "甲"})
    assert seen(clue(people, **{**ELSE, "name": "乙"})).rows == ()


def test_a_former_name_leads_there_too(people: Mapping[str, Officer]) -> None:
    old = clue(people, **{**PARTY, "credit_code": ""})
    case = Play(people).to("case.opened")
    after = {**ELSE, "name": "青禾连锁（示例）"}
    case.do(
        "zhou", "party.changed", name=PARTY["name"], what="renamed", on="2026-11-19", successor=after, reason="通知。"
    )
    assert old.ref in {one.ref for one in seen(case).rows}
    assert case.ref in {one.ref for one in seen(clue(people, **after)).rows}


def test_what_one_may_not_see_is_counted_without_a_title(people: Mapping[str, Officer]) -> None:
    mine, other = clue(people), clue(people, "ding")
    found = seen(mine)
    assert (found.rows, found.unseen) == ((), 1)
    assert [one.ref for one in seen(mine, "qian").rows] == [other.ref]


def test_another_organ_s_cases_are_not_even_counted(
    people: Mapping[str, Officer], foreign: Mapping[str, Officer]
) -> None:
    mine = clue(people)
    Play(foreign).do("zhou", "clue.registered", source="other", summary="疑点。", violation="串换", party=PARTY)
    assert (seen(mine).rows, seen(mine).unseen) == ((), 0)


def test_merged_cases_name_each_other_on_both_pages(people: Mapping[str, Officer]) -> None:
    giving, receiving = Play(people).to("case.opened"), Play(people).to("case.opened", case_opened={})
    seq = giving.do("zhou", "merging.requested", into_no=receiving.ref, reason="同一当事人。").seq
    giving.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    giving.do("sun", "merging.approved", request=seq, opinion="同意。")
    assert [one.how for one in seen(giving).linked] == ["已并入"]
    assert [one.how for one in seen(receiving).linked] == ["已并入本件"]
    receiving.do("zhou", "merging.received", other_no=giving.ref)
    assert [one.how for one in seen(receiving).linked] == ["收并了"]


def test_it_is_asked_in_one_query_and_stands_on_the_page(people: Mapping[str, Officer]) -> None:
    case, _ = clue(people), clue(people)
    ref, by = case.case, people["zhou"]
    with CaptureQueriesContext(connection) as caught:
        others(ref, by)
    assert len(caught) == 1
    assert "相关案件" in [one.title for one in case_page(by, ref.ref).side]


def test_the_page_shows_all_parties_with_what_became_of_them(people: Mapping[str, Officer]) -> None:
    case = Play(people).to("case.opened")
    case.do("zhou", "party.joined", joined={"name": "许某", "kind": "person"}, reason="责任人。")
    case.do("zhou", "party.changed", name="许某", what="died", on="2026-11-19", reason="死亡证明。")
    case.do(
        "zhou", "party.changed", name=PARTY["name"], what="renamed", on="2026-11-19", successor=RENAMED, reason="通知。"
    )
    page = case_page(people["zhou"], case.ref or "")
    shown = next(one.shown for one in page.side if one.part == "parties")
    assert isinstance(shown, Parties)
    assert [(one.name, one.ended, one.before) for one in shown.rows] == [
        (RENAMED["name"], "", (PARTY["name"],)),
        ("许某", "死亡", ()),
    ]
    assert page.party is not None
    assert page.party.name == RENAMED["name"]
    assert [one.said for one in shown.history] == [
        "追加许某",
        "许某死亡",
        f"{PARTY['name']}更名或者变更登记事项，以后为{RENAMED['name']}",
    ]
