"""Orders of approval as data: the default of each matter, and how far an organ's own order may go."""

from pathlib import Path

import pytest

from liuhen.rulebook import Rulebook, load
from liuhen.rulebook.approvals import MATTERS, ApprovalStep, Ordered
from rulebook.test_rulebook_lint import HEAD, LABELS, RULE, found, pack

ROLES = "roles: {party: 当事人, chief: 主要负责人, deputy: 分管负责人}"
APPROVAL = (
    "- {id: T9, form: approval, article: 第九条, asks: 甲, holder: 乙, of: penalty, matter: opening, "
    "steps: [%s], least: [%s]}\n"
)


def step(*roles: str, joint: bool = False) -> ApprovalStep:
    return ApprovalStep(roles=roles, joint=joint)


def order(wuhan: Rulebook, matter: str) -> Ordered:
    return wuhan.approvals("penalty")[matter]


def test_every_matter_has_an_order_with_its_article(wuhan: Rulebook) -> None:
    told = {matter: (one.cited, one.path()) for matter, one in wuhan.approvals("penalty").items()}
    assert set(told) <= set(MATTERS)
    assert {matter: told[matter] for matter in ("opening", "decision", "closing", "clue_extension", "coercion")} == {
        "opening": ("武汉办法第十二条第二款", "处室负责人 → 分管负责人 → 主要负责人"),
        "decision": ("武汉办法第二十条", "主要负责人"),
        "closing": ("令第4号第五十六条", "主要负责人"),
        "clue_extension": ("令第4号第十四条", "处室负责人 → 主要负责人"),
        "coercion": ("强制法第十八条第一项", "分管负责人或者主要负责人"),
    }


def test_the_local_order_takes_the_place_of_the_law_it_tightens(wuhan: Rulebook) -> None:
    assert order(wuhan, "decision").at_least() == "主要负责人"
    assert load(["nhsa-order-4"]).approvals("penalty")["decision"].at_least() == "分管负责人或者主要负责人"


def test_an_own_order_may_add(wuhan: Rulebook) -> None:
    longer = [step("unit_head"), step("reviewer", "deputy", joint=True), step("chief")]
    assert order(wuhan, "opening").wrong(longer) == ()
    assert order(wuhan, "decision").wrong(longer) == ()


def test_an_own_order_may_not_leave_out(wuhan: Rulebook) -> None:
    assert order(wuhan, "opening").wrong([step("unit_head"), step("chief")]) == ("缺少分管负责人",)


def test_a_step_that_another_may_take_is_no_step_of_his(wuhan: Rulebook) -> None:
    either = [step("unit_head", "deputy"), step("chief")]
    assert order(wuhan, "opening").wrong(either) == ("缺少处室负责人", "缺少分管负责人")


def test_the_last_word_stays_where_the_law_puts_it(wuhan: Rulebook) -> None:
    assert order(wuhan, "decision").wrong([step("chief"), step("deputy")]) == ("的最后一步须为主要负责人",)
    assert order(wuhan, "closing").wrong([step("chief", "deputy")]) == ()


def test_nobody_is_asked_twice_and_one_person_ends_it(wuhan: Rulebook) -> None:
    assert order(wuhan, "closing").wrong([step("chief"), step("chief")]) == ("中“主要负责人”出现了两次",)
    joint = order(wuhan, "closing").wrong([step("chief", "deputy", joint=True)])
    assert joint == ("的最后一步须由一人批准，会签请放在前面的步骤",)


@pytest.mark.parametrize(
    ("steps", "least", "said"),
    [
        ("{roles: deputy}", "chief", "审批流程缺少chief"),
        ("{roles: chief}, {roles: chief}", "chief", "审批流程中“chief”出现了两次"),
        ("{roles: mayor}, {roles: chief}", "chief", "审批岗位“mayor”没有中文名称"),
        ("", "chief", "“steps”太少"),
    ],
)
def test_lint_names_an_order_that_is_none(regulations: Path, steps: str, least: str, said: str) -> None:
    labels = LABELS.replace("roles: {party: 当事人}", ROLES)
    pack(regulations, head=HEAD, labels=labels, rules=RULE, approvals=APPROVAL % (steps, least))
    assert found(regulations) == [f"base/approvals.yaml:1 {said}"]
