"""中止、恢复、终止 and 暂停结算: asked for, approved, and what waits or is over meanwhile."""

import pytest

from liuhen.kernel.errors import NotAllowedError, OutOfOrderError
from liuhen.process.inquiry.payloads.interruptions import InquirySuspended, SettlementSuspended
from process.bureau import CONCLUSION, SMALL, Play


def suspend(case: Play) -> int:
    asked = case.do("zhou", "suspension.requested", ground="other_case", reason="等待相关案件判决。").seq
    case.do("qian", "approval.endorsed", request=asked, opinion="情况属实。")
    return case.do("sun", "inquiry.suspended", request=asked, opinion="同意。").seq


def terminate(case: Play) -> int:
    asked = case.do("zhou", "termination.requested", ground="party_gone", reason="单位已经注销，没有承受人。").seq
    case.do("qian", "approval.endorsed", request=asked, opinion="情况属实。")
    return case.do("chen", "inquiry.terminated", request=asked, opinion="同意。").seq


def test_a_suspension_is_approved_and_has_a_number(case: Play) -> None:
    case.to("case.opened")
    _, body = case.case.at(suspend(case), InquirySuspended)
    assert (body.ground, body.approved, body.document_no) == ("other_case", True, "江医保中〔2026〕1号")


def test_while_it_rests_the_main_course_waits_and_evidence_may_come(case: Play) -> None:
    case.to("inspection.made")
    suspended = suspend(case)
    with pytest.raises(OutOfOrderError, match="尚在中止"):
        case.do("zhou", "inquiry.concluded", **CONCLUSION, **SMALL)
    case.do("zhou", "rights.told", rights=["陈述"], receiver="许某", signed=True)
    case.do("zhou", "inquiry.resumed", of=suspended, reason="判决已经生效。")
    case.do("zhou", "inquiry.concluded", **CONCLUSION, **SMALL)


def test_no_decision_while_it_rests(case: Play) -> None:
    case.to("decision.drafted")
    suspended = suspend(case)
    with pytest.raises(OutOfOrderError, match="尚在中止"):
        case.usual("decision.made")
    case.do("zhou", "inquiry.resumed", of=suspended, reason="解释已经作出。")
    case.usual("decision.made")


def test_it_is_suspended_once_at_a_time_and_resumed_once(case: Play) -> None:
    case.to("case.opened")
    first = suspend(case)
    with pytest.raises(OutOfOrderError, match="已经中止"):
        case.do("zhou", "suspension.requested", ground="other", reason="再次中止。")
    case.do("zhou", "inquiry.resumed", of=first, reason="已经消除。")
    with pytest.raises(OutOfOrderError, match="已经恢复"):
        case.do("zhou", "inquiry.resumed", of=first, reason="已经消除。")
    second = suspend(case)
    with pytest.raises(OutOfOrderError, match="已经恢复"):
        case.do("zhou", "inquiry.resumed", of=first, reason="已经消除。")
    case.do("zhou", "inquiry.resumed", of=second, reason="已经消除。")


def test_a_handler_suspends_nothing_himself(case: Play) -> None:
    case.to("case.opened")
    asked = case.do("zhou", "suspension.requested", ground="other_case", reason="等待判决。").seq
    with pytest.raises(NotAllowedError):
        case.do("he", "inquiry.suspended", request=asked, opinion="同意。")
    with pytest.raises(OutOfOrderError, match="还没有轮到"):
        case.do("sun", "inquiry.suspended", request=asked, opinion="同意。")


def test_after_termination_only_closing_is_left(case: Play) -> None:
    case.to("inspection.made")
    terminate(case)
    for kind, entered in (
        ("inquiry.concluded", CONCLUSION | SMALL),
        ("fact.stated", {"what": "串换药品 19 笔。"}),
        ("suspension.requested", {"ground": "other", "reason": "中止。"}),
    ):
        with pytest.raises(OutOfOrderError, match="不能再"):
            case.do("zhou", kind, **entered)
    case.do("zhou", "closing.requested", ground="terminated", summary="当事人已经注销，终止调查。")


def test_a_draft_that_waits_can_still_be_sent_back_after_termination(case: Play) -> None:
    case.to("decision.drafted")
    terminate(case)
    with pytest.raises(OutOfOrderError, match="不能再"):
        case.usual("decision.made")
    case.do("chen", "decision.returned", reason="案件已经终止调查。")


def test_nothing_is_interrupted_once_it_is_decided(case: Play) -> None:
    case.to("decision.made")
    for kind, entered in (
        ("suspension.requested", {"ground": "other", "reason": "中止。"}),
        ("termination.requested", {"ground": "other", "reason": "终止。"}),
    ):
        with pytest.raises(OutOfOrderError, match="已经作出决定"):
            case.do("zhou", kind, **entered)


def test_settlement_is_held_back_by_the_chief_alone(case: Play) -> None:
    case.to("case.opened")
    told = {"institution": "青禾药店（示例）", "agency": "江汉湖区医保中心（示例）", "reason": "拒不提供进销存账册。"}
    asked = case.do("zhou", "settlement.suspension_requested", **told).seq
    case.do("qian", "approval.endorsed", request=asked, opinion="情况属实。")
    with pytest.raises(OutOfOrderError):
        case.do("sun", "settlement.suspended", request=asked, opinion="同意。")
    seq = case.do("chen", "settlement.suspended", request=asked, opinion="同意。").seq
    assert case.case.at(seq, SettlementSuspended)[1].approved
    case.do("zhou", "settlement.resumed", of=seq, reason="已经提供。")
    with pytest.raises(OutOfOrderError, match="已经恢复"):
        case.do("zhou", "settlement.resumed", of=seq, reason="已经提供。")
