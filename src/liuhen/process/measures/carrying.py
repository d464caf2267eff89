"""封存、查封、扣押: carried out on the spot by two officers, with a list, heard, signed, handed over."""

from typing import Any

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, entry, line, moment, officers, parts, yes
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer, Snapshot, snapshot
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registered import Signatures
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.measures.approval import DONE, MEASURED, PHASE, CoercionApproved, CoercionDecided
from liuhen.process.measures.lineage import firsts, require_newest, require_span, standing, unused
from liuhen.process.measures.things import CARRIED, MEASURES, Thing

DECIDED = ("coercion.decided",)


class SceneForm(Form):
    """What every measure is recorded with: ten steps on the spot."""

    decision_seq: int | None = entry("强制决定书", DECIDED, default=None)
    urgent: bool = yes("情况紧急，当场实施，随后补办批准", default=False, article="强制法第十九条")
    place: str = line("地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    officer_ids: list[str] = officers("执法人员（两人以上）", min_length=1, article="强制法第十八条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="强制法第十八条")
    party_present: bool = yes("当事人到场", default=True, article="强制法第十八条")
    told: bool = yes("已当场告知理由、依据、权利和救济途径", default=False, article="强制法第十八条")
    heard: bool = yes("已听取当事人陈述和申辩", default=False, article="强制法第十八条")
    words: str = line("当事人陈述、申辩的要点", default="", min_length=0)
    decision_given: bool = yes("已当场交付决定书", default=False)
    text_suffices: bool = yes("文字记录已能全面有效记录，没有音像", default=False)
    signatures: Signatures = parts("现场笔录签名情况", widget="part", default_factory=Signatures)


class SealingForm(SceneForm):
    """封存资料."""

    items: list[Thing] = parts("清单", min_length=1, article="强制法第二十四条")
    list_signed: bool = yes("清单一式二份，已经双方签名并交当事人一份", default=False, article="强制法第二十四条")


class SeizureForm(SealingForm):
    """查封、扣押."""

    keeper: str = line("保管人", default="本机关")


class Scene(Body):
    """Base of every measure that was carried out; `approval_seq` is None in urgency, 0 where nothing was approved."""

    decision_seq: int | None = entry("强制决定书", DECIDED, default=None)
    approval_seq: int | None = entry("据以实施的批准", ("coercion.approved",), default=None)
    urgent: bool = yes("情况紧急")
    place: str = line("地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    party_present: bool = yes("当事人到场")
    told: bool = yes("已当场告知理由、依据、权利和救济途径")
    heard: bool = yes("已听取当事人陈述和申辩")
    words: str = line("当事人陈述、申辩的要点", default="", min_length=0)
    decision_given: bool = yes("已当场交付决定书")
    text_suffices: bool = yes("文字记录已能全面有效记录")
    signatures: Signatures = parts("现场笔录签名情况")


class Held(Scene):
    """Base of the measures after which things are held."""

    items: list[Thing] = parts("清单")
    list_signed: bool = yes("清单已经双方签名")


class MaterialSealed(Held, kind="material.sealed", version=2):
    """Material is sealed."""


class SeizureCarriedOut(Held, kind="seizure.carried_out", version=2):
    """A place is closed, or things are taken into custody."""

    keeper: str = line("保管人")


@act(
    MaterialSealed,
    label="封存资料",
    verb="登记封存资料",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="令第4号第三十条",
    help="当场清点，清单由双方签名，当场交付决定书和清单。",
    correctable=True,
    ends="ended",
)
def seal_material(case: CaseRef, form: SealingForm, doing: Doing) -> MaterialSealed:
    """Record that material was sealed."""
    return MaterialSealed(**carried(case, form, doing, MaterialSealed.kind))


@act(
    SeizureCarriedOut,
    label="查封、扣押",
    verb="登记查封、扣押",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="强制法第二十四条",
    help="法律、法规规定可以查封、扣押的才能实施；医疗保障行政部门依令第4号采取的是封存。",
    correctable=True,
    ends="ended",
)
def carry_out_seizure(case: CaseRef, form: SeizureForm, doing: Doing) -> SeizureCarriedOut:
    """Record that a place was closed or things were taken."""
    return SeizureCarriedOut(**carried(case, form, doing, SeizureCarriedOut.kind))


@prefills(MaterialSealed)
@prefills(SeizureCarriedOut)
def _as_decided(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    known: dict[str, Any] = {"officer_ids": case.handler_ids()}
    if waiting := _undone(case, None):
        decided = case.at(waiting[-1], CoercionDecided)[1]
        known |= {"decision_seq": waiting[-1], "items": [one.model_dump() for one in decided.list]}
        known |= {"urgent": decided.urgent}
    return known


def carried(case: CaseRef, form: SceneForm, doing: Doing, kind: str) -> dict[str, Any]:
    """Return what every measure holds, with the decision and the approval that it stands on.

    Raises:
        BadInputError: it ended before it began.
        OutOfOrderError: the decision is about another measure, or carried out already.
    """
    require_span(form.started, form.ended, doing)
    require_newest(case, kind, doing)
    own = firsts(case, *DONE).get(doing.corrects or 0)
    decision = _decision(case, form, kind, own)
    approval = decision.approval_seq if decision else None
    if approval is None and not form.urgent:
        approval = _approval(case, kind, own)
    if form.decision_given and decision is None and approval != 0:
        raise OutOfOrderError(
            "交付的是哪一份决定书？", why="本件还没有记录强制决定书。", remedy="请先记录强制决定书，再选定它。"
        )
    entered = {name: value for name, value in form if name != "officer_ids"}
    return entered | {
        "officers": snapshot(form.officer_ids, organ=case.organ, on=form.started),
        "approval_seq": approval,
    }


def _undone(case: CaseRef, own: int | None) -> list[int]:
    """Return the decisions that were not carried out yet."""
    used = {seq: one.decision_seq for seq, one in _scenes(case).items()}
    return unused(standing(case, CoercionDecided), used, own=own)


def _scenes(case: CaseRef) -> dict[int, Scene]:
    """Return every measure that was carried out, as it was last put right."""
    found: dict[int, Scene] = {}
    for seq, first in firsts(case, *DONE).items():
        body = case.at(seq, Body)[1]
        if isinstance(body, Scene):  # one registered through the general form, before there was an act, is none
            found[first] = body
    return found


def _decision(case: CaseRef, form: SceneForm, kind: str, own: int | None) -> CoercionDecided | None:
    if form.decision_seq is None:
        return None
    if form.decision_seq not in _undone(case, own):
        raise OutOfOrderError("所选的强制决定书不能据以实施。", why="它已经实施。", remedy="请刷新页面，另选决定书。")
    decided = case.at(form.decision_seq, CoercionDecided)[1]
    if CARRIED[decided.measure] != kind:
        raise OutOfOrderError(
            "所选的强制决定书不是这种措施。",
            why=f"它决定的是{MEASURES[decided.measure]}。",
            remedy="请登记相应的措施，或者另选决定书。",
        )
    if decided.urgent != form.urgent and decided.approval_seq is None:
        raise OutOfOrderError(
            "决定书写明情况紧急，实施也应当写明。", remedy="请选“情况紧急”，并在二十四小时内补办批准。"
        )
    return decided


def _approval(case: CaseRef, kind: str, own: int | None) -> int:
    """Return the latest approval of such a measure on which none stands; 0, that the law may say so, where none is."""
    granted = [
        seq for seq, one in standing(case, CoercionApproved).items() if one.of is None and CARRIED[one.measure] == kind
    ]
    left = unused(granted, {seq: one.approval_seq for seq, one in _scenes(case).items()}, own=own)
    return left[-1] if left else 0
