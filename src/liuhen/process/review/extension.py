"""延长法制审核: asked by the reviewer, granted by the head of the legal department."""

from liuhen.forms.fields import Form, text, whole
from liuhen.kernel.errors import NotAllowedError, OutOfOrderError
from liuhen.process.case.approval import beside
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.review.actions import PHASE
from liuhen.process.review.payloads import ReviewOpinion, ReviewSubmitted


class ReviewExtensionForm(Form):
    """延长法制审核（呈批）."""

    reason: str = text("延长理由", article="令第4号第四十条")


class ReviewExtensionRequested(ReviewExtensionForm, Requested, kind="review.extension_requested", version=1):
    """The reviewer asks for more time."""

    of: int = whole("所审的送审")


class ReviewExtended(Granted, kind="review.extended", version=2):
    """The review may take longer."""

    reason: str = text("延长理由")
    of: int = whole("所审的送审")


EXTENSION = beside("review_extension", asked=ReviewExtensionRequested.kind, approved=ReviewExtended.kind)


@act(
    ReviewExtensionRequested,
    label="延长法制审核呈批",
    verb="呈报延长法制审核",
    phase=PHASE,
    needs=("review.submitted",),
    article="令第4号第四十条",
    help="不能在十个工作日内审核完毕的，期限届满之前经法制机构负责人批准，可以延长十个工作日。",
    of=CASES,
)
def request_extension(case: CaseRef, form: ReviewExtensionForm, doing: Doing) -> ReviewExtensionRequested:
    """Ask for more time for the submission that waits."""
    del doing
    return ReviewExtensionRequested(**dict(form), of=_waiting(case), **asking(case, EXTENSION))


@act(
    ReviewExtended,
    label="延长法制审核",
    verb="批准延长法制审核",
    phase=PHASE,
    article="令第4号第四十条",
    of=CASES,
)
def extend_review(case: CaseRef, form: GrantForm, doing: Doing) -> ReviewExtended:
    """Grant it; who asked does not grant it himself."""
    entry, asked = asked_in(case, form.request, ReviewExtensionRequested)
    if entry.by.id == doing.by.id:
        raise NotAllowedError(
            "不能批准自己的呈批。", why="延长由审核人员提出，由法制机构负责人批准。", remedy="请由其他负责人批准。"
        )
    if _waiting(case) != asked.of:
        raise OutOfOrderError("所请延长的送审已经改变。", remedy="请退回这件呈批，由审核人员重新提出。")
    return ReviewExtended(**granting(form, doing), reason=asked.reason, of=asked.of)


def _waiting(case: CaseRef) -> int:
    """Return the number of the submission that waits for an opinion."""
    if case.awaiting != ReviewOpinion.kind:
        raise OutOfOrderError("本案现在没有待审的材料。", remedy="审核已经完成或者还没有送审。")
    return case.events(ReviewSubmitted.kind)[-1].seq
