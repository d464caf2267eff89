"""审核分歧: the handlers do not follow the opinion; experts are asked, then those in charge discuss and decide."""

from liuhen.forms.fields import Form, choice, lines, text, whole
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.review.actions import PHASE
from liuhen.process.review.payloads import ReviewOpinion

SIDES = {"review": "支持法制审核意见", "handlers": "支持承办机构意见", "other": "另有意见"}


class ArgumentForm(Form):
    """审核分歧论证."""

    objection: str = text("承办机构的不同意见和理由", article="令第4号第四十条")
    who: list[str] = lines(
        "参加论证的人员（每行一人）", min_length=1, description="公职律师、法律顾问、专家等，写明姓名和身份。"
    )
    side: str = choice("论证结论", SIDES)
    opinion: str = text("论证意见")


class ReviewArgued(ArgumentForm, Body, kind="review.argued", version=2):
    """Experts were heard on what handlers and reviewer disagree about."""

    of: int = whole("所争议的审核意见")


@act(
    ReviewArgued,
    label="审核分歧论证",
    verb="登记审核分歧论证",
    phase=PHASE,
    needs=("review.opinion",),
    article="令第4号第四十条",
    help="仍有分歧的，提请负责人集体讨论；讨论之后按结果处理，重新送审。",
)
def argue(case: CaseRef, form: ArgumentForm, doing: Doing) -> ReviewArgued:
    """Record that the disagreement was put before experts."""
    del doing
    entry, opinion = case.given(ReviewOpinion)
    if opinion.opinion == "agree":
        raise OutOfOrderError("最近一次法制审核意见为“同意”，没有分歧。", remedy="请核对审核意见。")
    return ReviewArgued(**dict(form), of=entry.dossier_seq or 0)
