"""延长线索核查: asked by the handler, granted by the last step of its order; the model of all requests of its kind."""

from liuhen.forms.fields import Form, text
from liuhen.process.case.approval import beside
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.initiation.clue_actions import PHASE


class ClueExtensionForm(Form):
    """延长线索核查（呈批）."""

    reason: str = text("延长理由", article="令第4号第十四条")
    progress: str = text("已经进行的核查")


class ClueExtensionRequested(ClueExtensionForm, Requested, kind="clue.extension_requested", version=1):
    """The handler asks for more time to look into the clue."""


class ClueCheckExtended(Granted, kind="clue.check_extended", version=2):
    """The check of the clue may take longer."""

    reason: str = text("延长理由")


EXTENSION = beside("clue_extension", asked=ClueExtensionRequested.kind, approved=ClueCheckExtended.kind)


@act(
    ClueExtensionRequested,
    label="延长线索核查呈批",
    verb="呈报延长线索核查",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第十四条",
    help="核查期限届满之前经主要负责人批准，可以延长十五个工作日。",
)
def request_extension(case: CaseRef, form: ClueExtensionForm, doing: Doing) -> ClueExtensionRequested:
    """Ask for more time to look into the clue."""
    del doing
    return ClueExtensionRequested(**dict(form), **asking(case, EXTENSION))


@act(ClueCheckExtended, label="延长线索核查", verb="批准延长线索核查", phase=PHASE, article="令第4号第十四条")
def extend_check(case: CaseRef, form: GrantForm, doing: Doing) -> ClueCheckExtended:
    """Grant it."""
    _, asked = asked_in(case, form.request, ClueExtensionRequested)
    return ClueCheckExtended(**granting(form, doing), reason=asked.reason)
