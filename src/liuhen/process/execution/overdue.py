"""逾期: 加处罚款, worked out day by day, and 催告 before anybody goes to court."""

from typing import Any, Final

from liuhen.forms.fields import Form, choice, entry, fen, line, lines, officers, parts, several, text, whole, yes
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.people.officers import Officer, Snapshot, snapshot
from liuhen.process.case.numbers import next_number
from liuhen.process.case.parts import Receiver
from liuhen.process.case.reference import COERCION, PENALTY, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.execution.money import Money, money_now, money_of
from liuhen.process.execution.paying import PHASE

RIGHTS: Final = {"陈述": "陈述", "申辩": "申辩"}
WAYS: Final = {
    "direct": "直接送达",
    "left": "留置送达",
    "mail": "邮寄送达",
    "notice": "公告送达",
    "electronic": "电子送达",
}


class ExtraFineForm(Form):
    """加处罚款."""

    fen: int | None = fen(
        "加处金额", default=None, ge=1, description="不填就是今天止可以加处的金额；少于它的写明理由。"
    )
    reason: str = text("少加处的理由", rows=2, default="", min_length=0)
    told: bool = yes("加处罚款的标准已经告知当事人", default=True, article="强制法第四十五条")


class ExtraFineAdded(ExtraFineForm, Body, kind="extra_fine.added", version=2):
    """The organ adds to a fine that was not paid; the sums stand here."""

    most_fen: int = fen("可以加处的金额")
    days: int = whole("计算的日数")
    sums: list[str] = lines("计算过程", default_factory=list)
    pending: bool = yes("正在行政复议或者行政诉讼", default=False)
    fen: int = fen("加处金额")


@act(
    ExtraFineAdded,
    label="加处罚款",
    verb="登记加处罚款",
    phase=PHASE,
    needs=("decision.made",),
    article="处罚法第七十二条；令第4号第五十五条",
    help="到期不缴纳罚款的，可以每日按罚款数额的百分之三加处，不超出罚款数额；复议、诉讼和暂缓、分期期间不计。",
    correctable=True,
)
def add_extra_fine(case: CaseRef, form: ExtraFineForm, doing: Doing) -> ExtraFineAdded:
    """Add what has grown by today, or less where a reason is given; never more."""
    now = money_of(case, on=doing.happened, without=doing.corrects)
    if not now.may_add and not now.pending:
        raise OutOfOrderError(
            "现在没有可以加处的罚款。", why=_why_nothing(now), remedy="请核对送达、缴款和缓缴的记录。"
        )
    most = now.may_add
    added = form.fen or most
    if added > most and not now.pending:
        raise BadInputError(
            "加处的金额超过了到今天可以加处的金额。",
            fields={"fen": f"最多 {yuan(most)} 元"},
            why="；".join(now.accrual.steps) + "。",
            remedy="请改为不超过这个金额。",
        )
    if added < most and not form.reason:
        raise BadInputError(
            "少于计算所得的金额，须写明理由。",
            fields={"reason": f"到今天可以加处 {yuan(most)} 元"},
            remedy="请写明理由，或者不填金额，按计算所得加处。",
        )
    grown = {"most_fen": most, "days": now.accrual.days, "sums": list(now.accrual.steps), "pending": now.pending}
    return ExtraFineAdded(**dict(form) | {"fen": added}, **grown)


def _why_nothing(now: Money) -> str:
    if now.due is None:
        return "决定书还没有送达，缴款期限没有起算。"
    if not now.accrual.days:
        return f"没有缴款期限（{now.due:%Y年%-m月%-d日}）届满以后计算的日子。"
    return f"到今天可以加处 {yuan(now.accrual.fen)} 元，已经加处 {yuan(now.line('extra_fine').decided)} 元。"


@prefills(ExtraFineAdded)
def _as_computed(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    return {"fen": now.may_add} if now and now.may_add else {}


class ReminderForm(Form):
    """催告."""

    written: bool = yes("以书面催告", default=True, article="强制法第三十五条")
    term: str = line("履行义务的期限", examples=["自收到本催告书之日起十日内"], article="强制法第三十五条")
    way: str = line("履行义务的方式", examples=["缴至决定书指定的银行"], article="强制法第三十五条")
    money: bool = yes("涉及金钱给付", default=True)
    amount: str = text("应缴金额和给付方式", rows=3, default="", min_length=0, article="强制法第三十五条")
    rights: list[str] = several("告知的权利", RIGHTS, min_length=1, article="强制法第三十五条")
    content: str = text("催告内容", rows=3, default="", min_length=0)


class ReminderMade(ReminderForm, Body, kind="reminder.made", version=2):
    """The party is called upon to perform."""

    document_no: str = line("催告书文号", default="", min_length=0)


@act(
    ReminderMade,
    label="催告",
    verb="登记催告",
    phase=PHASE,
    needs=("decision.made",),
    article="强制法第三十五条、第五十四条",
    help="申请人民法院强制执行以前，书面催告当事人履行；写明期限、方式、金额和陈述申辩的权利。",
    of=(PENALTY, COERCION),
)
def remind(case: CaseRef, form: ReminderForm, doing: Doing) -> ReminderMade:
    """Call upon the party to perform; in writing it takes a number."""
    _require_decided(case)
    number = next_number(case.organ, "催", on=doing.happened) if form.written else ""
    return ReminderMade(**dict(form), document_no=number)


def _require_decided(case: CaseRef) -> None:
    wanted = "coercion.decided" if case.kind == COERCION else "decision.made"
    if not case.events(wanted):
        raise OutOfOrderError("还没有作出决定，没有可以催告的。", remedy="请在作出决定并送达以后再催告。")


@prefills(ReminderMade)
def _what_to_remind_of(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    owing = [f"{one.word} {yuan(one.owed)} 元" for one in now.lines if one.owed] if now else []
    return {"amount": "；".join(owing), "rights": list(RIGHTS)}


class ReminderServedForm(Form):
    """催告书送达."""

    of: int = entry("催告", (ReminderMade.kind,))
    way: str = choice("送达方式", WAYS, default="direct", article="强制法第三十八条")
    place: str = line("送达地点")
    receiver: Receiver = parts("受送达人", widget="part")
    officer_ids: list[str] = officers("送达人", min_length=1)
    signed: bool = yes("受送达人已签收", default=False)
    said: str = text("当事人的陈述申辩", rows=2, default="", min_length=0, article="强制法第三十六条")


class ReminderServed(Body, kind="reminder.served", version=2):
    """The reminder reached the party; ten working days run from here."""

    of: int
    document_no: str = line("催告书文号", default="", min_length=0)
    way: str = choice("送达方式", WAYS)
    place: str = line("送达地点")
    receiver: Receiver = parts("受送达人")
    officers: list[Snapshot] = parts("送达人")
    signed: bool = yes("受送达人已签收")
    said: str = text("当事人的陈述申辩", default="", min_length=0)


@act(
    ReminderServed,
    label="催告书送达",
    verb="登记催告书送达",
    phase=PHASE,
    needs=(ReminderMade.kind,),
    article="强制法第三十八条",
    help="发生时间填写送达之日；送达满十个工作日仍不履行的，可以申请人民法院强制执行。",
    of=(PENALTY, COERCION),
)
def serve_reminder(case: CaseRef, form: ReminderServedForm, doing: Doing) -> ReminderServed:
    """Record that a reminder reached the party."""
    _, made = case.at(form.of, ReminderMade)
    told = {name: value for name, value in form if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return ReminderServed(**told, document_no=made.document_no, officers=people)


@prefills(ReminderServed)
def _the_last_reminder(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    made = case.events(ReminderMade.kind)
    known = {"officer_ids": case.handler_ids(), "receiver": {"name": case.party, "relation": "本人"}}
    return known | ({"of": made[-1].seq} if made else {})
