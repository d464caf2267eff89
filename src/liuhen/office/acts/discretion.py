"""裁量基准: set for one article at a time, whole; every earlier one stays in the history."""

from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.office.models import Discretion
from liuhen.office.payloads.discretion import DiscretionForm, DiscretionSet, DiscretionStep
from liuhen.office.registry import Doing, office_act
from liuhen.people.officers import Officer
from liuhen.rulebook.place import regulations
from liuhen.rulebook.source import read_source


def _steps(by: Officer, of: str) -> dict[str, Any]:
    row = Discretion.objects.filter(key=f"{by.organ}:{of}").first()
    if row is not None:
        return {"article": of, "steps": row.steps, "basis": row.basis}
    told: Any = read_source(regulations() / "discretion.yaml").data
    example = told["articles"].get(of)
    return {"article": of, "steps": example, "basis": "示例数值，请按公布的裁量基准改写"} if example else {}


@office_act(
    DiscretionSet, section="standards", label="裁量基准", verb="设定裁量基准", prefill=_steps,
    help="按条款整份替换。预先填入的数值是虚构示例，请按本机关公布的裁量基准改写。",
)  # fmt: skip
def set_discretion(form: DiscretionForm, doing: Doing) -> DiscretionSet:
    """Set the steps by which the organ fines under an article."""
    del doing
    names = [one.step for one in form.steps]
    if len(set(names)) != len(names):
        raise BadInputError("同一档次填写了两次。", fields={"steps": "档次重复"}, remedy="请删去重复的一行。")
    for at, one in enumerate(form.steps):
        _require_range(at, one)
    return DiscretionSet(**dict(form))


def _require_range(at: int, one: DiscretionStep) -> None:
    low, high = (one.low_percent, one.high_percent) if one.by_loss else (one.low_fen, one.high_fen)
    if low is None or high is None or low > high:
        raise BadInputError(
            "各档须写明上下限，下限不高于上限。",
            fields={f"steps.{at}.low_percent": "请写明上下限"},
            remedy="请按损失的百分比，或者按金额填写一对上下限。",
        )
    if one.by_loss and (one.low_fen is not None or one.high_fen is not None):
        raise BadInputError(
            "一档只能按一种方法定上下限。",
            fields={f"steps.{at}.low_fen": "已经填写了百分比"},
            remedy="请只保留百分比或者金额。",
        )
