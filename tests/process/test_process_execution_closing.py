"""催告, 法院, 终结执行 and 结案: what each stands on, and the report that the file writes itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.case.reference import COERCION, INSPECTION, PENALTY, SIMPLE
from liuhen.process.case.registry import prefill
from liuhen.process.execution.closing import GROUNDS_OF, require_ground
from liuhen.process.execution.court import CourtApplied
from liuhen.process.execution.overdue import ReminderMade, ReminderServed
from liuhen.process.execution.payloads import GROUNDS, ClosingForm
from process.bureau import AT, TODAY, Play

DAY = timedelta(days=1)


def remind(case: Play) -> int:
    told = {"term": "十日内", "way": "缴至银行", "amount": "罚款 1,000.00 元", "rights": ["陈述", "申辩"]}
    return case.do("zhou", "reminder.made", **told).seq


def served(case: Play) -> int:
    told = {"place": "青禾街 21 号", "receiver": {"name": "许某", "relation": "经营者"}, "officer_ids": case.two}
    return case.do("zhou", "reminder.served", of=remind(case), **told).seq


def ask_court(case: Play, **told: Any) -> int:
    form = {
        "court": "江汉湖区人民法院（示例）",
        "appeal_ended": TODAY + 180 * DAY,
        "amount_fen": 150_000,
        "claim": "罚款和退回基金",
        "materials": ["申请书", "决定书及依据", "当事人意见及催告情况", "标的情况"],
        "opinion": "建议申请。",
    }
    return case.do("zhou", "court.requested", **form | told).seq


def applied(case: Play) -> int:
    """Play on to the application to the court, half a year after the decision."""
    case.to("service.made")
    with clock.at(AT + 181 * DAY):
        served(case)
    with clock.at(AT + 200 * DAY):
        return case.do("chen", "court.applied", request=ask_court(case), opinion="同意。").seq


def close(case: Play, ground: str, **told: Any) -> int:
    return case.do("zhou", "closing.requested", ground=ground, summary="办理完毕。", **told).seq


def test_a_reminder_takes_a_number_and_names_what_is_owed(case: Play) -> None:
    case.to("service.made")
    assert prefill("reminder.made", case.case, case.people["zhou"])["amount"] == (
        "罚款 1,000.00 元；退回的医疗保障基金 500.00 元"
    )
    served(case)
    assert case.case.given(ReminderMade)[1].document_no == "江医保催〔2026〕1号"
    assert case.case.given(ReminderServed)[1].document_no == "江医保催〔2026〕1号"
    assert prefill("reminder.served", case.case, case.people["zhou"])["of"] == case.case.events("reminder.made")[-1].seq


def test_a_spoken_reminder_takes_none(case: Play) -> None:
    case.to("service.made")
    case.do("zhou", "reminder.made", written=False, term="十日", way="银行", rights=["陈述"], content="电话催告。")
    assert not case.case.given(ReminderMade)[1].document_no


def test_the_court_is_applied_to_ten_working_days_after_the_reminder_and_for_the_rest_only(case: Play) -> None:
    case.to("service.made")
    with pytest.raises(BadInputError, match="期限还没有届满"):
        ask_court(case)
    ended = {"appeal_ended": TODAY - DAY}  # no working day of the next year is published yet
    with pytest.raises(BadInputError, match="多于还应缴"):
        ask_court(case, amount_fen=150_001, **ended)
    asked = ask_court(case, **ended)
    with pytest.raises(RuleBrokenError, match="催告"):
        case.do("chen", "court.applied", request=asked, opinion="同意。")
    served(case)
    with clock.at(AT + 5 * DAY), pytest.raises(RuleBrokenError, match="工作日"):
        case.do("chen", "court.applied", request=asked, opinion="同意。")
    with clock.at(AT + 17 * DAY):
        case.do("chen", "court.applied", request=asked, opinion="同意。")
    body = case.case.given(CourtApplied)[1]
    assert (body.paper, body.signed_by_leader, len(body.materials)) == ("江医保强执〔2026〕1号", True, 4)


def test_the_day_on_which_appeals_end_is_reckoned_from_the_service_of_the_decision(case: Play) -> None:
    case.to("service.made")
    known = prefill("court.requested", case.case, case.people["zhou"])
    assert known["appeal_ended"] == date(2027, 5, 20)  # six months after the day of service, the later of the two terms
    with clock.at(AT + 5 * DAY):
        case.do("zhou", "appeal.lodged", who="许某", organ="江汉湖区人民政府（示例）", claims="请求撤销。")
        assert "appeal_ended" not in prefill("court.requested", case.case, case.people["zhou"])


def test_after_a_part_was_paid_the_court_is_asked_for_the_rest(case: Play) -> None:
    case.to("service.made")
    case.do("zhou", "payment.received", item="fine", fen=100_000, into="treasury", receipt_no="示票1")
    known = prefill("court.requested", case.case, case.people["zhou"])
    assert (known["amount_fen"], known["claim"]) == (50_000, "退回的医疗保障基金 500.00 元")


def test_what_the_court_enforced_comes_in_and_its_end_closes_the_case(case: Play) -> None:
    seq = applied(case)
    with clock.at(AT + 220 * DAY):
        case.do("zhou", "court.answered", of=seq, result="granted", content="准予执行。")
        with pytest.raises(RuleBrokenError, match="终结执行"):
            close(case, "enforced")
        case.do("zhou", "payment.received", item="fine", fen=60_000, into="treasury", receipt_no="示票2", way="court")
        case.do("zhou", "court.answered", of=seq, result="ended", content="无财产可供执行，终结。")
        assert prefill("closing.requested", case.case, case.people["zhou"])["ground"] == "enforced"
        close(case, "enforced")


def test_the_death_of_the_party_ends_the_execution(case: Play) -> None:
    case.to("service.made")
    with pytest.raises(BadInputError, match="缴款记录不符"):
        case.do("zhou", "execution.ended", ground="died", facts="死亡证明。", unperformed_fen=1)
    known = prefill("execution.ended", case.case, case.people["zhou"])
    case.do("zhou", "execution.ended", ground="died", facts="死亡证明，无遗产。", **known)
    close(case, "enforced")


@pytest.mark.parametrize(
    ("kind", "entered"),
    [
        ("reminder.made", {"term": "十日", "way": "银行", "rights": ["陈述"]}),
        ("execution.ended", {"ground": "died", "facts": "死亡。"}),
    ],
)
def test_nothing_is_enforced_before_it_was_decided(case: Play, kind: str, entered: dict[str, Any]) -> None:
    case.to("case.opened")
    with pytest.raises(OutOfOrderError):
        case.do("zhou", kind, **entered)


def test_performed_means_paid_returned_and_corrected_or_explained(case: Play) -> None:
    case.to("service.made")
    with pytest.raises(BadInputError, match="决定执行完毕") as caught:
        close(case, "performed")
    assert caught.value.fields["ground"] == "罚款还有 1,000.00 元没有缴清；退回的医疗保障基金还有 500.00 元没有缴清"
    case.do("zhou", "payment.received", item="fine", fen=100_000, into="treasury", receipt_no="示票1")
    case.do("zhou", "payment.received", item="refund", fen=50_000, into="fund")
    case.do("zhou", "execution.checked", findings="没有改正。", corrected=False)
    with pytest.raises(BadInputError) as caught:
        close(case, "performed")
    assert caught.value.fields["ground"] == "最近一次核查没有改正"
    close(case, "performed", unperformed="该项收费已取消，无从改正。")


def test_the_report_is_written_from_the_file(case: Play) -> None:
    case.to("execution.checked")
    known = prefill("closing.requested", case.case, case.people["zhou"])
    assert known["ground"] == "performed"
    assert known["summary"] == (
        "2026年11月20日登记线索，2026年11月20日立案，2026年11月20日调查终结，2026年11月20日作出决定，2026年11月20日送达。"
        "罚款 1,000.00 元，已缴 1,000.00 元。退回的医疗保障基金 500.00 元，已缴 500.00 元。责令改正的内容已经改正。"
    )
    close(case, "performed")
    case.do("chen", "closing.returned", reason="写详细些。")
    assert prefill("closing.requested", case.case, case.people["zhou"])["summary"] == "办理完毕。"


@pytest.mark.parametrize("ground", ["no_penalty", "terminated"])
def test_a_penalty_is_not_closed_as_if_there_were_none(case: Play, ground: str) -> None:
    case.to("execution.checked")
    with pytest.raises(RuleBrokenError, match="第五十六条"):
        close(case, ground)


def test_a_decision_of_no_penalty_and_a_terminated_inquiry_have_grounds_of_their_own(
    played: Callable[..., Play],
) -> None:
    none = {"result": "unfounded", "fine_fen": 0, "refund_fen": 0, "correction": "", "correction_days": 0}
    money = {"fine_fen": 0, "refund_fen": 0}
    one = played("service.made", decision_drafted=none, notice_given=money, inquiry_concluded=money)
    assert prefill("closing.requested", one.case, one.people["zhou"])["ground"] == "no_penalty"
    close(one, "no_penalty")


def test_every_kind_of_dossier_has_grounds_that_fit_it(case: Play) -> None:
    assert set(GROUNDS_OF) == {PENALTY, SIMPLE, INSPECTION, COERCION}
    assert set(GROUNDS) == {one for fitting in GROUNDS_OF.values() for one in fitting}
    case.to("execution.checked")
    with pytest.raises(BadInputError, match="不适用") as caught:
        close(case, "no_problem")
    assert "决定执行完毕" in caught.value.fields["ground"]


def test_grounds_of_an_inspection_look_at_what_was_ordered(case: Play) -> None:
    case.to("clue.registered")
    inspection = replace(case.case, kind=INSPECTION)
    require_ground(inspection, ClosingForm(ground="no_problem", summary="未发现问题。"))
    require_ground(replace(inspection, kind=COERCION), ClosingForm(ground="performed", summary="已执行。"))
    with pytest.raises(BadInputError) as caught:
        require_ground(inspection, ClosingForm(ground="corrected", summary="已改正。"))
    assert caught.value.fields["ground"].startswith("没有责令改正的记录")
    with pytest.raises(BadInputError, match="决定执行完毕"):
        require_ground(replace(inspection, kind=SIMPLE), ClosingForm(ground="performed", summary="已执行。"))
