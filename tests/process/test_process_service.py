"""送达: every way, the day it is reckoned by, what was recorded before the ways were, and what a notice waits for."""

from datetime import timedelta
from typing import Any

import pytest

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import body_of
from liuhen.ledger.body import body_type
from liuhen.process.case.corrections import Correction
from liuhen.process.case.guard import Done, perform
from liuhen.process.service.payloads import AddressConfirmed, MailPosted, ServedOnTheSpot, ServiceForm, ServiceMade
from liuhen.process.service.standing import unserved
from process.bureau import AT, Play

MAIL = {"address": "青禾街 21 号", "mail_no": "EX1"}
HANDED = {"place": "青禾街 21 号", "receiver": {"name": "许某", "relation": "经营者"}, "signed": True}


def serve(case: Play, kind: str, **entered: Any) -> Done:
    return case.do("zhou", kind, officer_ids=case.two, **entered)


def said(done: Any) -> Any:
    return body_of(done.entry)


def test_several_papers_go_under_one_receipt_the_decision_first(case: Play) -> None:
    case.to("decision.made")
    notice = case.case.events("notice.given")[-1].seq
    paper = case.do("zhou", "paper.finalised", form="decision").seq
    body = said(serve(case, "service.made", papers=[{"seq": notice}, {"seq": paper}], **HANDED))
    assert [one.document for one in body.papers] == ["decision", "notice"]
    assert (body.document, body.document_no, body.recipient) == ("decision", body.papers[0].number, case.case.party)
    assert body.serves == [case.case.events("decision.made")[-1].seq, notice]
    assert body.party_kind == "individual_business"


def test_a_paper_is_named_as_finalised_where_it_was(case: Play) -> None:
    case.to("decision.made")
    decided = case.case.events("decision.made")[-1].seq
    assert said(serve(case, "service.made", **HANDED)).papers[0].seq == decided
    paper = case.do("zhou", "paper.finalised", form="decision").seq
    assert said(serve(case, "service.made", **HANDED)).papers[0].seq == paper


def test_what_waits_to_be_served_is_offered_until_it_is(case: Play) -> None:
    case.to("decision.made")
    decided = case.case.events("decision.made")[-1].seq
    assert decided in unserved(case.case)
    serve(case, "service.made", **HANDED)
    assert decided not in unserved(case.case)


def test_the_day_of_a_mail_is_the_day_on_its_receipt(case: Play) -> None:
    case.to("decision.made")
    serve(case, "mail.posted", **MAIL)
    today = AT.date()
    body = said(serve(case, "service.made", way="mail", receipt_date=today.isoformat(), return_receipt="回执"))
    assert (body.served_on, body.mail_no, body.place) == (today, "EX1", MAIL["address"])
    assert "回执" in body.reckoned
    with pytest.raises(OutOfOrderError, match="没有等待回执"):
        serve(case, "service.made", way="mail", receipt_date=today.isoformat())


def test_two_mails_are_told_apart_and_answered_once(case: Play) -> None:
    case.to("decision.made")
    first, second = (serve(case, "mail.posted", **MAIL).seq for _ in range(2))
    day = AT.date().isoformat()
    with pytest.raises(BadInputError, match="有几件邮件"):
        serve(case, "service.made", way="mail", receipt_date=day)
    case.do("zhou", "service.returned", of=first, returned_on=day, what="查无此人")
    assert said(serve(case, "service.made", way="mail", receipt_date=day)).of == second


def test_an_answer_to_a_mail_comes_after_it_and_not_in_the_future(case: Play) -> None:
    case.to("decision.made")
    serve(case, "mail.posted", **MAIL)
    for day in (AT.date() - timedelta(days=9), AT.date() + timedelta(days=9)):
        with pytest.raises(BadInputError):
            serve(case, "service.made", way="mail", receipt_date=day.isoformat())


def test_electronic_service_is_on_the_day_of_arrival_at_the_confirmed_address(case: Play) -> None:
    case.to("notice.given")
    case.do(
        "zhou", "service.confirmed", electronic=True, way="email", address="示例邮箱", signed=True, phone="示例号码"
    )
    body = said(serve(case, "service.made", document="notice", way="email", sent_at=AT.isoformat(), kept_by="截图"))
    assert (body.served_on, body.address) == (AT.date(), "示例邮箱")
    confirmed = case.case.at(case.case.events(AddressConfirmed.kind)[-1].seq, AddressConfirmed)[1]
    assert confirmed.phone is None  # sealed


def test_what_cannot_be_is_refused_by_its_field(case: Play) -> None:
    case.to("decision.made")
    for form, field in (
        ({"way": "direct", "receiver": {"name": "许某"}}, "place"),
        ({"way": "direct", "place": "青禾街"}, "receiver.name"),
        ({"way": "left", "place": "青禾街", "announced": True, "reason": "拒收"}, "announced"),
        ({"way": "passed_on", "place": "青禾街"}, "signed_on"),
        ({"papers": [{"seq": 1}], **HANDED}, "papers"),
    ):
        with pytest.raises(BadInputError) as caught:
            serve(case, "service.made", **form)
        assert field in caught.value.fields


def test_a_notice_is_over_after_the_days_of_the_rules(case: Play) -> None:
    case.to("decision.made")
    body = said(case.do("zhou", "announcement.posted", reason="下落不明", digest="请领取。"))
    assert body.days == 30
    assert body.deemed_on >= AT.date() + timedelta(days=30)
    assert "次日起算30日" in body.reckoned


def test_a_reminder_is_served_by_an_act_of_its_own(case: Play) -> None:
    case.to("service.made")
    seq = case.do("zhou", "reminder.made", term="十日内", way="缴至银行", amount="一千元", rights=["陈述"]).seq
    with pytest.raises(BadInputError, match="催告书的送达另有登记"):
        serve(case, "service.made", papers=[{"seq": seq}], **HANDED)


def test_a_service_recorded_before_the_other_ways_were_stays_readable() -> None:
    told = {
        "document": "decision",
        "document_no": "江医保罚〔2026〕1号",
        "receipt_no": "江医保送〔2026〕1号",
        "way": "direct",
        "place": "青禾街 21 号",
        "receiver": {"name": "许某", "relation": "经营者"},
        "officers": [],
        "signed": True,
        "announced": False,
    }
    assert body_type("service.made", 1) is ServedOnTheSpot
    assert ServedOnTheSpot.read(told).open_fields()["document"] == "decision"
    assert body_type("service.made") is ServiceMade


def test_a_corrected_service_keeps_the_number_of_its_receipt(case: Play) -> None:
    case.to("decision.made")
    seq = serve(case, "service.made", **HANDED).seq
    first = case.case.at(seq, ServiceMade)[1]
    form = ServiceForm.model_validate(HANDED | {"officer_ids": case.two})
    again = perform(
        "service.made",
        case.ref,
        form,
        by=case.people["zhou"],
        happened=None,
        key="put-right",
        channel="web",
        correction=Correction(seq, "签收人写错。"),
    )
    body = said(again)
    assert (body.receipt_no, body.served_on) == (first.receipt_no, first.served_on)


def test_a_mail_lists_its_papers_with_title_and_number(case: Play) -> None:
    case.to("decision.made")
    body = said(serve(case, "mail.posted", **MAIL))
    assert isinstance(body, MailPosted)
    assert body.mail_list == f"《{body.papers[0].title}》{body.document_no}一份"
