"""The papers of review, hearing, decision, execution and closing: which entry each fits, and how they are drawn."""

from typing import Any

import pytest

from liuhen.kernel.errors import OutOfOrderError
from liuhen.papers import every_form, form
from liuhen.papers.composing import composed
from liuhen.process.case import papers
from process.bureau import Play, at_ten, bureau, case, house, people

__all__ = ["at_ten", "bureau", "case", "house", "people"]

OPINION = {"level": "主要负责人", "text": "同意。", "name": "陈国栋", "at": "2026-03-02"}
FUJIAN = ("nhsa-order-4", "fujian-ybj")
DONGXIHU = ("base-penalty-law", "dongxihu-wlj")


@pytest.mark.parametrize(
    ("form_id", "told", "field"),
    [
        ("decision", {"result": "transfer"}, "result"),
        ("decision", {"result": "unfounded"}, ""),
        ("handover-decision", {"result": "penalty"}, "result"),
        ("handover-decision", {"result": "judicial"}, ""),
        ("hearing-announcement", {"public": False}, "public"),
        ("defence-review", {"outcome": "waived"}, "outcome"),
        ("reminder", {"written": False}, "written"),
        ("closing-report", {}, ""),
    ],
)
def test_a_paper_says_which_entries_it_is_not_made_from(form_id: str, told: dict[str, Any], field: str) -> None:
    assert form(form_id).unfit(told) == field


def test_opinions_stand_in_rows_of_their_own_signed_by_whom_they_are() -> None:
    told = {"case_title": "某案", "opinion_handler": OPINION, "opinions": [OPINION, OPINION | {"level": "分管负责人"}]}
    drawn = composed(form("decision-approval"), told)
    signed = [(row[0]["label"], row[0]["role"]) for row in drawn["blocks"][0]["rows"] if row[0]["is"] == "opinion"]
    assert signed == [("承办人拟定的决定内容", "officer"), ("主要负责人", "leader"), ("分管负责人", "leader")]
    assert [one["label"] for one in drawn["signers"] if not one["inside"]] == []


def test_a_cell_of_which_nothing_is_told_is_left_out() -> None:
    drawn = composed(form("execution-check"), {"case_title": "某案", "paid_fen": 100, "corrected": True})
    labels = [[cell["label"] for cell in row] for row in drawn["blocks"][0]["rows"]]
    assert labels == [["案件名称"], ["已缴罚款"], ["已按要求改正"]]


def test_a_column_of_amounts_has_figures_and_their_sum() -> None:
    rows = [{"due": "2026-04-01", "fen": 40_000}, {"due": "2026-05-01", "fen": 60_000}]
    told = {"manner": "instalments", "instalments": rows}
    table = next(one for one in composed(form("deferral-notice"), told)["blocks"] if one["shape"] == "table")
    assert [row[1] for row in table["rows"]] == ["400.00", "600.00"]
    assert table["total"] == ["", "1,000.00"]


def test_fujian_reviews_decisions_of_every_kind() -> None:
    own, common = form("review-opinion", FUJIAN), form("review-opinion")
    assert own.title == "重大执法决定法制审核意见书"
    assert own.field("opinion").options["more_inquiry"] != common.field("opinion").options["more_inquiry"]
    assert len(own.fields) == len(common.fields)
    assert own.field("points").least == 10


def test_the_decision_of_dongxihu_names_no_article_of_medical_insurance() -> None:
    asked = [one for one in form("decision", DONGXIHU).fields if one.article]
    assert [one.name for one in asked if "医疗保障" in one.article] == []


def test_whoever_signs_is_asked_for_by_an_article() -> None:
    unnamed = [(one.id, who.label) for one in every_form().values() for who in one.signatories if not who.article]
    assert unnamed == []


def sheet(case: Play, form_id: str, **asked: Any) -> Any:
    return papers.sheet_of(case.case, papers.FinaliseForm(form=form_id, **asked))


def test_the_approval_of_a_decision_tells_who_proposed_and_who_decided(case: Play) -> None:
    case.to("decision.made")
    told = sheet(case, "decision-approval")
    assert told["opinion_handler"]["name"] == "周明远"
    assert [(one["level"], one["name"]) for one in told["opinions"]] == [("主要负责人", "陈国栋")]
    assert told["review"] == "同意"


def test_a_penalty_is_not_printed_as_a_handover(case: Play) -> None:
    case.to("decision.made")
    with pytest.raises(OutOfOrderError, match="案件移送处理决定书") as caught:
        sheet(case, "handover-decision")
    assert "“决定种类”是“给予行政处罚”" in caught.value.why


def test_the_register_of_payments_holds_every_sum_so_far_as_it_was_put_right(case: Play) -> None:
    case.to("service.made")
    first = case.do("zhou", "payment.received", item="fine", fen=40_000, into="treasury", receipt_no="示票0001")
    second = case.do("zhou", "payment.received", item="refund", fen=50_000, into="fund", receipt_no="示收0001")
    case.do("zhou", "payment.received", item="fine", fen=60_000, into="treasury", receipt_no="示票0002")
    before, after = (sheet(case, "payment-register", source_seq=seq) for seq in (second.seq, None))
    assert first.seq < second.seq
    assert [(one["item"], one["fen"]) for one in before["payments"]] == [
        ("罚款", 40_000),
        ("退回的医疗保障基金", 50_000),
    ]
    assert [one["fen"] for one in after["payments"]] == [40_000, 50_000, 60_000]
    assert (after["fine_fen"], after["paid_fen"]) == (100_000, 100_000)


def test_an_appeal_is_registered_before_and_after_its_result(case: Play) -> None:
    case.to("service.made")
    lodged = case.do(
        "zhou", "appeal.lodged", who="许某", organ="某区人民政府（示例）", number="政复1号", claims="请求撤销。"
    )
    first = sheet(case, "appeal-register")
    assert (first["who"], first["number"], first.get("result")) == ("许某", "政复1号", None)
    case.do("zhou", "appeal.decided", of=lodged.seq, result="upheld", number="政复决1号", content="维持。")
    second = sheet(case, "appeal-register")
    assert (second["who"], second["number"], second["result_no"]) == ("许某", "政复1号", "政复决1号")
    assert second["result"] == "维持决定或者驳回请求"
