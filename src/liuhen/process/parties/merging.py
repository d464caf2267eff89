"""并案、分案: asked for and granted in the case that gives, taken in by an act of the case that receives.

Nothing is undone: cases that were put together and belong apart are split again, by the same acts.
"""

from typing import Final

from liuhen.forms.fields import Form, dossier, line, party, text
from liuhen.forms.fields import parts as parts_of
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.process.case.approval import beside, handler_waits
from liuhen.process.case.links import Linked, linked, linked_case
from liuhen.process.case.models import Request
from liuhen.process.case.parties import parties_of
from liuhen.process.case.reference import CaseRef, find_case
from liuhen.process.case.registry import Doing, act
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting

PHASE: Final = "受案、立案"


class MergingForm(Form):
    """并案（呈批）."""

    into_no: str = dossier("并入哪个案件（案号或者线索编号）", min_length=1)
    reason: str = text("并案理由（同一当事人、同一违法事实等）")


class MergingRequested(Requested, kind="merging.requested", version=1):
    """The handler asks for the case to go on as part of another."""

    into: Linked = parts_of("并入的案件")
    reason: str = text("并案理由")


class MergingApproved(Granted, kind="merging.approved", version=1):
    """The case goes on as part of another, and ends here."""

    of: int
    into: Linked = parts_of("并入的案件")


class ReceiveForm(Form):
    """收并案件."""

    other_no: str = dossier("并入本案的案件（案号或者线索编号）", min_length=1)
    note: str = text("并入的材料和说明", default="", min_length=0)


class MergingReceived(Body, kind="merging.received", version=1):
    """Another case was taken in; what it holds stands there and is read there."""

    other: Linked = parts_of("并入本案的案件")
    note: str = text("并入的材料和说明", default="", min_length=0)


class SplittingForm(Form):
    """分案（呈批）."""

    name: str = party("分出的当事人")
    violation: str = line("分出的违法行为")
    reason: str = text("分案理由")


class SplittingRequested(SplittingForm, Requested, kind="splitting.requested", version=1):
    """The handler asks for a part of the case to be handled as a case of its own."""


class SplittingApproved(Granted, kind="splitting.approved", version=1):
    """A part of the case is handled as a case of its own, which begins with a clue that names this one."""

    of: int
    name: str = line("分出的当事人")
    violation: str = line("分出的违法行为")


MERGING: Final = beside("merging", asked=MergingRequested.kind, approved=MergingApproved.kind)
SPLITTING: Final = beside("splitting", asked=SplittingRequested.kind, approved=SplittingApproved.kind)


@act(
    MergingRequested,
    label="并案呈批",
    verb="呈报并案",
    phase=PHASE,
    needs=("clue.registered",),
    help="批准以后本案并入所填的案件，本案停止办理；在那个案件中登记收并。并错了的，在那个案件中呈报分案。",
)
def request_merging(case: CaseRef, form: MergingForm, doing: Doing) -> MergingRequested:
    """Ask for the case to go on as part of another."""
    other = linked_case(form.into_no, by=doing.by, field="into_no")
    _require_fit(case, other)
    return MergingRequested(into=linked(other, "to_merge"), reason=form.reason, **asking(case, MERGING))


@act(MergingApproved, label="并案批准", verb="批准并案", phase=PHASE)
def approve_merging(case: CaseRef, form: GrantForm, doing: Doing) -> MergingApproved:
    """Grant it, where both cases are still as they have to be."""
    _, asked = asked_in(case, form.request, MergingRequested)
    other = find_case(case.organ, asked.into.ref)
    _require_fit(case, other)
    others = Request.objects.filter(dossier=case.dossier, state="waiting").exclude(seq=form.request)
    if others.exists() or (case.awaiting and not handler_waits(case)):
        raise OutOfOrderError(
            "本案还有别的呈批没有办结，不能并案。", why="并案以后本案停止办理。", remedy="请先办结或者撤回其他呈批。"
        )
    return MergingApproved(**granting(form, doing), of=form.request, into=linked(other, "merged_into"))


@act(
    MergingReceived,
    label="收并案件",
    verb="登记收并案件",
    phase=PHASE,
    needs=("clue.registered",),
    help="登记经批准并入本案的案件。那个案件的当事人不是本案当事人的，另行追加。",
)
def receive(case: CaseRef, form: ReceiveForm, doing: Doing) -> MergingReceived:
    """Take another case in."""
    other = linked_case(form.other_no, by=doing.by, field="other_no")
    approved = other.last(MergingApproved)
    wrong = ""
    if approved is None or approved[1].into.dossier != case.dossier:
        wrong = f"{other.number}没有批准并入本案"
    elif any(
        case.at(event.seq, MergingReceived)[1].other.dossier == other.dossier
        for event in case.events("merging.received")
    ):
        wrong = f"{other.number}已经登记收并"
    if wrong:
        raise BadInputError(
            "不能收并这个案件。", fields={"other_no": wrong}, remedy="请核对案号；并案须先在那个案件中呈报批准。"
        )
    return MergingReceived(other=linked(other, "takes_in"), note=form.note)


@act(
    SplittingRequested,
    label="分案呈批",
    verb="呈报分案",
    phase=PHASE,
    needs=("case.opened",),
    help="批准以后，以“登记线索”另立一件，填写分出自本案的案号；两案互相标明。",
)
def request_splitting(case: CaseRef, form: SplittingForm, doing: Doing) -> SplittingRequested:
    """Ask for a part of the case to be handled as a case of its own."""
    del doing
    present = [one.party.name for one in parties_of(case) if not one.ended]
    if form.name not in present:
        raise BadInputError(
            "本案没有这名当事人。", fields={"name": "不是本案现在的当事人"}, remedy="请从本案的当事人中选择。"
        )
    _require_undecided(case, "分案")
    return SplittingRequested(**dict(form), **asking(case, SPLITTING))


@act(SplittingApproved, label="分案批准", verb="批准分案", phase=PHASE)
def approve_splitting(case: CaseRef, form: GrantForm, doing: Doing) -> SplittingApproved:
    """Grant it."""
    _, asked = asked_in(case, form.request, SplittingRequested)
    return SplittingApproved(**granting(form, doing), of=form.request, name=asked.name, violation=asked.violation)


def _require_fit(case: CaseRef, other: CaseRef) -> None:
    """Refuse to merge a case into itself, into one of another kind, or into one that is over."""
    wrong = ""
    if other.dossier == case.dossier:
        wrong = "不能并入自己"
    elif other.kind != case.kind:
        wrong = f"{other.number}与本案不是同一种程序"
    elif other.stopped or other.archived or other.subject.closed:
        wrong = f"{other.number}已经办结或者停止办理"
    if wrong:
        raise BadInputError("不能并入这个案件。", fields={"into_no": wrong}, remedy="请核对案号。")
    for one in (case, other):
        _require_undecided(one, "并案")


def _require_undecided(case: CaseRef, doing: str) -> None:
    if case.events("decision.made"):
        raise OutOfOrderError(
            f"已经作出决定，不能{doing}。",
            why=f"{case.number}已有处理决定。",
            remedy="请按决定执行；有新的事实的，另行登记线索。",
        )
