"""移送: reported, decided by whom the packs name, handed over with its papers, answered by the receiver."""

from datetime import date
from typing import Final

from liuhen.forms.fields import Form, choice, day, entry, line, lines, officers, text, yes
from liuhen.forms.fields import parts as parts_of
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot, snapshot
from liuhen.process.case.approval import beside
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.parties.entries import every

PHASE: Final = "受案、立案"
RECEIVERS: Final = {
    "police": "公安机关（涉嫌犯罪）",
    "organ": "其他行政机关",
    "agency": "医疗保障经办机构",
    "other": "其他机关",
}
ANSWERS: Final = {"accepted": "已经接收", "refused": "不接收", "returned": "退回"}
COMES_BACK: Final = frozenset({"refused", "returned"})
_NEEDS: Final = ("clue.registered",)


class ReportForm(Form):
    """移送报告（呈批）."""

    to: str = choice("移送给", RECEIVERS, article="令第4号第十二条")
    receiver: str = line("接收的机关")
    officer_ids: list[str] = officers(
        "核实情况的执法人员（涉嫌犯罪的两人以上）", min_length=1, article="移送规定第五条"
    )
    content: str = text("情况和移送的理由", article="移送规定第五条")
    entirely: bool = yes("全案移送，本机关不再办理", default=True)


class TransferReported(Requested, kind="transfer.reported", version=2):
    """The handlers report why the case belongs elsewhere, and ask for it to be handed over."""

    to: str = choice("移送给", RECEIVERS)
    receiver: str = line("接收的机关")
    officers: list[Snapshot] = parts_of("核实情况的执法人员")
    content: str = text("情况和移送的理由")
    entirely: bool = yes("全案移送")


class TransferDecisionForm(GrantForm):
    """决定是否移送."""

    approved: bool = yes("批准移送", default=True, article="移送规定第五条")
    reason: str = text("不批准的理由", default="", min_length=0, article="移送规定第五条")


class TransferDecided(Granted, kind="transfer.decided", version=2):
    """The last step decides whether the case is handed over; why not, where it is not."""

    of: int
    to: str = choice("移送给", RECEIVERS)
    receiver: str = line("接收的机关")
    entirely: bool = yes("全案移送")
    decided_by: str = line("作出决定的负责人")
    approved: bool = yes("批准移送")
    reason: str = text("不批准的理由", default="", min_length=0)


class TransferForm(Form):
    """移送."""

    of: int = entry("移送决定", kinds=("transfer.decided",))
    officer_ids: list[str] = officers("办理移送的执法人员", min_length=1)
    papers: list[str] = lines("移送的材料（每行一件：移送书、情况调查报告、涉案物品清单……）", article="移送规定第六条")
    letter_no: str = line("移送文书文号", default="", min_length=0)
    signed_for: str = line("接收人", default="", min_length=0)


class TransferMade(Body, kind="transfer.made", version=2):
    """The case, or what of it belongs elsewhere, was handed over with its papers."""

    of: int
    to: str = choice("移送给", RECEIVERS)
    receiver: str = line("接收的机关")
    entirely: bool = yes("全案移送")
    officers: list[Snapshot] = parts_of("办理移送的执法人员")
    papers: list[str] = lines("移送的材料")
    letter_no: str = line("移送文书文号", default="", min_length=0)
    signed_for: str = line("接收人", default="", min_length=0)


class AnswerForm(Form):
    """移送答复."""

    of: int = entry("所答复的移送", kinds=("transfer.made",))
    result: str = choice("答复", ANSWERS)
    answered_on: date = day("答复日期")
    letter_no: str = line("来函文号", default="", min_length=0)
    content: str = text("答复的内容和退回的材料")


class TransferAnswered(AnswerForm, Body, kind="transfer.answered", version=1):
    """What the receiver answered; what comes back is the organ's own again."""

    resumed: bool = yes("本案恢复办理", default=False)


class PoliceForm(Form):
    """公安机关立案通知."""

    of: int = entry("所依据的移送", kinds=("transfer.made",))
    document_no: str = line("立案通知书文号")
    content: str = text("通知的内容", default="", min_length=0)


class PoliceOpened(PoliceForm, Body, kind="police.opened", version=2):
    """The police have opened a case; what belongs to it is handed over now."""


class GoodsForm(Form):
    """移交涉案物品."""

    of: int = entry("立案通知", kinds=("police.opened",))
    officer_ids: list[str] = officers("办理移交的执法人员", min_length=1)
    items: list[str] = lines("移交的物品和材料（每行一件）", min_length=1, article="移送规定第十二条")
    signed_for: str = line("接收人")


class GoodsHandedOver(Body, kind="goods.handed_over", version=2):
    """Goods and other material were handed to the police."""

    of: int
    officers: list[Snapshot] = parts_of("办理移交的执法人员")
    items: list[str] = lines("移交的物品和材料")
    signed_for: str = line("接收人")


TRANSFER: Final = beside("transfer", asked=TransferReported.kind, approved=TransferDecided.kind)


@act(
    TransferReported,
    label="移送报告",
    verb="呈报移送",
    phase=PHASE,
    needs=_NEEDS,
    article="令第4号第十二条",
    help="不属于本部门管辖的，移送有管辖权的机关；涉嫌犯罪的，由两名以上执法人员核实，正职负责人三日内决定。",
)
def report(case: CaseRef, form: ReportForm, doing: Doing) -> TransferReported:
    """Ask for the case to be handed over."""
    entered = {name: value for name, value in dict(form).items() if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return TransferReported(**entered, officers=people, **asking(case, TRANSFER))


@act(TransferDecided, label="移送决定", verb="决定移送", phase=PHASE, article="移送规定第五条")
def decide(case: CaseRef, form: TransferDecisionForm, doing: Doing) -> TransferDecided:
    """Decide whether it is handed over."""
    _, asked = asked_in(case, form.request, TransferReported)
    if not form.approved and not form.reason:
        raise BadInputError(
            "不批准移送，须写明理由。",
            fields={"reason": "请写明不批准的理由"},
            why="不批准的理由要记录在案（移送规定第五条第二款）。",
            remedy="填写理由后再提交。",
        )
    by = f"{doing.by.name}（受{doing.for_whom}委托）" if doing.for_whom else doing.by.name
    return TransferDecided(
        **granting(form, doing),
        of=form.request,
        to=asked.to,
        receiver=asked.receiver,
        entirely=asked.entirely,
        decided_by=by,
        approved=form.approved,
        reason=form.reason,
    )


@act(
    TransferMade,
    label="移送",
    verb="办理移送",
    phase=PHASE,
    needs=("transfer.decided",),
    article="移送规定第六条",
    help="向公安机关移送的，决定之后二十四小时内办理。全案移送的，本案随即停止办理。",
)
def hand_over(case: CaseRef, form: TransferForm, doing: Doing) -> TransferMade:
    """Hand over what was decided."""
    _, decided = case.at(form.of, TransferDecided)
    made = any(one.of == form.of for one in every(case, TransferMade))
    if made or not decided.approved:
        why = "这项决定已经办理过移送。" if made else f"决定不批准移送：{decided.reason}"
        raise OutOfOrderError("不能办理这项移送。", why=why, remedy="确需移送的，请重新呈报。")
    entered = {name: value for name, value in dict(form).items() if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return TransferMade(**entered, to=decided.to, receiver=decided.receiver, entirely=decided.entirely, officers=people)


@act(
    TransferAnswered,
    label="移送答复",
    verb="登记移送答复",
    phase=PHASE,
    needs=("transfer.made",),
    help="对方不接收或者退回的，全案移送的案件恢复办理。",
)
def answer(case: CaseRef, form: AnswerForm, doing: Doing) -> TransferAnswered:
    """Put down what the receiver answered."""
    del doing
    _, made = case.at(form.of, TransferMade)
    return TransferAnswered(**dict(form), resumed=case.stopped and made.entirely and form.result in COMES_BACK)


@act(
    PoliceOpened,
    label="公安机关立案通知",
    verb="登记公安机关立案通知",
    phase=PHASE,
    needs=("transfer.made",),
    article="移送规定第十二条",
    help="接到立案通知书之日起三日内移交涉案物品和其他材料。",
)
def opened_by_police(case: CaseRef, form: PoliceForm, doing: Doing) -> PoliceOpened:
    """Put down that the police have opened a case."""
    del doing
    _, made = case.at(form.of, TransferMade)
    if made.to != "police":
        raise BadInputError(
            "这次移送不是移送公安机关的。",
            fields={"of": f"移送给了{made.receiver}"},
            remedy="请选择移送公安机关的那一次。",
        )
    return PoliceOpened(**dict(form))


@act(
    GoodsHandedOver,
    label="移交涉案物品",
    verb="移交涉案物品",
    phase=PHASE,
    needs=("police.opened",),
    article="移送规定第十二条",
)
def hand_goods_over(case: CaseRef, form: GoodsForm, doing: Doing) -> GoodsHandedOver:
    """Put down what was handed to the police."""
    case.at(form.of, PoliceOpened)
    entered = {name: value for name, value in dict(form).items() if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return GoodsHandedOver(**entered, officers=people)
