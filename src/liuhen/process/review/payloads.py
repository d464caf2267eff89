"""What the entries of 法制审核 hold, and what people enter for them."""

from liuhen.forms.fields import Form, choice, entry, lines, offset, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.process.case.parts import Part


class SubmissionForm(Form):
    """送法制审核."""

    materials: list[str] = lines("送审材料（每行一项）", min_length=1)
    note: str = text("说明", default="", min_length=0)
    handled: str = text(
        "对上次审核意见的处理情况（再次送审的填写）", rows=3, default="", min_length=0, article="令第4号第三十九条"
    )


class ReviewSubmitted(SubmissionForm, Body, kind="review.submitted", version=1):
    """The handler sends report, proposed decision and evidence; receipt starts the review's term."""

    concluded_seq: int = whole("所附调查终结报告", default=0)  # 0: dossiers of this kind have no such report
    round: int = whole("第几次送审", default=0)


OPINIONS = {
    "agree": "同意",
    "more_inquiry": "继续调查或者不予处罚",
    "change": "变更",
    "correct": "纠正",
    "other": "其他意见",
}


class Points(Part):
    """The ten points of review."""

    qualified: bool = yes("执法主体合法，执法人员具备资格", default=False)
    jurisdiction: bool = yes("属于本机关管辖", default=False)
    facts: bool = yes("事实清楚，证据合法充分", default=False)
    nature: bool = yes("定性准确", default=False)
    basis: bool = yes("适用依据正确", default=False)
    procedure: bool = yes("程序合法", default=False)
    proportion: bool = yes("处理适当，裁量得当", default=False)
    papers: bool = yes("文书完备、规范", default=False)
    crime: bool = yes("涉嫌犯罪的已考虑移送", default=False)
    other: bool = yes("其他应当审核的内容", default=False)


POINTS = {name: str(one.title) for name, one in Points.model_fields.items()}


class Remark(Part):
    """What the reviewer says to one point, and where its evidence is."""

    point: str = choice("要点", POINTS)
    text: str = text("意见", rows=2)
    entry: int | None = entry("所据的记录", ("*",), default=None)
    at_ms: int | None = offset("音像的分、秒", default=None)


class OpinionForm(Form):
    """法制审核意见."""

    opinion: str = choice("审核意见", OPINIONS, article="令第4号第三十九条")
    points: Points = parts("审核要点", widget="points", article="令第4号第三十八条")
    remarks: list[Remark] = parts("逐项意见和证据所在", default_factory=list)
    first_review: bool = yes("本人初次从事行政处罚法制审核", default=False, article="处罚法第五十八条")
    legal_qualification: bool = yes("本人已取得法律职业资格", default=False, article="处罚法第五十八条")
    text: str = text("意见说明")


class ReviewOpinion(OpinionForm, Body, kind="review.opinion", version=1):
    """The reviewer's opinion on one submission."""

    submission_seq: int = whole("所审的送审")
    reviewer: str
