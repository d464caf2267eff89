"""管辖: another organ claims the case or denies that it is its own; settled between them or by the one above both."""

from typing import Final

from liuhen.forms.fields import Form, choice, entry, line, text
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import Body
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.parties.entries import every

PHASE: Final = "受案、立案"
WAYS: Final = {"agreed": "协商确定", "designated": "共同的上一级指定"}
OURS: Final = {"ours": "由本机关管辖", "theirs": "由对方机关管辖"}


class DisputeForm(Form):
    """管辖争议."""

    other: str = line("争议的对方机关", article="令第4号第十条")
    reason: str = text("争议的情况和双方意见")


class JurisdictionDisputed(DisputeForm, Body, kind="jurisdiction.disputed", version=2):
    """Another organ sees the jurisdiction otherwise."""


class ReferForm(Form):
    """报请指定管辖."""

    of: int = entry("管辖争议", kinds=("jurisdiction.disputed",))
    superior: str = line("报请的共同上一级机关", article="令第4号第十条")
    letter_no: str = line("文号", default="", min_length=0)
    reason: str = text("协商不成的情况")


class JurisdictionReported(ReferForm, Body, kind="jurisdiction.reported", version=2):
    """The organ above both is asked to designate one."""


class SettleForm(Form):
    """管辖确定."""

    of: int = entry("管辖争议", kinds=("jurisdiction.disputed",))
    how: str = choice("怎样确定", WAYS, article="令第4号第十条")
    whose: str = choice("由谁管辖", OURS)
    content: str = text("协商结果或者指定的内容")


class JurisdictionSettled(SettleForm, Body, kind="jurisdiction.settled", version=2):
    """It is settled whose case it is."""


@act(
    JurisdictionDisputed,
    label="管辖争议",
    verb="登记管辖争议",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第十条",
    help="七个工作日内协商解决；协商不成的，报请共同的上一级指定。",
)
def dispute(case: CaseRef, form: DisputeForm, doing: Doing) -> JurisdictionDisputed:
    """Put down that another organ sees the jurisdiction otherwise."""
    del case, doing
    return JurisdictionDisputed(**dict(form))


@act(
    JurisdictionReported,
    label="报请指定管辖",
    verb="报请指定管辖",
    phase=PHASE,
    needs=("jurisdiction.disputed",),
    article="令第4号第十条",
)
def refer(case: CaseRef, form: ReferForm, doing: Doing) -> JurisdictionReported:
    """Ask the organ above both to designate one."""
    del doing
    _require_open(case, form.of)
    return JurisdictionReported(**dict(form))


@act(
    JurisdictionSettled,
    label="管辖确定",
    verb="记录管辖确定",
    phase=PHASE,
    needs=("jurisdiction.disputed",),
    article="令第4号第十条",
    help="由对方机关管辖的，随后办理移送。",
)
def settle(case: CaseRef, form: SettleForm, doing: Doing) -> JurisdictionSettled:
    """Put down whose case it is."""
    del doing
    _require_open(case, form.of)
    if form.how == "designated" and all(one.of != form.of for one in every(case, JurisdictionReported)):
        raise BadInputError(
            "还没有报请指定管辖。",
            fields={"how": "指定管辖的，须先有报请指定管辖的记录"},
            why="共同的上一级应报请而指定（令第4号第十条）。",
            remedy="请先登记报请指定管辖，或者选择协商确定。",
        )
    return JurisdictionSettled(**dict(form))


def _require_open(case: CaseRef, seq: int) -> None:
    case.at(seq, JurisdictionDisputed)
    if any(one.of == seq for one in every(case, JurisdictionSettled)):
        raise BadInputError(
            "这项管辖争议已经确定。", fields={"of": "已有管辖确定的记录"}, remedy="有新的争议的，请另行登记。"
        )
