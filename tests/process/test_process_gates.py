"""Gates always block: each refusal names its article and leaves nothing behind."""

from datetime import timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.duties.models import Fact
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError
from liuhen.process.case.models import Case, NumberTaken
from process.bureau import PARTY, REVIEW_FEN, TODAY, Play, certify, set_review
from process.gates import MAJOR, REFUSED, Refused, with_ding


def standing(case: Play) -> tuple[Any, ...]:
    """Return what a refused act must leave as it was."""
    dossier = case.case.dossier
    return (
        [entry.digest for entry in case.entries],
        Fact.objects.filter(dossier=dossier).count(),
        NumberTaken.objects.count(),
        Case.objects.values().get(id=dossier),
    )


@pytest.mark.parametrize("refused", REFUSED, ids=str)
def test_the_law_refuses_with_its_article_and_nothing_is_written(case: Play, refused: Refused) -> None:
    refused.reach(case)
    before = standing(case)
    with pytest.raises(RuleBrokenError) as caught:
        case.do(refused.who, refused.kind, **refused.form(case))
    assert refused.cited in {one.rule.cited for one in caught.value.findings}
    assert refused.cited in caught.value.why
    assert caught.value.remedy.startswith("须先解决：")
    assert standing(case) == before


def test_one_fen_below_the_amount_no_review_is_owed(case: Play) -> None:
    below = {"fine_fen": REVIEW_FEN - 1, "refund_fen": 0}
    case.to("decision.made", without=("review.submitted", "review.opinion"), inquiry_concluded=below)
    assert case.entries[-1].kind == "decision.made"


def test_fine_and_refund_together_reach_the_amount(case: Play) -> None:
    both = {"fine_fen": REVIEW_FEN - 1, "refund_fen": 1}
    case.to("decision.drafted", without=("review.submitted", "review.opinion"), inquiry_concluded=both)
    with pytest.raises(RuleBrokenError, match="法制审核"):
        case.usual("decision.made")


def test_the_amount_is_the_one_of_the_day_of_the_conclusion(case: Play) -> None:
    case.to("inquiry.concluded")
    set_review(1)
    case.to("decision.made", without=("review.submitted", "review.opinion"))
    assert case.entries[-1].kind == "decision.made"


def test_after_the_opinion_agree_the_decision_is_made(case: Play) -> None:
    case.to("decision.made", inquiry_concluded=MAJOR)
    assert case.entries[-1].kind == "decision.made"


def test_after_a_new_review_the_changed_case_is_decided(case: Play) -> None:
    case.to("review.opinion", inquiry_concluded=MAJOR, review_opinion={"opinion": "change"})
    case.usual("review.submitted", handled="幅度已经调整。")
    case.usual("review.opinion")
    assert case.to("decision.made").entries[-1].kind == "decision.made"


def test_a_certificate_counts_on_its_last_day(case: Play) -> None:
    certify(case.people["ding"], last=TODAY)
    case.to("case.opened")
    assert case.usual("inspection.made", **with_ding(case)).entry.kind == "inspection.made"


def test_a_certificate_is_over_one_second_after_its_last_day(case: Play) -> None:
    certify(case.people["ding"], last=TODAY)
    case.to("case.opened")
    midnight = clock.day_end(TODAY) + timedelta(seconds=1)
    with clock.at(midnight + timedelta(hours=1)), pytest.raises(RuleBrokenError, match="当日不具有有效执法证件"):
        case.usual("inspection.made", **with_ding(case), arrived=midnight, left=midnight)


def test_the_day_of_the_inspection_counts_not_the_day_of_the_record(case: Play) -> None:
    certify(case.people["ding"], last=TODAY)
    case.to("case.opened")
    with clock.at(clock.day_end(TODAY) + timedelta(hours=9)):
        assert case.usual("inspection.made", **with_ding(case)).seq == len(case.entries)


def test_the_same_officer_twice_is_one_officer(case: Play) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError, match="填写了两次"):
        case.usual("inspection.made", officer_ids=[case.people["zhou"].id] * 2)


def test_an_officer_of_another_organ_is_not_on_the_list(case: Play, foreign: Any) -> None:
    case.to("case.opened")
    with pytest.raises(BadInputError, match="不是本机关人员"):
        case.usual("inspection.made", officer_ids=[case.people["zhou"].id, foreign["he"].id])


def test_an_urgent_case_begins_before_its_approval(case: Play) -> None:
    case.to("opening.requested", opening_requested={"urgent": True})
    case.usual("case.opened")
    case.usual("inspection.made")
    for who, kind in (("qian", "opening.endorsed"), ("sun", "opening.endorsed"), ("chen", "opening.approved")):
        case.usual(kind, who)
    assert case.case.case_no
    assert case.case.awaiting == ""


def test_a_penalty_without_an_order_to_correct_is_not_drafted(case: Play) -> None:
    before = case.to("defence.recorded").entries
    with pytest.raises(BadInputError) as refused:
        case.usual("decision.drafted", correction="", correction_days=0)
    assert "第十三条" in refused.value.fields["correction"]
    assert case.entries == before


def test_a_decision_whose_paper_lacks_the_party_s_address_is_not_drafted(case: Play) -> None:
    before = case.to("defence.recorded").entries
    with pytest.raises(BadInputError) as refused:
        case.usual("decision.drafted", party=PARTY | {"address": ""})
    assert "party.address" in refused.value.fields
    assert case.entries == before
