"""Taking back what was put forward, and reminding who is asked, in the main course of a case."""

from datetime import timedelta

import pytest

from liuhen.kernel import clock
from liuhen.kernel.errors import OutOfOrderError
from liuhen.process.case.models import Case
from process.bureau import AT, Play


def row(case: Play) -> Case:
    return Case.objects.get(id=case.case.dossier)


@pytest.mark.parametrize(("asked", "taken"), [("decision.drafted", "decision"), ("closing.requested", "closing")])
def test_what_was_put_forward_is_taken_back_before_anybody_signs(case: Play, asked: str, taken: str) -> None:
    case.to(asked).do("zhou", f"{taken}.withdrawn", reason="金额有误。")
    assert (row(case).awaiting, row(case).awaiting_roles) == (asked, "|handler|")
    with pytest.raises(OutOfOrderError, match="现在没有待批"):
        case.do("zhou", f"{taken}.withdrawn", reason="金额有误。")


def test_who_is_asked_in_the_main_course_is_reminded_once_a_day(case: Play) -> None:
    case.to("opening.requested").do("zhou", "approval.urged", note="线索将到期。")
    assert row(case).urged == 1
    with pytest.raises(OutOfOrderError, match="今天已经催办过"):
        case.do("zhou", "approval.urged")
    with clock.at(AT + timedelta(days=1)):
        case.do("zhou", "approval.urged")
    assert row(case).urged == 2


def test_the_next_step_begins_without_reminders(case: Play) -> None:
    case.to("opening.requested").do("zhou", "approval.urged")
    case.do("qian", "opening.endorsed", opinion="同意。")
    assert (row(case).urged, row(case).urged_at) == (0, None)
    case.do("zhou", "approval.urged")


def test_nobody_is_reminded_of_what_waits_for_the_handlers(case: Play) -> None:
    case.to("opening.approved")
    with pytest.raises(OutOfOrderError, match="没有等待他人办理"):
        case.do("zhou", "approval.urged")


def test_a_review_is_urged_as_an_approval_is(case: Play) -> None:
    case.to("review.submitted").do("zhou", "approval.urged", note="期限将到。")
    assert row(case).urged == 1
