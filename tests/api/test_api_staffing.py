"""Orders of approval, delegates and replaced handlers over the API: the same entries, the same refusals."""

from typing import Any

from api.caller import Caller
from liuhen.ledger import entry
from process.bureau import TODAY, Play, certify, entered_for
from process.staffing import leave, order


def office(account: str, kind: str, form: dict[str, Any]) -> tuple[int, Any]:
    told = {"form": form, "key": f"office-{kind}-{account}"}
    return Caller(account)._sent("POST", f"/api/office/acts/{kind}", told)


def sign(account: str, kind: str, case: Play) -> tuple[int, Any]:
    return Caller(account).act(kind, {"opinion": "同意。"}, no=case.ref)


def test_an_order_with_a_joint_step_is_set_and_walked(case: Play) -> None:
    steps = [
        {"roles": ["unit_head"], "joint": False},
        {"roles": ["reviewer", "deputy"], "joint": True},
        {"roles": ["chief"], "joint": False},
    ]
    status, body = office("wu", "chain.set", {"matter": "opening", "steps": steps, "basis": "本局规定（示例）"})
    assert status == 200, body
    case.to("opening.requested")
    answers = [
        sign(account, kind, case)[0]
        for account, kind in (
            ("chen", "opening.approved"),
            ("qian", "opening.endorsed"),
            ("wu", "opening.endorsed"),
            ("chen", "opening.approved"),
            ("wu", "opening.endorsed"),
            ("sun", "opening.endorsed"),
            ("chen", "opening.approved"),
        )
    ]
    assert answers == [409, 200, 200, 409, 409, 200, 200]


def test_an_order_without_whom_the_law_asks_is_refused(case: Play) -> None:
    told = {"matter": "decision", "steps": [{"roles": ["deputy"], "joint": False}], "basis": "本局规定（示例）"}
    status, body = office("wu", "chain.set", told)
    assert (status, "武汉办法第二十条" in str(body)) == (422, True)


def test_a_delegate_signs_and_the_entry_says_for_whom(case: Play) -> None:
    case.to("opening.requested").to("opening.endorsed")
    assert sign("qian", "opening.approved", case)[0] == 403
    told = {
        "taker": case.people["qian"].id,
        "roles": ["chief"],
        "first": str(TODAY),
        "last": str(TODAY),
        "reason": "外出学习",
    }
    assert office("chen", "delegation.given", told)[0] == 200
    status, made = sign("qian", "opening.approved", case)
    assert status == 200
    assert entry(made["entry"]).on_behalf == case.people["chen"].actor


def test_a_delegate_who_handles_the_case_is_refused(case: Play) -> None:
    case.to("opening.requested").to("opening.endorsed")
    told = {
        "taker": case.people["zhou"].id,
        "roles": ["chief"],
        "first": str(TODAY),
        "last": str(TODAY),
        "reason": "学习",
    }
    assert office("chen", "delegation.given", told)[0] == 200
    status, body = sign("zhou", "opening.approved", case)
    assert (status, "您办理过本案" in str(body)) == (403, True)


def test_a_handler_who_left_is_replaced(case: Play) -> None:
    certify(case.people["ding"])
    case.to("case.opened")
    leave(case.people, case.people["he"])
    two = {"officer_ids": [case.people["zhou"].id, case.people["ding"].id]}
    visit = entered_for("inspection.made") | two
    status, body = Caller("zhou").act("inspection.made", visit, no=case.ref)
    assert (status, "更换承办人" in str(body)) == (409, True)
    assert Caller("qian").act("handlers.changed", two | {"reason": "何静调离。"}, no=case.ref)[0] == 200
    assert Caller("zhou").act("inspection.made", visit, no=case.ref)[0] == 200


def test_the_order_in_force_is_asked_once_the_request_is_made(case: Play) -> None:
    order(case.people, "closing", "unit_head", "chief")
    case.to("closing.requested")
    assert [sign("chen", "closing.approved", case)[0], sign("qian", "closing.endorsed", case)[0]] == [409, 200]
