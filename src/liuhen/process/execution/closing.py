"""结案: the grounds for each kind of dossier, what each stands on in plain sense, and the report drawn from the file.

What the law asks of a ground is in the packs; here only what the entries of the dossier themselves contradict.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from liuhen.kernel.clock import BEIJING, When, as_instant
from liuhen.kernel.errors import BadInputError
from liuhen.kernel.money import yuan
from liuhen.people.officers import Officer
from liuhen.process.case.particulars import said
from liuhen.process.case.reference import COERCION, INSPECTION, PENALTY, SIMPLE, CaseRef
from liuhen.process.case.registry import prefills
from liuhen.process.execution.money import money_now
from liuhen.process.execution.payloads import GROUNDS, ClosingForm, ClosingRequested

GROUNDS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    PENALTY: ("performed", "enforced", "no_penalty", "terminated"),
    SIMPLE: ("performed", "enforced"),
    INSPECTION: ("no_problem", "corrected", "turned_into_clue", "terminated"),
    COERCION: ("performed", "lifted", "ended", "enforced"),
}
"""Kind of dossier -> the grounds on which it may be closed, the usual one first."""


def require_ground(case: CaseRef, form: ClosingForm) -> None:
    """Let the request pass, or say what the file has against its ground.

    Raises:
        BadInputError: the ground is none of this kind of dossier, or something is left undone and not explained.
    """
    fitting = GROUNDS_OF[case.kind]
    if form.ground not in fitting:
        raise BadInputError(
            "结案情形不适用于本件。",
            fields={"ground": f"可选：{'、'.join(GROUNDS[one] for one in fitting)}"},
            remedy="请改选适用的结案情形。",
        )
    check = _CHECKS.get(form.ground)
    left = list(check(case)) if check else []
    if left and not form.unperformed:
        raise BadInputError(
            f"还不能以“{GROUNDS[form.ground]}”结案。",
            fields={"ground": "；".join(left)},
            why="结案情形须与本件的记录一致。",
            remedy="请先补记；确实没有履行而依法不再履行的，写明没有履行的部分和原因，或者改选结案情形。",
        )


def _unperformed(case: CaseRef) -> Iterator[str]:
    """Yield what was decided and is not done, as far as the entries say."""
    if case.kind == COERCION:
        return
    now = money_now(case)
    if now is None:
        yield "没有作出处理决定"
        return
    checks = case.events("execution.checked")
    complete = bool(checks and checks[-1].fields.get("complete"))
    if now.booked or not complete:
        yield from (f"{one.word}还有 {yuan(one.owed)} 元没有缴清" for one in now.lines if one.owed)
    yield from (f"{one.word}多缴的 {yuan(one.excess)} 元没有退还" for one in now.lines if one.excess)
    looked = [one.fields.get("corrected") for one in checks if one.fields.get("corrected") is not None]
    if looked and looked[-1] is False:
        yield "最近一次核查没有改正"


def _uncorrected(case: CaseRef) -> Iterator[str]:
    """Yield what keeps an inspection from being closed as corrected: an order that nobody looked after."""
    ordered = case.events("correction.ordered")
    if not ordered and _concluded(case) != "corrected":
        yield "没有责令改正的记录，检查意见也没有写明当场改正"
    looked = {one.fields.get("of") for one in case.events("correction.rechecked")}
    if any(one.seq not in looked for one in ordered):
        yield "责令改正以后还没有复查"
    last = said(case, "correction.rechecked")
    if last is not None and last.field("result") != "done":
        yield "最近一次复查没有全部改正"


def _problems(case: CaseRef) -> Iterator[str]:
    if case.events("correction.ordered"):
        yield "本次检查责令改正过"
    if _concluded(case) not in {"", "none"}:
        yield "检查意见写明发现了问题"


def _concluded(case: CaseRef) -> str:
    """Return the conclusion of the inspection's opinion, or nothing."""
    opinion = said(case, "inspection.opinion_signed")
    return str(opinion.field("conclusion") or "") if opinion else ""


_CHECKS: Final[Mapping[str, Callable[[CaseRef], Iterator[str]]]] = {
    "performed": _unperformed,
    "corrected": _uncorrected,
    "no_problem": _problems,
}


@prefills(ClosingRequested)
def _report(case: CaseRef, by: Officer) -> dict[str, Any]:
    """Return the closing report as the file tells it, and the ground that fits."""
    del by
    before = case.last(ClosingRequested)
    if before is not None:
        return before[1].model_dump(include=set(ClosingForm.model_fields))
    return {"ground": _likely(case), "summary": "".join(f"{one}。" for one in _course(case))}


def _likely(case: CaseRef) -> str:
    made = said(case, "decision.made")
    if case.kind != PENALTY:
        fitting = {"order": "corrected", "corrected": "corrected", "clue": "turned_into_clue"}
        return fitting.get(_concluded(case), GROUNDS_OF[case.kind][0])
    if made is not None and made.field("result") in {"none", "unfounded"}:
        return "no_penalty"
    if case.events("court.answered", "execution.ended"):
        return "enforced"
    gone = bool(case.events("inquiry.terminated", "transfer.made"))
    return "terminated" if gone and made is None else "performed"


_STEPS: Final = {
    "clue.registered": "登记线索",
    "inspection.begun": "开始检查",
    "case.opened": "立案",
    "inquiry.concluded": "调查终结",
    "decision.made": "作出决定",
    "spot_decision.made": "当场作出处罚决定",
    "coercion.decided": "作出强制决定",
    "service.made": "送达",
    "payment.deferred": "批准暂缓或者分期缴纳",
    "court.applied": "申请人民法院强制执行",
    "court.answered": "人民法院裁定",
    "execution.ended": "终结执行",
    "inquiry.terminated": "终止调查",
    "transfer.made": "移送",
    "appeal.lodged": "当事人申请行政复议或者提起行政诉讼",
    "appeal.decided": "复议、诉讼有结果",
    "decision.revoked": "决定被撤销、变更",
}


def _course(case: CaseRef) -> Iterator[str]:
    """Yield the course of the case and its amounts, a sentence each."""
    events = case.events(*_STEPS)
    steps = [f"{_day(one.happened)}{_STEPS[one.kind]}" for one in events]
    if steps:
        yield "，".join(steps)
    now = money_now(case)
    for one in now.lines if now else ():
        if one.decided or one.paid:
            owed = f"，未缴 {yuan(one.owed)} 元" if one.owed else ""
            yield f"{one.word} {yuan(one.decided)} 元，已缴 {yuan(one.kept)} 元{owed}"
    checks = case.events("execution.checked")
    looked = [one.fields.get("corrected") for one in checks if one.fields.get("corrected") is not None]
    if looked:
        yield "责令改正的内容已经改正" if looked[-1] else "责令改正的内容尚未改正"


def _day(when: When) -> str:
    return f"{as_instant(when).astimezone(BEIJING):%Y年%-m月%-d日}"
