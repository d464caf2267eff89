"""委托 and what comes of it; 协助调查. The time from a commission to its report is left out of terms, as rules say."""

from typing import Any, TypeVar

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import OutOfOrderError
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.case.uploads import claimed_scan
from liuhen.process.inquiry.actions import PHASE
from liuhen.process.inquiry.evidence import answers, numbered, require_entry, require_none
from liuhen.process.inquiry.payloads.commissions import (
    AnswerScanForm,
    AppraisalCommissioned,
    AppraisalReported,
    AppraisalReportForm,
    AssistanceAnswered,
    AssistanceDelayed,
    AssistanceForm,
    AssistanceRequested,
    AuditCommissioned,
    AuditReported,
    AuditReportForm,
    Commission,
    CommissionForm,
    DelayForm,
    ExpertReviewCommissioned,
    ExpertReviewReported,
    ExpertReviewReportForm,
    Reported,
    TestCommissioned,
    TestReported,
    TestReportForm,
)

C = TypeVar("C", bound=Commission)
R = TypeVar("R", bound=Reported)
ReportForms = TestReportForm | AppraisalReportForm | AuditReportForm | ExpertReviewReportForm
NOT_COUNTED = "委托之日至收到报告之日不计入办案期限的，期限表自动扣除；同时进行的几项委托只扣一次。"


@act(
    TestCommissioned,
    label="委托检测检验",
    verb="委托检测检验",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第四十五条",
    help=NOT_COUNTED,
    correctable=True,
    of=CASES,
)
def commission_test(case: CaseRef, form: CommissionForm, doing: Doing) -> TestCommissioned:
    """Have something tested."""
    return _commissioned(TestCommissioned, case, form, doing)


@act(
    TestReported,
    label="检测检验报告",
    verb="登记检测检验报告",
    phase=PHASE,
    needs=("test.commissioned",),
    correctable=True,
    of=CASES,
)
def report_test(case: CaseRef, form: TestReportForm, doing: Doing) -> TestReported:
    """Record what a test found."""
    return _reported(TestReported, "test.commissioned", case, form, doing)


@act(
    AppraisalCommissioned,
    label="委托鉴定",
    verb="委托鉴定",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第四十五条",
    help=NOT_COUNTED,
    correctable=True,
    of=CASES,
)
def commission_appraisal(case: CaseRef, form: CommissionForm, doing: Doing) -> AppraisalCommissioned:
    """Have something appraised."""
    return _commissioned(AppraisalCommissioned, case, form, doing)


@act(
    AppraisalReported,
    label="鉴定意见",
    verb="登记鉴定意见",
    phase=PHASE,
    needs=("appraisal.commissioned",),
    correctable=True,
    of=CASES,
)
def report_appraisal(case: CaseRef, form: AppraisalReportForm, doing: Doing) -> AppraisalReported:
    """Record the opinion of an appraiser."""
    return _reported(AppraisalReported, "appraisal.commissioned", case, form, doing)


@act(
    AuditCommissioned,
    label="委托审计",
    verb="委托审计",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第十八条",
    help="聘请会计师事务所等第三方协助调查。",
    correctable=True,
    of=CASES,
)
def commission_audit(case: CaseRef, form: CommissionForm, doing: Doing) -> AuditCommissioned:
    """Have accounts audited."""
    return _commissioned(AuditCommissioned, case, form, doing)


@act(
    AuditReported,
    label="审计报告",
    verb="登记审计报告",
    phase=PHASE,
    needs=("audit.commissioned",),
    correctable=True,
    of=CASES,
)
def report_audit(case: CaseRef, form: AuditReportForm, doing: Doing) -> AuditReported:
    """Record the report of an audit."""
    return _reported(AuditReported, "audit.commissioned", case, form, doing)


@act(
    ExpertReviewCommissioned,
    label="委托专家评审",
    verb="委托专家评审",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第二十五条",
    help=NOT_COUNTED,
    correctable=True,
    of=CASES,
)
def commission_review(case: CaseRef, form: CommissionForm, doing: Doing) -> ExpertReviewCommissioned:
    """Have experts look at something."""
    return _commissioned(ExpertReviewCommissioned, case, form, doing)


@act(
    ExpertReviewReported,
    label="专家评审意见",
    verb="登记专家评审意见",
    phase=PHASE,
    needs=("expert_review.commissioned",),
    correctable=True,
    of=CASES,
)
def report_review(case: CaseRef, form: ExpertReviewReportForm, doing: Doing) -> ExpertReviewReported:
    """Record the opinion of experts."""
    return _reported(ExpertReviewReported, "expert_review.commissioned", case, form, doing)


def _commissioned(body: type[C], case: CaseRef, form: CommissionForm, doing: Doing) -> C:
    late = form.due is not None and form.due < beijing_date(doing.happened)
    require_none({"due": "不能早于委托的日期"} if late else {})
    return body(**dict(form), document_no=numbered(case, body, "委", doing))


def _reported(body: type[R], asked: str, case: CaseRef, form: ReportForms, doing: Doing) -> R:
    require_entry(case, form.of, (asked,), field="of")
    _require_unanswered(case, form.of, body.kind, doing)
    _require_after(case, form.of, asked, doing)
    scan = claimed_scan(form.scan, by=doing.by, field="scan") if form.scan else None
    return body(**{name: value for name, value in form if name != "scan"}, scan=scan)


def _require_unanswered(case: CaseRef, of: int, kind: str, doing: Doing) -> None:
    answered = answers(case, kind).get(of)
    if answered and doing.corrects is None:
        raise OutOfOrderError(
            "这次委托已经有了结果。",
            why=f"见第 {answered} 条。",
            remedy="补充鉴定、重新鉴定的，请另行登记委托；写错了的，请在那一条记录上办理更正。",
        )


def _require_after(case: CaseRef, of: int, asked: str, doing: Doing) -> None:
    found = next(event for event in case.events(asked) if event.seq == of)
    before = beijing_date(doing.happened) < beijing_date(found.happened)
    require_none({"happened": "早于委托的日期"} if before else {})


@act(
    AssistanceRequested,
    label="协助调查函",
    verb="发出协助调查函",
    phase=PHASE,
    needs=("clue.registered",),
    article="令第4号第三十四条",
    help="协助机关自收到之日起十五日内完成；需要延期的，在期满之前告知。",
    correctable=True,
    of=CASES,
)
def ask_assistance(case: CaseRef, form: AssistanceForm, doing: Doing) -> AssistanceRequested:
    """Ask another organ in writing to look into something."""
    return AssistanceRequested(**dict(form), document_no=numbered(case, AssistanceRequested, "协", doing))


@act(
    AssistanceAnswered,
    label="协助调查回复",
    verb="登记协助调查回复",
    phase=PHASE,
    needs=("assistance.requested",),
    article="令第4号第三十四条",
    correctable=True,
    of=CASES,
)
def answer_assistance(case: CaseRef, form: AnswerScanForm, doing: Doing) -> AssistanceAnswered:
    """Record what the other organ answered."""
    require_entry(case, form.of, ("assistance.requested",), field="of")
    _require_after(case, form.of, "assistance.requested", doing)
    scan = claimed_scan(form.scan, by=doing.by, field="scan") if form.scan else None
    return AssistanceAnswered(**{name: value for name, value in form if name != "scan"}, scan=scan)


@act(
    AssistanceDelayed,
    label="协助机关告知延期",
    verb="登记协助机关告知延期",
    phase=PHASE,
    needs=("assistance.requested",),
    article="令第4号第三十四条",
    correctable=True,
    of=CASES,
)
def delay_assistance(case: CaseRef, form: DelayForm, doing: Doing) -> AssistanceDelayed:
    """Record that the other organ needs longer."""
    require_entry(case, form.of, ("assistance.requested",), field="of")
    require_none({"until": "须晚于告知的日期"} if form.until <= beijing_date(doing.happened) else {})
    return AssistanceDelayed(**dict(form))


def _waiting(case: CaseRef, asked: str, *kinds: str) -> dict[str, Any]:
    answered = answers(case, *kinds)
    waiting = [event.seq for event in case.events(asked) if event.seq not in answered]
    return {"of": waiting[0]} if len(waiting) == 1 else {}


def _follows(report: type[Body], asked: str) -> None:
    def known(case: CaseRef, by: Officer) -> dict[str, Any]:
        del by
        return _waiting(case, asked, report.kind)

    prefills(report)(known)


_follows(TestReported, "test.commissioned")
_follows(AppraisalReported, "appraisal.commissioned")
_follows(AuditReported, "audit.commissioned")
_follows(ExpertReviewReported, "expert_review.commissioned")
_follows(AssistanceAnswered, "assistance.requested")
_follows(AssistanceDelayed, "assistance.requested")
