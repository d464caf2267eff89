"""Where a case stands whose inquiry rests, or is over without a decision."""

import pytest

from liuhen.kernel import clock
from liuhen.process.case.models import Case
from liuhen.queries.case import case_page
from liuhen.queries.cases import case_rows
from process.bureau import AT, Play


def word(case: Play) -> tuple[str, str]:
    (listed,) = case_rows(Case.objects.filter(ref=case.ref), now=clock.now())
    return listed.stage, case_page(case.people["zhou"], case.ref or "").stage


def granted(case: Play, asked: str, granting: str, ground: str) -> int:
    seq = case.do("zhou", asked, ground=ground, reason="情况如此。").seq
    case.do("qian", "approval.endorsed", request=seq, opinion="同意。")
    return case.do("sun", granting, request=seq, opinion="同意。").seq


@pytest.mark.usefixtures("at_ten")
def test_lists_and_the_page_say_that_an_inquiry_rests_or_is_over(case: Play) -> None:
    assert clock.now() == AT
    case.to("inspection.made")
    before = word(case)
    suspended = granted(case, "suspension.requested", "inquiry.suspended", "other_case")
    assert word(case) == ("中止调查", "中止调查")
    case.do("zhou", "inquiry.resumed", of=suspended, reason="已经消除。")
    assert word(case) == before
    granted(case, "termination.requested", "inquiry.terminated", "party_gone")
    assert word(case) == ("终止调查", "终止调查")
    offered = {act.kind for act in case_page(case.people["zhou"], case.ref or "").acts}
    assert "closing.requested" in offered
    assert not offered & {"inspection.made", "evidence.collected", "inquiry.concluded", "review.submitted"}
