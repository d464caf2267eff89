"""What the entries of 陈述申辩, 集体讨论 and 决定 hold, and what people enter for them."""

from datetime import date

from liuhen.forms.fields import Form, choice, fen, line, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.office.payloads.discretion import STEPS
from liuhen.people.roles import Role
from liuhen.process.case.articles import ARTICLES
from liuhen.process.case.parts import Part, Party
from liuhen.process.case.standing import LAST_WORD, Step, before_named, level
from liuhen.process.decision.notice_payloads import BANNING, MOST, SUSPENDING

OUTCOMES = {"made": "提出陈述申辩", "waived": "书面放弃", "silent": "期限内没有提出"}
ADOPTED = {"yes": "采纳", "partly": "部分采纳", "no": "不采纳", "none": "没有提出，无须采纳"}


class DefenceForm(Form):
    """陈述申辩."""

    outcome: str = choice("陈述申辩情况", OUTCOMES, article="令第4号第四十一条")
    content: str = text("陈述申辩的事实、理由和证据", default="", min_length=0)
    review: str = text("复核情况", default="", min_length=0, article="武汉办法第十七条")
    adopted: str = choice("是否采纳", ADOPTED, default="none")
    changes_case: bool = yes("改变了认定的事实或者拟处罚内容", default=False)


class DefenceRecorded(DefenceForm, Body, kind="defence.recorded", version=1):
    """What the party said to the notice, and what came of examining it."""


SIGNING = {"paper": "在纸质记录上签名", "online": "各自在系统中签名"}


class Participant(Part):
    """One who took part in a collective discussion."""

    id: str = line("工号", default="", min_length=0)
    name: str = line("姓名")
    opinion: str = text("意见")
    signed: bool = yes("已签名", default=False)


class DiscussionForm(Form):
    """集体讨论."""

    place: str = line("地点")
    chair: str = line("主持人")
    participants: list[Participant] = parts(
        "参加人员", widget="participants", min_length=1, article="令第4号第四十四条"
    )
    reported_by: str = line("汇报人（承办人）", default="", min_length=0)
    dissent: str = text("不同意见", default="无", article="令第4号第四十四条")
    result: str = text("讨论结果")
    signing: str = choice("签名方式", SIGNING, default="paper", article="令第4号第四十四条")


class DiscussionHeld(DiscussionForm, Body, kind="discussion.held", version=1):
    """The persons in charge discussed the case; everyone's opinion and signature stand here."""


class DiscussionSignatureForm(Form):
    """在集体讨论记录上签名."""

    opinion: str = text("本人意见", rows=2, article="令第4号第四十四条", examples=["同意"])
    dissent: str = text("不同意见", rows=2, default="", min_length=0, article="令第4号第四十四条")


class DiscussionSigned(DiscussionSignatureForm, Body, kind="discussion.signed", version=1):
    """One who took part signs the record of a discussion, with his own opinion and dissent."""

    of: int = whole("所签的集体讨论记录")
    complete: bool = yes("参加人员已全部签名")


RESULTS = {
    "penalty": "给予行政处罚",
    "none": "不予行政处罚",
    "unfounded": "违法事实不能成立",
    "transfer": "移送有权部门处理",
    "judicial": "移送司法机关",
}


class Share(Part):
    """What falls on one of several parties."""

    name: str = line("当事人")
    fine_fen: int = fen("罚款", default=0)
    refund_fen: int = fen("责令退回", default=0)


class DecisionForm(Form):
    """行政处罚决定（呈批）."""

    result: str = choice("决定种类", RESULTS, default="penalty", article="令第4号第四十三条")
    transfer_to: str = line(
        "移送的机关", default="", min_length=0, when={"result": ["transfer", "judicial"]}, article="令第4号第四十三条"
    )
    party: Party = parts("当事人基本情况", widget="part", article="武汉办法第二十一条")
    facts: str = text("案件事实", article="武汉办法第二十一条")
    evidence: str = text("证据材料", article="武汉办法第二十一条")
    circumstances: str = text("从重、从轻、减轻或者不予处罚的情形", default="无", article="武汉办法第二十一条")
    basis: str = text("法律依据（含裁量基准）", article="武汉办法第二十一条")
    basis_article: str | None = choice(
        "处罚所依据的条款（不依基金条例处罚的不选）",
        ARTICLES,
        default=None,
        description="选定后按该条核对罚款的倍数、退回的数额和适用的当事人；须与事先告知的一致。",
    )
    loss_fen: int = fen("造成的医疗保障基金损失", default=0, description="罚款倍数以此为基数。")
    refused_correction: bool = yes("当事人拒不改正", default=False, when={"basis_article": ["TL39"]})
    measures: str = text("决定内容", article="武汉办法第二十一条")
    fine_fen: int = fen("罚款", default=0)
    refund_fen: int = fen("责令退回医疗保障基金", default=0)
    confiscated_fen: int = fen("没收违法所得", default=0)
    suspend_months: int | None = whole("暂停（月）", default=None, ge=1, le=MOST, when={"basis_article": SUSPENDING})
    ban_years: int | None = whole("禁止从业（年）", default=None, ge=1, le=MOST, when={"basis_article": BANNING})
    shares: list[Share] = parts(
        "各当事人分担的数额（只有一名当事人的不填）", default_factory=list, description="合计须与上面的数额相等。"
    )
    major: bool = yes("属于本机关重大执法决定目录所列", default=False, article="国办发118号第四部分")
    step: str | None = choice("裁量档次", STEPS, default=None, description="按本机关裁量基准核对罚款。")
    departure: str = text("不按裁量基准的理由", rows=2, default="", min_length=0)
    pay_days: int = whole("缴款期限（日）", default=15, article="处罚法第六十七条")
    how: str = text("履行方式", article="武汉办法第二十一条")
    correction: str = text("责令改正的内容", default="", min_length=0, article="令第4号第十三条")
    correction_days: int = whole("改正期限（日）", default=0)
    remedies: str = text("救济途径和期限", article="武汉办法第二十一条")


class DecisionDrafted(DecisionForm, Body, kind="decision.drafted", version=1):
    """The handler asks for the decision, in the order of approvals in force then."""

    range_words: str = text("裁量基准的核对", default="", min_length=0)
    order: list[Step] = parts("审批流程", default_factory=before_named(Role.CHIEF))
    order_basis: str = text("审批流程依据", default="", min_length=0)


class SignOffForm(Form):
    """签署决定."""

    opinion: str = text("审批意见", article="武汉办法第二十条", examples=["同意"])


class DecisionEndorsed(SignOffForm, Body, kind="decision.endorsed", version=1):
    """Whoever is asked before the last step gives his opinion."""

    level: str = level()


class DecisionMade(DecisionForm, Body, kind="decision.made", version=1):
    """The last step decides; the decision's whole content stands here with its number."""

    draft_seq: int = whole("所依据的呈批")
    opinion: str = text("负责人意见")
    document_no: str = line("文号")
    total_fen: int = fen("追回与罚款合计", le=2 * 10**15)
    correction_due: date | None = None


class DecisionReturnForm(Form):
    """退回决定呈批."""

    reason: str = text("退回理由")


class DecisionReturned(DecisionReturnForm, Body, kind="decision.returned", version=1):
    """The draft goes back to the handler with the reason."""

    level: str = level(default=LAST_WORD)
