"""法制审核: extended, returned and sent again, points with their evidence, disagreement argued and discussed."""

from typing import Any

import pytest

from liuhen.duties.findings import findings
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.process.review.payloads import ReviewOpinion, ReviewSubmitted
from process.bureau import POINTS, Play

CHANGE = {"opinion": "change", "points": POINTS, "text": "罚款偏高。"}
ARGUED = {"objection": "幅度适当。", "who": ["公职律师 某某"], "side": "review", "opinion": "支持审核意见。"}


def finding(case: Play, rule: str) -> Any:
    return next(one for one in findings(case.case.dossier).findings if one.rule.id == rule)


def asked(case: Play) -> int:
    return case.do("wu", "review.extension_requested", reason="材料较多。").seq


def test_the_head_of_the_legal_department_extends_the_review(case: Play) -> None:
    case.to("review.submitted")
    assert finding(case, "L4-40").due.date().isoformat() == "2026-12-04"
    seq = asked(case)
    with pytest.raises(NotAllowedError):
        case.do("chen", "review.extended", request=seq, opinion="同意。")
    case.do("fang", "review.extended", request=seq, opinion="同意。")
    assert finding(case, "L4-40").due.date().isoformat() == "2026-12-18"


def test_nobody_extends_what_is_not_being_reviewed(case: Play) -> None:
    case.to("review.submitted")
    seq = asked(case)
    case.usual("review.opinion")
    with pytest.raises(OutOfOrderError, match="没有待审"):
        case.do("fang", "review.extended", request=seq, opinion="同意。")
    with pytest.raises(OutOfOrderError, match="没有待审"):
        asked(case)


def test_what_was_returned_is_handled_and_sent_again(case: Play) -> None:
    case.to("review.submitted")
    case.do("wu", "review.opinion", **CHANGE)
    with pytest.raises(BadInputError, match="处理情况"):
        case.usual("review.submitted")
    case.usual("inquiry.concluded", fine_fen=80_000)
    case.usual("review.submitted", handled="罚款已经降低。")
    assert case.case.given(ReviewSubmitted)[1].round == 2
    case.usual("review.opinion")


def test_remarks_say_where_their_evidence_is(case: Play) -> None:
    case.to("review.submitted")
    remark = {"point": "facts", "text": "笔录第三页。", "entry": 8}
    case.usual("review.opinion", remarks=[remark])
    assert case.case.given(ReviewOpinion)[1].remarks[0].entry == 8


@pytest.mark.parametrize(("wrong", "said"), [({"entry": 999}, "没有这一条"), ({"entry": 8, "at_ms": 5}, "不是音像")])
def test_a_remark_about_nothing_is_refused(case: Play, wrong: dict[str, Any], said: str) -> None:
    case.to("review.submitted")
    with pytest.raises(BadInputError) as err:
        case.usual("review.opinion", remarks=[{"point": "facts", "text": "见此。", **wrong}])
    assert said in str(err.value.fields)


def test_a_disagreement_is_argued_and_then_discussed(case: Play) -> None:
    case.to("review.submitted")
    case.do("wu", "review.opinion", **CHANGE)
    case.do("zhou", "review.argued", **ARGUED)
    assert str(finding(case, "L4-40-2").state) == "open"
    case.usual("discussion.held")
    assert str(finding(case, "L4-40-2").state) == "satisfied"


def test_where_all_agree_nothing_is_argued(case: Play) -> None:
    case.to("review.opinion")
    with pytest.raises(OutOfOrderError, match="没有分歧"):
        case.do("zhou", "review.argued", **ARGUED)


def test_a_reviewer_takes_his_own_request_back(case: Play) -> None:
    case.to("review.submitted")
    seq = asked(case)
    case.do("wu", "approval.withdrawn", request=seq, reason="可以按期完成。")
    case.do("wu", "approval.urged", request=asked(case), note="明日到期。")
