"""申请人民法院强制执行: asked for by the handler, signed by the head, answered by the court; 终结执行."""

from datetime import date
from typing import Any, Final

from liuhen.duties.findings import findings
from liuhen.forms.fields import Form, choice, day, entry, fen, line, several, text, yes
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.kernel.money import yuan
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.approval import beside
from liuhen.process.case.numbers import next_number
from liuhen.process.case.reference import COERCION, PENALTY, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.requests import Granted, GrantForm, Requested, asked_in, asking, granting
from liuhen.process.execution.money import money_now
from liuhen.process.execution.paying import PHASE

MATERIALS: Final = {
    "申请书": "强制执行申请书",
    "决定书及依据": "行政决定书及作出决定的事实、理由和依据",
    "当事人意见及催告情况": "当事人的意见及行政机关催告情况",
    "标的情况": "申请强制执行标的情况",
    "其他材料": "法律、行政法规规定的其他材料",
}


class CourtForm(Form):
    """申请人民法院强制执行（呈批）."""

    court: str = line("申请的人民法院")
    appeal_ended: date = day(
        "复议和诉讼的期限届满日",
        article="强制法第五十三条",
        description="自这一天起三个月内申请",
    )
    amount_fen: int = fen("申请执行的金额", default=0)
    claim: str = text("申请执行的标的")
    materials: list[str] = several("申请材料", MATERIALS, min_length=1, article="强制法第五十五条")
    urgent: bool = yes("情况紧急，申请立即执行", default=False, article="强制法第五十九条")
    opinion: str = text("承办人意见", rows=3)


class CourtRequested(CourtForm, Requested, kind="court.requested", version=1):
    """The handler puts the application to the court before the head of the organ."""


class CourtGrantForm(GrantForm):
    """签署强制执行申请书."""

    signed_by_leader: bool = yes("申请书由本人签名", default=True, article="强制法第五十五条")
    sealed: bool = yes("申请书加盖行政机关印章", default=True, article="强制法第五十五条")
    dated: bool = yes("申请书注明日期", default=True, article="强制法第五十五条")


class CourtApplied(Granted, kind="court.applied", version=2):
    """The application, signed by the head, goes to the court under its number."""

    paper: str = line("强制执行申请书（文号）")
    court: str = line("申请的人民法院")
    appeal_ended: date = day("复议和诉讼的期限届满日")
    amount_fen: int = fen("申请执行的金额")
    claim: str = text("申请执行的标的")
    materials: list[str] = several("申请材料", MATERIALS)
    urgent: bool = yes("情况紧急，申请立即执行")
    signed_by_leader: bool = yes("负责人已签名")
    sealed: bool = yes("已加盖印章")
    dated: bool = yes("已注明日期")
    series: str = line("文号系列", default="强", min_length=0)  # what was applied for earlier shared 强


SERIES: Final = "强执"
_APPEALS: Final = frozenset({"reconsideration", "litigation"})
COURT: Final = beside("court", asked=CourtRequested.kind, approved=CourtApplied.kind)


@act(
    CourtRequested,
    label="申请强制执行呈批",
    verb="呈报申请强制执行",
    phase=PHASE,
    needs=("decision.made",),
    article="强制法第五十三条",
    help="当事人不复议、不诉讼又不履行，催告书送达满十个工作日仍不履行的，申请人民法院强制执行。",
    of=(PENALTY, COERCION),
)
def request_court(case: CaseRef, form: CourtForm, doing: Doing) -> CourtRequested:
    """Ask for the court to be applied to; only for what is still owed."""
    _require_something(case, form)
    if form.appeal_ended > beijing_date(doing.happened):
        raise BadInputError(
            "复议和诉讼的期限还没有届满。",
            fields={"appeal_ended": "晚于呈报之日"},
            why="当事人在期限内不申请复议、不起诉又不履行的，才能申请强制执行（强制法第五十三条）。",
            remedy="请核对期限；期限届满以后再呈报。",
        )
    return CourtRequested(**dict(form), **asking(case, COURT))


def _require_something(case: CaseRef, form: CourtForm) -> None:
    if not case.events("coercion.decided" if case.kind == COERCION else "decision.made"):
        raise OutOfOrderError("还没有作出决定，不能申请强制执行。", remedy="请先作出决定并送达。")
    now = money_now(case)
    if now and form.amount_fen > now.owed:
        raise BadInputError(
            "申请执行的金额多于还应缴的金额。",
            fields={"amount_fen": f"还应缴 {yuan(now.owed)} 元"},
            why="部分履行的，只申请执行没有履行的部分。",
            remedy="请核对缴款记录，改为还应缴的金额。",
        )


@prefills(CourtRequested)
def _what_is_left(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    known = _when_appeals_end(case)
    if now is None:
        return known
    owing = "；".join(f"{one.word} {yuan(one.owed)} 元" for one in now.lines if one.owed)
    return known | {"amount_fen": now.owed, "claim": owing, "materials": list(MATERIALS)[:4]}


def _when_appeals_end(case: CaseRef) -> dict[str, Any]:
    """Return the last day on which the party could still appeal, as the rules reckon it; nothing where they cannot.

    Where it has appealed the term of the suit runs anew from the answer, which is not the term of these rules.
    """
    if case.events("appeal.lodged"):
        return {}
    judged = findings(case.dossier)
    terms = {one.rule.id for one in judged.force.rulebook.plans(case.kind) if one.words.matter in _APPEALS}
    due = [one.due for one in judged.findings if one.rule.id in terms and one.due is not None]
    return {"appeal_ended": beijing_date(max(due))} if due else {}


@act(
    CourtApplied,
    label="申请人民法院强制执行",
    verb="签署强制执行申请书",
    phase=PHASE,
    article="强制法第五十五条",
    help="申请书由负责人签名，加盖印章并注明日期。",
    of=(PENALTY, COERCION),
)
def apply_to_court(case: CaseRef, form: CourtGrantForm, doing: Doing) -> CourtApplied:
    """Sign the application; its number is taken now."""
    _, asked = asked_in(case, form.request, CourtRequested)
    told = {name: getattr(asked, name) for name in CourtForm.model_fields if name != "opinion"}
    signed = {name: getattr(form, name) for name in ("signed_by_leader", "sealed", "dated")}
    paper = next_number(case.organ, SERIES, on=doing.happened)
    return CourtApplied(**granting(form, doing), **told, **signed, paper=paper, series=SERIES)


RESULTS: Final = {
    "accepted": "受理",
    "rejected": "不予受理",
    "granted": "准予强制执行",
    "denied": "不准予强制执行",
    "ended": "终结执行",
}


class CourtAnswerForm(Form):
    """人民法院裁定."""

    of: int = entry("申请", (CourtApplied.kind,))
    result: str = choice("裁定", RESULTS)
    court_no: str = line("裁定书文号", default="", min_length=0)
    content: str = text("裁定内容", rows=3)


class CourtAnswered(CourtAnswerForm, Body, kind="court.answered", version=2):
    """The court answered; it may answer more than once, from acceptance to the end."""


@act(
    CourtAnswered,
    label="人民法院裁定",
    verb="登记人民法院裁定",
    phase=PHASE,
    needs=(CourtApplied.kind,),
    article="强制法第五十六条至第五十八条",
    correctable=True,
    of=(PENALTY, COERCION),
)
def record_answer(case: CaseRef, form: CourtAnswerForm, doing: Doing) -> CourtAnswered:
    """Record what the court answered."""
    del doing
    case.at(form.of, CourtApplied)
    return CourtAnswered(**dict(form))


ENDS: Final = {
    "died": "公民死亡，无遗产可供执行，又无义务承受人",
    "dissolved": "法人或者其他组织终止（含破产），无财产可供执行，又无义务承受人",
    "lost": "执行标的灭失",
    "revoked": "据以执行的行政决定被撤销",
    "other": "认为需要终结执行的其他情形",
}


class ExecutionEndForm(Form):
    """终结执行."""

    ground: str = choice("终结执行的情形", ENDS, article="强制法第四十条")
    facts: str = text("事实和证明材料")
    unperformed_fen: int = fen("没有履行的金额", default=0)


class ExecutionEnded(ExecutionEndForm, Body, kind="execution.ended", version=1):
    """There is nobody left to perform, or nothing to perform: the execution ends."""


@act(
    ExecutionEnded,
    label="终结执行",
    verb="登记终结执行",
    phase=PHASE,
    needs=("decision.made",),
    article="强制法第四十条",
    help="当事人死亡、终止等，依法终结执行；随后以“终结执行”结案。",
    of=(PENALTY, COERCION),
)
def end_execution(case: CaseRef, form: ExecutionEndForm, doing: Doing) -> ExecutionEnded:
    """Record that the execution ended without being performed; what is left has to be what the case says."""
    del doing
    now = money_now(case)
    if now is None and case.kind != COERCION:
        raise OutOfOrderError(
            "本案还没有作出决定，没有可以终结的执行。", remedy="调查中当事人死亡、终止的，办理终止调查。"
        )
    if now and form.unperformed_fen != now.owed:
        raise BadInputError(
            "没有履行的金额与缴款记录不符。",
            fields={"unperformed_fen": f"还应缴 {yuan(now.owed)} 元"},
            remedy="请核对；有没有登记的缴款，先登记缴款。",
        )
    return ExecutionEnded(**dict(form))


@prefills(ExecutionEnded)
def _what_stays(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    return {"unperformed_fen": now.owed} if now else {}
