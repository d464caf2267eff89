"""撤回决定呈批: the handler takes the draft back as long as nobody has signed it."""

from typing import Final

from liuhen.forms.fields import Form, text
from liuhen.ledger import Body
from liuhen.process.case.approval import MATTERS, require_unsigned
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act

DECISION = MATTERS[1]
PHASE: Final = "告知、讨论与决定"


class DecisionWithdrawForm(Form):
    """撤回决定呈批."""

    reason: str = text("撤回理由")


class DecisionWithdrawn(DecisionWithdrawForm, Body, kind="decision.withdrawn", version=1):
    """The draft is taken back before anybody has signed it."""


@act(DecisionWithdrawn, label="决定呈批撤回", verb="撤回决定呈批", phase=PHASE, needs=("decision.drafted",))
def withdraw_draft(case: CaseRef, form: DecisionWithdrawForm, doing: Doing) -> DecisionWithdrawn:
    """Take the draft back, as long as nobody has signed it."""
    del doing
    require_unsigned(case, DECISION)
    return DecisionWithdrawn(reason=form.reason)
