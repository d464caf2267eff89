"""线索 and 立案: five sources, what the check finds, who is told, and what was found too late."""

from datetime import date, timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import body_of
from liuhen.process.initiation.clues import ClueChecked, ClueRegistered
from liuhen.process.initiation.payloads import OpeningApproved
from process.bureau import AT, PARTY, Play

CLUE: dict[str, Any] = {"summary": "群众反映结算有疑点。", "violation": "串换药品", "party": PARTY}
CHECK: dict[str, Any] = {
    "finding": "疑点 19 笔。",
    "suspect_clear": True,
    "punishable": True,
    "in_jurisdiction": True,
    "suggestion": "open",
}


def register(case: Play, **told: Any) -> ClueRegistered:
    case.do("zhou", "clue.registered", **{"source": "other", **CLUE, **told})
    body = body_of(case.entries[-1], sealed=True)
    assert isinstance(body, ClueRegistered)
    return body


def test_the_clue_says_who_took_it_down_and_when_it_was_received(case: Play) -> None:
    body = register(case, received=AT - timedelta(days=3), handling="交基金监管处核查")
    assert (body.recorder, body.handling, body.received) == ("周明远", "交基金监管处核查", AT - timedelta(days=3))


def test_a_clue_without_a_time_was_received_when_it_was_registered(case: Play) -> None:
    assert register(case).received == AT


def test_a_clue_is_not_registered_before_it_was_received(case: Play) -> None:
    with pytest.raises(BadInputError) as caught:
        register(case, received=AT + timedelta(hours=1))
    assert "received" in caught.value.fields


@pytest.mark.parametrize("source", ["assigned", "transferred"])
def test_a_clue_from_another_organ_names_it(case: Play, source: str) -> None:
    with pytest.raises(BadInputError) as caught:
        register(case, source=source)
    assert "from_organ" in caught.value.fields
    body = register(
        case,
        source=source,
        from_organ="云湖湾区医疗保障局（示例）",
        letter_no="云医保函〔2026〕3号",
        materials=["线索表"],
    )
    assert (body.letter_no, body.materials) == ("云医保函〔2026〕3号", ["线索表"])


@pytest.mark.parametrize(
    ("told", "said"),
    [({"informant": {"name": "王某"}}, "实名，已封存"), ({"anonymous": True}, "匿名"), ({}, "")],
)
def test_a_complaint_says_in_the_open_only_whether_somebody_is_known(
    case: Play, told: dict[str, Any], said: str
) -> None:
    body = register(case, source="complaint", **told)
    assert body.complainant == said
    assert "王某" not in str(body.open_fields())


def test_a_clue_found_in_an_inspection_names_one_that_is_there(case: Play) -> None:
    with pytest.raises(BadInputError, match="没有找到所填的案件"):
        register(case, source="inspection", found_in="2026-9999")
    register(case)
    ref, case.ref = case.ref or "", None
    with pytest.raises(BadInputError) as caught:
        register(case, source="inspection", found_in=ref)
    assert "不是行政检查" in caught.value.fields["found_in"]


def checked(case: Play, **told: Any) -> ClueChecked:
    case.do("zhou", "clue.checked", **{**CHECK, **told})
    body = body_of(case.entries[-1])
    assert isinstance(body, ClueChecked)
    return body


def test_the_check_keeps_when_the_clue_was_found(case: Play) -> None:
    register(case, received=AT - timedelta(days=2))
    assert checked(case, violation_ended=date(2025, 3, 1)).found == AT - timedelta(days=2)


@pytest.mark.parametrize(
    "told", [{"continuing": True, "violation_ended": date(2025, 3, 1)}, {"violation_ended": date(2026, 11, 21)}]
)
def test_the_wrongdoing_ended_once_and_in_the_past(case: Play, told: dict[str, Any]) -> None:
    register(case)
    with pytest.raises(BadInputError) as caught:
        checked(case, **told)
    assert "violation_ended" in caught.value.fields


@pytest.mark.parametrize(
    ("ended", "grave", "refused"),
    [
        (date(2024, 11, 20), False, False),  # the last day of two years
        (date(2024, 11, 19), False, True),
        (date(2024, 11, 19), True, False),
        (date(2021, 11, 19), True, True),
    ],
)
def test_no_case_is_opened_for_what_was_found_too_late(case: Play, ended: date, grave: bool, refused: bool) -> None:
    told = {"violation_ended": ended, "life_safety": grave}
    if not refused:
        case.to("opening.approved", clue_checked={**CHECK, **told})
        return
    with pytest.raises(RuleBrokenError, match="批准立案") as caught:
        case.to("opening.approved", clue_checked={**CHECK, **told})
    assert ("令第4号第六条", ("违法行为终了之日起超过二年（五年）才被发现，不再给予行政处罚",)) in [
        (one.rule.cited, one.missing) for one in caught.value.findings
    ]


def test_an_urgent_start_is_opened_first_and_approved_afterwards(case: Play) -> None:
    case.to("opening.requested", opening_requested={"urgent": True})
    case.usual("case.opened")
    assert case.case.case_no
    case.do("qian", "opening.endorsed", opinion="同意。")
    case.do("sun", "opening.endorsed", opinion="同意。")
    case.do("chen", "opening.approved", opinion="补办，同意。")
    assert case.case.case_no


def test_without_urgency_no_case_is_opened_before_its_approval(case: Play) -> None:
    case.to("opening.requested")
    with pytest.raises(RuleBrokenError, match="立案"):
        case.usual("case.opened")


def test_the_approval_holds_the_facts_and_why_it_was_begun(case: Play) -> None:
    case.to("opening.approved", opening_requested={"reason": "日常检查发现疑点。"})
    body = body_of(case.entries[-1])
    assert isinstance(body, OpeningApproved)
    assert (body.reason, body.facts) == ("日常检查发现疑点。", "疑点 19 笔。")


@pytest.mark.parametrize(
    ("clue", "told", "field"),
    [
        ({"source": "complaint", "anonymous": True}, {"told": ["complainant"], "told_how": "电话"}, "told"),
        ({"source": "complaint"}, {"told": ["complainant"]}, "told_how"),
    ],
)
def test_who_was_told_can_be_told_and_how_is_said(
    case: Play, clue: dict[str, Any], told: dict[str, Any], field: str
) -> None:
    register(case, **clue)
    checked(case, suggestion="not_open")
    with pytest.raises(BadInputError) as caught:
        case.do("zhou", "clue.not_opened", reason="查无实据。", **told)
    assert field in caught.value.fields
