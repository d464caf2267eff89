"""What the entries of 调查取证 hold, and what people enter for them."""

from typing import Annotated

from pydantic import AwareDatetime

from liuhen.ledger import Body, Sealed
from liuhen.people.officers import Snapshot
from liuhen.process.case.fields import (
    Form,
    choice,
    entry,
    fen,
    file,
    line,
    moment,
    officers,
    parts,
    several,
    text,
    whole,
    yes,
)
from liuhen.process.case.parts import Part, Party, Present, Scan

PARTY_SIGNED = {"signed": "已逐页签名", "refused": "拒绝签名", "absent": "不在场"}


class Signatures(Part):
    """How a record was signed."""

    party: str = choice("当事人", PARTY_SIGNED, default="signed", article="令第4号第二十条")
    every_page: bool = yes("当事人逐页签名", default=True, article="令第4号第二十条")
    officers: bool = yes("执法人员签名", default=True, article="令第4号第二十条")
    witness: str = line("见证人（当事人拒签或不在场时）", default="", min_length=0)


class InspectionForm(Form):
    """现场检查笔录."""

    place: str = line("检查地点")
    arrived: AwareDatetime = moment("到达现场时间")
    left: AwareDatetime = moment("离开现场时间")
    officer_ids: list[str] = officers(min_length=1, article="武汉办法第十四条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="武汉办法第十四条")
    object: str = line("检查对象")
    present: list[Present] = parts("在场人员", default_factory=list)
    findings: str = text("检查情况", article="武汉办法第十五条")
    pages: int = whole("笔录页数", default=1, ge=1)
    signatures: Signatures = parts("签名情况", widget="part", default_factory=Signatures)


class InspectionMade(Body, kind="inspection.made", version=1):
    """An on-site inspection with its written record."""

    place: str = line("检查地点")
    arrived: AwareDatetime = moment("到达现场时间")
    left: AwareDatetime = moment("离开现场时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    object: str = line("检查对象")
    present: list[Present] = parts("在场人员")
    findings: str = text("检查情况")
    pages: int = whole("笔录页数")
    signatures: Signatures = parts("签名情况")


class Subject(Part):
    """Who is questioned."""

    name: str = line("被询问人姓名")
    relation: str = line("职务或者与案件的关系")


class SubjectIdentity(Part):
    """Identity of the person questioned; sealed."""

    identity_no: str = line("身份证件号码", default="", min_length=0)
    phone: str = line("联系电话", default="", min_length=0)


class Question(Part):
    """A question and its answer."""

    q: str = text("问")
    a: str = text("答")


class InterviewForm(Form):
    """询问笔录."""

    subject: Subject = parts("被询问人", widget="part")
    subject_identity: SubjectIdentity | None = parts("被询问人身份信息（封存）", widget="part", default=None)
    place: str = line("询问地点")
    started: AwareDatetime = moment("询问开始时间")
    ended: AwareDatetime = moment("询问结束时间")
    officer_ids: list[str] = officers(min_length=1, article="武汉办法第十四条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="武汉办法第十四条")
    rights_told: bool = yes("已告知权利义务", default=False)
    individually: bool = yes("个别询问", default=False, article="令第4号第二十四条")
    read_back: bool = yes("已交被询问人核对", default=False, article="令第4号第二十四条")
    questions: list[Question] = parts("问答", widget="qa", min_length=1)


class InterviewMade(Body, kind="interview.made", version=1):
    """A person was questioned; identity and telephone number are sealed."""

    subject: Subject = parts("被询问人")
    subject_identity: Annotated[SubjectIdentity | None, Sealed] = parts("被询问人身份信息", default=None)
    place: str = line("询问地点")
    started: AwareDatetime = moment("询问开始时间")
    ended: AwareDatetime = moment("询问结束时间")
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    rights_told: bool = yes("已告知权利义务")
    individually: bool = yes("个别询问")
    read_back: bool = yes("已交被询问人核对")
    questions: list[Question] = parts("问答")


LONGEST = 31 * 24 * 3600 * 1000  # milliseconds: more than any device records in one file
STAGES = {"inspection": "现场检查", "interview": "询问", "service": "送达", "other": "其他"}


class RecordingForm(Form):
    """存入音像记录."""

    file: str = file("音像文件")
    started: AwareDatetime = moment("开始录制时间（设备显示）")
    stage: str = choice("所属环节", STAGES, default="inspection")
    of: int | None = entry("对应的文字记录", ("inspection.made", "interview.made", "service.made"), default=None)
    device: str = line("设备编号")
    opening_statement: bool = yes("开头已口述时间、地点、人员、对象、环节", default=False, article="武汉办法第七条")


class RecordingStored(Body, kind="recording.stored", version=1):
    """An original recording in the dedicated store, with its labels."""

    recording: str = line("音像编号")
    file: Scan = parts("文件")
    duration_ms: int | None = whole("时长（毫秒）", default=None, le=LONGEST)
    started: AwareDatetime = moment("开始录制时间")
    ended: AwareDatetime = moment("结束录制时间")
    gaps: list[tuple[int, int]] = parts("画面中断（毫秒）", default_factory=list)
    stage: str = choice("所属环节", STAGES)
    of: int | None = whole("对应的文字记录", default=None)
    device: str = line("设备编号")
    case_no: str = line("案号")
    party_name: str = line("当事人")
    handler_name: str = line("承办人")
    opening_statement: bool = yes("开场口述")
    whole: bool = yes("文件完整", default=True)
    noticed: str = text("文件名与内容不符之处", default="", min_length=0)


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
    other: str = text("其他需要说明的事项", default="无", article="令第4号第三十六条")
    fine_fen: int = fen("拟罚款", default=0)
    refund_fen: int = fen("拟责令退回医疗保障基金", default=0)
    grounds_major: list[str] = several(
        "属于重大执法决定的情形（数额由系统按本机关标准另行比对）",
        GROUNDS,
        default_factory=list,
        article="令第4号第三十七条",
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
