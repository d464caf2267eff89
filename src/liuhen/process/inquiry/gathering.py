"""抽样取证, 限期提供材料, 出示证件并告知, 使用办案场所."""

from typing import Any

from liuhen.kernel.clock import beijing_date
from liuhen.people.officers import Officer, snapshot
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.uploads import claimed_scan
from liuhen.process.inquiry.actions import PHASE, require_span
from liuhen.process.inquiry.evidence import answers, numbered, require_entry, require_none
from liuhen.process.inquiry.payloads.gathering import (
    DemandForm,
    IntroducedForm,
    MaterialDemanded,
    MaterialReceived,
    OfficersIntroduced,
    ReceivedForm,
    SampleForm,
    SampleTaken,
    VenueForm,
    VenueUsed,
)


@act(
    SampleTaken,
    label="抽样取证",
    verb="登记抽样取证",
    phase=PHASE,
    needs=("clue.registered",),
    article="武汉办法第十五条",
    help="当场清点，逐件列入清单，由当事人和执法人员签名。",
    correctable=True,
    ends="ended",
    of=CASES,
)
def take_sample(case: CaseRef, form: SampleForm, doing: Doing) -> SampleTaken:
    """Record that samples were taken, with their list."""
    require_span(form.started, form.ended, "ended", doing)
    wrong = {}
    if form.list_signed and form.party_signed != "signed":
        wrong["list_signed"] = "当事人没有签名的，清单就没有经双方签名"
    require_none(wrong)
    entered = {name: value for name, value in form if name != "officer_ids"}
    return SampleTaken(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=form.started))


@act(
    MaterialDemanded,
    label="限期提供材料通知书",
    verb="发出限期提供材料通知书",
    phase=PHASE,
    needs=("clue.registered",),
    article="汶上办法第十一条",
    help="写明要哪些材料、什么时候以前提供；发出以后登记送达，收到以后登记收到材料。",
    correctable=True,
    of=CASES,
)
def demand(case: CaseRef, form: DemandForm, doing: Doing) -> MaterialDemanded:
    """Tell somebody in writing to hand in material by a day."""
    require_none({"due": "不能早于发出通知的日期"} if form.due < beijing_date(doing.happened) else {})
    number = numbered(case, MaterialDemanded, "材", doing)
    return MaterialDemanded(**dict(form), document_no=number)


@act(
    MaterialReceived,
    label="收到材料",
    verb="登记收到材料",
    phase=PHASE,
    needs=("material.demanded",),
    help="期满没有提供或者没有全部提供的，也在这里写明。",
    correctable=True,
    of=CASES,
)
def receive_material(case: CaseRef, form: ReceivedForm, doing: Doing) -> MaterialReceived:
    """Record what was handed in upon a demand, and what was not."""
    require_entry(case, form.of, ("material.demanded",), field="of")
    wrong = {}
    if form.complete and form.lacking:
        wrong["complete"] = "列出了没有提供的材料，就没有全部提供"
    if not form.complete and not form.lacking:
        wrong["lacking"] = "没有全部提供的，写明缺哪些"
    if form.complete and not form.items:
        wrong["items"] = "写明收到了哪些材料"
    require_none(wrong)
    scan = claimed_scan(form.scan, by=doing.by, field="scan") if form.scan else None
    return MaterialReceived(**{name: value for name, value in form if name != "scan"}, scan=scan)


@act(
    OfficersIntroduced,
    label="出示证件并告知",
    verb="登记出示证件并告知",
    phase=PHASE,
    needs=("clue.registered",),
    article="福建细则三（二）",
    help="检查、取证、采取强制措施和送达时，先出示执法证件，告知事由、依据、权利和义务。",
    correctable=True,
    of=CASES,
)
def introduce(case: CaseRef, form: IntroducedForm, doing: Doing) -> OfficersIntroduced:
    """Record that officers showed who they are and told cause, basis and rights."""
    entered = {name: value for name, value in form if name != "officer_ids"}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return OfficersIntroduced(**entered, officers=people)


@act(
    VenueUsed,
    label="使用办案场所",
    verb="登记使用办案场所",
    phase=PHASE,
    needs=("clue.registered",),
    article="武汉办法第五条",
    help="进入办案场所到离开，全程音像记录。",
    correctable=True,
    ends="ended",
    of=CASES,
)
def use_venue(case: CaseRef, form: VenueForm, doing: Doing) -> VenueUsed:
    """Record that a room for cases was used."""
    require_span(form.started, form.ended, "ended", doing)
    entered = {name: value for name, value in form if name != "officer_ids"}
    return VenueUsed(**entered, officers=snapshot(form.officer_ids, organ=case.organ, on=form.started))


@prefills(SampleTaken)
@prefills(VenueUsed)
def _handlers(case: CaseRef, by: Officer) -> dict[str, Any]:
    return {"officer_ids": case.handler_ids() or [by.id]}


@prefills(OfficersIntroduced)
def _handlers_to_whom(case: CaseRef, by: Officer) -> dict[str, Any]:
    return _handlers(case, by) | {"receiver": case.party}


@prefills(MaterialDemanded)
def _whom(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"receiver": case.party}


@prefills(MaterialReceived)
def _asked(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    answered = answers(case, "material.received")
    waiting = [event.seq for event in case.events("material.demanded") if event.seq not in answered]
    if not waiting:
        return {}
    _, asked = case.at(waiting[-1], MaterialDemanded)
    return {"of": waiting[-1], "items": list(asked.items)}
