"""撤销、变更和更正决定: asked for, approved by the head, and never by changing what was decided: both stay.

Where a decision is to be made anew, the dossier opens again for that; what was archived stays as it was.
"""

from typing import Any, Final

from liuhen.forms.fields import Form, choice, entry, fen, line, text
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.aftermath.appeals import PHASE, RESULTS, UNDOING, AppealDecided
from liuhen.process.case.approval import beside
from liuhen.process.case.numbers import next_number
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting

DECISION: Final = "decision.made"
WHO: Final = {"organ": "本机关自行", "superior": "复议机关或者上级机关", "court": "人民法院"}
EFFECTS: Final = {one: RESULTS[one] for one in ("revoked", "changed", "illegal", "void", "remade")}


class RevocationForm(Form):
    """撤销、变更决定（呈批）."""

    of: int = entry("所涉的决定", (DECISION,))
    by_whom: str = choice("由谁作出", WHO, default="court")
    appeal: int | None = entry("所依据的复议决定或者判决", (AppealDecided.kind,), default=None)
    effect: str = choice("处理结果", EFFECTS, article="处罚法第七十五条")
    ground: str = text("理由", article="处罚法第七十五条")
    fine_fen: int | None = fen("变更后的罚款", default=None, when={"effect": ["changed"]})
    refund_fen: int | None = fen("变更后的责令退回基金", default=None, when={"effect": ["changed"]})


class RevocationRequested(RevocationForm, Requested, kind="decision.revocation_requested", version=1):
    """The handler asks for a decision to be revoked or changed, or for a judgment about it to be carried out."""


class DecisionRevoked(Granted, kind="decision.revoked", version=2):
    """The decision does not stand any more as it was made."""

    of: int = entry("所涉的决定", (DECISION,))
    by_whom: str = choice("由谁作出", WHO)
    appeal: int | None = entry("所依据的复议决定或者判决", (AppealDecided.kind,), default=None)
    effect: str = choice("处理结果", EFFECTS)
    ground: str = text("理由")
    fine_fen: int | None = fen("变更后的罚款", default=None)
    refund_fen: int | None = fen("变更后的责令退回基金", default=None)


REVOCATION: Final = beside("revocation", asked=RevocationRequested.kind, approved=DecisionRevoked.kind)


@act(
    RevocationRequested,
    label="撤销、变更决定呈批",
    verb="呈报撤销、变更决定",
    phase=PHASE,
    needs=(DECISION,),
    article="处罚法第七十五条",
    help="本机关发现错误，或者复议决定、判决变更、撤销、确认违法、确认无效、责令重作的，呈请负责人批准后执行。",
)
def request_revocation(case: CaseRef, form: RevocationForm, doing: Doing) -> RevocationRequested:
    """Ask for it; a result of a superior or a court has to be on file and to say the same."""
    del doing
    _require_standing(case, form.of)
    wrong = _against_appeal(case, form)
    if form.effect == "changed" and (form.fine_fen is None or form.refund_fen is None):
        wrong["fine_fen"] = "变更决定的，写明变更后的罚款和退回金额（没有的填 0）"
    if wrong:
        raise BadInputError("填写的内容与本案不符。", fields=wrong, remedy="请按提示改正后再呈报。")
    return RevocationRequested(**dict(form), **asking(case, REVOCATION))


def _require_standing(case: CaseRef, seq: int) -> None:
    """Refuse what was revoked already, and what is no longer the decision of the case."""
    made = case.events(DECISION)
    if seq != made[-1].seq:
        raise BadInputError("这个决定已经被新的决定代替。", fields={"of": "请选最近一次决定"}, remedy="请重新选择。")
    gone = [case.at(one.seq, DecisionRevoked)[1] for one in case.events(DecisionRevoked.kind)]
    if any(one.of == seq and one.effect in {"revoked", "void", "remade"} for one in gone):
        raise OutOfOrderError("这个决定已经撤销。", remedy="请刷新页面查看已有的记录。")


def _against_appeal(case: CaseRef, form: RevocationForm) -> dict[str, str]:
    if form.by_whom == "organ":
        return {}
    if form.appeal is None:
        return {"appeal": "请选择复议决定或者判决；还没有登记的，先登记"}
    _, decided = case.at(form.appeal, AppealDecided)
    if decided.result in UNDOING and decided.result != form.effect:
        return {"effect": f"登记的结果是{RESULTS[decided.result]}"}
    if decided.result not in UNDOING:
        return {"appeal": f"登记的结果是{RESULTS[decided.result]}，决定不变"}
    return {}


@prefills(RevocationRequested)
def _as_it_was_decided(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    made = case.events(DECISION)
    known: dict[str, Any] = {"of": made[-1].seq} if made else {}
    found = case.last(AppealDecided)
    if found is None:
        return known | {"by_whom": "organ"}
    entry_of, decided = found
    effect = {"effect": decided.result} if decided.result in UNDOING else {}
    superior = decided.stage == "reconsideration"
    return known | effect | {"appeal": entry_of.dossier_seq, "by_whom": "superior" if superior else "court"}


@act(
    DecisionRevoked,
    label="撤销、变更决定",
    verb="批准撤销、变更决定",
    phase=PHASE,
    article="处罚法第七十五条、第四十八条",
    help="已经公开的决定须在三个工作日内撤回并说明理由；已缴的款项多于变更后应缴的，登记退还。",
)
def revoke(case: CaseRef, form: GrantForm, doing: Doing) -> DecisionRevoked:
    """Approve it; where the decision is to be made anew, the dossier opens again for that."""
    _, asked = asked_in(case, form.request, RevocationRequested)
    _require_standing(case, asked.of)
    return DecisionRevoked(
        **granting(form, doing), **{name: getattr(asked, name) for name in RevocationForm.model_fields}
    )


class RectificationForm(Form):
    """更正决定书（呈批）."""

    of: int = entry("所更正的决定", (DECISION,))
    what: str = line("更正哪一处")
    before: str = text("原文", rows=2)
    after: str = text("更正为", rows=2)
    reason: str = text("更正理由", rows=3, description="只更正笔误和计算错误；改变决定内容的，办理撤销、变更。")


class RectificationRequested(RectificationForm, Requested, kind="decision.rectification_requested", version=1):
    """The handler asks for a slip of the pen in a decision to be put right."""


class DecisionCorrected(Granted, kind="decision.corrected", version=2):
    """A slip of the pen in the decision is put right by a paper of its own; the decision stays as it was made."""

    of: int = entry("所更正的决定", (DECISION,))
    what: str = line("更正哪一处")
    before: str = text("原文")
    after: str = text("更正为")
    reason: str = text("更正理由")
    document_no: str = line("更正书文号")


RECTIFICATION: Final = beside("rectification", asked=RectificationRequested.kind, approved=DecisionCorrected.kind)


@act(
    RectificationRequested,
    label="更正决定书呈批",
    verb="呈报更正决定书",
    phase=PHASE,
    needs=(DECISION,),
    help="只用于笔误、计算错误；不改变认定的事实、依据和处罚内容。",
)
def request_rectification(case: CaseRef, form: RectificationForm, doing: Doing) -> RectificationRequested:
    """Ask for a slip of the pen to be put right."""
    made, _ = case.at(form.of, Body)
    if made.kind != DECISION or beijing_date(doing.happened) < beijing_date(made.happened):
        raise BadInputError("所更正的决定有误。", fields={"of": "请核对决定和日期"}, remedy="请重新选择。")
    if form.before == form.after:
        raise BadInputError("更正前后相同。", fields={"after": "与原文相同"}, remedy="请核对。")
    return RectificationRequested(**dict(form), **asking(case, RECTIFICATION))


@prefills(RectificationRequested)
def _the_decision(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    made = case.events(DECISION)
    return {"of": made[-1].seq} if made else {}


@act(DecisionCorrected, label="决定更正", verb="批准更正决定书", phase=PHASE)
def correct(case: CaseRef, form: GrantForm, doing: Doing) -> DecisionCorrected:
    """Approve it; the paper that says so takes its number now."""
    _, asked = asked_in(case, form.request, RectificationRequested)
    number = next_number(case.organ, "更", on=doing.happened)
    told = {name: getattr(asked, name) for name in RectificationForm.model_fields}
    return DecisionCorrected(**granting(form, doing), **told, document_no=number)
