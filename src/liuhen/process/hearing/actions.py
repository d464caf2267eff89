"""听证: from the request to the report; each function composes the body of one act, the guard writes it."""

from datetime import timedelta
from typing import Any, Final

from liuhen.kernel.clock import When, as_instant
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer, Snapshot, snapshot
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.hearing.payloads import (
    HearingAdjourned,
    HearingAdjournedForm,
    HearingEnded,
    HearingEndForm,
    HearingForm,
    HearingNoticeForm,
    HearingNotified,
    HearingOpened,
    HearingRecorded,
    HearingRecordForm,
    HearingRefusalForm,
    HearingRefused,
    HearingReported,
    HearingReportForm,
    HearingRequested,
    HearingRequestForm,
    HearingWithdrawalForm,
    HearingWithdrawn,
)
from liuhen.process.hearing.standing import after, as_corrected, in_range, pending, pending_or_none

PHASE: Final = "听证"
_TOLERANCE: Final = timedelta(minutes=2)


@act(
    HearingRequested,
    label="申请听证",
    verb="登记听证申请",
    phase=PHASE,
    needs=("notice.given",),
    article="处罚法第六十四条",
    help="当事人在告知后五个工作日内可以要求听证；逾期提出的也如实登记，再作答复。",
    correctable=True,
)
def request_hearing(case: CaseRef, form: HearingRequestForm, doing: Doing) -> HearingRequested:
    """Record that the party asks for a hearing."""
    if doing.corrects is None and pending_or_none(case) is not None:
        raise OutOfOrderError("已有一件听证申请正在办理。", remedy="请在这件申请上继续办理；申请有误的，请登记更正。")
    if case.events("decision.made"):
        raise OutOfOrderError(
            "本案已经作出决定，不再登记听证申请。",
            why="听证在决定之前举行。",
            remedy="当事人不服决定的，请告知其申请行政复议或者提起行政诉讼。",
        )
    return HearingRequested(**dict(form), notice_seq=case.events("notice.given")[-1].seq)


@act(
    HearingWithdrawn,
    label="撤回、放弃听证",
    verb="登记撤回或者放弃听证",
    phase=PHASE,
    needs=("hearing.requested",),
    article="处罚法第六十四条",
)
def withdraw_hearing(case: CaseRef, form: HearingWithdrawalForm, doing: Doing) -> HearingWithdrawn:
    """Record that the party gives the hearing up; only who was told of it can stay away from it."""
    del doing
    asked = pending(case)
    if form.how == "absent" and after(case, "hearing.notified", asked) is None:
        raise OutOfOrderError("还没有通知听证时间、地点，不能认定当事人拒不出席。", remedy="请先登记听证通知。")
    return HearingWithdrawn(**dict(form), of=asked.seq)


@act(
    HearingRefused,
    label="不组织听证的答复",
    verb="答复不组织听证",
    phase=PHASE,
    needs=("hearing.requested",),
    article="处罚法第六十三条",
    help="申请逾期、不属于听证范围或者提出人没有资格的，答复当事人并说明理由。",
)
def refuse_hearing(case: CaseRef, form: HearingRefusalForm, doing: Doing) -> HearingRefused:
    """Answer that no hearing is held; what we told the party ourselves is not taken back so."""
    del doing
    asked = pending(case)
    _, body = case.at(as_corrected(case, asked), HearingRequested)
    if form.ground == "late" and not body.late:
        raise _groundless("听证申请登记为在期限内提出。", "确属逾期的，请先更正听证申请。")
    if form.ground == "out_of_range" and in_range(case):
        raise _groundless("事先告知时已告知当事人有要求听证的权利。", "请按听证程序办理。")
    return HearingRefused(**dict(form), of=asked.seq)


def _groundless(why: str, remedy: str) -> BadInputError:
    return BadInputError(
        "不能以这个原因答复不组织听证。", fields={"ground": "与本案的记录不符"}, why=why, remedy=remedy
    )


@act(
    HearingNotified,
    label="听证通知书",
    verb="登记听证通知",
    phase=PHASE,
    needs=("hearing.requested",),
    article="处罚法第六十四条",
    help="举行听证的七个工作日前，书面通知当事人及有关人员；改期的另行通知，以最近一次为准。",
    correctable=True,
)
def notify_hearing(case: CaseRef, form: HearingNoticeForm, doing: Doing) -> HearingNotified:
    """Tell everyone when and where the hearing is held."""
    if form.time <= as_instant(doing.happened):
        raise BadInputError("听证时间早于通知。", fields={"time": "应在通知之后"}, remedy="请核对听证时间。")
    _require_reason(form.closed_reason, public=form.public)
    entered = {name: value for name, value in form if name != "chair_ids"}
    return HearingNotified(**entered, of=pending(case).seq, chair=_chair(case, form.chair_ids, doing.happened))


@act(
    HearingAdjourned,
    label="听证延期、中止",
    verb="登记听证延期或者中止",
    phase=PHASE,
    needs=("hearing.notified",),
    help="写明原因。另定时间的，另行通知当事人及有关人员。",
)
def adjourn_hearing(case: CaseRef, form: HearingAdjournedForm, doing: Doing) -> HearingAdjourned:
    """Record that the hearing does not go on as announced."""
    del doing
    return HearingAdjourned(**dict(form), of=_notified(case).seq)


@act(
    HearingOpened,
    label="听证会",
    verb="登记听证会",
    phase=PHASE,
    needs=("hearing.notified",),
    article="处罚法第六十四条",
    help="主持人应当是非本案调查人员。除依法保密的以外公开举行。当事人不承担听证费用。",
    correctable=True,
    ends="ended",
)
def open_hearing(case: CaseRef, form: HearingForm, doing: Doing) -> HearingOpened:
    """Record that the hearing was held."""
    asked, notified = pending(case), _notified(case)
    _require_span(form, doing)
    put_off = after(case, "hearing.adjourned", asked)
    if put_off is not None and put_off.seq > notified.seq:
        raise OutOfOrderError("所通知的听证已经延期或者中止。", remedy="请先登记新的听证通知。")
    _require_reason(form.closed_reason, public=form.public)
    entered = {name: value for name, value in form if name != "chair_ids"}
    return HearingOpened(**entered, of=asked.seq, chair=_chair(case, form.chair_ids, form.started))


@act(
    HearingRecorded,
    label="听证笔录",
    verb="登记听证笔录",
    phase=PHASE,
    needs=("hearing.opened",),
    article="处罚法第六十四条",
    help="交当事人或者代理人核对后签字；拒绝签字的，由主持人在笔录中注明。",
    correctable=True,
)
def record_hearing(case: CaseRef, form: HearingRecordForm, doing: Doing) -> HearingRecorded:
    """Record what was said at the latest hearing."""
    del doing
    if form.signatures.party == "refused" and not form.signatures.note:
        raise BadInputError(
            "当事人拒绝签字的，须由主持人注明。",
            fields={"signatures.note": "请写明注明的内容"},
            why="处罚法第六十四条要求在笔录中注明。",
            remedy="请补填后提交。",
        )
    return HearingRecorded(**dict(form), of=case.events(HearingOpened.kind)[-1].seq)


@act(
    HearingEnded,
    label="听证结束",
    verb="登记听证结束",
    phase=PHASE,
    needs=("hearing.opened",),
    article="令第4号第四十五条",
    help="听证期间不计入办案期限，算到这里为止。",
)
def end_hearing(case: CaseRef, form: HearingEndForm, doing: Doing) -> HearingEnded:
    """Record that the hearing is over."""
    del doing
    asked = pending(case)
    opened = after(case, HearingOpened.kind, asked)
    if opened is None:
        raise OutOfOrderError("针对这次申请还没有举行听证。", remedy="请先登记听证会，或者登记撤回、放弃听证。")
    if form.how == "terminated" and not form.reason:
        raise BadInputError("终止听证须写明原因。", fields={"reason": "请写明原因"}, remedy="请补填后提交。")
    return HearingEnded(**dict(form), of=opened.seq)


@act(
    HearingReported,
    label="听证报告",
    verb="提交听证报告",
    phase=PHASE,
    needs=("hearing.recorded",),
    article="处罚法第六十五条",
    help="听证结束后，连同听证笔录一并报送负责人，作为作出决定的依据。",
)
def report_hearing(case: CaseRef, form: HearingReportForm, doing: Doing) -> HearingReported:
    """Report what the hearing came to."""
    del doing
    return HearingReported(**dict(form), of=case.events(HearingRecorded.kind)[-1].seq)


@prefills(HearingOpened)
def _as_announced(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    told = case.last(HearingNotified)
    if told is None:
        return {}
    notice = told[1]
    return {
        "place": notice.place,
        "started": notice.time,
        "chair_ids": [notice.chair.id],
        "recorder": notice.recorder,
        "people": [one.model_dump() for one in notice.whom],
        "public": notice.public,
        "closed_reason": notice.closed_reason,
    }


@prefills(HearingNotified)
def _as_told_before(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    told = case.last(HearingNotified)
    if told is None:
        return {"whom": [{"name": case.party, "role": "当事人"}]} if case.party else {}
    kept = told[1].model_dump(include={"place", "recorder", "public", "closed_reason", "whom"})
    return kept | {"chair_ids": [told[1].chair.id]}


def _chair(case: CaseRef, ids: list[str], on: When) -> Snapshot:
    try:
        return snapshot(ids, organ=case.organ, on=on)[0]
    except BadInputError as err:
        fields = {"chair_ids": next(iter(err.fields.values()), "请从名单中选择")}
        raise BadInputError("主持人应为本机关在岗人员。", fields=fields, remedy="请另选主持人。") from err


def _notified(case: CaseRef) -> Any:
    found = after(case, HearingNotified.kind, pending(case))
    if found is None:
        raise OutOfOrderError("针对这次申请还没有听证通知。", remedy="请先登记听证通知。")
    return found


def _require_reason(reason: str, *, public: bool) -> None:
    if not public and not reason:
        raise BadInputError(
            "听证不公开举行的，须写明理由。",
            fields={"closed_reason": "请写明涉及国家秘密、商业秘密或者个人隐私的情况"},
            why="处罚法第六十四条：听证公开举行，依法保密的除外。",
            remedy="请补填后提交，或者改为公开举行。",
        )
    if public and reason:
        raise BadInputError(
            "公开举行的听证不应填写不公开的理由。",
            fields={"closed_reason": "与“公开举行”不符"},
            remedy="请改正其中一项。",
        )


def _require_span(form: HearingForm, doing: Doing) -> None:
    if form.ended < form.started:
        raise BadInputError("结束时间早于开始时间。", fields={"ended": "早于开始时间"}, remedy="请核对两个时间。")
    if form.ended > as_instant(doing.happened) + _TOLERANCE:
        raise BadInputError(
            "结束时间晚于本条记录的发生时间。",
            fields={"ended": "这个时间还没有到"},
            remedy="听证结束后再登记，或者核对时间。",
        )
