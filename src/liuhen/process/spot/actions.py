"""简易程序: each function composes the body of one act; the guard lets it pass and writes it."""

from typing import Any

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.kernel.money import yuan
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.numbers import next_number, next_ref
from liuhen.process.case.reference import PENALTY, SIMPLE, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.spot.payloads import (
    BankedForm,
    CollectedForm,
    FineBanked,
    FineCollected,
    FineHandedIn,
    HandedForm,
    ReportedForm,
    SpotDecisionMade,
    SpotDecisionReported,
    SpotForm,
)

PHASE = "简易程序"


@act(
    SpotDecisionMade,
    label="当场处罚决定",
    verb="当场处罚",
    phase=PHASE,
    starts_dossier=True,
    article="令第4号第四十八条",
    help="违法事实确凿并有法定依据，警告或者小额罚款，可以当场决定；超过限额的登记线索，适用普通程序。",
    of=(SIMPLE,),
)
def decide_on_spot(case: CaseRef, form: SpotForm, doing: Doing) -> SpotDecisionMade:
    """Decide a warning or a small fine on the spot; begins a dossier of its own."""
    del case
    _require_sense(form)
    organ = doing.by.organ
    ref = next_ref(organ, on=doing.happened)
    entered = {name: value for name, value in form if name not in {"officer_ids", "signing"}}
    return SpotDecisionMade(
        **entered,
        ref=ref,
        spot_no=f"当场处罚 {ref}",
        department=doing.by.department,
        document_no=next_number(organ, "当罚", on=doing.happened),
        party_kind=form.party.kind,
        measures=_measures(form),
        officers=snapshot(form.officer_ids, organ=organ, on=doing.happened),
        party_signed=form.signing == "signed",
        refusal_noted=form.signing == "refused",
    )


@act(
    FineCollected,
    label="当场收缴罚款",
    verb="登记当场收缴",
    phase=PHASE,
    needs=("spot_decision.made", "decision.made"),
    article="令第4号第五十二条",
    help="出具财政部门统一制发的专用票据；两个工作日内交至所在部门。",
    of=(SIMPLE, PENALTY),
)
def collect_fine(case: CaseRef, form: CollectedForm, doing: Doing) -> FineCollected:
    """Record that a fine was collected on the spot."""
    fined, taken = fined_in(case), sum(_fen(one.fields.get("fen")) for one in case.events(FineCollected.kind))
    if form.fen > fined - taken:
        before = f"，已经收缴 {yuan(taken)} 元" if taken else ""
        raise BadInputError(
            "收缴的金额多于罚款。",
            fields={"fen": f"罚款 {yuan(fined)} 元{before}"},
            remedy="请核对金额；多收的应当退还，退还后按实收登记。",
        )
    entered = {name: value for name, value in form if name != "officer_ids"}
    return FineCollected(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened))


@act(
    FineHandedIn,
    label="罚款交至机关",
    verb="登记交款",
    phase=PHASE,
    needs=("fine.collected",),
    article="令第4号第五十二条",
    help="自收缴之日起两个工作日内交至所在部门。",
    of=(SIMPLE, PENALTY),
)
def hand_in(case: CaseRef, form: HandedForm, doing: Doing) -> FineHandedIn:
    """Record that what was collected was handed in."""
    del doing
    _require_first(case, FineHandedIn.kind, form.of, "这笔罚款已经交过。")
    _, taken = case.at(form.of, FineCollected)
    return FineHandedIn(**dict(form), fen=taken.fen)


@act(
    FineBanked,
    label="罚款缴存银行",
    verb="登记缴存银行",
    phase=PHASE,
    needs=("fine.handed_in",),
    article="令第4号第五十二条",
    help="机关收到之后，两个工作日内缴付指定的银行。",
    of=(SIMPLE, PENALTY),
)
def bank(case: CaseRef, form: BankedForm, doing: Doing) -> FineBanked:
    """Record that what was handed in was paid into the bank."""
    del doing
    _require_first(case, FineBanked.kind, form.of, "这笔罚款已经缴存。")
    _, handed = case.at(form.of, FineHandedIn)
    return FineBanked(**dict(form), fen=handed.fen)


@act(
    SpotDecisionReported,
    label="当场处罚备案",
    verb="登记备案",
    phase=PHASE,
    needs=("spot_decision.made",),
    once=True,
    article="令第4号第五十一条",
    help="自作出决定之日起七个工作日内，把有关材料交所在部门。",
    of=(SIMPLE,),
)
def report(case: CaseRef, form: ReportedForm, doing: Doing) -> SpotDecisionReported:
    """Record that the decision was reported to the bureau."""
    del case, doing
    return SpotDecisionReported(**dict(form))


@prefills(FineCollected)
def _owed(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    taken = sum(_fen(one.fields.get("fen")) for one in case.events(FineCollected.kind))
    left = fined_in(case) - taken
    return {"officer_ids": case.handler_ids(), "payer": case.party} | ({"fen": left} if left > 0 else {})


def fined_in(case: CaseRef) -> int:
    """Return the fine that was decided, in fen."""
    made = case.events(SpotDecisionMade.kind, "decision.made")
    return _fen(made[-1].fields.get("fine_fen")) if made else 0


def _fen(told: object) -> int:
    return told if isinstance(told, int) else 0


def _measures(form: SpotForm) -> str:
    said = ["警告"] if form.warning else []
    said += [f"罚款 {yuan(form.fine_fen)} 元"] if form.fine_fen else []
    return "，".join(said)


def _require_sense(form: SpotForm) -> None:
    wrong = {}
    if not form.warning and form.fine_fen is None:
        wrong["warning"] = "警告、罚款至少选一项"
    if form.fine_fen == 0:
        wrong["fine_fen"] = "罚款不能是零；不罚款的不填"
    if form.fine_fen and form.paying == "none":
        wrong["paying"] = "请选择罚款怎样缴纳"
    if form.fine_fen is None and form.paying != "none":
        wrong["paying"] = "没有罚款"
    if form.defence == "made" and not form.defence_text:
        wrong["defence_text"] = "请写明陈述申辩的内容和复核意见"
    if wrong:
        raise BadInputError("当场处罚决定有几处不合。", fields=wrong, remedy="请按提示改正后再提交。")


def _require_first(case: CaseRef, kind: str, of: int, said: str) -> None:
    if any(one.fields.get("of") == of for one in case.events(kind)):
        raise OutOfOrderError(said, why="一笔只记一次，原记录不能覆盖。", remedy="请刷新页面查看。")
