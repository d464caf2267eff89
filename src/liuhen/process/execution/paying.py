"""缴款和退款: one entry for each sum that came in or was given back, each kind of money by itself."""

from typing import Any, Final

from liuhen.forms.fields import Form, choice, fen, line, text
from liuhen.kernel.errors import BadInputError
from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.reference import PENALTY, SIMPLE, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.execution.money import ITEMS, money_now, money_of

PHASE: Final = "送达与执行"
ACCOUNTS: Final = {"treasury": "国库", "fund": "原医疗保障基金财政专户"}
WAYS: Final = {
    "bank": "银行代收、转账",
    "online": "电子支付",
    "spot": "当场收缴",
    "offset": "从应拨付的结算款中扣回",
    "court": "人民法院执行到位",
}


class PaymentForm(Form):
    """缴款."""

    item: str = choice("款项", ITEMS, article="令第4号第五十三条")
    fen: int = fen("金额", ge=1)
    into: str = choice(
        "缴入账户",
        ACCOUNTS,
        article="令第4号第五十三条",
        description="罚款、加处罚款和没收的违法所得上缴国库；退回的医疗保障基金退至原财政专户。",
    )
    receipt_no: str = line(
        "票据号", default="", min_length=0, description="罚没款项填写财政票据号；退回基金的填写收款凭证号。"
    )
    way: str = choice("缴款方式", WAYS, default="bank")
    payer: str = line("缴款人", default="", min_length=0, description="不是当事人本人缴款的填写")
    overpaid: str = text(
        "多缴说明", rows=2, default="", min_length=0, description="实收多于应缴的，写明原因；多缴部分另行登记退还。"
    )


class PaymentReceived(PaymentForm, Body, kind="payment.received", version=1):
    """A sum came in; what was paid by then of fine and fund, and what is left of the same kind of money."""

    paid_fen: int = fen("罚款累计已缴")
    refunded_fen: int = fen("基金累计已退回")
    left_fen: int = fen("这种款项还应缴")


@act(
    PaymentReceived,
    label="缴款",
    verb="登记缴款",
    phase=PHASE,
    needs=("decision.made",),
    article="处罚法第六十七条；令第4号第五十三条",
    help="每收到一笔登记一次，发生时间填写到账时间。罚款、退回的基金、加处的罚款分别登记，不合并。",
    correctable=True,
    of=(PENALTY, SIMPLE),
)
def receive(case: CaseRef, form: PaymentForm, doing: Doing) -> PaymentReceived:
    """Record a sum that came in; more than is owed only where it is said why."""
    now = money_of(case, on=doing.happened, without=doing.corrects, checks=False)
    line_of = now.line(form.item)
    if form.fen > line_of.owed and not form.overpaid:
        raise BadInputError(
            f"这一笔比还应缴的{line_of.word}多 {yuan(form.fen - line_of.owed)} 元。",
            fields={
                "fen": f"应缴 {yuan(line_of.decided)} 元，已缴 {yuan(line_of.kept)} 元，还应缴 {yuan(line_of.owed)} 元"
            },
            why="不同款项分别登记，不能互相抵充。",
            remedy="请核对款项和金额；确实多缴的，填写多缴说明，多缴部分另行登记退还。",
        )
    paid = {one.item: one.kept + (form.fen if one.item == form.item else 0) for one in now.lines}
    left = max(line_of.owed - form.fen, 0)
    return PaymentReceived(**dict(form), paid_fen=paid["fine"], refunded_fen=paid["refund"], left_fen=left)


@prefills(PaymentReceived)
def _what_is_owed(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    owing = next((one for one in now.lines if one.owed), None) if now else None
    if owing is None:
        return {}
    return {"item": owing.item, "fen": owing.owed, "into": "fund" if owing.item == "refund" else "treasury"}


class PaymentReturnForm(Form):
    """退还款项."""

    item: str = choice("款项", ITEMS)
    fen: int = fen("退还金额", ge=1)
    to: str = line("退还给")
    reason: str = text("退还原因", rows=3, description="如决定被撤销、变更，或者多缴。")
    receipt_no: str = line("退款凭证号", default="", min_length=0)


class PaymentReturned(PaymentReturnForm, Body, kind="payment.returned", version=1):
    """What was paid beyond what is asked was given back."""

    left_fen: int = fen("这种款项还应退还")


@act(
    PaymentReturned,
    label="退还款项",
    verb="登记退还款项",
    phase=PHASE,
    needs=("decision.made",),
    help="决定被撤销、变更或者多缴的，退还当事人已缴的款项；案件归档以后也可以登记。",
    correctable=True,
    of=(PENALTY, SIMPLE),
)
def give_back(case: CaseRef, form: PaymentReturnForm, doing: Doing) -> PaymentReturned:
    """Record what was given back; never more than was paid beyond what is asked."""
    line_of = money_of(case, on=doing.happened, without=doing.corrects).line(form.item)
    if form.fen > line_of.excess:
        raise BadInputError(
            f"退还的金额超过了应退还的{line_of.word}。",
            fields={"fen": f"应退还 {yuan(line_of.excess)} 元"},
            why=f"应缴 {yuan(line_of.decided)} 元，已缴 {yuan(line_of.kept)} 元。",
            remedy="请核对款项和金额；决定被撤销或者变更的，先登记撤销、变更。",
        )
    return PaymentReturned(**dict(form), left_fen=line_of.excess - form.fen)


@prefills(PaymentReturned)
def _what_is_too_much(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    too_much = next((one for one in now.lines if one.excess), None) if now else None
    return {"item": too_much.item, "fen": too_much.excess, "to": case.party} if too_much else {"to": case.party}
