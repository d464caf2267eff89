"""告知、讨论、决定、延期: what is announced binds the decision; who took part signs; steps of discretion; terms."""

from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.findings import findings
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.office import actions as office
from liuhen.office.payloads.discretion import DiscretionStep
from liuhen.process.case.registry import prefill
from liuhen.process.decision.notice_payloads import NoticeGiven
from liuhen.process.decision.payloads import DiscussionSigned
from liuhen.process.decision.terms import TermExtendedAgain
from process.bureau import ORGAN, PARTY, Play

ASK = {"reason": "案情复杂。", "progress": "已调取数据。"}
STEP = {"step": "ordinary", "low_percent": 130, "high_percent": 170, "conditions": "没有其他情形。"}
TL38 = {"basis_article": "TL38", "loss_fen": 50_000, "fine_fen": 75_000, "refund_fen": 50_000}

TOLD = {name: value for name, value in TL38.items() if name != "loss_fen"}


def amount(matter: str, fen: int) -> None:
    office.set_threshold(
        ORGAN, matter=matter, amount_fen=fen, basis="目录（示例）", by=office.SYSTEM, key=f"{matter}-{fen}"
    )


def states(case: Play) -> dict[str, str]:
    return {one.rule.id: str(one.state) for one in findings(case.case.dossier).findings}


# -- 告知


def test_whether_a_hearing_is_due_is_reckoned_and_explained(case: Play) -> None:
    amount("hearing_organisation", 10_000_000)
    amount("hearing_person", 100_000)
    case.to("inquiry.concluded")
    with pytest.raises(RuleBrokenError) as err:
        case.usual("notice.given")  # a fine of 1,000 yuan on a small business: the lower amount holds
    assert "六十三条" in err.value.why
    case.usual("notice.given", rights=["陈述", "申辩", "听证"])
    told = case.case.given(NoticeGiven)[1]
    assert (told.hearing_right, told.thresholds.hearing_fen) == (True, 100_000)
    assert "达到对个体工商户的听证标准 1,000.00 元" in told.hearing_why


def test_a_hearing_may_be_offered_where_none_is_due(case: Play) -> None:
    amount("hearing_business", 10_000_000)
    case.to("inquiry.concluded")
    case.usual("notice.given", rights=["陈述", "申辩", "听证"], hearing_right=True)
    told = case.case.given(NoticeGiven)[1]
    assert told.hearing_right
    assert told.hearing_why.endswith("不属于听证范围。")


@pytest.mark.parametrize("more", [{"fine_fen": 100_001}, {"refund_fen": 50_001}, {"confiscated_fen": 1}])
def test_nothing_beyond_the_latest_notice_is_decided(case: Play, more: dict[str, Any]) -> None:
    case.to("discussion.held")
    case.usual("decision.drafted", **more)
    with pytest.raises(RuleBrokenError) as err:
        case.usual("decision.made")
    assert "四十四条" in err.value.why
    case.usual("notice.given", **more)
    case.usual("defence.recorded")
    case.usual("decision.made")


def test_a_lower_notice_replaces_a_higher_one(case: Play) -> None:
    case.to("discussion.held")
    case.usual("notice.given", fine_fen=50_000)
    case.usual("defence.recorded")
    case.usual("decision.drafted")
    with pytest.raises(RuleBrokenError):
        case.usual("decision.made")


def test_a_basis_that_was_not_told_is_told_anew(case: Play) -> None:
    case.to("discussion.held", notice_given=TOLD)
    case.usual("decision.drafted", **TL38 | {"basis_article": "TL40", "fine_fen": 75_000})
    with pytest.raises(RuleBrokenError):
        case.usual("decision.made")
    case.usual("decision.drafted", **TL38)
    case.usual("decision.made")


def test_neither_notice_nor_defence_follows_the_decision(case: Play) -> None:
    case.to("decision.made")
    for kind in ("notice.given", "defence.recorded", "decision.drafted"):
        with pytest.raises(OutOfOrderError, match="已经作出决定"):
            case.usual(kind)
    with pytest.raises(OutOfOrderError, match="已经作出决定"):
        case.do("zhou", "decision.term_extension_requested", **ASK)


# -- 集体讨论


def held(case: Play, *names: str, **changed: Any) -> int:
    people = [{"name": name, "opinion": "同意"} for name in names]
    return case.usual("discussion.held", participants=people, signing="online", **changed).seq


def test_who_took_part_signs_his_own_line(case: Play) -> None:
    case.to("inquiry.concluded")
    seq = held(case, "陈国栋", "孙曼")
    case.do("sun", "discussion.signed", opinion="不同意从重。", dissent="应当从轻。")
    assert states(case)["L4-44-3"] == "open"
    case.do("chen", "discussion.signed", opinion="同意。")
    assert case.case.given(DiscussionSigned)[1] == DiscussionSigned(opinion="同意。", of=seq, complete=True)
    assert states(case)["L4-44-3"] == "satisfied"


def test_nobody_signs_twice_or_for_a_discussion_that_he_was_not_at(case: Play) -> None:
    case.to("inquiry.concluded")
    held(case, "陈国栋")
    with pytest.raises(OutOfOrderError, match="不在这次集体讨论"):
        case.do("sun", "discussion.signed", opinion="同意。")
    case.do("chen", "discussion.signed", opinion="同意。")
    with pytest.raises(OutOfOrderError, match="已经在这次讨论"):
        case.do("chen", "discussion.signed", opinion="同意。")


# -- 决定


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"result": "none"}, "不能同时有罚款"),
        ({"result": "none", "fine_fen": 0}, "须写明情形"),
        ({"result": "unfounded", "fine_fen": 0}, "责令退回"),
        ({"result": "transfer", "fine_fen": 0}, "移送的机关"),
        ({"correction_days": 0}, "须写明期限"),
        ({"shares": [{"name": "甲", "fine_fen": 1}]}, "与罚款总额"),
        ({"shares": [{"name": "甲", "fine_fen": 100_000}]}, "与责令退回总额"),
        ({"shares": [{"name": "甲"}, {"name": "甲"}]}, "填写了两次"),
    ],
)
def test_a_draft_that_contradicts_itself_is_refused(case: Play, changed: dict[str, Any], said: str) -> None:
    case.to("discussion.held")
    with pytest.raises(BadInputError, match=said):
        case.usual("decision.drafted", **changed)


def test_shares_of_several_parties_add_up(case: Play) -> None:
    case.to("discussion.held")
    shares = [{"name": "甲", "fine_fen": 60_000, "refund_fen": 50_000}, {"name": "乙", "fine_fen": 40_000}]
    case.usual("decision.drafted", shares=shares)
    case.usual("decision.made")


def test_a_decision_of_nothing_and_of_the_largest_amount(case: Play) -> None:
    most = {"fine_fen": 10**15, "refund_fen": 10**15}
    case.to("discussion.held", notice_given=most)
    case.usual("decision.drafted", **most)
    case.usual("decision.made")


def test_the_last_of_two_who_decide_is_refused(case: Play) -> None:
    case.to("decision.drafted")
    case.usual("decision.made")
    with pytest.raises(OutOfOrderError):
        case.usual("decision.made")


# -- 裁量


def test_a_range_is_exact_and_rounded_inwards() -> None:
    step = DiscretionStep.model_validate(STEP)
    assert step.range_of(101) == (132, 171)
    by_amount = DiscretionStep(step="heavier", low_fen=4_000_000, high_fen=5_000_000, conditions="一")
    assert by_amount.range_of(101) == (4_000_000, 5_000_000)


# -- 办案期限


def extended(case: Play) -> None:
    seq = case.do("zhou", "decision.term_extension_requested", **ASK).seq
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    case.do("sun", "decision.term_extended", request=seq, opinion="同意。")


def due(case: Play) -> str:
    found = next(one for one in findings(case.case.dossier).findings if one.rule.id == "L4-45")
    return found.due.date().isoformat() if found.due else ""


def test_the_term_is_extended_once_and_then_after_a_discussion(case: Play) -> None:
    case.to("inquiry.concluded")
    assert due(case) == "2027-02-18"
    extended(case)
    assert due(case) == "2027-03-20"
    with pytest.raises(RuleBrokenError, match="延长"):
        case.do("zhou", "decision.term_extension_requested", **ASK)
    seq = case.do("zhou", "decision.term_extension_again_requested", **ASK, days=20).seq
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    with pytest.raises(RuleBrokenError, match="延长"):
        case.do("chen", "decision.term_extended_again", request=seq, opinion="同意。")
    case.usual("discussion.held")
    case.do("chen", "decision.term_extended_again", request=seq, opinion="同意。")
    assert case.case.given(TermExtendedAgain)[1].days == 20
    assert due(case) == "2027-04-09"


def test_the_second_extension_is_bounded_and_follows_the_first(case: Play) -> None:
    case.to("inquiry.concluded")
    with pytest.raises(OutOfOrderError, match="延长办案期限"):
        case.do("zhou", "decision.term_extension_again_requested", **ASK, days=20)
    extended(case)
    with pytest.raises(RuleBrokenError):
        case.do("zhou", "decision.term_extension_again_requested", **ASK, days=61)


def test_forms_open_with_what_the_report_says(case: Play) -> None:
    case.to("inquiry.concluded")
    known = prefill("notice.given", case.case, case.people["zhou"])
    assert (known["fine_fen"], known["rights"], known["hearing_right"]) == (100_000, ["陈述", "申辩"], False)
    case.usual("notice.given", **TOLD)
    known = prefill("decision.drafted", case.case, case.people["zhou"])
    assert (known["basis_article"], known["fine_fen"]) == ("TL38", 75_000)
    assert known["party"]["name"] == PARTY["name"]
