"""呈批 beside the main course: asked, endorsed, granted, returned, withdrawn, urged; several at once."""

import pytest

from liuhen.kernel.errors import NotAllowedError, OutOfOrderError
from liuhen.process.case.models import Request
from process.bureau import Play

ASK = {"reason": "需要向外地调取数据。", "progress": "已调取本地结算数据。"}


def ask(case: Play) -> int:
    return case.do("zhou", "clue.extension_requested", **ASK).seq


def row(case: Play, seq: int) -> Request:
    return Request.objects.get(seq=seq, dossier=case.case.dossier)


def test_a_request_goes_through_its_steps_and_is_granted(case: Play) -> None:
    case.to("clue.registered")
    seq = ask(case)
    assert (row(case, seq).awaiting, row(case, seq).awaiting_roles) == ("approval.endorsed", "|unit_head|")
    case.do("qian", "approval.endorsed", request=seq, opinion="情况属实。")
    assert row(case, seq).awaiting == "clue.check_extended"
    case.do("chen", "clue.check_extended", request=seq, opinion="同意。")
    assert row(case, seq).state == "granted"


def test_it_is_granted_by_whom_the_law_names_and_in_his_turn(case: Play) -> None:
    case.to("clue.registered")
    seq = ask(case)
    with pytest.raises(OutOfOrderError):
        case.do("chen", "clue.check_extended", request=seq, opinion="同意。")
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    with pytest.raises(OutOfOrderError):
        case.do("sun", "clue.check_extended", request=seq, opinion="同意。")
    with pytest.raises(NotAllowedError):
        case.do("zhou", "clue.check_extended", request=seq, opinion="同意。")


def test_a_second_request_of_the_same_matter_waits_until_the_first_is_answered(case: Play) -> None:
    case.to("clue.registered")
    seq = ask(case)
    with pytest.raises(OutOfOrderError, match="审批正在进行"):
        ask(case)
    case.do("qian", "approval.returned", request=seq, reason="请先写明进展。")
    assert row(case, seq).state == "returned"
    with pytest.raises(OutOfOrderError, match="已经办结"):
        case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    assert row(case, ask(case)).state == "waiting"


def test_it_is_taken_back_only_before_anybody_signed(case: Play) -> None:
    case.to("clue.registered")
    seq = ask(case)
    case.do("zhou", "approval.urged", request=seq, note="明日到期。")
    assert row(case, seq).urged == 1
    case.do("zhou", "approval.withdrawn", request=seq, reason="数据已经取得。")
    assert row(case, seq).state == "withdrawn"
    seq = ask(case)
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    with pytest.raises(OutOfOrderError, match="不能撤回"):
        case.do("zhou", "approval.withdrawn", request=seq, reason="数据已经取得。")


def test_a_request_waits_beside_the_opening(case: Play) -> None:
    case.to("opening.requested")
    seq = ask(case)
    case.do("qian", "opening.endorsed", opinion="同意立案。")
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    assert row(case, seq).awaiting == "clue.check_extended"
