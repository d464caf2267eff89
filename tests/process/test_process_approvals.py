"""Orders of approval on the guard: step by step, jointly, as the request names them, never by who handles the case."""

from dataclasses import replace
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError, NotAllowedError, NotFoundError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.office.models import Chain
from liuhen.people.models import Person
from liuhen.people.officers import Officer, officer
from liuhen.people.roles import Role
from liuhen.process.case.approval import order_of
from liuhen.queries.awaited import awaiting, capacity_in
from liuhen.queries.case import case_page
from process.bureau import ORGAN, Play
from process.staffing import order

People = dict[str, Officer]


def says(case: Play, kind: str) -> Any:
    return body_of([entry for entry in case.entries if entry.kind == kind][-1])


def asked(people: People) -> set[str]:
    """Return the accounts for whom something waits."""
    return {account for account, one in people.items() if awaiting(one).exists()}


def test_a_request_names_its_order_and_by_what_it_holds(case: Play) -> None:
    said = says(case.to("opening.requested"), "opening.requested")
    assert [step.roles for step in said.order] == [["unit_head"], ["deputy"], ["chief"]]
    assert said.order_basis == "武汉办法第十二条第二款"


def test_the_order_is_walked_one_after_the_other(case: Play) -> None:
    walked = []
    for who, kind in (("qian", "opening.endorsed"), ("sun", "opening.endorsed"), ("chen", "opening.approved")):
        case.to("opening.requested")
        walked.append((case.case.awaiting, case.case.awaiting_roles, asked(case.people)))
        case.do(who, kind, opinion="同意。")
    assert walked == [
        ("opening.endorsed", ("unit_head",), {"qian"}),
        ("opening.endorsed", ("deputy",), {"sun"}),
        ("opening.approved", ("chief",), {"chen"}),
    ]


def test_a_decision_may_go_through_more_steps(case: Play) -> None:
    order(case.people, "decision", "unit_head", "deputy", "chief")
    case.to("decision.drafted")
    assert (case.case.awaiting, case.case.awaiting_roles) == ("decision.endorsed", ("unit_head",))
    with pytest.raises(OutOfOrderError, match="还没有轮到您签署意见"):
        case.usual("decision.made")
    case.do("qian", "decision.endorsed", opinion="事实清楚。")
    case.do("sun", "decision.endorsed", opinion="同意。")
    assert case.usual("decision.made").entry.by.name == "陈国栋"


def test_a_decision_is_sent_back_from_any_step_and_begins_anew(case: Play) -> None:
    order(case.people, "decision", "unit_head", "chief")
    case.to("decision.drafted").do("qian", "decision.endorsed", opinion="同意。")
    case.do("chen", "decision.returned", reason="裁量偏重。")
    assert (case.case.awaiting, says(case, "decision.returned").level) == ("decision.drafted", "chief")
    case.usual("decision.drafted")
    assert case.case.awaiting_roles == ("unit_head",)


def test_closing_may_go_through_more_steps(case: Play) -> None:
    order(case.people, "closing", "unit_head", ("chief",))
    case.to("closing.requested")
    with pytest.raises(OutOfOrderError, match="处室负责人，然后主要负责人"):
        case.usual("closing.approved")
    case.do("qian", "closing.endorsed", opinion="已履行。")
    assert case.usual("closing.approved").entry.kind == "closing.approved"


def test_a_joint_step_waits_for_all_of_its_roles_in_any_order(case: Play) -> None:
    order(case.people, "opening", "unit_head", ("reviewer", "deputy"), "chief")
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意。")
    assert asked(case.people) == {"wu", "xu", "sun"}
    case.do("sun", "opening.endorsed", opinion="同意。")
    assert (case.case.awaiting_roles, asked(case.people)) == (("reviewer",), {"wu", "xu"})
    with pytest.raises(OutOfOrderError, match="现在等待法制审核人员、分管负责人会签，然后主要负责人"):
        case.do("chen", "opening.approved", opinion="批准。")
    case.do("wu", "opening.endorsed", opinion="程序合法。")
    case.do("chen", "opening.approved", opinion="批准。")
    opinions = says(case, "opening.approved").opinion
    assert (opinions.reviewer.name, opinions.deputy.name, opinions.chief.text) == ("吴思齐", "孙曼", "批准。")


def test_who_signed_jointly_does_not_sign_again(case: Play) -> None:
    order(case.people, "opening", "unit_head", ("reviewer", "deputy"), "chief")
    case.to("opening.requested").do("qian", "opening.endorsed", opinion="同意。")
    case.do("sun", "opening.endorsed", opinion="同意。")
    with pytest.raises(OutOfOrderError, match="已经签署过"):
        case.do("sun", "opening.endorsed", opinion="再次同意。")


def test_one_person_with_two_roles_does_not_sign_for_both_of_a_joint_step(case: Play) -> None:
    order(case.people, "opening", ("unit_head", "deputy"), "chief")
    both = replace(case.people["qian"], roles=frozenset({Role.UNIT_HEAD, Role.DEPUTY}))
    case.to("opening.requested").do(both, "opening.endorsed", opinion="同意。")
    with pytest.raises(OutOfOrderError, match="一人不能代两个岗位"):
        case.do(both, "opening.endorsed", opinion="同意。")
    assert not awaiting(both).exists()
    case.do("sun", "opening.endorsed", opinion="同意。")


def test_any_role_of_a_step_that_is_not_joint_is_enough(case: Play) -> None:
    Chain.objects.create(
        key=f"{ORGAN}:closing", dossier="", organ=ORGAN, matter="closing",
        steps=[{"roles": ["deputy", "chief"], "joint": False}], basis="示例",
    )  # fmt: skip
    case.to("closing.requested")
    assert asked(case.people) == {"sun", "chen"}
    assert case.usual("closing.approved", "sun").entry.by.name == "孙曼"


def test_a_request_under_way_keeps_its_order(case: Play) -> None:
    case.to("opening.requested")
    order(case.people, "opening", "unit_head", "reviewer", "deputy", "chief")
    case.to("opening.approved")
    assert says(case, "opening.approved").opinion.reviewer is None
    assert [step.roles for step in order_of(case.case, "opening.requested").steps][1] == ["reviewer"]


def test_a_request_made_again_takes_the_order_of_its_day(case: Play) -> None:
    case.to("opening.requested").do("qian", "opening.returned", reason="请补充。")
    order(case.people, "opening", "unit_head", ("reviewer", "deputy"), "chief")
    case.usual("opening.requested")
    assert [step.joint for step in case.case.standing.steps] == [False, True, False]
    assert says(case, "opening.requested").order_basis == "本局审批权限规定（示例）"


def test_an_own_order_without_whom_the_law_asks_is_refused_with_the_article(people: People) -> None:
    with pytest.raises(BadInputError, match="武汉办法第十二条第二款") as caught:
        order(people, "opening", "unit_head", "chief")
    assert "缺少分管负责人" in str(caught.value)


def test_the_opinion_before_the_reviewer_lets_him_read_the_case(case: Play) -> None:
    order(case.people, "opening", "unit_head", "reviewer", "deputy", "chief")
    case.to("opening.requested")
    with pytest.raises(NotFoundError):
        case.do("wu", "opening.endorsed", opinion="同意。")
    case.do("qian", "opening.endorsed", opinion="同意。")
    case.do("wu", "opening.endorsed", opinion="程序合法。")
    assert case_page(case.people["wu"], case.ref or "").ref == case.ref


def promoted(case: Play, account: str, role: Role) -> Officer:
    """Return a handler of the case who has become a leader since."""
    Person.objects.filter(id=case.people[account].id).update(roles=["handler", role.value])
    return officer(case.people[account].id)


@pytest.mark.parametrize(
    ("kind", "role", "reached"),
    [
        ("opening.endorsed", Role.UNIT_HEAD, "opening.requested"),
        ("opening.returned", Role.UNIT_HEAD, "opening.requested"),
        ("decision.made", Role.CHIEF, "decision.drafted"),
        ("closing.approved", Role.CHIEF, "closing.requested"),
    ],
)
def test_who_handles_a_case_does_not_approve_it(case: Play, kind: str, role: Role, reached: str) -> None:
    case.to(reached)
    own = promoted(case, "zhou", role)
    said = {"reason": "退回。"} if kind.endswith("returned") else {"opinion": "同意。"}
    with pytest.raises(NotAllowedError, match="您办理过本案"):
        case.do(own, kind, **said)
    offered = {link.kind for link in case_page(own, case.ref or "").acts}
    assert kind not in offered
    assert not awaiting(own).filter(awaiting=kind).exists()


def test_a_request_is_withdrawn_before_the_first_opinion_only(case: Play) -> None:
    case.to("opening.requested").do("zhou", "opening.withdrawn", reason="案由有误。")
    assert (case.case.awaiting, case.case.awaiting_roles) == ("opening.requested", ("handler",))
    case.usual("opening.requested")

    def offered() -> bool:
        page = case_page(case.people["zhou"], case.ref or "")
        return "opening.withdrawn" in {link.kind for link in page.acts}

    assert offered()
    case.do("qian", "opening.endorsed", opinion="同意。")
    assert not offered()
    with pytest.raises(OutOfOrderError, match="已经有人签署意见"):
        case.do("zhou", "opening.withdrawn", reason="案由有误。")


def test_what_waits_and_what_may_be_done_are_one(case: Play) -> None:
    order(case.people, "opening", "unit_head", ("reviewer", "deputy"), "chief")
    row_of = {account: list(awaiting(one)) for account, one in case.to("opening.requested").people.items()}
    assert {account for account, rows in row_of.items() if rows} == {"qian"}
    assert all(capacity_in(rows[0], case.people[account]) for account, rows in row_of.items() if rows)
