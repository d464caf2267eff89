"""What the entries of 听证 hold, and what people enter for them."""

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, line, moment, officers, parts, text, whole, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Part, Present

WAYS = {"written": "书面提出", "oral": "口头提出（已记入笔录）"}


class HearingRequestForm(Form):
    """申请听证."""

    person: str = line("提出人", description="当事人或者其代理人。")
    way: str = choice("提出方式", WAYS, default="written")
    late: bool = yes("超过告知后的申请期限才提出", default=False, article="处罚法第六十四条")
    content: str = text("要求听证的事项和理由", default="", min_length=0)


class HearingRequested(HearingRequestForm, Body, kind="hearing.requested", version=2):
    """The party asks for a hearing after the notice."""

    notice_seq: int = whole("所针对的告知")


LEFT = {"withdrawn": "撤回听证要求", "absent": "无正当理由拒不出席或者中途退出，视为放弃"}


class HearingWithdrawalForm(Form):
    """撤回或者放弃听证."""

    how: str = choice("情形", LEFT, article="处罚法第六十四条")
    person: str = line("当事人或者其代理人")
    reason: str = text("情况说明", rows=2)


class HearingWithdrawn(HearingWithdrawalForm, Body, kind="hearing.withdrawn", version=1):
    """The party gives the hearing up."""

    of: int = whole("所撤回的申请")


GROUNDS = {"late": "逾期提出", "out_of_range": "不属于听证范围", "stranger": "提出人不是当事人，也没有受其委托"}


class HearingRefusalForm(Form):
    """不组织听证的答复."""

    ground: str = choice("不组织听证的原因", GROUNDS, article="处罚法第六十三条")
    reason: str = text("答复内容", rows=3)
    told: str = line("答复方式", default="书面答复")


class HearingRefused(HearingRefusalForm, Body, kind="hearing.refused", version=1):
    """The organ answers that it holds no hearing, and why."""

    of: int = whole("所答复的申请")


class Agent(Part):
    """Who speaks for the party."""

    name: str = line("代理人姓名")
    authorised: bool = yes("已提交授权委托书", default=False)


class HearingNoticeForm(Form):
    """听证通知."""

    time: AwareDatetime = moment("听证时间", article="处罚法第六十四条")
    place: str = line("听证地点", article="处罚法第六十四条")
    chair_ids: list[str] = officers("主持人", min_length=1, max_length=1, article="处罚法第六十四条")
    recorder: str = line("记录人", default="", min_length=0)
    public: bool = yes("公开举行", default=True, article="处罚法第六十四条")
    closed_reason: str = text("不公开举行的理由", rows=2, default="", min_length=0)
    whom: list[Present] = parts("被通知的人员", min_length=1)
    delivered: bool = yes("通知书已经送达", default=False)


class HearingNotified(Body, kind="hearing.notified", version=2):
    """Everyone concerned was told in writing when and where the hearing is held, and who presides."""

    of: int = whole("所答复的申请")
    time: AwareDatetime = moment("听证时间")
    place: str = line("听证地点")
    chair: Snapshot = parts("主持人", widget="part")
    recorder: str = line("记录人", default="", min_length=0)
    public: bool = yes("公开举行")
    closed_reason: str = text("不公开举行的理由", default="", min_length=0)
    whom: list[Present] = parts("被通知的人员")
    delivered: bool = yes("通知书已经送达")


class HearingAdjournedForm(Form):
    """听证延期、中止."""

    reason: str = text("延期或者中止的原因", rows=2)


class HearingAdjourned(HearingAdjournedForm, Body, kind="hearing.adjourned", version=1):
    """The hearing does not go on as announced; another day is announced anew."""

    of: int = whole("所涉的听证通知")


class HearingForm(Form):
    """举行听证."""

    place: str = line("听证地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    chair_ids: list[str] = officers("主持人", min_length=1, max_length=1, article="处罚法第六十四条")
    recorder: str = line("记录人")
    people: list[Present] = parts("参加人员", min_length=1, description="调查人员、当事人、证人、第三人等。")
    agents: list[Agent] = parts("当事人的代理人", default_factory=list, article="处罚法第六十四条")
    public: bool = yes("公开举行", default=True, article="处罚法第六十四条")
    closed_reason: str = text("不公开举行的理由", rows=2, default="", min_length=0)
    text_suffices: bool = yes("文字记录已能全面有效记录，未作音像记录", default=False)


class HearingOpened(Body, kind="hearing.opened", version=2):
    """A hearing was held, from its beginning to the end of that day's sitting."""

    of: int = whole("所答复的申请")
    place: str = line("听证地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    chair: Snapshot = parts("主持人", widget="part")
    recorder: str = line("记录人")
    people: list[Present] = parts("参加人员")
    agents: list[Agent] = parts("当事人的代理人")
    public: bool = yes("公开举行")
    closed_reason: str = text("不公开举行的理由", default="", min_length=0)
    text_suffices: bool = yes("文字记录已能全面有效记录，未作音像记录")


SIGNED = {"signed": "已核对并签字", "refused": "拒绝签字"}


class Signatures(Part):
    """How the record of a hearing was signed."""

    party: str = choice("当事人或者代理人", SIGNED, default="signed", article="处罚法第六十四条")
    note: str = line("主持人对拒绝签字的注明", default="", min_length=0)
    chair: bool = yes("主持人签字", default=True)
    recorder: bool = yes("记录人签字", default=True)


class HearingRecordForm(Form):
    """听证笔录."""

    content: str = text(
        "调查人员提出的事实、证据和处罚建议，当事人的申辩和质证，辩论与最后陈述", article="处罚法第六十四条"
    )
    pages: int = whole("笔录页数", default=1, ge=1)
    signatures: Signatures = parts("签字情况", widget="part", default_factory=Signatures)


class HearingRecorded(HearingRecordForm, Body, kind="hearing.recorded", version=2):
    """The record of the hearing, read and signed by the party, or the refusal noted by who presided."""

    of: int = whole("所记的听证")


ENDS = {"concluded": "听证完毕", "terminated": "终止听证"}


class HearingEndForm(Form):
    """听证结束."""

    how: str = choice("结束方式", ENDS, default="concluded")
    reason: str = text("终止的原因", rows=2, default="", min_length=0)


class HearingEnded(HearingEndForm, Body, kind="hearing.ended", version=2):
    """The hearing is over; until here its days do not count for the case."""

    of: int = whole("所涉的听证")


class HearingReportForm(Form):
    """听证报告."""

    summary: str = text("听证的基本情况")
    disputes: str = text("双方争议的事实、证据和依据")
    opinion: str = text("听证意见和建议")


class HearingReported(HearingReportForm, Body, kind="hearing.reported", version=2):
    """What the hearing came to, for those who decide."""

    of: int = whole("所依据的听证笔录")
