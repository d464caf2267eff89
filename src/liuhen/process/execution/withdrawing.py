"""撤回结案呈批: the handler takes the request back as long as nobody has signed it."""

from typing import Final

from liuhen.forms.fields import Form, text
from liuhen.ledger import Body
from liuhen.process.case.approval import MATTERS, require_unsigned
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act

CLOSING = MATTERS[2]
ENDING: Final = "结案、归档"


class ClosingWithdrawForm(Form):
    """撤回结案呈批."""

    reason: str = text("撤回理由")


class ClosingWithdrawn(ClosingWithdrawForm, Body, kind="closing.withdrawn", version=1):
    """The request is taken back before anybody has signed it."""


@act(ClosingWithdrawn, label="结案呈批撤回", verb="撤回结案呈批", phase=ENDING, needs=("closing.requested",), of=CASES)
def withdraw_closing(case: CaseRef, form: ClosingWithdrawForm, doing: Doing) -> ClosingWithdrawn:
    """Take the request back, as long as nobody has signed it."""
    del doing
    require_unsigned(case, CLOSING)
    return ClosingWithdrawn(reason=form.reason)
