"""款项: each kind of money by itself, exact, with instalments, deferrals, corrections and what may be added."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from liuhen.duties.errors import RuleBrokenError
from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import perform
from liuhen.process.case.models import Request
from liuhen.process.case.registry import act_type, prefill
from liuhen.process.execution.deferring import PaymentDeferred
from liuhen.process.execution.money import Money, money_now, money_of
from liuhen.process.execution.overdue import ExtraFineAdded
from process.bureau import AT, TODAY, Play

FINE, REFUND = 100_000, 50_000
DAY = timedelta(days=1)


@contextmanager
def after(days: int) -> Iterator[datetime]:
    with clock.at(AT + days * DAY):
        yield AT + days * DAY


def pay(case: Play, fen: int, item: str = "fine", **told: Any) -> int:
    into = "fund" if item == "refund" else "treasury"
    return case.do(
        "zhou", "payment.received", **{"item": item, "fen": fen, "into": into, "receipt_no": "示票1"} | told
    ).seq


def standing(case: Play) -> Money:
    found = money_now(case.case)
    assert found is not None
    return found


def ask_deferral(case: Play, **told: Any) -> int:
    form = {
        "applicant": "许某",
        "applied_on": TODAY,
        "hardship": "停业三个月，有流水证明。",
        "until": TODAY + 60 * DAY,
        "opinion": "情况属实。",
    }
    return case.do("zhou", "payment.deferral_requested", **form | told).seq


def granted(case: Play, **told: Any) -> int:
    return case.do("sun", "payment.deferred", request=ask_deferral(case, **told), opinion="同意。").seq


def test_fine_and_fund_are_kept_apart_and_paid_in_parts(case: Play) -> None:
    case.to("service.made")
    pay(case, 40_000)
    pay(case, REFUND, "refund")
    now = standing(case)
    assert (now.line("fine").owed, now.line("refund").owed, now.owed) == (60_000, 0, 60_000)
    pay(case, 60_000)
    assert standing(case).owed == 0


def test_a_payment_before_the_decision_is_refused(case: Play) -> None:
    case.to("notice.given")
    with pytest.raises(OutOfOrderError, match="还不能登记缴款"):
        pay(case, 1)
    with pytest.raises(OutOfOrderError, match="还没有作出决定"):
        money_of(case.case, on=AT)
    assert money_now(case.case) is None
    assert prefill("payment.received", case.case, case.people["zhou"]) == {}


def test_more_than_is_owed_comes_in_only_where_it_is_said_why_and_goes_back(case: Play) -> None:
    case.to("service.made")
    with pytest.raises(BadInputError, match=r"多 0\.01 元") as caught:
        pay(case, FINE + 1)
    assert caught.value.fields == {"fen": "应缴 1,000.00 元，已缴 0.00 元，还应缴 1,000.00 元"}
    pay(case, FINE + 500, overpaid="银行多扣。")
    assert standing(case).line("fine").excess == 500
    known = prefill("payment.returned", case.case, case.people["zhou"])
    assert (known["item"], known["fen"]) == ("fine", 500)
    with pytest.raises(BadInputError, match="超过了应退还"):
        case.do("zhou", "payment.returned", item="fine", fen=501, to="许某", reason="多缴。")
    case.do("zhou", "payment.returned", item="fine", fen=500, to="许某", reason="多缴。")
    assert standing(case).line("fine").kept == FINE


def test_a_payment_is_put_right_by_a_new_entry(case: Play) -> None:
    case.to("service.made")
    wrong = pay(case, FINE)
    form = act_type("payment.received").form.model_validate({"item": "fine", "fen": 10_000, "into": "treasury"})
    for number, seq in enumerate((wrong, wrong + 1)):  # what put it right is put right again
        perform(
            "payment.received",
            case.ref,
            form,
            by=case.people["zhou"],
            happened=None,
            key=f"right-{number}",
            channel="web",
            correction=Correction(seq, "金额多写了。"),
        )
    assert standing(case).line("fine").kept == 10_000


def test_a_check_takes_what_came_in_and_is_not_complete_with_a_rest(case: Play) -> None:
    case.to("service.made")
    pay(case, 40_000)
    assert prefill("execution.checked", case.case, case.people["zhou"]) == {"paid_fen": 40_000, "refunded_fen": 0}
    with pytest.raises(BadInputError, match="没有缴清"):
        case.do("zhou", "execution.checked", findings="已履行。", complete=True, paid_fen=FINE)
    case.do("zhou", "execution.checked", findings="缴了一部分。", paid_fen=99)
    assert case.case.events("execution.checked")[-1].fields["paid_fen"] == 40_000


def test_a_first_payment_counts_beside_no_earlier_check(case: Play) -> None:
    case.to("execution.checked")
    assert standing(case).owed == 0
    pay(case, 30_000)
    assert standing(case).line("fine").kept == 30_000


def test_what_may_be_added_grows_day_by_day_and_less_needs_a_reason(case: Play) -> None:
    case.to("service.made")
    with pytest.raises(OutOfOrderError, match="没有可以加处") as caught:
        case.do("zhou", "extra_fine.added")
    assert "届满以后" in caught.value.why
    with after(15 + 4):  # the term ends on Saturday 5 December
        now = standing(case)
        assert (now.due, now.may_add) == (date(2026, 12, 5), 4 * 3_000)
        with pytest.raises(BadInputError, match="超过了到今天"):
            case.do("zhou", "extra_fine.added", fen=12_001)
        with pytest.raises(BadInputError, match="须写明理由"):
            case.do("zhou", "extra_fine.added", fen=6_000)
        case.do("zhou", "extra_fine.added", fen=6_000, reason="已部分履行。")
        case.do("zhou", "extra_fine.added")
        said = case.case.last(ExtraFineAdded)
        assert said is not None
        assert (said[1].fen, said[1].most_fen, said[1].days) == (6_000, 6_000, 4)
        with pytest.raises(OutOfOrderError, match="没有可以加处") as caught:
            case.do("zhou", "extra_fine.added")
        assert "已经加处 120.00 元" in caught.value.why
        assert standing(case).line("extra_fine").owed == 12_000
    with after(400):
        assert standing(case).accrual.fen == FINE


def test_nothing_grows_before_the_decision_is_served(case: Play) -> None:
    case.to("decision.made")
    with after(30):
        assert standing(case).accrual.fen == 0
        with pytest.raises(OutOfOrderError) as caught:
            case.do("zhou", "extra_fine.added")
        assert "没有送达" in caught.value.why


def test_an_appeal_stops_the_growth_and_any_adding(case: Play) -> None:
    case.to("service.made")
    appeal = {"stage": "reconsideration", "who": "许某", "organ": "区政府（示例）", "claims": "请求撤销。"}
    with after(20):
        lodged = case.do("zhou", "appeal.lodged", **appeal).seq
    with after(40):
        assert standing(case).accrual.days == 4
        with pytest.raises(RuleBrokenError, match="加处"):
            case.do("zhou", "extra_fine.added")
        case.do("zhou", "appeal.decided", of=lodged, result="upheld", content="维持。")
        again = case.do("zhou", "appeal.lodged", **appeal | {"stage": "litigation", "organ": "区法院（示例）"}).seq
    with after(50):
        with pytest.raises(RuleBrokenError, match="加处"):
            case.do("zhou", "extra_fine.added")
        case.do("zhou", "appeal.decided", of=again, result="withdrawn", content="撤诉。")
    with after(52):
        case.do("zhou", "extra_fine.added")
        assert case.case.given(ExtraFineAdded)[1].days == 6


def test_instalments_have_to_add_up_and_a_missed_one_is_seen(case: Play) -> None:
    case.to("service.made")
    first, last = TODAY + 30 * DAY, TODAY + 60 * DAY
    rows = [{"due": first, "fen": 60_000}, {"due": last, "fen": 40_000}]
    wrong = [
        ({"instalments": rows[:1]}, "至少分两期"),
        ({"instalments": rows[::-1]}, "依次往后"),
        ({"instalments": [rows[0], {"due": last - DAY, "fen": 40_000}]}, "最后一期"),
        ({"instalments": [rows[0], {"due": last, "fen": 40_001}]}, r"合计 1,000\.01 元"),
        ({"manner": "defer", "until": TODAY}, "呈报之日以后"),
        ({"manner": "defer", "applied_on": TODAY + DAY}, "晚于呈报之日"),
    ]
    for told, said in wrong:
        with pytest.raises(BadInputError) as caught:
            ask_deferral(case, **{"manner": "instalments", "until": last} | told)
        assert re.search(said, " ".join(caught.value.fields.values()))
    granted(case, manner="instalments", until=last, instalments=rows)
    body = case.case.given(PaymentDeferred)[1]
    assert (body.notice, body.approved, len(body.instalments)) == ("江医保缓〔2026〕1号", True, 2)
    with after(20):
        pay(case, 50_000)
    with after(40):
        now = standing(case)
        assert [one.left for one in now.instalments] == [10_000, 0]
        assert now.accrual.fen == 0
    with after(63):
        assert standing(case).accrual.days == 3


def test_a_second_deferral_follows_the_first_and_a_paid_fine_needs_none(case: Play) -> None:
    case.to("service.made")
    granted(case)
    with after(50):
        case.do(
            "sun",
            "payment.deferred",
            request=ask_deferral(case, until=TODAY + 90 * DAY, applied_on=TODAY + 50 * DAY),
            opinion="同意。",
        )
    with after(91):
        assert (standing(case).deferred, standing(case).accrual.days) == (TODAY + 90 * DAY, 1)
        pay(case, FINE)
        with pytest.raises(OutOfOrderError, match="没有还应缴纳"):
            ask_deferral(case)


def test_a_refused_application_is_told_to_the_party_once(case: Play) -> None:
    case.to("service.made")
    asked = ask_deferral(case)
    told = {"of": asked, "reason": "没有证明。", "told_how": "当面交付"}
    with pytest.raises(OutOfOrderError, match="不是没有获批"):
        case.do("zhou", "payment.deferral_refused", **told)
    case.do("sun", "approval.returned", request=asked, reason="没有经济困难的证明，不予批准。")
    assert Request.objects.get(dossier=case.case.dossier, seq=asked).state == "returned"
    assert prefill("payment.deferral_refused", case.case, case.people["zhou"]) == {"of": asked}
    case.do("zhou", "payment.deferral_refused", **told)
    with pytest.raises(OutOfOrderError, match="已经告知"):
        case.do("zhou", "payment.deferral_refused", **told)


def test_a_deferral_is_not_granted_after_its_own_end(case: Play) -> None:
    case.to("service.made")
    asked = ask_deferral(case, until=TODAY + 5 * DAY)
    with after(6), pytest.raises(OutOfOrderError, match="已经过了"):
        case.do("sun", "payment.deferred", request=asked, opinion="同意。")


def test_no_fine_only_a_refund_and_amounts_of_any_size(case: Play) -> None:
    huge = 10**15 - 7
    told = {"fine_fen": 0, "refund_fen": huge}
    case.to("service.made", inquiry_concluded=told, notice_given=told, decision_drafted=told)
    with pytest.raises(OutOfOrderError, match="没有还应缴纳"):
        ask_deferral(case)
    with after(60):
        assert standing(case).accrual.fen == 0
        pay(case, huge - 1, "refund")
        assert standing(case).owed == 1
