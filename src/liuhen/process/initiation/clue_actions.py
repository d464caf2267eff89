"""线索: registered, checked, not opened; each function composes the body of one act."""

from typing import Any, Final

from liuhen.kernel.clock import as_instant, beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.people.officers import Officer
from liuhen.process.case.approval import MATTERS, waits
from liuhen.process.case.links import Linked, linked, linked_case
from liuhen.process.case.numbers import next_ref
from liuhen.process.case.reference import INSPECTION, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.initiation.clues import (
    BY_LETTER,
    SOURCES,
    ClueChecked,
    ClueCheckForm,
    ClueForm,
    ClueNotOpened,
    ClueRegistered,
    NotOpenedForm,
)

PHASE: Final = "受案、立案"
OPENING: Final = MATTERS[0]
_WHO: Final = {"complaint": "complainant", "transferred": "transferring", "assigned": "superior"}
"""Source of a clue -> whom one tells that no case is opened."""


@act(
    ClueRegistered,
    label="线索登记",
    verb="登记线索",
    phase=PHASE,
    starts_dossier=True,
    article="武汉办法第十三条",
    help="五种来源的线索都要登记。投诉人、举报人信息单独加密封存，不进入卷宗副本。",
)
def register_clue(case: CaseRef, form: ClueForm, doing: Doing) -> ClueRegistered:
    """Register a clue from one of the five sources; begins a dossier."""
    del case
    named = form.informant is not None and any(form.informant.model_dump().values())
    if form.anonymous and named:
        raise BadInputError(
            "选了匿名举报，又填了举报人信息。",
            fields={"anonymous": "两者只能取一"},
            remedy="匿名的请清空举报人信息，实名的请取消“匿名举报”。",
        )
    _require_source(form, doing)
    ref = next_ref(doing.by.organ, on=doing.happened)
    entered = {name: value for name, value in dict(form).items() if name != "split_from"}
    return ClueRegistered(
        **entered | {"received": form.received or as_instant(doing.happened)},
        ref=ref,
        clue_no=f"线索 {ref}",
        department=doing.by.department,
        inspection=_inspection(form, doing.by),
        recorder=doing.by.name,
        complainant="实名，已封存" if named else ("匿名" if form.anonymous else ""),
        split=_split(form, doing.by),
    )


@prefills(ClueRegistered)
def _handled_by_the_unit(case: CaseRef, by: Officer) -> dict[str, Any]:
    del case
    return {"handling": f"由{by.department}核查"}


def _require_source(form: ClueForm, doing: Doing) -> None:
    wrong = {}
    if form.source in BY_LETTER["source"] and not form.from_organ:
        wrong["from_organ"] = f"{SOURCES[form.source]}的线索，须写明是哪个机关"
    if form.received is not None and as_instant(doing.happened) < form.received:
        wrong["received"] = "收到的时间不能晚于登记的时间"
    if wrong:
        raise BadInputError("线索来源没有写清楚。", fields=wrong, remedy="请补充以后再登记。")


def _inspection(form: ClueForm, by: Officer) -> Linked | None:
    if not form.found_in:
        return None
    found = linked_case(form.found_in, by=by, field="found_in")
    if found.kind != INSPECTION:
        raise BadInputError(
            "发现线索的检查件号有误。",
            fields={"found_in": f"{found.number}不是行政检查"},
            remedy="请填写行政检查的件号；不是检查中发现的，请留空。",
        )
    return linked(found, "inspection")


def _split(form: ClueForm, by: Officer) -> Linked | None:
    if not form.split_from:
        return None
    found = linked_case(form.split_from, by=by, field="split_from")
    if not found.events("splitting.approved"):
        raise BadInputError(
            "这个案件没有批准分案。",
            fields={"split_from": f"{found.number}还没有批准过的分案呈批"},
            remedy="请先在原案件呈报分案；与原案件无关的线索，请留空。",
        )
    return linked(found, "split_from")


@act(
    ClueChecked,
    label="线索核查",
    verb="记录线索核查",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第十四条",
    help="自发现或者收到之日起 15 个工作日内核查，决定是否立案。",
    correctable=True,
)
def check_clue(case: CaseRef, form: ClueCheckForm, doing: Doing) -> ClueChecked:
    """Record what the check of the clue found, and when the wrongdoing ended."""
    entry, clue = case.given(ClueRegistered)
    found = clue.received or as_instant(entry.happened)
    wrong = {}
    if form.continuing and form.violation_ended is not None:
        wrong["violation_ended"] = "仍在连续或者继续的，还没有终了之日"
    elif form.violation_ended is not None and form.violation_ended > beijing_date(doing.happened):
        wrong["violation_ended"] = "终了之日不能晚于核查的日期"
    if wrong:
        raise BadInputError("违法行为终了的日期有误。", fields=wrong, remedy="请核对后再提交。")
    return ClueChecked(**dict(form), found=found)


@act(ClueNotOpened, label="不予立案", verb="记录不予立案", phase=PHASE, needs=("clue.checked",), once=True)
def do_not_open(case: CaseRef, form: NotOpenedForm, doing: Doing) -> ClueNotOpened:
    """Record that no case is opened and who was told."""
    del doing
    if case.case_no or case.events("opening.approved"):
        raise OutOfOrderError("本案已经批准立案，不能再记不予立案。", remedy="需要终止的，请按结案办理。")
    if waits(case, OPENING):
        raise OutOfOrderError("立案审批正在进行。", remedy="请等待审批；被退回后可以改记不予立案。")
    _require_told(case, form)
    return ClueNotOpened(**dict(form))


@prefills(ClueNotOpened)
def _whom_to_tell(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    _, clue = case.given(ClueRegistered)
    who = "" if clue.anonymous else _WHO.get(clue.source, "")
    return {"told": [who]} if who else {}


def _require_told(case: CaseRef, form: NotOpenedForm) -> None:
    _, clue = case.given(ClueRegistered)
    wrong = {}
    if clue.anonymous and "complainant" in form.told:
        wrong["told"] = "本件是匿名举报，没有可以告知的举报人"
    elif form.told and not form.told_how:
        wrong["told_how"] = "选了已告知，须写明怎样告知、何时告知"
    if wrong:
        raise BadInputError("告知情况没有写清楚。", fields=wrong, remedy="请补充以后再提交；没有告知的不要勾选。")
