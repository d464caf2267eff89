"""送达: composes the body of the act; the guard lets it pass and writes it."""

from datetime import date
from typing import Any, Final

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.numbers import next_number
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.uploads import claimed_file
from liuhen.process.service.mail import open_mail, posted
from liuhen.process.service.payloads import ServiceForm, ServiceMade
from liuhen.process.service.standing import confirmed, told_what, unserved
from liuhen.process.service.ways import BY_HAND, BY_OTHERS, ELECTRONIC, RECKONED, WAYS

PHASE: Final = "送达与执行"
_CARRIED: Final = ("mail_kind", "mail_no", "posting_register", "posting_proof", "mail_list")
_WHAT: Final = ("papers", "document", "recipient")


@act(
    ServiceMade,
    label="送达",
    verb="登记送达",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第五十九条；武汉办法第二十二条；民诉法第八十七条至第九十四条",
    help="宣告后当场交付；当事人不在场的，7 个工作日内送达。邮寄的先登记交邮，收到回执再登记送达；公告送达另有登记。",
    correctable=True,
    of=CASES,
)
def serve(case: CaseRef, form: ServiceForm, doing: Doing) -> ServiceMade:
    """Record that papers were served, and on which day they count as served."""
    if form.way == "mail":
        return _by_mail(case, form, doing)
    entered = {name: value for name, value in form if name not in {*_WHAT, "officer_ids", "evidence", "address"}}
    what = told_what(case, form)
    _require_fitting(form, doing)
    return ServiceMade(
        **entered,
        **what,
        **_always(case, form, doing),
        address=form.address or _address(case, form.way, what["recipient"]),
        served_on=_day(form, doing),
        reckoned=RECKONED["announced" if form.announced else form.way],
    )


def _by_mail(case: CaseRef, form: ServiceForm, doing: Doing) -> ServiceMade:
    """What was served by mail is what was posted: only its receipt is new."""
    seq = open_mail(case, form.of, correcting=doing.corrects)
    entry, mail = posted(case, seq)
    on, today = beijing_date(entry.happened), beijing_date(doing.happened)
    received = form.receipt_date
    if received is None:
        raise _wrong({"receipt_date": "填写回执注明的收件日期，这一天是送达日期"})
    if not on <= received <= today:
        raise _wrong({"receipt_date": f"应在交邮之日（{on:%Y年%-m月%-d日}）以后，不晚于今天"})
    if form.papers and {one.seq for one in form.papers} != {one.seq for one in mail.papers}:
        raise _wrong({"papers": f"与第 {seq} 条交邮的文书不同；回执所送达的是交邮的那些文书"})
    entered = {name: value for name, value in form if name not in {*_WHAT, "officer_ids", "evidence", "of", "reason"}}
    what = {name: getattr(mail, name) for name in (*_WHAT, "document_no", "serves", "party_kind")}
    return ServiceMade(
        **entered | {"place": form.place or mail.address},
        **what,
        **_always(case, form, doing),
        **{name: getattr(mail, name) for name in _CARRIED},
        of=seq,
        reason=form.reason or mail.reason,
        posted_on=on,
        served_on=received,
        reckoned=RECKONED["mail"],
    )


def _always(case: CaseRef, form: ServiceForm, doing: Doing) -> dict[str, Any]:
    """Return what is said of every service: the number of its receipt, who served, what proves it."""
    return {
        "receipt_no": _receipt_no(case, doing),
        "officers": snapshot(form.officer_ids, organ=case.organ, on=doing.happened),
        "evidence": claimed_file(form.evidence, by=doing.by, field="evidence") if form.evidence else None,
    }


def _receipt_no(case: CaseRef, doing: Doing) -> str:
    if doing.corrects is None:
        return next_number(case.organ, "送", on=doing.happened)
    _, before = case.at(doing.corrects, ServiceMade)
    return before.receipt_no


def _require_fitting(form: ServiceForm, doing: Doing) -> None:
    """Refuse what cannot be: a paper left with somebody who signed, one sent at no time, one handed over nowhere."""
    wrong: dict[str, str] = {}
    today = beijing_date(doing.happened)
    if form.way in BY_HAND and not form.place:
        wrong["place"] = f"{WAYS[form.way]}的，写明送达地点"
    if form.way == "left":
        wrong |= _left_wrongly(form)
    if form.way == "direct" and not form.receiver.name:
        wrong["receiver.name"] = "写明由谁签收；没有人签收的不是直接送达"
    if form.announced and form.way != "direct":
        wrong["announced"] = "宣告后当场交付的，送达方式是直接送达"
    if form.way in ELECTRONIC and form.sent_at is None:
        wrong["sent_at"] = "写明发出并到达的时间，到达之日是送达日期"
    if form.sent_at is not None and beijing_date(form.sent_at) > today:
        wrong["sent_at"] = "不能晚于发生时间"
    if form.way in BY_OTHERS and form.signed_on is None:
        wrong["signed_on"] = "写明受送达人签收的日期，这一天是送达日期"
    if form.signed_on is not None and form.signed_on > today:
        wrong["signed_on"] = "不能晚于发生时间"
    if wrong:
        raise _wrong(wrong)


def _left_wrongly(form: ServiceForm) -> dict[str, str]:
    wrong = {"signed": "受送达人签收了的，是直接送达，不是留置送达"} if form.signed else {}
    return wrong if form.reason else wrong | {"reason": "写明拒收的事由；没有拒收的不能留置"}


def _day(form: ServiceForm, doing: Doing) -> date:
    """Return the day of service of what was not posted."""
    if form.way in ELECTRONIC and form.sent_at is not None:
        return beijing_date(form.sent_at)
    return form.signed_on or beijing_date(doing.happened)


def _address(case: CaseRef, way: str, recipient: str) -> str:
    told = confirmed(case, recipient) if way in ELECTRONIC else None
    return told.address if told and told.way == way else ""


def _wrong(fields: dict[str, str]) -> BadInputError:
    return BadInputError("送达的登记不合情理。", fields=fields, remedy="请按提示改正后再提交。")


@prefills(ServiceMade)
def _what_waits(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    known = {"officer_ids": case.handler_ids(), "receiver": {"name": case.party, "relation": "本人"}}
    waiting = unserved(case)
    return known | ({"papers": [{"seq": seq} for seq in waiting]} if waiting else {})
