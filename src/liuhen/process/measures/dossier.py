"""行政强制 as a dossier of its own: registered, carried out, suspended, resumed, ended."""

from datetime import datetime, timedelta
from typing import Any

from liuhen.forms.fields import Form, choice, entry, line, officers, parts, text, yes
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.office.in_force import in_force
from liuhen.people.officers import Officer, Snapshot, snapshot
from liuhen.process.case.models import Case
from liuhen.process.case.numbers import next_ref
from liuhen.process.case.parts import Party
from liuhen.process.case.reference import COERCION, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.measures.approval import PHASE
from liuhen.process.measures.carrying import Scene, SceneForm, carried
from liuhen.process.measures.models import Holding
from liuhen.process.measures.things import Thing
from liuhen.rulebook.calendar import CalendarUnknownError

NATURES = {"measure": "行政强制措施", "execution": "行政强制执行"}
ENDED = {
    "performed": "当事人已经履行",
    "lifted": "措施已经解除",
    "no_subject": "当事人死亡或者终止，没有财产可供执行，也没有义务承受人",
    "object_lost": "执行标的灭失",
    "basis_revoked": "据以执行的决定被撤销",
    "other": "其他终结的情形",
}
SUSPENDED = {
    "unable": "当事人履行确有困难或者暂无履行能力",
    "third_party": "第三人对执行标的主张权利，确有理由",
    "irreparable": "执行可能造成难以弥补的损失，且中止不损害公共利益",
    "other": "其他需要中止的情形",
}


class OpenForm(Form):
    """强制事项登记."""

    nature: str = choice("性质", NATURES)
    matter: str = line("事由")
    party: Party = parts("当事人", widget="part")
    source_ref: str = line("所依据的案件（案号或者编号）", default="", min_length=0)
    decision_no: str = line("所依据的决定书文号", default="", min_length=0)
    basis: str = text("依据", rows=2)
    facts: str = text("情况", rows=4)
    officer_ids: list[str] = officers("承办人（两人以上）", min_length=1, article="强制法第十八条")


class CoercionOpened(Body, kind="coercion.opened", version=1):
    """A matter of coercion begins a dossier of its own."""

    ref: str
    coercion_no: str = line("编号")
    department: str = line("承办处室")
    nature: str = choice("性质", NATURES)
    matter: str = line("事由")
    party: Party = parts("当事人")
    source_ref: str = line("所依据的案件", default="", min_length=0)
    decision_no: str = line("所依据的决定书文号", default="", min_length=0)
    basis: str = text("依据")
    facts: str = text("情况")
    officers: list[Snapshot] = parts("承办人")


class CarryForm(SceneForm):
    """实施强制."""

    what: str = text("怎样实施", rows=3)
    items: list[Thing] = parts("涉及的财物", default_factory=list)


class CoercionCarriedOut(Scene, kind="coercion.carried_out", version=2):
    """Coercion is carried out; night and holiday are reckoned, not typed."""

    what: str = text("怎样实施")
    items: list[Thing] = parts("涉及的财物")
    execution: bool = yes("属于行政强制执行")
    night: bool = yes("在夜间实施")
    holiday: bool | None = yes("在法定节假日实施", default=None)


class SuspendForm(Form):
    """中止强制."""

    ground: str = choice("中止情形", SUSPENDED, article="强制法第三十九条")
    reason: str = text("情况")


class CoercionSuspended(SuspendForm, Body, kind="coercion.suspended", version=2):
    """It is carried on no further for the time being."""


class ResumeForm(Form):
    """恢复强制."""

    of: int = entry("中止强制", ("coercion.suspended",))
    reason: str = text("恢复的理由")


class CoercionResumed(ResumeForm, Body, kind="coercion.resumed", version=1):
    """It is carried on."""


class EndForm(Form):
    """强制终结."""

    ground: str = choice("终结情形", ENDED, article="强制法第四十条")
    reason: str = text("情况")


class CoercionEnded(EndForm, Body, kind="coercion.ended", version=2):
    """The matter is over; nothing is held any more."""


@act(
    CoercionOpened,
    label="强制事项登记",
    verb="登记强制事项",
    phase=PHASE,
    of=(COERCION,),
    starts_dossier=True,
    article="强制法第十八条",
    help="不在处罚案件或者检查中办理的行政强制，单独成件。",
)
def open_coercion(case: CaseRef, form: OpenForm, doing: Doing) -> CoercionOpened:
    """Begin a dossier of coercion, with its handlers."""
    _require_known(case, form.source_ref)
    ref = next_ref(case.organ, on=doing.happened)
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    entered = {name: value for name, value in form if name != "officer_ids"}
    return CoercionOpened(
        **entered, ref=ref, coercion_no=f"强制 {ref}", department=doing.by.department, officers=people
    )


@act(
    CoercionCarriedOut,
    label="实施强制",
    verb="登记实施强制",
    phase=PHASE,
    needs=("coercion.opened",),
    of=(COERCION,),
    article="强制法第十八条",
    help="夜间、法定节假日由系统按时间和放假安排判断；情况紧急的除外。",
    correctable=True,
    ends="ended",
)
def carry_out_coercion(case: CaseRef, form: CarryForm, doing: Doing) -> CoercionCarriedOut:
    """Record that coercion was carried out."""
    if _suspended(case) is not None:
        raise OutOfOrderError("强制已经中止，不能实施。", why="中止期间不实施强制。", remedy="请先办理恢复强制。")
    nature = case.given(CoercionOpened)[1].nature
    return CoercionCarriedOut(
        **carried(case, form, doing, CoercionCarriedOut.kind),
        execution=nature == "execution",
        night=at_night(case.organ, form.started, form.ended),
        holiday=on_holiday(case.organ, form.started, form.ended),
    )


@act(CoercionSuspended, label="中止强制", verb="登记中止强制", phase=PHASE, needs=("coercion.opened",), of=(COERCION,),
     article="强制法第三十九条")  # fmt: skip
def suspend_coercion(case: CaseRef, form: SuspendForm, doing: Doing) -> CoercionSuspended:
    """Record that it is suspended."""
    del doing
    if _suspended(case) is not None:
        raise OutOfOrderError("强制已经中止。", remedy="请刷新页面查看。")
    return CoercionSuspended(**dict(form))


@act(CoercionResumed, label="恢复强制", verb="登记恢复强制", phase=PHASE, needs=("coercion.suspended",), of=(COERCION,),
     article="强制法第三十九条")  # fmt: skip
def resume_coercion(case: CaseRef, form: ResumeForm, doing: Doing) -> CoercionResumed:
    """Record that it is carried on."""
    del doing
    if _suspended(case) != form.of:
        raise OutOfOrderError("所选的中止已经恢复，或者不是这一条。", remedy="请刷新页面，选择最近一次中止。")
    return CoercionResumed(**dict(form))


@act(
    CoercionEnded,
    label="强制终结",
    verb="登记强制终结",
    phase=PHASE,
    needs=("coercion.opened",),
    once=True,
    of=(COERCION,),
    article="强制法第四十条",
)
def end_coercion(case: CaseRef, form: EndForm, doing: Doing) -> CoercionEnded:
    """Record that the matter is over, once nothing is held any more."""
    del doing
    if held := Holding.objects.filter(dossier=case.dossier, over=False).count():
        raise OutOfOrderError(
            "还有财物没有解除，不能终结。", why=f"还有 {held} 项封存、查封、扣押没有解除。", remedy="请先解除并退还。"
        )
    return CoercionEnded(**dict(form))


@prefills(CoercionCarriedOut)
def _handlers(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    return {"officer_ids": case.handler_ids()}


@prefills(CoercionOpened)
def _oneself(case: CaseRef, by: Officer) -> dict[str, Any]:
    del case
    return {"officer_ids": [by.id]}


def at_night(organ: str, start: datetime, end: datetime) -> bool:
    """Say whether any of it lay in the night, as the packs in force there say when that is."""
    return in_force(organ).rulebook.hours("night").touch(start, end)


def on_holiday(organ: str, start: datetime, end: datetime) -> bool | None:
    """Say whether any of its days is a public holiday as arranged; None where that year is not published."""
    calendar, day, found = in_force(organ).calendar, beijing_date(start), False
    try:
        while day <= beijing_date(end):
            found = found or calendar.is_holiday(day)
            day += timedelta(days=1)
    except CalendarUnknownError:
        return None
    return found


def _suspended(case: CaseRef) -> int | None:
    """Return the suspension that still holds."""
    found = case.events(CoercionSuspended.kind, CoercionResumed.kind)
    return found[-1].seq if found and found[-1].kind == CoercionSuspended.kind else None


def _require_known(case: CaseRef, ref: str) -> None:
    rows = Case.objects.filter(organ=case.organ)
    if ref and not (rows.filter(ref=ref).exists() or rows.filter(case_no=ref).exists()):
        raise BadInputError(
            "没有找到所依据的案件。", fields={"source_ref": "本机关没有这个案号或者编号"}, remedy="请核对，或者留空。"
        )
