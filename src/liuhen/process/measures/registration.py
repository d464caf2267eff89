"""先行登记保存: asked and approved, carried out with a list on the spot, settled thing by thing."""

from typing import Any

from pydantic import AwareDatetime

from liuhen.forms.fields import LINE, Form, entry, line, moment, officers, parts, text, yes
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer, Snapshot, snapshot
from liuhen.process.case.approval import beside
from liuhen.process.case.reference import INSPECTION, PENALTY, CaseRef
from liuhen.process.case.registered import Signatures
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.measures.lineage import (
    first_of,
    firsts,
    require_newest,
    require_span,
    rows_left,
    standing,
    unused,
)
from liuhen.process.measures.models import Holding
from liuhen.process.measures.things import RESULTS, Settlement, Thing, left_of, require_there

PHASE = "证据与措施"
KEPT_IN = (PENALTY, INSPECTION)
_MADE_UP = "已经紧急登记保存的（补办批准时选）"


class RegistrationAskForm(Form):
    """先行登记保存（呈批）."""

    of: int | None = entry(_MADE_UP, ("evidence.registered",), default=None)
    object: str = line("拟保存的证据")
    reason: str = text("理由（可能灭失或者以后难以取得的情形）", rows=3, article="处罚法第五十六条")
    basis: str = line("依据", default="《行政处罚法》第五十六条")
    place: str = line("证据所在地点")


class RegistrationRequested(RegistrationAskForm, Requested, kind="registration.requested", version=1):
    """The handler asks for evidence to be kept where it is, or away, before it is lost."""


class RegistrationApproved(Granted, kind="registration.approved", version=2):
    """It may be kept; `of` names what was kept already in urgency."""

    of: int | None = entry(_MADE_UP, ("evidence.registered",), default=None)
    object: str = line("拟保存的证据")
    reason: str = text("理由")


REGISTRATION = beside("registration", asked=RegistrationRequested.kind, approved=RegistrationApproved.kind)


class RegistrationForm(Form):
    """先行登记保存."""

    approval_seq: int | None = entry("据以办理的批准", ("registration.approved",), default=None)
    urgent: bool = yes("情况紧急，当场采取，随后补办批准", default=False, article="令第4号第二十六条")
    object: str = line("保全标的")
    reason: str = text("理由", rows=3)
    basis: str = line("依据", default="《行政处罚法》第五十六条")
    place: str = line("地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    officer_ids: list[str] = officers("执法人员（两人以上）", min_length=1, article="处罚法第五十六条")
    certificate_shown: bool = yes("已出示执法证件", default=False)
    items: list[Thing] = parts("登记保存清单", min_length=1, article="令第4号第二十七条")
    list_signed: bool = yes("清单已经当事人和办案人员签名，并交当事人一份", default=False, article="令第4号第二十七条")
    notice_given: bool = yes("已当场交付先行登记保存证据通知书", default=False, article="令第4号第二十七条")
    text_suffices: bool = yes("文字记录已能全面有效记录，没有音像", default=False)
    signatures: Signatures = parts("签名情况", widget="part", default_factory=Signatures)


class EvidenceRegistered(Body, kind="evidence.registered", version=2):
    """Evidence is listed on the spot and must not be moved or destroyed until it is settled."""

    approval_seq: int | None = entry("据以办理的批准", ("registration.approved",), default=None)
    approved: bool = yes("已经批准")
    urgent: bool = yes("情况紧急")
    object: str = line("保全标的")
    reason: str = text("理由")
    basis: str = line("依据")
    place: str = line("地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    items: list[Thing] = parts("登记保存清单")
    list_signed: bool = yes("清单已经双方签名")
    notice_given: bool = yes("已当场交付通知书")
    text_suffices: bool = yes("文字记录已能全面有效记录")
    signatures: Signatures = parts("签名情况")


class SettlementForm(Form):
    """先行登记保存处理决定."""

    of: int = entry("先行登记保存", ("evidence.registered",))
    items: list[Settlement] = parts("逐项处理", min_length=1)
    reason: str = text("理由和依据", rows=3)
    list_signed: bool = yes("返还、解除的，清单已经双方签名", default=False)


class EvidenceSettled(SettlementForm, Body, kind="evidence.settled", version=2):
    """It is decided what becomes of kept evidence; nothing is left undecided where it is complete."""

    result: str = line("处理结果")
    complete: bool = yes("已经全部处理")


@act(
    RegistrationRequested,
    label="先行登记保存呈批",
    verb="呈报先行登记保存",
    phase=PHASE,
    needs=("clue.registered",),
    of=KEPT_IN,
    article="令第4号第二十六条",
    help="情况紧急已经当场采取的，二十四小时内补办：选定那一次登记保存后呈报。",
)
def request_registration(case: CaseRef, form: RegistrationAskForm, doing: Doing) -> RegistrationRequested:
    """Ask for evidence to be kept, or for what was kept in urgency to be approved."""
    del doing
    of = _to_make_up(case, form.of) if form.of is not None else None
    return RegistrationRequested(**(dict(form) | {"of": of}), **asking(case, REGISTRATION))


@act(RegistrationApproved, label="先行登记保存审批", verb="批准先行登记保存", phase=PHASE, of=KEPT_IN,
     article="令第4号第二十六条")  # fmt: skip
def approve_registration(case: CaseRef, form: GrantForm, doing: Doing) -> RegistrationApproved:
    """Approve it."""
    _, asked = asked_in(case, form.request, RegistrationRequested)
    return RegistrationApproved(**granting(form, doing), of=asked.of, object=asked.object, reason=asked.reason)


@act(
    EvidenceRegistered,
    label="先行登记保存",
    verb="登记先行登记保存",
    phase=PHASE,
    needs=("clue.registered",),
    of=KEPT_IN,
    article="令第4号第二十七条",
    help="当场清点、开具清单、交付通知书；七个工作日内作出处理决定，逾期自动解除。",
    correctable=True,
    ends="ended",
)
def register_evidence(case: CaseRef, form: RegistrationForm, doing: Doing) -> EvidenceRegistered:
    """Record what was listed and left with whom; approved is what an approval was given for."""
    require_span(form.started, form.ended, doing)
    require_newest(case, EvidenceRegistered.kind, doing)
    entered = {name: value for name, value in form if name not in ("officer_ids", "approval_seq")}
    approval = None if form.urgent else _approval(case, form.approval_seq, doing)
    people = snapshot(form.officer_ids, organ=case.organ, on=form.started)
    return EvidenceRegistered(**entered, officers=people, approval_seq=approval, approved=approval is not None)


@act(
    EvidenceSettled,
    label="先行登记保存处理决定",
    verb="登记先行登记保存处理决定",
    phase=PHASE,
    needs=("evidence.registered",),
    of=KEPT_IN,
    article="令第4号第二十八条",
    help="可以分次处理；全部处理完，期限才算办结。",
)
def settle_evidence(case: CaseRef, form: SettlementForm, doing: Doing) -> EvidenceSettled:
    """Decide what becomes of kept evidence, never of more than was kept."""
    del doing
    first = first_of(case, form.of, EvidenceRegistered.kind)
    things = standing(case, EvidenceRegistered)[first].items
    before = [row for one in standing(case, EvidenceSettled).values() if one.of == first for row in one.items]
    left = left_of(things, before)
    require_there(form.items, left, things, verb="处理")
    rest = left_of(things, [*before, *form.items])
    return EvidenceSettled(
        **(dict(form) | {"of": first}), result=_in_words(form.items, things), complete=not any(rest.values())
    )


@prefills(EvidenceRegistered)
def _as_approved(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    open_ones = _open_approvals(case, None)
    known: dict[str, Any] = {"officer_ids": case.handler_ids()}
    if open_ones:
        granted = case.at(open_ones[-1], RegistrationApproved)[1]
        known |= {"approval_seq": open_ones[-1], "object": granted.object, "reason": granted.reason}
    return known


@prefills(EvidenceSettled)
def _still_kept(case: CaseRef, by: Officer) -> dict[str, Any]:
    """Return the first measure under which evidence is still kept, with all that is left of it."""
    del by
    row = Holding.objects.filter(dossier=case.dossier, kind=EvidenceRegistered.kind, over=False).order_by("seq").first()
    return {} if row is None else {"of": row.latest, "items": rows_left(row)}


def _in_words(rows: list[Settlement], things: list[Thing]) -> str:
    return "；".join(
        f"{things[one.line - 1].name} {one.quantity} {things[one.line - 1].unit}{RESULTS[one.result]}" for one in rows
    )[:LINE]


def _to_make_up(case: CaseRef, seq: int) -> int:
    first = first_of(case, seq, EvidenceRegistered.kind)
    made = standing(case, EvidenceRegistered)[first]
    if not made.urgent:
        raise OutOfOrderError("这次先行登记保存不是紧急采取的，不用补办批准。", remedy="请核对所选的记录。")
    if any(one.of == first for one in standing(case, RegistrationApproved).values()):
        raise OutOfOrderError("这次先行登记保存已经补办批准。", remedy="请刷新页面查看已有的记录。")
    return first


def _open_approvals(case: CaseRef, own: int | None) -> list[int]:
    """Return the approvals given beforehand on which nothing stands yet."""
    granted = [seq for seq, one in standing(case, RegistrationApproved).items() if one.of is None]
    used = {seq: one.approval_seq for seq, one in standing(case, EvidenceRegistered).items()}
    return unused(granted, used, own=own)


def _approval(case: CaseRef, chosen: int | None, doing: Doing) -> int | None:
    """Return the approval that a registration stands on: as chosen, otherwise the latest that is not used."""
    own = firsts(case, EvidenceRegistered.kind).get(doing.corrects or 0)
    left = _open_approvals(case, own)
    if chosen is not None and chosen not in left:
        raise OutOfOrderError(
            "所选的批准不能据以办理这次先行登记保存。",
            why="它已经用于另一次登记保存，或者是补办的批准。",
            remedy="请另选，或者先呈报先行登记保存。",
        )
    return chosen or (left[-1] if left else None)
