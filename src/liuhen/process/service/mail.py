"""邮寄: posted, and answered once: by a receipt, which is 送达, or by its return."""

from datetime import date
from typing import Any

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Entry
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.service.payloads import MailForm, MailPosted, MailReturned, MailReturnedForm
from liuhen.process.service.served import ServedPaper
from liuhen.process.service.standing import confirmed, evidence, said, told_what, unserved

PHASE = "送达与执行"
_ANSWERS = ("service.made", MailReturned.kind)


@act(
    MailPosted,
    label="交邮",
    verb="登记交邮",
    phase=PHASE,
    needs=("clue.registered",),
    article="武汉办法第二十二条；汶上办法第十七条；民诉法第九十一条",
    help="用挂号信或者邮政特快专递。交邮不是送达：收到回执登记送达，以回执注明的收件日期为送达日期；退回的登记退回。",
    correctable=True,
    of=CASES,
)
def post(case: CaseRef, form: MailForm, doing: Doing) -> MailPosted:
    """Record that papers were handed in at the post."""
    entered = {
        name: value for name, value in form if name not in {"papers", "document", "recipient", "officer_ids", "proof"}
    }
    what = told_what(case, form)
    return MailPosted(
        **entered,
        **what,
        mail_list="；".join(_line(one) for one in what["papers"]),
        officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened),
        proof=evidence(form.proof, by=doing.by, field="proof"),
    )


def _line(one: ServedPaper) -> str:
    return f"{one.told}一份"


@act(
    MailReturned,
    label="邮件退回",
    verb="登记邮件退回",
    phase=PHASE,
    needs=(MailPosted.kind,),
    article="武汉办法第二十二条第三项",
    help="写明退回的具体情况；退回的没有送达，须再以其他方式送达。",
    correctable=True,
    of=CASES,
)
def take_back(case: CaseRef, form: MailReturnedForm, doing: Doing) -> MailReturned:
    """Record that a mail came back."""
    seq = open_mail(case, form.of, correcting=doing.corrects)
    on = beijing_date(posted(case, seq)[0].happened)
    _require_between(form.returned_on, on, beijing_date(doing.happened))
    entered = {name: value for name, value in form if name not in {"of", "scan"}}
    return MailReturned(**entered, of=seq, scan=evidence(form.scan, by=doing.by, field="scan"))


def _require_between(day: date, first: date, last: date) -> None:
    if not first <= day <= last:
        raise BadInputError(
            "退回日期有误。",
            fields={"returned_on": f"应在交邮之日（{first:%Y年%-m月%-d日}）以后，不晚于今天"},
            remedy="请核对后再提交。",
        )


def posted(case: CaseRef, seq: int) -> tuple[Entry, MailPosted]:
    """Return what was posted; its latest correction where it was put right."""
    put_right = [one.seq for one in case.events(MailPosted.kind) if one.corrects == seq]
    entry, _ = case.at(seq, MailPosted)
    return entry, case.at(put_right[-1] if put_right else seq, MailPosted)[1]


def open_mail(case: CaseRef, seq: int | None, *, correcting: int | None) -> int:
    """Return the mail that an answer is about: the one named, or the only one that waits.

    Args:
        correcting: the answer that is put right: its mail is answered already, by it.

    Raises:
        BadInputError, OutOfOrderError: it is not told which, or the mail has been answered.
    """
    answered = _answered(case, without=correcting)
    waiting = [one.seq for one in case.events(MailPosted.kind) if one.seq not in answered and not one.corrects]
    if seq is None and not waiting:
        raise OutOfOrderError(
            "没有等待回执的邮件。", why="邮寄送达从交邮开始，回执收到以后才是送达。", remedy="请先登记交邮。"
        )
    if seq is None and len(waiting) > 1:
        raise BadInputError("有几件邮件在等回执。", fields={"of": "选择是哪一次交邮"}, remedy="请选择后再提交。")
    chosen = waiting[0] if seq is None else _root(case, seq)
    if chosen not in waiting:
        case.at(chosen, MailPosted)
        raise OutOfOrderError(
            f"第 {chosen} 条交邮已经登记了结果。",
            why="一次交邮只有一个结果：收到回执，或者退回。",
            remedy="登记有误的，请更正那一条；再次邮寄的，请另登记交邮。",
        )
    return chosen


def _answered(case: CaseRef, *, without: int | None = None) -> set[int | None]:
    """Return the mails of which it is known what became of them."""
    return {getattr(body, "of", None) for seq, body in said(case, *_ANSWERS) if seq != without}


def _root(case: CaseRef, seq: int) -> int:
    return next((one.corrects for one in case.events(MailPosted.kind) if one.seq == seq and one.corrects), seq)


@prefills(MailPosted)
def _what_and_where(case: CaseRef, by: Officer) -> dict[str, Any]:
    told = confirmed(case, case.party)
    known: dict[str, Any] = {"officer_ids": case.handler_ids() or [by.id]}
    if told and told.post_address:
        known["address"] = told.post_address
    waiting = unserved(case)
    return known | ({"papers": [{"seq": seq} for seq in waiting]} if waiting else {})


@prefills(MailReturned)
def _which(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    answered = _answered(case)
    waiting = [one.seq for one in case.events(MailPosted.kind) if one.seq not in answered and not one.corrects]
    return {"of": waiting[-1]} if waiting else {}
