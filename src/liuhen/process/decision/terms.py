"""延长办案期限: once by the person in charge, once more after a collective discussion; asked beside the main course."""

from typing import Final

from liuhen.forms.fields import Form, text, whole
from liuhen.process.case.approval import beside
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.decision.notice import PHASE, require_undecided

FIRST_DAYS: Final = 30
"""What the form opens with; by how much the term runs on say the rules."""


class TermExtensionForm(Form):
    """延长办案期限（呈批）."""

    reason: str = text("延长理由", article="令第4号第四十五条")
    progress: str = text("已经进行的办案工作")


class TermExtensionRequested(TermExtensionForm, Requested, kind="decision.term_extension_requested", version=1):
    """The handler asks for more time to decide."""


class TermExtended(Granted, kind="decision.term_extended", version=2):
    """The case may be decided later."""

    reason: str = text("延长理由")


class FurtherExtensionForm(TermExtensionForm):
    """再次延长办案期限（呈批）."""

    days: int = whole("再延长的日数", default=FIRST_DAYS, ge=1, le=1000, article="令第4号第四十五条")


class FurtherExtensionRequested(
    FurtherExtensionForm, Requested, kind="decision.term_extension_again_requested", version=1
):
    """The handler asks for still more time, for as many days as the discussion settled."""


class TermExtendedAgain(Granted, kind="decision.term_extended_again", version=2):
    """The case may be decided still later, by as many days as were settled at once."""

    reason: str = text("延长理由")
    days: int = whole("再延长的日数")


ONCE = beside("term_extension", asked=TermExtensionRequested.kind, approved=TermExtended.kind)
AGAIN = beside("term_extension_again", asked=FurtherExtensionRequested.kind, approved=TermExtendedAgain.kind)


@act(
    TermExtensionRequested,
    label="延长办案期限呈批",
    verb="呈报延长办案期限",
    phase=PHASE,
    needs=("case.opened",),
    article="令第4号第四十五条",
    help="案情复杂或者有其他原因不能按期决定的，经负责人批准可以延长一次。",
)
def request_extension(case: CaseRef, form: TermExtensionForm, doing: Doing) -> TermExtensionRequested:
    """Ask for more time to decide."""
    del doing
    require_undecided(case, "延长办案期限")
    return TermExtensionRequested(**dict(form), **asking(case, ONCE))


@act(TermExtended, label="延长办案期限", verb="批准延长办案期限", phase=PHASE, article="令第4号第四十五条")
def extend_term(case: CaseRef, form: GrantForm, doing: Doing) -> TermExtended:
    """Grant it."""
    require_undecided(case, "延长办案期限")
    _, asked = asked_in(case, form.request, TermExtensionRequested)
    return TermExtended(**granting(form, doing), reason=asked.reason)


@act(
    FurtherExtensionRequested,
    label="再次延长办案期限呈批",
    verb="呈报再次延长办案期限",
    phase=PHASE,
    needs=("decision.term_extended",),
    article="令第4号第四十五条",
    help="延期后仍不能决定的，由负责人集体讨论决定是否继续延期，并同时确定延长的期限。",
)
def request_further(case: CaseRef, form: FurtherExtensionForm, doing: Doing) -> FurtherExtensionRequested:
    """Ask for still more time."""
    del doing
    require_undecided(case, "延长办案期限")
    return FurtherExtensionRequested(**dict(form), **asking(case, AGAIN))


@act(TermExtendedAgain, label="再次延长办案期限", verb="批准再次延长办案期限", phase=PHASE, article="令第4号第四十五条")
def extend_further(case: CaseRef, form: GrantForm, doing: Doing) -> TermExtendedAgain:
    """Grant it, for the days that were asked."""
    require_undecided(case, "延长办案期限")
    _, asked = asked_in(case, form.request, FurtherExtensionRequested)
    return TermExtendedAgain(**granting(form, doing), reason=asked.reason, days=asked.days)
