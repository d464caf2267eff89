"""抽样、限期提供材料、委托、协查: what fits together, and what a term leaves out."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from liuhen.duties.findings import findings
from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.registry import act_type
from liuhen.process.inquiry.payloads.gathering import MaterialDemanded
from process.bureau import AT, MINUTE, TODAY, Play

SAMPLE: dict[str, Any] = {
    "place": "药房货架",
    "started": AT - 20 * MINUTE,
    "ended": AT - 5 * MINUTE,
    "method": "按批号随机抽取",
    "items": [{"name": "阿莫西林胶囊", "quantity": "2 盒", "number": "20260301"}],
    "list_signed": True,
    "certificate_shown": True,
}
COMMISSION: dict[str, Any] = {"organ": "示例司法鉴定所", "items": ["门诊处方是否符合诊疗规范"]}
DEMAND: dict[str, Any] = {"receiver": "青禾药店（示例）", "items": ["进销存台账", "购药票据"]}


@contextmanager
def days_later(days: int) -> Iterator[None]:
    with clock.at(AT + timedelta(days=days)):
        yield


def wrong(case: Play, kind: str, field: str, **entered: Any) -> str:
    with pytest.raises(BadInputError) as caught:
        case.do("zhou", kind, **entered)
    return caught.value.fields[field]


def state(case: Play, rule: str) -> tuple[str, ...]:
    found = findings(case.case.dossier).findings
    return tuple(one.state for one in found if one.rule.id == rule and one.state != "not_applicable")


def test_a_list_of_samples_is_signed_by_both_or_not_signed(case: Play) -> None:
    case.to("case.opened")
    case.do("zhou", "sample.taken", officer_ids=case.two, **SAMPLE)
    assert state(case, "W15-4") == ("satisfied",)
    refused = wrong(case, "sample.taken", "list_signed", officer_ids=case.two, **SAMPLE, party_signed="refused")
    assert "没有签名" in refused
    assert "早于" in wrong(case, "sample.taken", "ended", officer_ids=case.two, **{**SAMPLE, "ended": AT - MINUTE * 30})


def test_what_was_demanded_comes_back_whole_or_says_what_lacks(case: Play) -> None:
    case.to("case.opened")
    assert "早于" in wrong(case, "material.demanded", "due", **DEMAND, due=TODAY - timedelta(days=1))
    asked = case.do("zhou", "material.demanded", **DEMAND, due=TODAY + timedelta(days=7)).seq
    assert case.case.at(asked, MaterialDemanded)[1].document_no == "江医保材〔2026〕1号"
    given = {"of": asked, "items": ["进销存台账"]}
    assert "缺哪些" in wrong(case, "material.received", "lacking", **given, complete=False)
    assert wrong(case, "material.received", "complete", **given, lacking=["购药票据"], complete=True)
    assert "本案没有" in wrong(case, "material.received", "of", of=1, items=["台账"], complete=True)
    case.do("zhou", "material.received", **given, lacking=["购药票据"], complete=False)


def test_a_corrected_demand_keeps_its_number(case: Play) -> None:
    case.to("case.opened")
    asked = case.do("zhou", "material.demanded", **DEMAND, due=TODAY + timedelta(days=7)).seq
    form = act_type("material.demanded").form.model_validate({**DEMAND, "due": TODAY + timedelta(days=10)})
    told = {"by": case.people["zhou"], "happened": None, "key": "correct-demand", "channel": "web"}
    done = perform("material.demanded", case.ref, form, **told, correction=Correction(asked, "期限写错。"))
    assert case.case.at(done.seq, MaterialDemanded)[1].document_no == "江医保材〔2026〕1号"


def test_a_commission_is_reported_once_and_not_before_it(case: Play) -> None:
    case.to("case.opened")
    asked = case.do("zhou", "appraisal.commissioned", **COMMISSION).seq
    report = {"of": asked, "conclusion": "部分处方不符合规范。", "sealed": True}
    assert "本案没有" in wrong(case, "appraisal.reported", "of", **{**report, "of": 2})
    case.do("zhou", "appraisal.reported", **report)
    with pytest.raises(OutOfOrderError, match="已经有了结果"):
        case.do("zhou", "appraisal.reported", **report)
    with pytest.raises(OutOfOrderError, match="还没有委托审计"):
        case.do("zhou", "audit.reported", **report)


def test_commissions_at_the_same_time_lengthen_the_term_once(case: Play) -> None:
    case.to("case.opened")
    opened = case.case.events("case.opened")[-1]
    with days_later(10):
        appraisal = case.do("zhou", "appraisal.commissioned", **COMMISSION).seq
    with days_later(15):
        review = case.do("zhou", "expert_review.commissioned", **COMMISSION).seq
    with days_later(20):
        case.do("zhou", "appraisal.reported", of=appraisal, conclusion="不符合规范。")
    with days_later(25):
        case.do("zhou", "expert_review.reported", of=review, conclusion="同意鉴定意见。")
        found = next(one for one in findings(case.case.dossier).findings if one.rule.id == "L4-45")
    assert found.due is not None
    assert beijing_date(found.due) == beijing_date(opened.happened) + timedelta(days=90 + 15)


def test_an_assisting_organ_answers_or_says_in_time_that_it_needs_longer(case: Play) -> None:
    case.to("case.opened")
    ask = {"organ": "云湖湾区医疗保障局（示例）", "items": ["调取结算数据"], "reason": "核实异地结算。"}
    asked = case.do("zhou", "assistance.requested", **ask).seq
    assert "晚于" in wrong(case, "assistance.delayed", "until", of=asked, reason="数据量大。", until=TODAY)
    with days_later(14):
        case.do("zhou", "assistance.delayed", of=asked, reason="数据量大。", until=TODAY + timedelta(days=30))
        assert state(case, "L4-34") == ("satisfied",)
    second = case.do("zhou", "assistance.requested", **ask).seq
    with days_later(16):
        assert state(case, "L4-34") == ("satisfied", "overdue")
        case.do("zhou", "assistance.answered", of=second, content="已提供。")
        assert state(case, "L4-34") == ("satisfied", "satisfied_late")
