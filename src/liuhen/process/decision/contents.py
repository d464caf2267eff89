"""What a decision of each kind holds: plain sense, before any rule is asked."""

from typing import Final

from liuhen.kernel.errors import BadInputError
from liuhen.kernel.money import yuan
from liuhen.process.case.reference import CaseRef
from liuhen.process.decision.payloads import RESULTS, DecisionForm
from liuhen.process.decision.told import joined_parties

_HANDED_ON: Final = ("transfer", "judicial")
_PENALTIES: Final = {
    "fine_fen": "罚款",
    "confiscated_fen": "没收违法所得",
    "suspend_months": "暂停",
    "ban_years": "禁止从业",
}


def require_sound(case: CaseRef, form: DecisionForm) -> None:
    """Refuse a draft whose parts contradict each other.

    Raises:
        BadInputError: it names the fields.
    """
    if form.correction and not form.correction_days:
        raise BadInputError(
            "责令改正须写明期限。", fields={"correction_days": "请填写改正期限"}, remedy="请补填后提交。"
        )
    if form.result != "penalty":
        _require_no_penalty(form)
    if form.result == "none" and form.circumstances.strip() in ("", "无"):
        raise BadInputError(
            "不予行政处罚须写明情形。",
            fields={"circumstances": "请写明不予处罚的情形和依据"},
            remedy="请补填后提交。",
        )
    if form.result in _HANDED_ON and not form.transfer_to:
        raise BadInputError("移送须写明移送的机关。", fields={"transfer_to": "请填写"}, remedy="请补填后提交。")
    _require_shares(case, form)


def _require_no_penalty(form: DecisionForm) -> None:
    said = {name: word for name, word in _PENALTIES.items() if getattr(form, name)}
    if form.result == "unfounded" and form.refund_fen:
        said["refund_fen"] = "责令退回"
    if said:
        raise BadInputError(
            f"决定种类为“{RESULTS[form.result]}”，不能同时有{'、'.join(said.values())}。",
            fields=dict.fromkeys(said, "与决定种类不符"),
            remedy="请改选决定种类，或者删去这些内容。",
        )


def _require_shares(case: CaseRef, form: DecisionForm) -> None:
    others = joined_parties(case)
    if others and not form.shares and (form.fine_fen or form.refund_fen):
        raise BadInputError(
            "本案有几名当事人，须写明各自分担的数额。",
            fields={"shares": f"另有当事人：{'、'.join(others)}"},
            remedy="请逐人填写罚款和退回的数额。",
        )
    names = [one.name for one in form.shares]
    if len(set(names)) != len(names):
        raise BadInputError("同一名当事人填写了两次。", fields={"shares": "姓名重复"}, remedy="请删去重复的一行。")
    for name, word in (("fine_fen", "罚款"), ("refund_fen", "责令退回")):
        total, whole = sum(getattr(one, name) for one in form.shares), getattr(form, name)
        if form.shares and total != whole:
            raise BadInputError(
                f"各当事人的{word}合计 {yuan(total)} 元，与{word}总额 {yuan(whole)} 元不符。",
                fields={"shares": f"{word}合计不等于总额"},
                remedy="请核对各当事人的数额。",
            )
