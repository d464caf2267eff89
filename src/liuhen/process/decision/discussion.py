"""集体讨论: its record, and the signatures of who took part; each function composes the body of one act."""

from typing import Final

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act
from liuhen.process.decision.payloads import (
    DiscussionForm,
    DiscussionHeld,
    DiscussionSignatureForm,
    DiscussionSigned,
    Participant,
)

PHASE: Final = "告知、讨论与决定"


@act(
    DiscussionHeld,
    label="集体讨论记录",
    verb="登记集体讨论",
    phase=PHASE,
    needs=("inquiry.concluded",),
    article="令第4号第四十四条",
    help="承办人到会汇报，填在“汇报人”，不列为参加讨论的人员。不同意见如实记载，参加人员全部签名。",
    correctable=True,
)
def hold_discussion(case: CaseRef, form: DiscussionForm, doing: Doing) -> DiscussionHeld:
    """Record a collective discussion with everyone's opinion and signature."""
    del case, doing
    names = [one.name for one in form.participants]
    if len(set(names)) != len(names):
        raise BadInputError(
            "同一名参加人员被填写了两次。", fields={"participants": "姓名重复"}, remedy="请删去重复的一行。"
        )
    return DiscussionHeld(**dict(form))


@act(
    DiscussionSigned,
    label="集体讨论签名",
    verb="在集体讨论记录上签名",
    phase=PHASE,
    needs=("discussion.held",),
    article="令第4号第四十四条",
    help="由参加讨论的人本人签名，写明本人意见；有不同意见的如实写明。",
)
def sign_discussion(case: CaseRef, form: DiscussionSignatureForm, doing: Doing) -> DiscussionSigned:
    """Sign one's own line of the latest record."""
    entry, held = case.given(DiscussionHeld)
    seq = entry.dossier_seq or 0
    mine = _line_of(held, doing.by)
    signed = {one.by for one in case.events(DiscussionSigned.kind) if one.seq > seq}
    if mine.signed or doing.by.id in signed:
        raise OutOfOrderError("您已经在这次讨论的记录上签名。", remedy="请刷新页面查看。")
    before = {_name(case, one) for one in sorted(signed)}
    left = [one.name for one in held.participants if not one.signed and one.name not in before | {mine.name}]
    return DiscussionSigned(**dict(form), of=seq, complete=not left)


def _line_of(held: DiscussionHeld, by: Officer) -> Participant:
    for one in held.participants:
        if (one.id and one.id == by.id) or one.name == by.name:
            return one
    raise OutOfOrderError(
        "您不在这次集体讨论的参加人员之中，不能签名。",
        why=f"参加人员：{'、'.join(one.name for one in held.participants)}。",
        remedy="记录有误的，请由登记人更正集体讨论记录。",
    )


def _name(case: CaseRef, person: str) -> str:
    """Return the name under which somebody signed."""
    told = next(one for one in reversed(case.events(DiscussionSigned.kind)) if one.by == person)
    return case.at(told.seq, DiscussionSigned)[0].by.name
