"""What the entries of 执行检查, 结案 and 归档 hold, and what people enter for them."""

from liuhen.forms.fields import Form, choice, fen, line, parts, text, yes
from liuhen.ledger import Body
from liuhen.people.roles import Role
from liuhen.process.case.parts import Part
from liuhen.process.case.standing import LAST_WORD, Step, before_named, level


class CheckForm(Form):
    """执行检查. What was paid is taken from 缴款 where sums were written down one by one."""

    paid_fen: int = fen("已缴罚款", default=0)
    refunded_fen: int = fen("已退回医疗保障基金", default=0)
    corrected: bool | None = yes("已按要求改正（这次没有核查改正的，不选）", default=None, article="武汉办法第二十三条")
    complete: bool = yes("已全部履行", default=False)
    findings: str = text("检查情况", article="武汉办法第二十三条")


class ExecutionChecked(CheckForm, Body, kind="execution.checked", version=1):
    """Performance was checked."""


GROUNDS = {
    "performed": "决定执行完毕",
    "enforced": "人民法院裁定执行终结或者不予执行",
    "no_penalty": "不予行政处罚或者违法事实不能成立",
    "terminated": "案件终止调查或者已经移送",
    "no_problem": "检查未发现问题",
    "corrected": "检查发现的问题已经改正",
    "turned_into_clue": "检查发现的问题已经转为线索",
    "lifted": "强制措施已经解除",
    "ended": "强制执行已经终结",
}
"""Which of them fit says the kind of dossier."""


class ClosingForm(Form):
    """结案呈批."""

    ground: str = choice("结案情形", GROUNDS, article="令第4号第五十六条")
    summary: str = text("办理结果", description="案件经过、决定内容和履行情况；已按本案记录填写，请核对。")
    unperformed: str = text(
        "没有履行的部分和原因", rows=3, default="", min_length=0, description="全部履行的不填；填写了的写入结案报告。"
    )


class ClosingRequested(ClosingForm, Body, kind="closing.requested", version=1):
    """The handler asks for the case to be closed, in the order of approvals in force then."""

    order: list[Step] = parts("审批流程", default_factory=before_named(Role.CHIEF))
    order_basis: str = text("审批流程依据", default="", min_length=0)


class ClosingOpinionForm(Form):
    """批准结案."""

    opinion: str = text("审批意见", article="令第4号第五十六条", examples=["同意结案"])


class ClosingEndorsed(ClosingOpinionForm, Body, kind="closing.endorsed", version=1):
    """Whoever is asked before the last step gives his opinion."""

    level: str = level()


class ClosingApproved(ClosingOpinionForm, Body, kind="closing.approved", version=1):
    """The person in charge approves; the file is due within its days from now."""

    ground: str = choice("结案情形", GROUNDS)


class ClosingReturnForm(Form):
    """退回结案呈批."""

    reason: str = text("退回理由")


class ClosingReturned(ClosingReturnForm, Body, kind="closing.returned", version=1):
    """The request goes back to the handler with the reason."""

    level: str = level(default=LAST_WORD)


RETENTION = {"permanent": "永久", "30_years": "30 年", "10_years": "10 年"}


class ArchiveForm(Form):
    """归档."""

    retention: str = choice("保管期限", RETENTION, default="30_years", article="武汉办法第二十七条")
    place: str = line("存放位置", default="电子档案库")


class CatalogueRow(Part):
    """A line of the file's catalogue."""

    title: str
    pages: int
    seq: int


class Volume(Part):
    """How much the file holds."""

    files: int
    pages: int


class ArchiveFiled(ArchiveForm, Body, kind="archive.filed", version=1):
    """The file is formed from papers and recordings and handed to the archivist."""

    volume: Volume = parts("卷宗")
    catalogue: list[CatalogueRow] = parts("卷内目录")
    keeper: str = line("档案管理员")
