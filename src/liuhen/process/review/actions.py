"""法制审核: each function composes the body of one act; the guard lets it pass and writes it."""

from typing import Any, Final

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.review.payloads import (
    OPINIONS,
    OpinionForm,
    Points,
    ReviewOpinion,
    ReviewSubmitted,
    SubmissionForm,
)

PHASE = "法制审核"
_TO_HANDLE: Final = ("more_inquiry", "change", "correct")
"""Opinions that are dealt with before the case is sent to review again."""


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
    """Send the latest report to legal review; a dossier of a kind without reports is sent as it stands."""
    del doing
    reports, before = case.events("inquiry.concluded"), case.events(ReviewSubmitted.kind)
    concluded = reports[-1].seq if reports else 0
    if case.awaiting == ReviewOpinion.kind and before[-1].seq > concluded:
        raise OutOfOrderError("本案正在法制审核。", remedy="请等待审核意见；重新提交终结报告后可以重新送审。")
    _require_handled(case, form, since=concluded)
    return ReviewSubmitted(**dict(form), concluded_seq=concluded, round=len(before) + 1)


def _require_handled(case: CaseRef, form: SubmissionForm, *, since: int) -> None:
    """Ask what was done about the last opinion, where no new report says it."""
    answered = case.last(ReviewOpinion)
    if answered is None or (answered[0].dossier_seq or 0) < since or form.handled:
        return
    if answered[1].opinion in _TO_HANDLE:
        raise BadInputError(
            "再次送审须写明对上次审核意见的处理情况。",
            fields={"handled": f"上次意见：{OPINIONS[answered[1].opinion]}"},
            why="令第4号第三十九条：处理之后再次送审。",
            remedy="请补填，或者先提交新的调查终结报告。",
        )


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
    _require_places(case, form)
    submission = case.events("review.submitted")[-1]
    return ReviewOpinion(**dict(form), submission_seq=submission.seq, reviewer=doing.by.id)


def _require_places(case: CaseRef, form: OpinionForm) -> None:
    """Refuse a remark whose evidence is not there: no such entry, or a second of what is no recording."""
    recordings = {event.seq for event in case.events("recording.stored")} if form.remarks else set()
    for at, one in enumerate(form.remarks):
        if one.entry is not None and not 0 < one.entry <= case.seq:
            raise BadInputError(
                "所据的记录有误。", fields={f"remarks.{at}.entry": "本案没有这一条记录"}, remedy="请从所列记录中选择。"
            )
        if one.at_ms is not None and one.entry not in recordings:
            raise BadInputError(
                "分、秒须指向一段音像。",
                fields={f"remarks.{at}.at_ms": "所据的记录不是音像"},
                remedy="请选择音像记录，或者不填分、秒。",
            )
