"""执行检查、结案、归档: each function composes the body of one act; the guard lets it pass and writes it."""

from typing import Any

from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.kernel.money import yuan
from liuhen.people.officers import Officer
from liuhen.process.case.approval import MATTERS, order_of, waits
from liuhen.process.case.models import Paper, Recording
from liuhen.process.case.reference import CASES, PENALTY, SIMPLE, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.execution.closing import require_ground
from liuhen.process.execution.money import money_now, money_of
from liuhen.process.execution.payloads import (
    ArchiveFiled,
    ArchiveForm,
    CatalogueRow,
    CheckForm,
    ClosingApproved,
    ClosingEndorsed,
    ClosingForm,
    ClosingOpinionForm,
    ClosingRequested,
    ClosingReturned,
    ClosingReturnForm,
    ExecutionChecked,
    Volume,
)

PHASE = "送达与执行"
ENDING = "结案、归档"


@act(
    ExecutionChecked,
    label="执行检查记录",
    verb="登记执行检查",
    phase=PHASE,
    needs=("decision.made",),
    article="武汉办法第二十三条",
    correctable=True,
    of=(PENALTY, SIMPLE),
)
def check_execution(case: CaseRef, form: CheckForm, doing: Doing) -> ExecutionChecked:
    """Record how far the decision is performed; what was paid is what the sums that came in make."""
    now = money_of(case, on=doing.happened)
    if not now.booked:
        return ExecutionChecked(**dict(form))
    paid = {"paid_fen": now.line("fine").kept, "refunded_fen": now.line("refund").kept}
    if form.complete and now.owed:
        raise BadInputError(
            "还有款项没有缴清，不能记为全部履行。",
            fields={"complete": "；".join(f"{one.word}还有 {yuan(one.owed)} 元" for one in now.lines if one.owed)},
            remedy="请先登记缴款，或者不勾选全部履行。",
        )
    return ExecutionChecked(**dict(form) | paid)


@prefills(ExecutionChecked)
def _what_came_in(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    now = money_now(case)
    if now is None or not case.events("payment.received", "fine.collected"):
        return {}
    return {"paid_fen": now.line("fine").kept, "refunded_fen": now.line("refund").kept}


@act(
    ClosingRequested,
    label="结案呈批",
    verb="呈报结案",
    phase=ENDING,
    needs=("case.opened",),
    article="令第4号第五十六条",
    of=CASES,
)
def request_closing(case: CaseRef, form: ClosingForm, doing: Doing) -> ClosingRequested:
    """Ask for the case to be closed."""
    del doing
    if case.subject.closed or waits(case, MATTERS[2]):
        raise OutOfOrderError("结案已经呈报。", remedy="请刷新页面查看进度。")
    require_ground(case, form)
    order = order_of(case, ClosingRequested.kind)
    return ClosingRequested(**dict(form), order=list(order.steps), order_basis=order.basis)


@act(ClosingEndorsed, label="结案审批意见", verb="签署结案意见", phase=ENDING, needs=("closing.requested",), of=CASES)
def endorse_closing(case: CaseRef, form: ClosingOpinionForm, doing: Doing) -> ClosingEndorsed:
    """Give an opinion on the request in one's turn."""
    del case
    return ClosingEndorsed(opinion=form.opinion, level=str(doing.acting.role))


@act(
    ClosingApproved,
    label="结案审批",
    verb="批准结案",
    phase=ENDING,
    needs=("closing.requested",),
    once=True,
    article="令第4号第五十六条",
    of=CASES,
)
def approve_closing(case: CaseRef, form: ClosingOpinionForm, doing: Doing) -> ClosingApproved:
    """Approve the closing."""
    del doing
    return ClosingApproved(opinion=form.opinion, ground=case.given(ClosingRequested)[1].ground)


@act(ClosingReturned, label="结案呈批退回", verb="退回结案呈批", phase=ENDING, needs=("closing.requested",), of=CASES)
def return_closing(case: CaseRef, form: ClosingReturnForm, doing: Doing) -> ClosingReturned:
    """Send the request back to the handler with the reason."""
    del case
    return ClosingReturned(reason=form.reason, level=str(doing.acting.role))


@act(
    ArchiveFiled,
    label="归档",
    verb="归档",
    phase=ENDING,
    needs=("closing.approved",),
    once=True,
    article="武汉办法第二十六条",
    help="终结之日起 30 日内，将文字和音像记录形成案卷。",
    of=CASES,
)
def file_case(case: CaseRef, form: ArchiveForm, doing: Doing) -> ArchiveFiled:
    """Form the file; its catalogue is what the case holds."""
    papers = list(Paper.objects.filter(dossier=case.dossier).order_by("seq"))
    recordings = list(Recording.objects.filter(dossier=case.dossier).order_by("seq"))
    rows = [CatalogueRow(title=one.title, pages=one.pages, seq=one.seq) for one in papers]
    rows += [CatalogueRow(title=f"音像：{one.name}", pages=0, seq=one.seq) for one in recordings]
    return ArchiveFiled(
        **dict(form),
        volume=Volume(files=len(rows), pages=sum(one.pages for one in papers)),
        catalogue=sorted(rows, key=lambda row: row.seq),
        keeper=doing.by.name,
    )
