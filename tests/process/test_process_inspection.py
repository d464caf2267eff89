"""行政检查: a dossier of its own from its plan to its file, and what is refused in the wrong order."""

from datetime import date, timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError, OutOfOrderError
from liuhen.process.case.models import Case
from liuhen.process.case.parties import party_of
from liuhen.process.inspection.findings import CorrectionOrdered, OpinionSigned
from liuhen.process.inspection.frequency import Frequency, frequency, months_before
from liuhen.process.inspection.planning import InspectionPlanned
from process.bureau import AT, MINUTE, ORGAN, PARTY, TODAY, Play

PLAN = {"reason": "daily", "party": PARTY, "matters": "进销存与结算数据。", "planned_on": TODAY}
SCENE = {
    "place": "青禾街 21 号",
    "arrived": AT - 60 * MINUTE,
    "left": AT - 5 * MINUTE,
    "certificate_shown": True,
    "object": "青禾药店",
    "findings": "货架、台账与结算明细核对一致。",
}
OPINION = {"conclusion": "none", "opinion": "没有发现问题。"}
ORDER = {"content": "规范台账。", "basis": "条例第十六条", "due": date(2026, 12, 20)}


def plan(case: Play, who: str = "zhou", **changed: Any) -> Play:
    case.do(who, "inspection.planned", **{**PLAN, "officer_ids": case.two, **changed})
    return case


def made(case: Play) -> Play:
    plan(case)
    case.do("zhou", "inspection.begun", place="青禾街 21 号", object="青禾药店", officer_ids=case.two)
    case.do("zhou", "inspection.made", officer_ids=case.two, **SCENE)
    return case


def test_a_plan_begins_a_dossier_of_its_own(case: Play) -> None:
    plan(case)
    row = Case.objects.get(id=case.case.dossier)
    assert (row.kind, row.clue_no, row.handlers) == ("inspection", f"检查 {case.ref}", ["周明远", "何静"])
    assert party_of(case.case).name == PARTY["name"]  # type: ignore[union-attr]


def test_an_inspection_goes_its_course(case: Play) -> None:
    made(case)
    case.do("he", "inspection.opinion_signed", **OPINION)
    case.do("zhou", "feedback.given", content="没有问题。", feedback_way="oral", receiver={"name": "许某"},
            officer_ids=case.two)  # fmt: skip
    case.do("zhou", "service.made", document="inspection_opinion", place="青禾街 21 号", receiver={"name": "许某"},
            officer_ids=case.two, signed=True)  # fmt: skip


def test_an_opinion_takes_its_number_and_a_correction_keeps_it(case: Play) -> None:
    made(case)
    seq = case.do("he", "inspection.opinion_signed", **OPINION).seq
    first = case.case.at(seq, OpinionSigned)[1]
    assert first.document_no == "江医保检〔2026〕1号"
    assert first.party_signed
    case.do("zhou", "correction.ordered", **ORDER)
    assert case.case.given(CorrectionOrdered)[1].document_no == "江医保改〔2026〕1号"


def test_one_officer_alone_may_not_inspect(case: Play) -> None:
    with pytest.raises(RuleBrokenError, match="检查") as refused:
        plan(case, officer_ids=case.two[:1])
    assert "基金条例第二十九条" in refused.value.findings[0].rule.cited
    with pytest.raises(RuleBrokenError):
        plan(case, officer_ids=[case.people["zhou"].id, case.people["ding"].id])  # 丁卫 has no certificate


def test_nothing_is_said_of_an_inspection_before_it_took_place(case: Play) -> None:
    plan(case)
    for kind, entered in (
        ("inspection.opinion_signed", OPINION),
        ("correction.ordered", ORDER),
        ("feedback.given", {"content": "无。", "feedback_way": "oral", "receiver": {"name": "许某"},
                            "officer_ids": case.two}),
    ):  # fmt: skip
        with pytest.raises(OutOfOrderError):
            case.do("zhou", kind, **entered)
    with pytest.raises(OutOfOrderError):
        case.do("zhou", "correction.rechecked", of=1, result="done", findings="无。", officer_ids=case.two)


def test_an_inspection_decides_no_penalty(case: Play) -> None:
    made(case)
    with pytest.raises(OutOfOrderError, match="不能"):
        case.usual("notice.given")


def test_who_is_no_handler_plans_nothing(case: Play) -> None:
    for who in ("qian", "chen", "wu", "zheng"):
        with pytest.raises(NotAllowedError):
            plan(case, who)
    assert case.ref is None


def test_a_plan_is_not_made_for_a_day_gone_by(case: Play) -> None:
    with pytest.raises(BadInputError) as refused:
        plan(case, planned_on=date(2026, 11, 1))
    assert "planned_on" in refused.value.fields


@pytest.mark.parametrize("reason", ["special", "report", "random"])
def test_an_occasion_is_named(case: Play, reason: str) -> None:
    with pytest.raises(BadInputError) as refused:
        plan(case, reason=reason)
    assert "basis" in refused.value.fields
    plan(case, reason=reason, basis="市局专项方案（示例）")


def test_how_often_an_object_was_inspected_is_counted_by_code_or_name(case: Play) -> None:
    before = frequency(ORGAN, name=PARTY["name"], code=PARTY["credit_code"], on=TODAY)
    made(case)
    after = frequency(ORGAN, name="改了名字的药店", code=PARTY["credit_code"], on=TODAY)
    assert after == Frequency(before.months12 + 1, before.year + 1, TODAY)
    assert frequency(ORGAN, name=f" {PARTY['name']} ", code="", on=TODAY) == after
    assert frequency(ORGAN, name="别家", code="", on=TODAY) == Frequency()
    assert frequency("elsewhere", name=PARTY["name"], code="", on=TODAY) == Frequency()


def test_a_plan_alone_is_no_inspection_and_the_next_plan_says_what_was_before(case: Play, people: Any) -> None:
    plan(case)
    assert case.case.given(InspectionPlanned)[1].inspected_before == 0
    case.do("zhou", "scene.examined", officer_ids=case.two, **SCENE)
    again = plan(Play(people))
    assert again.case.given(InspectionPlanned)[1].inspected_before == 1
    assert again.case.given(InspectionPlanned)[1].inspected_last == TODAY


def test_a_year_is_counted_from_day_to_day() -> None:
    assert months_before(date(2026, 11, 20), 12) == date(2025, 11, 20)
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2026, 3, 31), 1) == date(2026, 2, 28)
    assert months_before(date(2026, 1, 15), 3) == date(2025, 10, 15)


def test_a_refusal_is_recorded_in_any_dossier(case: Play) -> None:
    plan(case)
    entered = {"refuser": "许某，经营者", "refused": ["entry"], "what": "告知权利义务后仍不开门。",
               "officer_ids": case.two, "signatures": {"party": "refused", "witness": "社区工作人员"}}  # fmt: skip
    case.do("zhou", "refusal.recorded", **entered)
    case.do("zhou", "inspection.opinion_signed", **{**OPINION, "conclusion": "clue", "opinion": "拒绝检查。"})


def test_a_scene_ends_after_it_began(case: Play) -> None:
    plan(case)
    with pytest.raises(BadInputError, match="早于开始"):
        case.do("zhou", "scene.examined", **{**SCENE, "left": AT - 90 * MINUTE}, officer_ids=case.two)
    with pytest.raises(BadInputError, match="晚于"):
        case.do("zhou", "scene.examined", **{**SCENE, "left": AT + 90 * MINUTE}, officer_ids=case.two)


def test_another_correction_is_ordered_where_the_first_was_not_followed(case: Play) -> None:
    made(case)
    first = case.do("zhou", "correction.ordered", **ORDER).seq
    with clock.at(AT + timedelta(days=30)):
        case.do("zhou", "correction.rechecked", of=first, result="not_done", findings="没有改。", officer_ids=case.two)
        second = case.do("zhou", "correction.ordered", **{**ORDER, "due": date(2027, 1, 20)}).seq
        case.do("zhou", "correction.rechecked", of=second, result="done", findings="改好了。", officer_ids=case.two)


def test_a_foreign_bureau_knows_nothing_of_it(case: Play, foreign: Any) -> None:
    made(case)
    assert foreign["zhou"].organ != ORGAN
    assert frequency(foreign["zhou"].organ, name=PARTY["name"], code=PARTY["credit_code"], on=TODAY).months12 == 0


def test_a_day_that_is_over_is_no_term_for_putting_right(case: Play) -> None:
    made(case)
    with pytest.raises(BadInputError) as refused:
        case.do("zhou", "correction.ordered", **{**ORDER, "due": date(2026, 11, 1)})
    assert refused.value.fields == {"due": "早于责令改正的日期"}
