"""调查取证: each function composes the body of one act; the guard lets it pass and writes it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from liuhen.kernel.clock import as_instant
from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.inquiry.payloads import (
    Amended,
    InspectionForm,
    InspectionMade,
    InterviewForm,
    InterviewMade,
    RecordingForm,
    RecordingStored,
    RightsForm,
    RightsTold,
)
from liuhen.process.inquiry.payloads.recordings import STAGES
from liuhen.process.inquiry.storing import out_of_the_room, sent_now

PHASE = "调查取证"


@act(
    InspectionMade,
    label="现场检查笔录",
    verb="登记现场检查笔录",
    phase=PHASE,
    needs=("case.opened",),
    article="武汉办法第十五条",
    help="两名以上执法人员，出示证件，如实写明检查情况，当事人逐页签名。",
    correctable=True,
    ends="left",
    of=CASES,
)
def record_inspection(case: CaseRef, form: InspectionForm, doing: Doing) -> InspectionMade:
    """Record an on-site inspection."""
    require_span(form.arrived, form.left, "left", doing)
    entered = {name: value for name, value in form if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=form.arrived)
    return InspectionMade(**entered, officers=people)


@act(
    InterviewMade,
    label="询问笔录",
    verb="登记询问笔录",
    phase=PHASE,
    needs=("case.opened",),
    article="武汉办法第十五条",
    help="个别询问，先出示证件、告知权利，问答如实记录，交本人核对后逐页签名。",
    correctable=True,
    ends="ended",
    of=CASES,
)
def record_interview(case: CaseRef, form: InterviewForm, doing: Doing) -> InterviewMade:
    """Record that a person was questioned."""
    require_span(form.started, form.ended, "ended", doing)
    require_changed(form.amended)
    entered = {name: value for name, value in form if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=form.started)
    return InterviewMade(**entered, officers=people)


@act(
    RecordingStored,
    label="音像记录",
    verb="存入音像记录",
    phase=PHASE,
    needs=("clue.registered",),
    article="武汉办法第二十六条",
    help="原始文件存入专用存储，不作任何改动；制作完成后 2 个工作日内存入。",
    of=CASES,
)
def store_recording(case: CaseRef, form: RecordingForm, doing: Doing) -> RecordingStored:
    """Keep an original recording with its labels; its length is measured, not asked."""
    _require_return(form)
    if form.footage is not None:
        kept = out_of_the_room(case, form, form.footage, by=doing.by)
    else:
        kept = sent_now(form, by=doing.by)
        require_span(kept.started, kept.ended, "started", doing)
    return RecordingStored(
        recording=f"r-{secrets.token_hex(5)}",
        file=kept.file,
        duration_ms=kept.duration_ms,
        started=kept.started,
        ended=kept.ended,
        gaps=kept.gaps,
        stage=form.stage,
        of=form.of,
        device=kept.device,
        case_no=case.number,
        party_name=case.party,
        handler_name=doing.by.name,
        opening_statement=form.opening_statement,
        whole=kept.whole,
        noticed=kept.noticed,
        playable=kept.playable,
        carrier=kept.carrier,
        received=kept.received,
        footage=kept.footage,
        taken_in=kept.taken_in,
        clock_offset_ms=kept.clock_offset_ms,
        clock_tolerance=kept.clock_tolerance,
        clock_wrong=kept.clock_wrong,
        angle=form.angle or None,
        cause=case.cause or None,
        enforcement=STAGES[form.stage],
        kept=form.kept,
        away=form.away,
        unable=form.unable,
        returned=form.returned,
    )


def _require_return(form: RecordingForm) -> None:
    """Refuse half of the exception for who was away: it needs its reason, that it could not be helped, the return."""
    told = {"away": form.away, "unable": form.unable, "returned": form.returned}
    if any(told.values()) and not all(told.values()):
        wanting = {name: "因外出没有及时存入的，三项都要填写" for name, value in told.items() if not value}
        raise BadInputError(
            "没有及时存入的情形没有写全。",
            fields=wanting,
            why="武汉办法第二十六条。",
            remedy="请补齐，或者三项都不填。",
        )


@act(
    RightsTold,
    label="权利告知书",
    verb="登记权利告知",
    phase=PHASE,
    needs=("case.opened",),
    article="武汉办法第十七条",
    correctable=True,
    of=CASES,
)
def tell_rights(case: CaseRef, form: RightsForm, doing: Doing) -> RightsTold:
    """Record that the party was told its rights by a document."""
    del case, doing
    return RightsTold(**dict(form))


@prefills(InspectionMade)
def _handlers_and_party(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"officer_ids": case.handler_ids(), "object": case.party}


@prefills(InterviewMade)
def _handlers(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"officer_ids": case.handler_ids()}


def suspended_by(case: CaseRef) -> int | None:
    """Return the number of the entry by which the inquiry rests now, or None."""
    told = case.events("inquiry.suspended", "inquiry.resumed")
    return told[-1].seq if told and told[-1].kind == "inquiry.suspended" else None


def require_changed(amended: Sequence[Amended]) -> None:
    """Raise BadInputError where a place that was put right reads as before."""
    same = {f"amended.{at}.after": "与更正前相同" for at, one in enumerate(amended) if one.before == one.after}
    if same:
        raise BadInputError("更正之处前后写得一样。", fields=same, remedy="请写明改成了什么；没有改动的，去掉这一行。")


def require_span(start: datetime, end: datetime, field: str, doing: Doing) -> None:
    """Refuse a span that ends before it begins, or after the entry is said to have happened."""
    if end < start:
        raise BadInputError("结束时间早于开始时间。", fields={field: "早于开始时间"}, remedy="请核对两个时间。")
    if end > as_instant(doing.happened) + timedelta(minutes=2):
        raise BadInputError(
            "结束时间晚于本条记录的发生时间。",
            fields={field: "这个时间还没有到"},
            remedy="请核对时间，或者改正发生时间。",
        )
