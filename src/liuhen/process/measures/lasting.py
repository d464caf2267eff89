"""延长与解除: how long a measure lasts, that the party is told, and what it gets back."""

from datetime import date
from typing import Any

from liuhen.forms.fields import Form, choice, day, entry, line, officers, parts, text, whole, yes
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer, Snapshot, snapshot
from liuhen.process.case.approval import beside
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.measures.approval import MEASURED, PHASE
from liuhen.process.measures.lineage import first_of, gone_of, holding, rows_left, standing, things_of
from liuhen.process.measures.models import Holding
from liuhen.process.measures.things import Portion, all_left, left_of, require_there

LASTING = ("material.sealed", "seizure.carried_out")
GROUNDS = {
    "no_violation": "当事人没有违法行为",
    "unrelated": "与违法行为无关",
    "decided": "已经作出处理决定，不再需要",
    "expired": "期限已经届满",
    "other": "其他不再需要的情形",
}


class ExtensionForm(Form):
    """延长强制措施期限（呈批）."""

    of: int = entry("要延长的措施", LASTING)
    days: int = whole("延长（日）", default=30, ge=1, le=1000, article="强制法第二十五条")
    reason: str = text("情况复杂、需要延长的理由", rows=3, article="强制法第二十五条")


class ExtensionRequested(ExtensionForm, Requested, kind="coercion.extension_requested", version=1):
    """The handler asks for a measure to last longer."""

    times: int = whole("第几次延长")


class SeizureExtended(Granted, kind="seizure.extended", version=2):
    """A measure lasts longer; the party has still to be told."""

    of: int = entry("延长的措施", LASTING)
    days: int = whole("延长（日）")
    reason: str = text("延长理由")
    times: int = whole("第几次延长")


EXTENSION = beside("coercion_extension", asked=ExtensionRequested.kind, approved=SeizureExtended.kind)


class ExtensionToldForm(Form):
    """告知延长."""

    of: int = entry("延长", ("seizure.extended",))
    way: str = line("告知方式", default="送达延长强制措施期限告知书")
    receiver: str = line("接收人")
    written: bool = yes("以书面告知，并写明理由", default=True, article="强制法第二十五条")
    signed: bool = yes("接收人已签收", default=False)


class ExtensionTold(ExtensionToldForm, Body, kind="seizure.extension_told", version=1):
    """The party was told that the measure lasts longer, and why."""


class ReleaseAskForm(Form):
    """解除强制措施（呈批）."""

    of: int = entry("要解除的措施", LASTING)
    ground: str = choice("解除情形", GROUNDS, article="令第4号第三十二条")
    reason: str = text("情况和理由", rows=3)


class ReleaseRequested(ReleaseAskForm, Requested, kind="coercion.release_requested", version=1):
    """The handler asks for a measure to be lifted."""


class ReleaseApproved(Granted, kind="coercion.release_approved", version=1):
    """It may be lifted."""

    of: int = entry("解除的措施", LASTING)
    ground: str = choice("解除情形", GROUNDS)
    reason: str = text("情况和理由")


RELEASE = beside("coercion_release", asked=ReleaseRequested.kind, approved=ReleaseApproved.kind)


class ReleaseForm(Form):
    """解除封存、查封、扣押."""

    of: int = entry("解除的措施", LASTING)
    ground: str = choice("解除情形", GROUNDS, article="令第4号第三十二条")
    items: list[Portion] = parts("退还清单（全部退还的，留空）", default_factory=list)
    released_on: date = day("解除日期")
    place: str = line("退还地点", default="", min_length=0)
    receiver: str = line("接收人")
    officer_ids: list[str] = officers("执法人员", min_length=1)
    list_signed: bool = yes("退还清单已经办案人员和当事人签名", default=False, article="令第4号第三十三条")


class SeizureReleased(Body, kind="seizure.released", version=2):
    """Things went back to the party; nothing is held any more where it is complete."""

    of: int = entry("解除的措施", LASTING)
    ground: str = choice("解除情形", GROUNDS)
    items: list[Portion] = parts("退还清单")
    released_on: date = day("解除日期")
    place: str = line("退还地点", default="", min_length=0)
    receiver: str = line("接收人")
    officers: list[Snapshot] = parts("执法人员")
    list_signed: bool = yes("退还清单已经双方签名")
    complete: bool = yes("已经全部解除")


@act(
    ExtensionRequested,
    label="延长强制措施期限呈批",
    verb="呈报延长强制措施期限",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="强制法第二十五条",
    help="期限届满之前批准的才算延长；届满之后批准的，仍按原期限计算。",
)
def request_extension(case: CaseRef, form: ExtensionForm, doing: Doing) -> ExtensionRequested:
    """Ask for a measure to last longer."""
    del doing
    first = still_held(case, form.of, verb="延长").seq
    times = 1 + sum(one.of == first for one in standing(case, SeizureExtended).values())
    return ExtensionRequested(**(dict(form) | {"of": first}), times=times, **asking(case, EXTENSION))


@act(SeizureExtended, label="延长封存、查封、扣押期限", verb="批准延长强制措施期限", phase=PHASE, of=MEASURED,
     article="强制法第二十五条")  # fmt: skip
def extend_seizure(case: CaseRef, form: GrantForm, doing: Doing) -> SeizureExtended:
    """Grant it, unless everything went back meanwhile."""
    _, asked = asked_in(case, form.request, ExtensionRequested)
    still_held(case, asked.of, verb="延长")
    told = {name: getattr(asked, name) for name in ("of", "days", "reason", "times")}
    return SeizureExtended(**granting(form, doing), **told)


@act(
    ExtensionTold,
    label="延长告知",
    verb="登记告知延长",
    phase=PHASE,
    needs=("seizure.extended",),
    of=MEASURED,
    article="强制法第二十五条",
    correctable=True,
)
def tell_extension(case: CaseRef, form: ExtensionToldForm, doing: Doing) -> ExtensionTold:
    """Record that the party was told."""
    del doing
    case.at(form.of, SeizureExtended)
    return ExtensionTold(**dict(form))


@act(
    ReleaseRequested,
    label="解除强制措施呈批",
    verb="呈报解除强制措施",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="令第4号第三十三条",
)
def request_release(case: CaseRef, form: ReleaseAskForm, doing: Doing) -> ReleaseRequested:
    """Ask for a measure to be lifted."""
    del doing
    first = still_held(case, form.of, verb="解除").seq
    return ReleaseRequested(**(dict(form) | {"of": first}), **asking(case, RELEASE))


@act(ReleaseApproved, label="解除强制措施审批", verb="批准解除强制措施", phase=PHASE, of=MEASURED,
     article="令第4号第三十三条")  # fmt: skip
def approve_release(case: CaseRef, form: GrantForm, doing: Doing) -> ReleaseApproved:
    """Approve it."""
    _, asked = asked_in(case, form.request, ReleaseRequested)
    return ReleaseApproved(**granting(form, doing), of=asked.of, ground=asked.ground, reason=asked.reason)


@act(
    SeizureReleased,
    label="解除封存、查封、扣押",
    verb="登记解除封存、查封、扣押",
    phase=PHASE,
    needs=("clue.registered",),
    of=MEASURED,
    article="令第4号第三十三条",
    help="可以分次退还；全部退还，措施才算解除。",
)
def release_seizure(case: CaseRef, form: ReleaseForm, doing: Doing) -> SeizureReleased:
    """Record what went back, never more than is held."""
    row = still_held(case, form.of, verb="解除")
    things, left = things_of(row)
    require_there(form.items, left, things, verb="退还")
    items = form.items or all_left(left)
    rest = left_of(things, [*gone_of(row), *items])
    entered = {name: value for name, value in form if name != "officer_ids"} | {"of": row.seq, "items": items}
    people = snapshot(form.officer_ids, organ=case.organ, on=doing.happened)
    return SeizureReleased(**entered, officers=people, complete=not any(rest.values()))


@prefills(SeizureReleased)
def _as_approved(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    known: dict[str, Any] = {"officer_ids": case.handler_ids()}
    found = case.last(ReleaseApproved)
    row = holding(case, found[1].of) if found else None
    if found is not None and row is not None and not row.over:
        known |= {"of": found[1].of, "ground": found[1].ground, "items": rows_left(row)}
    return known


@prefills(ExtensionRequested)
@prefills(ReleaseRequested)
def _held_now(case: CaseRef, by: Officer) -> dict[str, Any]:
    """Return the first measure under which things are sealed or seized."""
    del by
    row = Holding.objects.filter(dossier=case.dossier, kind__in=LASTING, over=False).order_by("seq").first()
    return {} if row is None else {"of": row.latest}


def still_held(case: CaseRef, seq: int, *, verb: str) -> Holding:
    """Return what is held under a measure.

    Raises:
        OutOfOrderError: there is no such measure, or all of it was released.
    """
    row = holding(case, first_of(case, seq, *LASTING))
    if row is None or row.over:
        raise OutOfOrderError(
            f"这项措施不能再{verb}。", why="它已经全部解除。", remedy="请刷新页面，查看还在封存、查封、扣押中的财物。"
        )
    return row
