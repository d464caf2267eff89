"""委托检测、鉴定、审计、专家评审和协助调查: what people enter, and what the entries hold."""

from datetime import date
from typing import Final

from liuhen.forms.fields import Form, choice, day, entry, file, line, lines, parts, text, yes
from liuhen.ledger import Body
from liuhen.process.case.parts import Part, Scan


class CommissionForm(Form):
    """委托书."""

    organ: str = line("受委托机构", article="汶上办法第十一条")
    qualification: str = line("机构和人员的资质", default="", min_length=0)
    items: list[str] = lines("委托事项（每行一项）", min_length=1, article="汶上办法第十一条")
    materials: list[str] = lines("送交的材料、样品（每行一件）", default_factory=list)
    due: date | None = day("要求完成的日期", default=None)


class Commission(CommissionForm, Body):
    """A question that needs somebody's knowledge is put to him in writing."""

    document_no: str = line("委托书文号")


class TestCommissioned(Commission, kind="test.commissioned", version=2):
    """检测检验 was commissioned."""

    __test__ = False


class AppraisalCommissioned(Commission, kind="appraisal.commissioned", version=2):
    """鉴定 was commissioned."""


class AuditCommissioned(Commission, kind="audit.commissioned", version=2):
    """审计 was commissioned."""


class ExpertReviewCommissioned(Commission, kind="expert_review.commissioned", version=2):
    """专家评审 was commissioned."""


OUTCOMES: Final = {"made": "已出具", "ended": "没有出具，委托终止"}


class Expert(Part):
    """One who gave his opinion."""

    name: str = line("姓名")
    title: str = line("单位、职称", default="", min_length=0)
    opinion: str = line("意见", default="", min_length=0)


class Report(Form):
    """What is said of a report or an opinion."""

    outcome: str = choice("结果", OUTCOMES, default="made")
    report_no: str = line("报告编号", default="", min_length=0)
    conclusion: str = text("结论（没有出具的，写明原因）")
    experts: list[Expert] = parts("鉴定人、评审专家", default_factory=list)
    sealed: bool = yes("已由鉴定人、专家签名，机构盖章", default=False)
    told_party: bool = yes("已告知当事人", default=False)


class TestReportForm(Report):
    """检测检验报告."""

    __test__ = False
    of: int = entry("哪一次委托", ("test.commissioned",))
    scan: str = file("报告扫描件", default="")


class AppraisalReportForm(Report):
    """鉴定意见."""

    of: int = entry("哪一次委托", ("appraisal.commissioned",))
    scan: str = file("报告扫描件", default="")


class AuditReportForm(Report):
    """审计报告."""

    of: int = entry("哪一次委托", ("audit.commissioned",))
    scan: str = file("报告扫描件", default="")


class ExpertReviewReportForm(Report):
    """专家评审意见."""

    of: int = entry("哪一次委托", ("expert_review.commissioned",))
    scan: str = file("报告扫描件", default="")


class Reported(Report, Body):
    """What came of a commission."""

    of: int = entry("哪一次委托", ())
    scan: Scan | None = parts("报告扫描件", default=None)


class TestReported(Reported, kind="test.reported", version=2):
    """The report of a test."""

    __test__ = False


class AppraisalReported(Reported, kind="appraisal.reported", version=2):
    """The opinion of an appraiser."""


class AuditReported(Reported, kind="audit.reported", version=2):
    """The report of an audit."""


class ExpertReviewReported(Reported, kind="expert_review.reported", version=2):
    """The opinion of experts."""


class AssistanceForm(Form):
    """协助调查函."""

    organ: str = line("协助机关", article="令第4号第三十四条")
    items: list[str] = lines("请求协助的事项（每行一项）", min_length=1, article="令第4号第三十四条")
    reason: str = text("案情和请求协助的理由", rows=3)
    contact: str = line("联系人", default="", min_length=0)


class AssistanceRequested(AssistanceForm, Body, kind="assistance.requested", version=2):
    """Another organ is asked in writing to look into something."""

    document_no: str = line("文号")


class AnsweredForm(Form):
    """协助调查回复."""

    of: int = entry("哪一份协助调查函", ("assistance.requested",))
    document_no: str = line("复函文号", default="", min_length=0)
    content: str = text("回复的内容")
    complete: bool = yes("所请求的事项已全部答复", default=True)


class AnswerScanForm(AnsweredForm):
    """协助调查回复，附复函."""

    scan: str = file("复函扫描件", default="")


class AssistanceAnswered(AnsweredForm, Body, kind="assistance.answered", version=2):
    """The other organ answered."""

    scan: Scan | None = parts("复函扫描件", default=None)


class DelayForm(Form):
    """协助机关告知延期."""

    of: int = entry("哪一份协助调查函", ("assistance.requested",))
    reason: str = text("延期的理由", rows=2, article="令第4号第三十四条")
    until: date = day("延至", article="令第4号第三十四条")


class AssistanceDelayed(DelayForm, Body, kind="assistance.delayed", version=2):
    """The other organ said that it needs longer."""
