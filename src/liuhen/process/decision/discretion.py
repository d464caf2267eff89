"""裁量基准: the fine of a draft held against the step that was chosen, with the reckoning for who approves."""

from liuhen.kernel.errors import BadInputError
from liuhen.kernel.money import yuan
from liuhen.office.in_force import discretion
from liuhen.office.payloads.discretion import STEPS, DiscretionStep
from liuhen.process.decision.payloads import DecisionForm


def compare(organ: str, form: DecisionForm) -> str:
    """Return how the fine stands to the organ's own steps, in words; empty where there is nothing to compare.

    Raises:
        BadInputError: no step was chosen, or the fine lies outside without a reason.
    """
    steps = discretion(organ, form.basis_article) if form.basis_article and form.result == "penalty" else ()
    if not steps or not form.fine_fen:
        return ""
    chosen = next((one for one in steps if one.step == form.step), None)
    if chosen is None:
        told = "；".join(f"{STEPS[one.step]}：{one.conditions}" for one in steps)
        raise BadInputError(
            "请选择裁量档次。",
            fields={"step": f"本机关裁量基准的档次：{told}"},
            why="本机关对这一条款设有裁量基准。",
            remedy="请选择档次；不按基准的，另写明理由。",
        )
    return _held(form, chosen)


def _held(form: DecisionForm, chosen: DiscretionStep) -> str:
    low, high = chosen.range_of(form.loss_fen)
    base = (
        f"损失 {yuan(form.loss_fen)} 元的 {chosen.low_percent}%—{chosen.high_percent}%，即 " if chosen.by_loss else ""
    )
    words = f"{STEPS[chosen.step]}：{base}{yuan(low)} 元至 {yuan(high)} 元；本案罚款 {yuan(form.fine_fen)} 元"
    if low <= form.fine_fen <= high:
        return f"{words}，在本档之内。"
    if not form.departure:
        raise BadInputError(
            "罚款不在所选裁量档次之内，须写明理由。",
            fields={"departure": f"{words}，在本档之外"},
            why="不按裁量基准的，理由随案记下，供审批人审查。",
            remedy="请核对罚款和档次，或者写明不按基准的理由。",
        )
    return f"{words}，不在本档之内。理由：{form.departure}"
