"""行政强制的呈批与决定: what is asked for, who approved it, and the paper that the party gets."""

from datetime import date, timedelta
from typing import Any

from liuhen.forms.fields import Form, choice, day, entry, line, parts, text, whole, yes
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.approval import beside
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import COERCION, INSPECTION, PENALTY, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.measures.lineage import first_of, standing, unused
from liuhen.process.measures.things import MEASURES, Thing

PHASE = "行政强制"
MEASURED = (PENALTY, INSPECTION, COERCION)
DONE = ("material.sealed", "seizure.carried_out", "coercion.carried_out")
REMEDIES = "不服的，可以自收到本决定书之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"
_MADE_UP = "已经紧急实施的措施（补办批准时选）"
Things = list[Thing]


class CoercionAskForm(Form):
    """行政强制（呈批）."""

    of: int | None = entry(_MADE_UP, DONE, default=None)
    measure: str = choice("措施", MEASURES)
    reason: str = text("理由", rows=3, article="强制法第十八条")
    basis: str = line("依据", default="《医疗保障行政处罚程序暂行规定》第二十九条")
    days: int = whole("期限（日）", default=30, ge=1, le=1000, article="强制法第二十五条")
    items: Things = parts("拟封存、查封、扣押的场所、设施或者财物", default_factory=list)


class CoercionRequested(CoercionAskForm, Requested, kind="coercion.requested", version=2):
    """The handler asks for a coercive measure."""

    department: str = line("承办处室", default="", min_length=0)


class CoercionApproved(Granted, kind="coercion.approved", version=2):
    """The measure may be taken; `of` names one that was taken already in urgency."""

    of: int | None = entry(_MADE_UP, DONE, default=None)
    measure: str = choice("措施", MEASURES)
    reason: str = text("理由")
    days: int = whole("期限（日）")


REQUEST = beside("coercion", asked=CoercionRequested.kind, approved=CoercionApproved.kind)


class DecisionForm(Form):
    """强制决定书."""

    approval_seq: int | None = entry("据以决定的批准", ("coercion.approved",), default=None)
    urgent: bool = yes("情况紧急，当场决定，随后补办批准", default=False, article="强制法第十九条")
    measure: str = choice("措施", MEASURES)
    document_no: str = line("文号", default="", min_length=0)
    party: str = line("当事人", article="强制法第二十四条")
    reason: str = text("理由", rows=3, article="强制法第二十四条")
    basis: str = line("依据", default="《医疗保障行政处罚程序暂行规定》第二十九条", article="强制法第二十四条")
    from_day: date = day("期限自")
    days: int = whole("期限（日）", default=30, ge=1, le=1000, article="强制法第二十五条")
    items: Things = parts("场所、设施或者财物的名称和数量", min_length=1, article="强制法第二十四条")
    remedies: str = text("救济途径和期限", default=REMEDIES, rows=3, article="强制法第二十四条")
    major: bool = yes("属于重大执法决定（须先经法制审核）", default=False)


class CoercionDecided(Body, kind="coercion.decided", version=2):
    """The decision on a measure, with all that it has to state."""

    approval_seq: int | None = entry("据以决定的批准", ("coercion.approved",), default=None)
    urgent: bool = yes("情况紧急")
    measure: str = choice("措施", MEASURES)
    document_no: str = line("文号", default="", min_length=0)
    party: str = line("当事人")
    reason: str = text("理由")
    basis: str = line("依据")
    term: str = line("期限")
    days: int = whole("期限（日）")
    until: date = day("期限至")
    remedies: str = text("救济途径和期限")
    major: bool = yes("属于重大执法决定")
    list: Things = parts("场所、设施或者财物的名称和数量")


@act(
    CoercionRequested,
    label="行政强制呈批",
    verb="呈报行政强制",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="强制法第十八条",
    help="情况紧急已经当场实施的，二十四小时内补办：选定那一次措施后呈报。",
)
def request_coercion(case: CaseRef, form: CoercionAskForm, doing: Doing) -> CoercionRequested:
    """Ask for a measure, or for one that was taken in urgency to be approved."""
    of = to_make_up(case, form.of) if form.of is not None else None
    return CoercionRequested(**(dict(form) | {"of": of}), department=doing.by.department, **asking(case, REQUEST))


@act(CoercionApproved, label="行政强制审批", verb="批准行政强制", phase=PHASE, of=MEASURED, article="强制法第十八条")
def approve_coercion(case: CaseRef, form: GrantForm, doing: Doing) -> CoercionApproved:
    """Approve it."""
    _, asked = asked_in(case, form.request, CoercionRequested)
    told = {name: getattr(asked, name) for name in ("of", "measure", "reason", "days")}
    return CoercionApproved(**granting(form, doing), **told)


@act(
    CoercionDecided,
    label="强制决定书",
    verb="作出强制决定",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="强制法第二十四条",
    help="决定书和清单当场交付当事人。",
)
def decide_coercion(case: CaseRef, form: DecisionForm, doing: Doing) -> CoercionDecided:
    """Decide on a measure, as it was approved."""
    del doing
    approval = _approval(case, form)
    until = form.from_day + timedelta(days=form.days)
    entered = {name: value for name, value in form if name not in ("approval_seq", "from_day", "items")}
    return CoercionDecided(
        **entered, approval_seq=approval, term=f"{form.days}日，至{until:%Y年%-m月%-d日}", until=until, list=form.items
    )


@prefills(CoercionDecided)
def _as_approved(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    party = party_of(case)
    known: dict[str, Any] = {"party": party.name if party else case.party}
    if undecided := undecided_approvals(case):
        granted = case.at(undecided[-1], CoercionApproved)[1]
        asked = case.at(granted.request, CoercionRequested)[1]
        known |= {name: getattr(asked, name) for name in ("measure", "reason", "basis", "days")}
        known |= {"approval_seq": undecided[-1], "items": [one.model_dump() for one in asked.items]}
        known |= {"from_day": beijing_date(case.at(undecided[-1], CoercionApproved)[0].happened)}
    return known


def undecided_approvals(case: CaseRef) -> list[int]:
    """Return the approvals given beforehand on which no decision stands yet."""
    granted = [seq for seq, one in standing(case, CoercionApproved).items() if one.of is None]
    decided = {seq: one.approval_seq for seq, one in standing(case, CoercionDecided).items()}
    return unused(granted, decided, own=None)


def to_make_up(case: CaseRef, seq: int) -> int:
    """Return the measure that was taken in urgency and is not approved yet.

    Raises:
        OutOfOrderError: it is none, was no urgent one, or was approved.
    """
    first = first_of(case, seq, *DONE)
    made = case.at(seq, Body)[1]
    if not getattr(made, "urgent", False):
        raise OutOfOrderError("这次措施不是紧急实施的，不用补办批准。", remedy="请核对所选的记录。")
    if any(one.of == first for one in standing(case, CoercionApproved).values()):
        raise OutOfOrderError("这次措施已经补办批准。", remedy="请刷新页面查看已有的记录。")
    return first


def _approval(case: CaseRef, form: DecisionForm) -> int | None:
    left = undecided_approvals(case)
    if form.urgent and form.approval_seq is None:
        return None
    chosen = form.approval_seq or (left[-1] if left else None)
    if chosen is None or chosen not in left:
        raise OutOfOrderError(
            "现在还不能作出强制决定。" if chosen is None else "所选的批准不能据以作出这项决定。",
            why="还没有可以据以决定的批准。" if chosen is None else "它已经有了决定书，或者是补办的批准。",
            remedy="请先呈报行政强制；情况紧急的，选“情况紧急”，二十四小时内补办批准。",
        )
    granted = case.at(chosen, CoercionApproved)[1]
    if granted.measure != form.measure or form.days > granted.days:
        raise OutOfOrderError(
            "决定与批准的内容不一致。",
            why=f"批准的是{MEASURES[granted.measure]}，不超过 {granted.days} 日。",
            remedy="请按批准的内容决定，或者重新呈报。",
        )
    return chosen
