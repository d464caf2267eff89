"""暂缓、分期缴纳罚款: the party applies, the handler asks, the last step grants; a refusal is told to the party too."""

from datetime import date
from itertools import pairwise
from typing import Any, Final

from liuhen.forms.fields import Form, choice, day, entry, fen, line, parts, text
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.approval import beside
from liuhen.process.case.models import Request
from liuhen.process.case.numbers import next_number
from liuhen.process.case.parts import Part
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.execution.money import money_now, money_of
from liuhen.process.execution.paying import PHASE

MANNERS: Final = {"defer": "暂缓缴纳", "instalments": "分期缴纳"}


class InstalmentRow(Part):
    """One part of a payment by instalments."""

    due: date = day("缴纳期限")
    fen: int = fen("金额", ge=1)


class DeferralForm(Form):
    """暂缓或者分期缴纳（呈批）."""

    applicant: str = line("申请人", article="处罚法第六十六条")
    applied_on: date = day("申请日期")
    hardship: str = text("申请理由（经济困难的情况和证明）", article="处罚法第六十六条")
    manner: str = choice("缴纳方式", MANNERS, default="defer")
    until: date = day("缓缴或者分期的最后期限", article="令第4号第五十四条")
    instalments: list[InstalmentRow] = parts(
        "各期缴款", default_factory=list, when={"manner": ["instalments"]}, description="合计须等于还应缴的罚款。"
    )
    opinion: str = text("承办人意见", rows=3)


class DeferralRequested(DeferralForm, Requested, kind="payment.deferral_requested", version=1):
    """The handler puts the party's application before those who decide on it."""


class PaymentDeferred(Granted, kind="payment.deferred", version=2):
    """The fine may be paid later, or in parts; the party is told in writing under the number that stands here."""

    applied_on: date = day("申请日期")
    manner: str = choice("缴纳方式", MANNERS)
    until: date = day("缓缴或者分期的最后期限")
    instalments: list[InstalmentRow] = parts("各期缴款", default_factory=list)
    approved: bool = True
    notice: str = line("书面告知（文号）")


DEFERRAL = beside("deferral", asked=DeferralRequested.kind, approved=PaymentDeferred.kind)


@act(
    DeferralRequested,
    label="暂缓或者分期缴纳呈批",
    verb="呈报暂缓或者分期缴纳",
    phase=PHASE,
    needs=("decision.made",),
    article="令第4号第五十四条",
    help="当事人确有经济困难提出申请的，呈请批准。退回基金不在其内。",
)
def request_deferral(case: CaseRef, form: DeferralForm, doing: Doing) -> DeferralRequested:
    """Ask for the fine to be paid later or in parts; dates and sums have to fit."""
    today = beijing_date(doing.happened)
    owed = money_of(case, on=doing.happened).line("fine").owed
    if not owed:
        raise OutOfOrderError("本案没有还应缴纳的罚款。", remedy="请核对缴款记录。")
    if wrong := _wrong(form, owed, today):
        raise BadInputError("申请内容前后不符。", fields=wrong, remedy="请按提示改正后再呈报。")
    rows = form.instalments if form.manner == "instalments" else []
    return DeferralRequested(**dict(form) | {"instalments": rows}, **asking(case, DEFERRAL))


def _wrong(form: DeferralForm, owed: int, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if form.applied_on > today:
        wrong["applied_on"] = "申请日期晚于呈报之日"
    if form.until <= today:
        wrong["until"] = "期限须在呈报之日以后"
    if form.manner == "instalments":
        wrong |= _wrong_rows(form, owed)
    return wrong


def _wrong_rows(form: DeferralForm, owed: int) -> dict[str, str]:
    rows = form.instalments
    total = sum(one.fen for one in rows)
    if len(rows) < 2:  # noqa: PLR2004
        return {"instalments": "分期缴纳至少分两期"}
    if any(later.due <= earlier.due for earlier, later in pairwise(rows)):
        return {"instalments": "各期的期限须依次往后"}
    if rows[-1].due != form.until:
        return {"until": "须与最后一期的期限相同"}
    if total != owed:
        return {"instalments": f"各期合计 {yuan(total)} 元，还应缴的罚款是 {yuan(owed)} 元"}
    return {}


@prefills(DeferralRequested)
def _applicant(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"applicant": case.party}


@act(
    PaymentDeferred,
    label="暂缓或者分期缴纳",
    verb="批准暂缓或者分期缴纳",
    phase=PHASE,
    article="令第4号第五十四条",
    help="批准以后编定通知书文号，书面告知当事人。",
)
def defer(case: CaseRef, form: GrantForm, doing: Doing) -> PaymentDeferred:
    """Grant it; the notice to the party takes its number now."""
    _, asked = asked_in(case, form.request, DeferralRequested)
    if asked.until < beijing_date(doing.happened):
        raise OutOfOrderError(
            "呈报的期限已经过了。", why=f"最后期限是{asked.until:%Y年%-m月%-d日}。", remedy="请退回，由承办人重新呈报。"
        )
    told = {name: getattr(asked, name) for name in ("applied_on", "manner", "until", "instalments")}
    notice = next_number(case.organ, "缓", on=doing.happened)
    return PaymentDeferred(**granting(form, doing), **told, notice=notice)


class DeferralRefusedForm(Form):
    """不予暂缓或者分期缴纳."""

    of: int = entry("被退回的呈批", (DeferralRequested.kind,))
    reason: str = text("不予批准的理由")
    told_how: str = line("怎样告知当事人", examples=["书面通知，当面交付"])


class DeferralRefused(DeferralRefusedForm, Body, kind="payment.deferral_refused", version=1):
    """The party is told in writing that its application was not granted, and why."""

    notice: str = line("书面告知（文号）")


@act(
    DeferralRefused,
    label="不予暂缓或者分期缴纳",
    verb="告知不予暂缓或者分期缴纳",
    phase=PHASE,
    needs=(DeferralRequested.kind,),
    article="令第4号第五十四条",
    help="负责人不同意而退回呈批的，书面告知当事人。",
)
def refuse_deferral(case: CaseRef, form: DeferralRefusedForm, doing: Doing) -> DeferralRefused:
    """Tell the party; only of an application that was not approved."""
    state = Request.objects.filter(key=f"{case.dossier}:{form.of}").values_list("state", flat=True).first()
    case.at(form.of, DeferralRequested)
    if state not in {"returned", "refused"}:
        raise OutOfOrderError(
            "这件申请不是没有获批的。",
            why="批准的，已经编定通知书；还在审批的，须等审批人批准或者退回。",
            remedy="请看过呈批的结果再办理。",
        )
    if any(case.at(event.seq, DeferralRefused)[1].of == form.of for event in case.events(DeferralRefused.kind)):
        raise OutOfOrderError("这件申请已经告知当事人。", remedy="请刷新页面查看已有的记录。")
    return DeferralRefused(**dict(form), notice=next_number(case.organ, "缓", on=doing.happened))


@prefills(DeferralRefused)
def _the_last(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    asked = case.events(DeferralRequested.kind)
    return {"of": asked[-1].seq} if asked and money_now(case) else {}
