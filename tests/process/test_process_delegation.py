"""委托代理: who is away lends his role for some days; the entry names both, and nothing is lent beyond its reach."""

from datetime import date, timedelta

import pytest

from liuhen.kernel import clock
from liuhen.kernel.errors import LiuhenError, NotAllowedError, NotFoundError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.people.officers import Officer, officer
from liuhen.people.roles import Role
from liuhen.people.scope import can, scope
from liuhen.queries.awaited import awaiting
from liuhen.queries.desk import waiting
from process.bureau import AT, MINUTE, TODAY, Play, appoint
from process.staffing import leave, lend, order, recall, settle

People = dict[str, Officer]
DAY = timedelta(days=1)


def approve(case: Play, by: Officer, kind: str = "opening.approved", **told: object) -> object:
    return case.do(by, kind, opinion="批准。", **told)


def to_the_chief(case: Play) -> Play:
    return case.to("opening.requested").to("opening.endorsed")


def test_a_delegate_signs_for_who_is_away_and_the_entry_names_both(case: Play) -> None:
    to_the_chief(case)
    sun = lend(case.people["chen"], case.people["sun"], "chief")
    approve(case, sun)
    entry = case.entries[-1]
    assert (entry.by.name, entry.on_behalf and entry.on_behalf.name) == ("孙曼", "陈国栋")
    chief = body_of(entry).opinion.chief  # type: ignore[attr-defined]
    assert (chief.printed, chief.by) == ("孙曼（受陈国栋委托）", sun.id)


def test_the_giver_may_still_sign_himself(case: Play) -> None:
    to_the_chief(case)
    lend(case.people["chen"], case.people["sun"], "chief")
    approve(case, case.people["chen"])
    assert case.entries[-1].on_behalf is None


def test_what_one_may_himself_one_does_in_his_own_name(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意。")
    sun = lend(case.people["chen"], case.people["sun"], "chief")
    case.do(sun, "opening.endorsed", opinion="同意。")
    assert case.entries[-1].on_behalf is None


def test_the_delegate_finds_it_on_his_desk_with_whose_it_is(case: Play) -> None:
    to_the_chief(case)
    assert waiting(case.people["sun"]) == ()
    found = waiting(lend(case.people["chen"], case.people["sun"], "chief"))
    assert [(one.what, one.on_behalf) for one in found] == [("批准立案", "陈国栋")]


@pytest.mark.parametrize(("first", "last"), [(TODAY + DAY, TODAY + 3 * DAY), (TODAY, TODAY)])
def test_a_delegation_holds_from_its_first_to_its_last_day(case: Play, first: date, last: date) -> None:
    to_the_chief(case)
    lend(case.people["chen"], case.people["qian"], "chief", first=first, last=last)

    def on(day: date) -> list[bool]:
        with clock.at(AT + (day - TODAY)):
            qian = officer(case.people["qian"].id)
            return [can(qian, "opening.approved", case.case.subject), awaiting(qian).exists()]

    held = [on(day) for day in (first - DAY, first, last, last + DAY)]
    assert held == [[False, False], [True, True], [True, True], [False, False]]
    with clock.at(AT + (last + DAY - TODAY)), pytest.raises(NotAllowedError, match="您不能批准立案"):
        approve(case, officer(case.people["qian"].id))
    with clock.at(AT + (last - TODAY)):
        approve(case, officer(case.people["qian"].id))


def test_a_delegate_does_not_sign_for_a_day_before_he_was_asked(case: Play) -> None:
    to_the_chief(case)
    with clock.at(AT + DAY):
        sun = lend(case.people["chen"], case.people["sun"], "chief", first=TODAY + DAY, last=TODAY + 3 * DAY)
        with pytest.raises(NotAllowedError, match="不含签署当日"):
            approve(case, officer(sun.id), happened=AT + MINUTE, late_reason="当日未录入。")


@pytest.mark.parametrize("how", ["recalled", "giver left", "taker left"])
def test_a_delegation_ends(case: Play, how: str) -> None:
    to_the_chief(case)
    people = case.people
    lend(people["chen"], people["qian"], "chief", last=TODAY + 9 * DAY)
    if how == "recalled":
        recall(people["chen"])
    else:
        leave(people, people["chen" if how == "giver left" else "qian"])
    qian = officer(people["qian"].id)
    assert qian.mandates == ()
    with pytest.raises((NotAllowedError, NotFoundError)):
        approve(case, qian)


def test_nobody_lends_on_what_was_lent_to_him(case: Play) -> None:
    to_the_chief(case)
    sun = lend(case.people["chen"], case.people["sun"], "chief")
    with pytest.raises(LiuhenError, match="只能委托自己担任的岗位"):
        lend(sun, case.people["qian"], "chief")
    assert not can(officer(case.people["qian"].id), "opening.approved", case.case.subject)


def test_a_role_lost_since_is_lent_no_more(case: Play) -> None:
    to_the_chief(case)
    lend(case.people["chen"], case.people["qian"], "chief")
    settle(case.people["jiang"], "role.granted", officer=case.people["chen"].id, roles=["deputy"], reason="调整分工")
    with pytest.raises(NotAllowedError):
        approve(case, officer(case.people["qian"].id))


def test_a_head_lends_the_reach_of_his_department_not_that_of_the_delegate(case: Play) -> None:
    case.to("opening.requested")
    wu = lend(case.people["qian"], case.people["wu"], "unit_head")
    case.do(wu, "opening.endorsed", opinion="同意。")
    assert case.entries[-1].on_behalf == case.people["qian"].actor
    head = appoint("head", "韩松", "稽查处", (Role.UNIT_HEAD,))
    zheng = lend(head, case.people["zheng"], "unit_head")
    with pytest.raises(NotFoundError):
        case.do(zheng, "opening.returned", reason="请补充。")


def test_a_delegate_who_handles_the_case_does_not_approve_it(case: Play) -> None:
    to_the_chief(case)
    zhou = lend(case.people["chen"], case.people["zhou"], "chief")
    with pytest.raises(NotAllowedError, match="您办理过本案"):
        approve(case, zhou)
    assert not awaiting(zhou).exists()


def test_who_handles_the_case_does_not_have_it_approved_through_another(case: Play) -> None:
    case.to("opening.requested")
    settle(case.people["jiang"], "role.granted", officer=case.people["zhou"].id, roles=["handler", "unit_head"],
           reason="主持工作")  # fmt: skip
    he = lend(officer(case.people["zhou"].id), case.people["he"], "unit_head")
    with pytest.raises(NotAllowedError, match="委托您的人办理过本案"):
        case.do(he, "opening.endorsed", opinion="同意。")


def test_a_delegate_does_not_sign_a_joint_step_for_two(case: Play) -> None:
    order(case.people, "opening", "unit_head", ("reviewer", "deputy"), "chief")
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意。")
    wu = lend(case.people["sun"], case.people["wu"], "deputy")
    case.do(wu, "opening.endorsed", opinion="程序合法。")
    assert case.entries[-1].on_behalf is None
    with pytest.raises(OutOfOrderError, match="一人不能代两个岗位"):
        case.do(wu, "opening.endorsed", opinion="同意。")
    assert not awaiting(wu).exists()


def test_matters_of_the_bureau_are_not_lent(people: People) -> None:
    sun = lend(people["wu"], people["sun"], "reviewer")
    assert not scope(sun, "chain.set").anywhere
    with pytest.raises(NotAllowedError):
        order({**people, "wu": sun}, "closing", "chief")


def test_a_reviewers_opinion_may_be_given_for_him(case: Play) -> None:
    case.to("review.submitted")
    chief = lend(case.people["wu"], case.people["chen"], "reviewer")
    case.usual("review.opinion", chief)
    assert case.entries[-1].on_behalf == case.people["wu"].actor


def test_a_reviewer_who_handles_the_case_does_not_have_it_reviewed_for_him(case: Play) -> None:
    two = {"officer_ids": [case.people["zhou"].id, case.people["xu"].id]}
    case.to("review.submitted", without=("interview.made",), case_opened=two)
    chief = lend(case.people["xu"], case.people["chen"], "reviewer")
    with pytest.raises(NotAllowedError, match="委托您的人办理过本案"):
        case.usual("review.opinion", chief)
