"""行政检查: each function composes the body of one act; the guard lets it pass and writes it."""

from datetime import timedelta
from typing import Any

from liuhen.kernel.clock import as_instant, beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.numbers import next_number, next_ref
from liuhen.process.case.reference import CASES, INSPECTION, PENALTY, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.inspection.draws import require_drawn
from liuhen.process.inspection.findings import (
    CorrectionOrdered,
    CorrectionRechecked,
    FeedbackForm,
    FeedbackGiven,
    OpinionForm,
    OpinionSigned,
    OrderForm,
    RecheckForm,
    RefusalForm,
    RefusalRecorded,
    SceneExamined,
    SceneForm,
)
from liuhen.process.inspection.frequency import frequency
from liuhen.process.inspection.planning import BeginForm, InspectionBegun, InspectionPlanned, PlanForm

PHASE = "行政检查"
_TOLERANCE = timedelta(minutes=2)


@act(
    InspectionPlanned,
    label="检查安排",
    verb="安排检查",
    phase=PHASE,
    starts_dossier=True,
    article="武汉办法第三条第三款",
    help="一个检查对象一件。同一对象此前检查过几次，随安排一起记下。",
    of=(INSPECTION,),
)
def plan_inspection(case: CaseRef, form: PlanForm, doing: Doing) -> InspectionPlanned:
    """Arrange the inspection of one object; begins a dossier."""
    del case
    organ, today = doing.by.organ, beijing_date(doing.happened)
    people = snapshot(form.officer_ids, organ=organ, on=doing.happened)
    if form.planned_on < today:
        raise BadInputError(
            "计划检查的日期已经过去。",
            fields={"planned_on": "早于安排的日期"},
            remedy="请改正日期；检查已经进行、事后补录的，请把发生时间填为当时安排的日期。",
        )
    _require_basis(form)
    if form.draw is not None:
        require_drawn(organ, form.draw, party=form.party, people=people, basis=form.basis)
    often = frequency(organ, name=form.party.name, code=form.party.credit_code, on=today)
    ref = next_ref(organ, on=doing.happened)
    entered = {name: value for name, value in form if name != "officer_ids"}
    return InspectionPlanned(
        **entered,
        ref=ref,
        inspection_no=f"检查 {ref}",
        department=doing.by.department,
        officers=people,
        inspected_before=often.months12,
        inspected_last=often.last,
    )


@act(
    InspectionBegun,
    label="开始检查",
    verb="登记开始检查",
    phase=PHASE,
    needs=("inspection.planned",),
    article="武汉办法第三条第三款",
    help="到达现场、出示执法证件以后登记；检查另作现场检查笔录。",
    correctable=True,
    of=(INSPECTION,),
)
def begin_inspection(case: CaseRef, form: BeginForm, doing: Doing) -> InspectionBegun:
    """Record that the officers are there and begin."""
    entered = {name: value for name, value in form if name != "officer_ids"}
    return InspectionBegun(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened))


@act(
    SceneExamined,
    label="现场勘验笔录",
    verb="登记现场勘验笔录",
    phase=PHASE,
    needs=("inspection.planned", "case.opened"),
    article="武汉办法第十四条",
    help="勘验现场或者物品，如实写明位置、状态和提取的物品，当事人和见证人签名。",
    correctable=True,
    ends="left",
    of=(INSPECTION, PENALTY),
)
def examine_scene(case: CaseRef, form: SceneForm, doing: Doing) -> SceneExamined:
    """Record that a place or thing was examined."""
    if form.left < form.arrived:
        raise BadInputError("结束时间早于开始时间。", fields={"left": "早于开始时间"}, remedy="请核对两个时间。")
    if form.left > as_instant(doing.happened) + _TOLERANCE:
        raise BadInputError("结束时间晚于本条记录的发生时间。", fields={"left": "还没有到"}, remedy="请核对时间。")
    entered = {name: value for name, value in form if name != "officer_ids"}
    return SceneExamined(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=form.arrived))


@act(
    OpinionSigned,
    label="检查意见",
    verb="签署检查意见",
    phase=PHASE,
    needs=("inspection.planned",),
    article="武汉办法第三条第三款",
    help="写明检查结论，交当事人签字；拒绝签字的注明，由见证人签字。",
    correctable=True,
    of=(INSPECTION,),
)
def sign_opinion(case: CaseRef, form: OpinionForm, doing: Doing) -> OpinionSigned:
    """Say what the inspection comes to."""
    if not case.events("inspection.made", "scene.examined", "refusal.recorded"):
        raise OutOfOrderError(
            "现在还不能签署检查意见。",
            why="还没有现场检查笔录、勘验笔录，也没有拒绝检查的记录。",
            remedy="请先登记检查情况。",
        )
    number = _number_kept(case, OpinionSigned, doing) or next_number(case.organ, "检", on=doing.happened)
    return OpinionSigned(**dict(form), document_no=number, party_signed=form.signing == "signed")


@act(
    FeedbackGiven,
    label="检查情况反馈",
    verb="登记检查反馈",
    phase=PHASE,
    needs=("inspection.planned",),
    article="武汉办法第三条第三款",
    correctable=True,
    of=(INSPECTION,),
)
def give_feedback(case: CaseRef, form: FeedbackForm, doing: Doing) -> FeedbackGiven:
    """Record that the party was told what the inspection came to."""
    if not case.events("inspection.made", "scene.examined"):
        raise OutOfOrderError("还没有检查情况可以反馈。", remedy="请先登记现场检查笔录或者勘验笔录。")
    entered = {name: value for name, value in form if name != "officer_ids"}
    return FeedbackGiven(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened))


@act(
    CorrectionOrdered,
    label="责令改正通知书",
    verb="责令改正",
    phase=PHASE,
    needs=("inspection.planned", "case.opened"),
    article="武汉办法第二十三条第二款",
    help="写明改什么、依据什么、何日以前改好；期限届满核查改正情况。",
    correctable=True,
    of=(INSPECTION, PENALTY),
)
def order_correction(case: CaseRef, form: OrderForm, doing: Doing) -> CorrectionOrdered:
    """Tell the party what to put right, and by when."""
    if case.kind == INSPECTION and not case.events("inspection.made", "scene.examined"):
        raise OutOfOrderError(
            "现在还不能责令改正。", why="还没有现场检查笔录或者勘验笔录。", remedy="请先登记检查情况。"
        )
    if form.due < beijing_date(doing.happened):
        raise BadInputError("改正期限已经过去。", fields={"due": "早于责令改正的日期"}, remedy="请改正日期。")
    number = _number_kept(case, CorrectionOrdered, doing) or next_number(case.organ, "改", on=doing.happened)
    return CorrectionOrdered(**dict(form), document_no=number, party_signed=form.signing == "signed")


@act(
    CorrectionRechecked,
    label="改正情况复查",
    verb="登记复查",
    phase=PHASE,
    needs=("correction.ordered",),
    article="武汉办法第二十三条第二款",
    help="没有改好的，可以再次责令改正，或者转为线索。",
    correctable=True,
    of=(INSPECTION, PENALTY),
)
def recheck(case: CaseRef, form: RecheckForm, doing: Doing) -> CorrectionRechecked:
    """Record whether what was ordered was put right."""
    ordered, _ = case.at(form.of, CorrectionOrdered)
    if beijing_date(doing.happened) < beijing_date(ordered.happened):
        raise BadInputError("复查早于责令改正。", fields={"of": "责令改正在复查之后"}, remedy="请核对日期。")
    entered = {name: value for name, value in form if name != "officer_ids"}
    return CorrectionRechecked(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened))


@act(
    RefusalRecorded,
    label="拒绝调查、拒绝作证记录",
    verb="登记拒绝调查",
    phase="调查取证",
    needs=("clue.registered",),
    article="武汉办法第十五条第二款",
    help="写明经过和已作的告知，由执法人员和有关见证人签字或者盖章。",
    correctable=True,
    of=CASES,
)
def record_refusal(case: CaseRef, form: RefusalForm, doing: Doing) -> RefusalRecorded:
    """Record that somebody would not be inspected, questioned or asked for papers."""
    entered = {name: value for name, value in form if name != "officer_ids"}
    return RefusalRecorded(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=doing.happened))


def _handlers(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"officer_ids": case.handler_ids()}


for _body in (FeedbackGiven, CorrectionRechecked, RefusalRecorded):
    prefills(_body)(_handlers)


@prefills(InspectionBegun)
@prefills(SceneExamined)
def _planned(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    found = case.last(InspectionPlanned) if case.kind == INSPECTION else None
    party = found[1].party if found else None
    place = (found[1].place if found else "") or (party.address if party else "")
    return {"officer_ids": case.handler_ids(), "object": case.party, "place": place}


def _require_basis(form: PlanForm) -> None:
    if form.reason in {"special", "report"} and not form.basis:
        raise BadInputError(
            "请写明检查的依据。", fields={"basis": "专项方案名称，或者举报件号"}, remedy="补填后再提交。"
        )
    if form.reason == "random" and form.draw is None and not form.basis:
        raise BadInputError(
            "双随机抽查须写明出自哪一次抽取。",
            fields={"basis": "在本系统以外抽取的，写明平台和批次"},
            remedy="在本系统抽取的，请从抽取结果页面逐个安排；在其他平台抽取的，把批次写在依据里。",
        )
    if form.reason != "random" and form.draw is not None:
        raise BadInputError("引用了双随机抽取，检查类型却不是双随机。", fields={"reason": "应为双随机抽查"})


def _number_kept(case: CaseRef, body: type[OpinionSigned] | type[CorrectionOrdered], doing: Doing) -> str:
    """Return the number of the paper that a correction puts right; a new one where it is no correction."""
    return "" if doing.corrects is None else case.at(doing.corrects, body)[1].document_no
