"""Things that are kept, sealed or seized: what a list says of them, and what becomes of each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from liuhen.forms.fields import choice, line, whole
from liuhen.kernel.errors import BadInputError
from liuhen.process.case.parts import Part

MEASURES = {"seal": "封存资料", "seal_place": "查封场所、设施", "seize": "扣押财物", "other": "其他强制措施"}
CARRIED = {
    "seal": "material.sealed",
    "seal_place": "seizure.carried_out",
    "seize": "seizure.carried_out",
    "other": "coercion.carried_out",
}
"""Measure -> the kind of act with which it is carried out."""

RESULTS = {
    "returned": "返还当事人",
    "appraisal": "送交检测、检验、鉴定",
    "measure": "采取封存、查封、扣押措施",
    "confiscated": "没收",
    "destroyed": "销毁",
    "transferred": "移送有关部门",
    "lifted": "解除登记保存",
}


class Thing(Part):
    """A line of a list of things."""

    name: str = line("名称")
    number: str = line("编号、规格", default="", min_length=0)
    quantity: int = whole("数量", default=1, ge=1)
    unit: str = line("计量单位", default="件")
    condition: str = line("特征、现状", default="", min_length=0)
    place: str = line("存放地点", default="", min_length=0)


class Portion(Part):
    """Some of the things of one line of a list."""

    line: int = whole("清单第几项", ge=1)
    quantity: int = whole("数量", default=1, ge=1)


class Settlement(Portion):
    """What was decided of some of the things of one line."""

    result: str = choice("处理决定", RESULTS)


def left_of(things: Sequence[Thing], gone: Iterable[Portion]) -> dict[int, int]:
    """Return how many things of each line are still there; lines count from one."""
    taken = Counter[int]()
    for one in gone:
        taken[one.line] += one.quantity
    return {at: one.quantity - taken[at] for at, one in enumerate(things, start=1)}


def all_left(left: Mapping[int, int]) -> list[Portion]:
    """Return everything that is still there."""
    return [Portion(line=at, quantity=count) for at, count in left.items() if count > 0]


def require_there(wanted: Sequence[Portion], left: Mapping[int, int], things: Sequence[Thing], *, verb: str) -> None:
    """Refuse to let go of what is not on the list, or of more than is left of it.

    Raises:
        BadInputError: the rows that are wrong, each with how many are left.
    """
    wrong, rest = {}, dict(left)
    for row, one in enumerate(wanted):
        if one.line not in rest:
            wrong[f"items.{row}.line"] = f"清单只有 {len(things)} 项"
        elif one.quantity > rest[one.line]:
            thing = things[one.line - 1]
            wrong[f"items.{row}.quantity"] = f"“{thing.name}”只剩 {rest[one.line]} {thing.unit}"
        else:
            rest[one.line] -= one.quantity
    if wrong:
        raise BadInputError(
            f"{verb}的财物与清单不符。",
            fields=wrong,
            why="清单上没有的，或者已经处理过的，不能再处理。",
            remedy="请对照清单改正项数和数量。",
        )
