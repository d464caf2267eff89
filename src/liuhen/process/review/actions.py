"""法制审核: each function composes the body of one act; the guard lets it pass and writes it."""

from typing import Any

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.review.payloads import OpinionForm, Points, ReviewOpinion, ReviewSubmitted, SubmissionForm

PHASE = "法制审核"


@act(
    ReviewSubmitted,
    label="送法制审核",
    verb="送法制审核",
    phase=PHASE,
    needs=("inquiry.concluded",),
    article="令第4号第三十七条",
    of=CASES,
)
def submit(case: CaseRef, form: SubmissionForm, doing: Doing) -> ReviewSubmitted:
    """Send the latest report to legal review."""
    del doing
    concluded = case.events("inquiry.concluded")[-1]
    before = case.events(ReviewSubmitted.kind)
    if case.awaiting == ReviewOpinion.kind and before[-1].seq > concluded.seq:
        raise OutOfOrderError("本案正在法制审核。", remedy="请等待审核意见；重新提交终结报告后可以重新送审。")
    return ReviewSubmitted(**dict(form), concluded_seq=concluded.seq)


@prefills(ReviewSubmitted)
def _usual_materials(case: CaseRef, by: Officer) -> dict[str, Any]:
    del case, by
    return {"materials": ["调查终结报告", "拟作出的处理决定", "证据材料"]}


@act(
    ReviewOpinion,
    label="法制审核意见",
    verb="出具法制审核意见",
    phase=PHASE,
    needs=("review.submitted",),
    article="令第4号第三十九条",
    help="参加过本案办理的人员不得审核本案。自收到材料之日起 10 个工作日内审核完毕。",
    of=CASES,
)
def give_opinion(case: CaseRef, form: OpinionForm, doing: Doing) -> ReviewOpinion:
    """Give an opinion on the submission that is waiting."""
    if case.awaiting != ReviewOpinion.kind:
        raise OutOfOrderError("本案现在没有待审的材料。", remedy="请等承办人送审。")
    unmet = [one.title for name, one in Points.model_fields.items() if not getattr(form.points, name)]
    if form.opinion == "agree" and unmet:
        raise BadInputError(
            "审核意见为“同意”，但审核要点没有全部通过。",
            fields={"points": f"未通过：{'、'.join(str(one) for one in unmet)}"},
            remedy="请改选其他意见，或者逐项核实后勾选。",
        )
    submission = case.events("review.submitted")[-1]
    return ReviewOpinion(**dict(form), submission_seq=submission.seq, reviewer=doing.by.id)
