"""Handlers who leave, are replaced, move or get another role; certificates that end while a case is under way."""

from datetime import timedelta
from pathlib import Path

import pytest

from liuhen.duties.gates import RuleBrokenError
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, LiuhenError, NotAllowedError, NotFoundError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.ledger.rebuild import rebuild
from liuhen.people.officers import Officer, officer, officers_in
from liuhen.process.case.models import CaseOfficer
from liuhen.process.case.particulars import handler_names
from liuhen.process.case.registry import prefill
from liuhen.queries.case import case_page
from liuhen.queries.cases import cases
from liuhen.queries.desk import waiting
from liuhen.queries.officers import handler_names as offered_handlers
from liuhen.queries.officers import officer_choices
from liuhen.queries.viewer import viewer
from process.bureau import AT, ORGAN, TODAY, Play, certify
from process.staffing import leave, replace_handlers, settle

People = dict[str, Officer]
DAY = timedelta(days=1)


def opened(case: Play) -> Play:
    certify(case.people["ding"])
    return case.to("case.opened")


def test_who_left_does_nothing_more_even_on_a_page_opened_before(case: Play) -> None:
    opened(case)
    leave(case.people, case.people["zhou"])
    with pytest.raises(NotFoundError):
        case.usual("rights.told", officer(case.people["zhou"].id))
    with pytest.raises(NotAllowedError, match="您已离岗"):
        case.usual("rights.told")
    assert cases(officer(case.people["zhou"].id)).total == 0


def test_who_left_is_offered_nowhere(case: Play) -> None:
    opened(case)
    leave(case.people, case.people["he"])
    by = case.people["zhou"]
    assert case.people["he"] not in officers_in(ORGAN)
    names = [words for _, words in (*officer_choices(by), *offered_handlers(by))]
    assert not [name for name in names if "何静" in name]
    assert prefill("inspection.made", case.case, by)["officer_ids"] == [by.id]


def test_who_left_is_not_picked_but_for_what_he_did_before(case: Play) -> None:
    opened(case)
    certify(case.people["he"], first=TODAY - 9 * DAY, number="again")
    leave(case.people, case.people["he"])
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    with pytest.raises(BadInputError, match="何静当日已经离岗"):
        case.usual("inspection.made")
    before = {"arrived": AT - DAY - timedelta(hours=2), "left": AT - DAY - timedelta(hours=1)}
    done = case.usual("inspection.made", **before, happened=before["left"], late_reason="当日未录入。")
    assert [one.name for one in body_of(done.entry).officers] == ["周明远", "何静"]  # type: ignore[attr-defined]


def test_the_head_of_unit_learns_that_a_handler_left(case: Play) -> None:
    opened(case)
    before = viewer(case.people["qian"]).approvals
    leave(case.people, case.people["he"])
    found = waiting(case.people["qian"])
    assert [(one.what, one.act.kind, one.case_ref) for one in found] == [
        ("承办人何静已离岗，须更换", "handlers.changed", case.ref)
    ]
    assert viewer(case.people["qian"]).approvals == before + 1
    assert [(one.name, one.left) for one in case_page(case.people["qian"], case.ref or "").officers] == [
        ("周明远", False),
        ("何静", True),
    ]
    assert waiting(case.people["zhou"]) == waiting(case.people["sun"]) == ()


def test_two_are_wanting_and_the_refusal_says_what_to_do(case: Play) -> None:
    opened(case)
    leave(case.people, case.people["he"])
    picked = {"officer_ids": [case.people["zhou"].id, case.people["ding"].id]}
    with pytest.raises(OutOfOrderError, match=r"在岗的承办人不够.*何静已离岗.*少于两人.*第十六条.*更换承办人"):
        case.usual("inspection.made", **picked)
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    assert case.usual("inspection.made", **picked).entry.kind == "inspection.made"
    assert waiting(case.people["qian"]) == ()


def test_what_one_does_alone_goes_on(case: Play) -> None:
    opened(case)
    leave(case.people, case.people["he"])
    assert case.usual("rights.told").entry.by.name == "周明远"


def test_the_new_handler_sees_the_case_and_the_old_one_no_more(case: Play) -> None:
    opened(case)
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    assert case_page(case.people["ding"], case.ref or "").officers[1].name == "丁卫"
    for act in (
        lambda: case_page(case.people["he"], case.ref or ""),
        lambda: case.do("he", "rights.told", rights=["陈述"], receiver="许某", signed=True),
    ):
        with pytest.raises(NotFoundError):
            act()
    said = body_of(case.entries[-1])
    assert [[one.name for one in part] for part in (said.officers, said.left, said.joined)] == [  # type: ignore[attr-defined]
        ["周明远", "丁卫"],
        ["何静"],
        ["丁卫"],
    ]


def test_who_was_replaced_still_does_not_approve_it(case: Play) -> None:
    opened(case).to("decision.drafted", without=("interview.made",))
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    settle(case.people["jiang"], "role.granted", officer=case.people["he"].id, roles=["chief"], reason="任命")
    with pytest.raises(NotAllowedError, match="您办理过本案"):
        case.do(officer(case.people["he"].id), "decision.made", opinion="同意。")


def test_a_handler_may_come_back(case: Play) -> None:
    opened(case)
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    replace_handlers(case, case.people["zhou"], case.people["he"])
    assert case.case.subject.officers == {case.people["zhou"].id, case.people["he"].id}
    assert case.case.subject.former == {case.people["ding"].id}
    case.usual("rights.told", "he")


def test_later_papers_name_the_new_handlers_and_the_old_paper_stays(case: Play) -> None:
    opened(case)
    case.do("zhou", "paper.finalised", form="opening-approval")
    before = case.entries[-1].digest
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    assert handler_names(case.case) == "周明远、丁卫"
    assert before in {entry.digest for entry in case.entries}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("zhou", "he"), "与现在的承办人相同"),
        (("zhou", "qian"), "钱立新不是承办人岗位"),
        (("zhou", "ding"), "丁卫不是承办人岗位，或者当日没有有效的执法证"),
    ],
)
def test_not_everybody_takes_over_a_case(case: Play, names: tuple[str, ...], said: str) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError) as caught:
        replace_handlers(case, *(case.people[name] for name in names))
    assert said in caught.value.fields["officer_ids"]


def test_one_alone_does_not_handle_an_opened_case_and_the_article_says_so(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(RuleBrokenError, match=r"令第4号第十六条.*少于两人"):
        replace_handlers(case, case.people["zhou"])


@pytest.mark.parametrize("who", ["zhou", "sun", "wu"])
def test_only_the_head_of_unit_or_the_chief_replaces_handlers(case: Play, who: str) -> None:
    opened(case)
    with pytest.raises((NotAllowedError, NotFoundError)):
        replace_handlers(case, case.people["zhou"], case.people["ding"], who=who)
    replace_handlers(case, case.people["zhou"], case.people["ding"], who="chen")


def test_a_clue_whose_finder_left_goes_to_another(case: Play) -> None:
    case.to("clue.registered")
    leave(case.people, case.people["zhou"])
    assert waiting(case.people["qian"])[0].what == "承办人周明远已离岗，须更换"
    replace_handlers(case, case.people["he"])
    assert case.usual("clue.checked", "he").entry.by.name == "何静"


def test_rebuilt_tables_know_who_handles_what(case: Play, house: Path) -> None:
    opened(case)
    replace_handlers(case, case.people["zhou"], case.people["ding"])
    before = list(CaseOfficer.objects.order_by("key").values())
    assert [row["left"] for row in before].count(True) == 1
    rebuild()
    assert list(CaseOfficer.objects.order_by("key").values()) == before


def test_a_certificate_ends_while_a_case_is_under_way(case: Play) -> None:
    certify(case.people["ding"], last=TODAY)
    two = {"officer_ids": [case.people["zhou"].id, case.people["ding"].id]}
    case.to("case.opened", case_opened=two).usual("inspection.made", **two)
    with clock.at(AT + DAY):
        late = {"arrived": AT + DAY - timedelta(hours=2), "left": AT + DAY - timedelta(hours=1)}
        with pytest.raises(RuleBrokenError, match="令第4号第十六条"):
            case.usual("inspection.made", **two, **late, happened=late["left"])
        case.usual("inspection.made", **two, happened=AT - timedelta(minutes=5), late_reason="当日未录入。")
        certify(case.people["ding"], first=TODAY + DAY, number="renewed")
        case.usual("inspection.made", **two, **late, happened=late["left"])


def test_a_revoked_certificate_is_no_certificate_from_its_day_on(case: Play) -> None:
    opened(case)
    two = {"officer_ids": [case.people["zhou"].id, case.people["ding"].id]}
    settle(case.people["jiang"], "certificate.revoked", number="1701-ding", on=TODAY, reason="收回")
    with pytest.raises(RuleBrokenError, match="令第4号第十六条"):
        case.usual("inspection.made", **two)
    before = {"arrived": AT - DAY - timedelta(hours=2), "left": AT - DAY - timedelta(hours=1)}
    case.usual("inspection.made", **two, **before, happened=before["left"], late_reason="当日未录入。")
    assert any("已注销" in words for _, words in officer_choices(case.people["zhou"]))


def test_who_moves_to_another_department_keeps_his_cases(case: Play) -> None:
    opened(case)
    settle(case.people["jiang"], "department.opened", name="政策法规处")
    settle(
        case.people["jiang"], "officer.moved", officer=case.people["zhou"].id, department="政策法规处", reason="轮岗"
    )
    moved = officer(case.people["zhou"].id)
    assert moved.department == "政策法规处"
    assert case.usual("rights.told", moved).entry.by.id == moved.id
    assert case_page(case.people["qian"], case.ref or "").ref == case.ref


def test_who_becomes_head_keeps_his_cases_and_reaches_his_department(case: Play) -> None:
    opened(case)
    settle(case.people["jiang"], "role.granted", officer=case.people["zhou"].id, roles=["handler", "unit_head"],
           reason="任命")  # fmt: skip
    head = officer(case.people["zhou"].id)
    assert case.usual("rights.told", head).entry.by.id == head.id
    with pytest.raises(LiuhenError):
        case.do(head, "decision.endorsed", opinion="同意。")
