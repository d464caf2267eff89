"""What the entries of 事先告知 hold, and what people enter for them."""

from liuhen.forms.fields import Form, choice, fen, line, parts, several, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.case.articles import ARTICLES
from liuhen.process.case.parts import Part

RIGHTS = {"陈述": "陈述", "申辩": "申辩", "听证": "听证"}
HEARING = {
    "confiscation": "没收较大数额违法所得、较大价值非法财物",
    "licence": "降低资质等级、吊销许可证件",
    "closing": "责令停产停业、责令关闭、限制从业",
    "other": "其他较重的行政处罚",
}
SUSPENDING = ["TL38", "TL40", "TL41-1", "TL41-2"]
BANNING = ["TL43"]
MOST = 120
"""More months, or years, than any article names."""


class NoticeForm(Form):
    """行政处罚事先告知."""

    facts: str = text("认定的违法事实", article="处罚法第四十四条")
    reasons: str = text("理由", article="处罚法第四十四条")
    basis: str = text("依据", article="处罚法第四十四条")
    proposal: str = text("拟作出的处罚内容", article="处罚法第四十四条")
    basis_article: str | None = choice(
        "处罚所依据的条款（不依基金条例处罚的不选）", ARTICLES, default=None, article="处罚法第四十四条"
    )
    fine_fen: int = fen("拟罚款", default=0)
    refund_fen: int = fen("拟责令退回医疗保障基金", default=0)
    confiscated_fen: int = fen("拟没收违法所得", default=0)
    suspend_months: int | None = whole("拟暂停（月）", default=None, ge=1, le=MOST, when={"basis_article": SUSPENDING})
    ban_years: int | None = whole("拟禁止从业（年）", default=None, ge=1, le=MOST, when={"basis_article": BANNING})
    hearing_grounds: list[str] = several(
        "数额以外属于听证范围的情形", HEARING, default_factory=list, article="处罚法第六十三条"
    )
    rights: list[str] = several("告知的权利", RIGHTS, min_length=1, article="令第4号第四十一条")
    hearing_right: bool = yes(
        "告知听证权利",
        default=False,
        article="处罚法第六十三条",
        description="罚款达到本机关听证标准的，系统按属于听证范围记；没有达到而告知的，也照记。",
    )
    defence_days: int = whole("陈述申辩期限（工作日）", default=5, ge=1, le=30)
    changed: str = text(
        "再次告知的，写明与上次告知有何改变", rows=2, default="", min_length=0, article="处罚法第四十四条"
    )
    receiver: str = line("接收人")
    signed: bool = yes("接收人已签收", default=False)


class NoticeThresholds(Part):
    """The organ's own amount for hearings as it stood when the notice was given, in fen, by kind of party."""

    hearing_fen: int | None = None
    party_kind: str = ""


class NoticeGiven(NoticeForm, Body, kind="notice.given", version=1):
    """The party was told in writing what is intended, why, and its rights."""

    document_no: str = line("文号")
    thresholds: NoticeThresholds = parts("本机关当日听证标准", default_factory=NoticeThresholds)
    hearing_why: str = text("是否属于听证范围的比对", default="", min_length=0)
