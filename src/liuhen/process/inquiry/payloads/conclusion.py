"""权利告知 and 调查终结: what people enter, and what the entries hold."""

from liuhen.forms.fields import Form, choice, fen, line, parts, several, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.case.articles import ARTICLES
from liuhen.process.case.parts import Part, Party

RIGHTS = {"陈述": "陈述", "申辩": "申辩", "回避": "申请回避", "听证": "听证"}


class RightsForm(Form):
    """权利告知."""

    rights: list[str] = several("告知的权利", RIGHTS, min_length=1, article="武汉办法第十七条")
    way: str = line("告知方式", default="当面送交权利告知书")
    receiver: str = line("接收人")
    signed: bool = yes("接收人已签收", default=False)


class RightsTold(RightsForm, Body, kind="rights.told", version=1):
    """The party was told its rights by a document."""


GROUNDS = {
    "amount": "追回或者罚款数额较大",
    "agreement": "解除协议等重大权益且经听证",
    "complex": "疑难复杂，涉及多个法律关系",
    "public_interest": "涉及重大公共利益",
    "other": "法律法规规定的其他情形",
}
DISCUSSION = {
    "impact": "重大安全问题或者有重大社会影响",
    "disagreement": "处理意见与法制审核有重大分歧",
    "leader": "负责人认为应当集体讨论",
}


class ConclusionForm(Form):
    """调查终结报告."""

    party: Party = parts("当事人", widget="part", article="令第4号第三十六条")
    course: str = text("案件来源、调查经过、采取的措施", article="令第4号第三十六条")
    facts: str = text("认定的事实和证据", article="令第4号第三十六条")
    nature: str = text("违法性质", article="令第4号第三十六条")
    proposal: str = text("处理意见", article="令第4号第三十六条")
    basis: str = text("依据", article="令第4号第三十六条")
    basis_article: str | None = choice(
        "处罚所依据的条款（不依基金条例处罚的不选）",
        ARTICLES,
        default=None,
        description="选定后按该条核对罚款的倍数、退回的数额和适用的当事人。",
    )
    loss_fen: int = fen("造成的医疗保障基金损失", default=0)
    other: str = text("其他需要说明的事项", default="无", article="令第4号第三十六条")
    fine_fen: int = fen("拟罚款", default=0)
    refund_fen: int = fen("拟责令退回医疗保障基金", default=0)
    grounds_major: list[str] = several(
        "属于重大执法决定的情形（数额由系统按本机关标准另行比对）",
        GROUNDS,
        default_factory=list,
        article="令第4号第三十七条",
    )
    changes: str = text(
        "与上一稿相比改变了什么（重新提交时填写）", rows=3, default="", min_length=0, article="令第4号第三十九条"
    )
    discussion_grounds: list[str] = several(
        "须经集体讨论的情形", DISCUSSION, default_factory=list, article="令第4号第四十四条"
    )


class Thresholds(Part):
    """The organ's own amounts as they stood when the act was done, in fen."""

    review_fen: int | None = None


class InquiryConcluded(ConclusionForm, Body, kind="inquiry.concluded", version=1):
    """The inquiry is concluded: six items, the proposal, and the amounts against the organ's thresholds of that day."""

    thresholds: Thresholds = parts("本机关当日标准")
    total_fen: int = fen("追回与罚款合计")
    revision: int = whole("第几稿")
