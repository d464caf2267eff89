"""勘验、检查意见、反馈、责令改正、复查、拒绝检查: what people enter, and what the entries hold."""

from datetime import date

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, day, entry, line, moment, officers, parts, several, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Present, Receiver, Signatures

CONCLUSIONS = {
    "none": "未发现问题",
    "corrected": "发现问题，当场改正",
    "order": "发现问题，责令限期改正",
    "clue": "发现违法线索，转线索核查",
}
SIGNED = {"signed": "当事人已签字", "refused": "当事人拒绝签字，已注明"}
RECHECKED = {"done": "已改正", "partly": "部分改正", "not_done": "没有改正"}
REFUSED = {
    "entry": "拒绝进入现场",
    "questions": "拒绝回答询问、作证",
    "materials": "拒绝、拖延提供材料",
    "signing": "拒绝签字",
    "other": "其他",
}


class SceneForm(Form):
    """现场勘验笔录."""

    place: str = line("勘验地点")
    arrived: AwareDatetime = moment("勘验开始时间")
    left: AwareDatetime = moment("勘验结束时间")
    officer_ids: list[str] = officers(min_length=1, article="武汉办法第十四条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="武汉办法第十四条")
    object: str = line("勘验对象")
    present: list[Present] = parts("在场人员、见证人", default_factory=list)
    findings: str = text("勘验情况（位置、尺寸、状态、提取的物品）")
    pages: int = whole("笔录页数", default=1, ge=1)
    signatures: Signatures = parts("签名情况", widget="part", default_factory=Signatures)


class SceneExamined(Body, kind="scene.examined", version=2):
    """A place or thing was examined, with a written record."""

    place: str = line("勘验地点")
    arrived: AwareDatetime = moment("勘验开始时间")
    left: AwareDatetime = moment("勘验结束时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    object: str = line("勘验对象")
    present: list[Present] = parts("在场人员、见证人")
    findings: str = text("勘验情况")
    pages: int = whole("笔录页数")
    signatures: Signatures = parts("签名情况")


class OpinionForm(Form):
    """签署检查意见."""

    conclusion: str = choice("检查结论", CONCLUSIONS)
    opinion: str = text("检查意见", article="武汉办法第三条第三款")
    signing: str = choice("当事人签字", SIGNED, default="signed")
    witness: str = line("见证人（当事人拒签时）", default="", min_length=0, when={"signing": ["refused"]})


class OpinionSigned(Body, kind="inspection.opinion_signed", version=2):
    """What the inspection comes to, put before the party."""

    document_no: str = line("检查意见文号")
    conclusion: str = choice("检查结论", CONCLUSIONS)
    opinion: str = text("检查意见")
    signing: str = choice("当事人签字", SIGNED)
    party_signed: bool = yes("当事人已签字")
    witness: str = line("见证人", default="", min_length=0)


class FeedbackForm(Form):
    """检查情况反馈."""

    content: str = text("反馈内容")
    feedback_way: str = choice("反馈方式", {"oral": "当场口头反馈", "meeting": "反馈会", "written": "书面反馈"})
    receiver: Receiver = parts("反馈给谁", widget="part")
    officer_ids: list[str] = officers("反馈人员", min_length=1)
    text_suffices: bool = yes("文字记录已能全面有效记录", default=False, article="国办发〔2018〕118号第三部分")


class FeedbackGiven(Body, kind="feedback.given", version=2):
    """The party was told what the inspection came to."""

    content: str = text("反馈内容")
    feedback_way: str = choice("反馈方式", {"oral": "当场口头反馈", "meeting": "反馈会", "written": "书面反馈"})
    receiver: Receiver = parts("反馈给谁")
    officers: list[Snapshot] = parts("反馈人员")
    text_suffices: bool = yes("文字记录已能全面有效记录")


class OrderForm(Form):
    """责令改正."""

    content: str = text("责令改正的内容", article="武汉办法第三条第三款")
    basis: str = text("依据", rows=2)
    due: date = day("改正期限", article="武汉办法第二十三条")
    signing: str = choice("当事人签收", SIGNED, default="signed")


class CorrectionOrdered(Body, kind="correction.ordered", version=2):
    """The party is told what to put right, and by which day."""

    document_no: str = line("责令改正通知书文号")
    content: str = text("责令改正的内容")
    basis: str = text("依据")
    due: date = day("改正期限")
    signing: str = choice("当事人签收", SIGNED)
    party_signed: bool = yes("当事人已签收")


class RecheckForm(Form):
    """改正情况复查."""

    of: int = entry("复查哪一次责令改正", ("correction.ordered",))
    result: str = choice("复查结果", RECHECKED)
    findings: str = text("复查情况", article="武汉办法第二十三条")
    officer_ids: list[str] = officers("复查人员", min_length=1)


class CorrectionRechecked(Body, kind="correction.rechecked", version=2):
    """Somebody looked whether it was put right."""

    of: int = whole("复查哪一次责令改正")
    result: str = choice("复查结果", RECHECKED)
    findings: str = text("复查情况")
    officers: list[Snapshot] = parts("复查人员")


class RefusalForm(Form):
    """拒绝调查、拒绝作证记录."""

    refuser: str = line("谁拒绝（姓名、身份）")
    refused: list[str] = several("拒绝什么", REFUSED, min_length=1)
    what: str = text("经过和已作的告知、劝说", article="武汉办法第十五条第二款")
    officer_ids: list[str] = officers(min_length=1)
    signatures: Signatures = parts("签名情况", widget="part", default_factory=lambda: Signatures(party="refused"))


class RefusalRecorded(Body, kind="refusal.recorded", version=2):
    """Somebody would not be inspected, questioned or asked for papers; what was done about it then."""

    refuser: str = line("谁拒绝")
    refused: list[str] = several("拒绝什么", REFUSED)
    what: str = text("经过")
    officers: list[Snapshot] = parts("执法人员")
    signatures: Signatures = parts("签名情况")
