"""送达: one paper or several reach somebody in one of the ways, on a day that is told."""

from datetime import date

from pydantic import AwareDatetime

from liuhen.forms.fields import choice, day, entry, file, line, moment, officers, parts, text, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Part, Receiver, Scan
from liuhen.process.service.payloads.what import What, WhatForm
from liuhen.process.service.ways import BY_OTHERS, CAPACITIES, ELECTRONIC, MAIL_KINDS, SIGNED_FOR, WAYS

_SIGNED = {"way": list(SIGNED_FOR)}
_LEFT = {"way": ["left"]}
_SENT = {"way": list(ELECTRONIC)}
_OTHERS = {"way": list(BY_OTHERS)}
_UNUSUAL = {"way": [way for way in WAYS if way != "direct"]}


class Signed(Part):
    """Who signed for a paper, or who would not."""

    name: str = line("姓名", default="", min_length=0)
    relation: str = line("与受送达人的关系", default="本人", min_length=0)
    capacity: str = choice("签收人身份", CAPACITIES, default="self", article="民诉法第八十八条")
    why: str = line("代收的理由", default="", min_length=0)


class ServiceForm(WhatForm):
    """送达."""

    way: str = choice("送达方式", WAYS, default="direct", article="武汉办法第二十二条")
    announced: bool = yes("宣告后当场交付", default=False, article="令第4号第五十九条", when={"way": ["direct"]})
    place: str = line("送达地点", default="", min_length=0, when={"way": ["direct", "left", *BY_OTHERS]})
    receiver: Signed = parts("签收人，拒收的写拒收人", widget="part", default=Signed())
    officer_ids: list[str] = officers("送达人", min_length=1)
    signed: bool = yes(
        "签收人已在送达回证上签名或者盖章",
        default=False,
        article="武汉办法第二十二条",
        when={"way": ["direct", *BY_OTHERS]},
    )
    signed_on: date | None = day(
        "签收日期", default=None, description="不填的，是发生时间的那一天。", when={"way": ["direct", *BY_OTHERS]}
    )
    certificate_shown: bool | None = yes(
        "送达时出示了执法证件", default=None, article="福建细则三（二）", when={"way": ["direct", "left"]}
    )
    seal: bool | None = yes(
        "文书已经加盖行政机关印章", default=None, article="汶上办法第十七条", when={"way": ["direct", "left"]}
    )
    of: int | None = entry("哪一次交邮", ("mail.posted",), default=None, when={"way": ["mail"]})
    receipt_date: date | None = day(
        "回执注明的收件日期", default=None, article="民诉法第九十一条", when={"way": ["mail"]}
    )
    return_receipt: str = line(
        "邮寄回执",
        default="",
        min_length=0,
        examples=["回执一份，2026年4月23日本人签收"],
        article="武汉办法第二十二条",
        when={"way": ["mail"]},
    )
    tracking: str = text("邮件跟踪", rows=2, default="", min_length=0, when={"way": ["mail"]})
    sent_at: AwareDatetime | None = moment(
        "发出并到达的时间", default=None, article="民诉法第九十条；武汉办法第二十二条", when=_SENT
    )
    fax_no: str = line(
        "受送达人的传真号码", default="", min_length=0, article="武汉办法第二十二条", when={"way": ["fax"]}
    )
    address: str = line(
        "电子邮箱或者系统账号",
        default="",
        min_length=0,
        description="不填的，是确认书所写的。",
        when={"way": ["email", "electronic"]},
    )
    kept_by: str = line(
        "留存方式", default="", min_length=0, examples=["发送成功页面截图"], article="武汉办法第二十二条", when=_SENT
    )
    server: str = line(
        "受委托的机关或者转交的单位、代为送达的人", default="", min_length=0, article="汶上办法第十七条", when=_OTHERS
    )
    letter: str = line("委托或者转交函的文号", default="", min_length=0, when=_OTHERS)
    reason: str = text(
        "理由",
        rows=2,
        default="",
        min_length=0,
        description="留置的写拒收事由；其他方式写为什么不直接送达。",
        article="民诉法第八十九条",
        when=_UNUSUAL,
    )
    circumstances: str = text(
        "留置、委托、转交等情况",
        rows=3,
        default="",
        min_length=0,
        article="武汉办法第二十二条",
        when={"way": ["left", *BY_OTHERS]},
    )
    witness: str = line("见证人", default="", min_length=0, article="民诉法第八十九条", when=_LEFT)
    witness_of: str = line("见证人的单位和职务", default="", min_length=0, when=_LEFT)
    text_suffices: bool = yes("文字记录已经能够全面有效记录，不另录音像", default=False, when=_LEFT)
    evidence: str | None = file("截图、照片、回执或者回证的扫描件", default=None)


class ServiceMade(What, ServiceForm, Body, kind="service.made", version=2):
    """A paper was served. What was posted before stands here again, so that the service is told in one place."""

    officer_ids: list[str] = officers("送达人", default_factory=list, exclude=True)
    receipt_no: str = line("送达回证文号")
    served_on: date = day("送达日期")
    reckoned: str = line("送达日期的依据")
    officers: list[Snapshot] = parts("送达人")
    evidence: Scan | None = parts("截图、照片、回执或者回证", default=None)  # type: ignore[assignment]  # looked into
    posted_on: date | None = day("交邮日期", default=None)
    mail_kind: str | None = choice("邮寄方式", MAIL_KINDS, default=None)
    mail_no: str = line("邮件号码", default="", min_length=0)
    posting_register: str = line("邮寄登记", default="", min_length=0)
    posting_proof: str = line("邮寄凭证", default="", min_length=0)
    mail_list: str = line("邮寄清单", default="", min_length=0, max_length=2_000)


class ServedOnTheSpot(Body, kind="service.made", version=1):
    """A paper was handed over, as it was recorded before the other ways were."""

    document: str = choice(
        "送达文书",
        {
            "decision": "行政处罚决定书",
            "notice": "行政处罚事先告知书",
            "inspection_opinion": "检查意见书",
            "correction_order": "责令改正通知书",
        },
    )
    document_no: str = line("文号")
    receipt_no: str = line("送达回证文号")
    way: str = choice("送达方式", {"direct": "直接送达"})
    place: str = line("送达地点")
    receiver: Receiver = parts("受送达人")
    officers: list[Snapshot] = parts("送达人")
    signed: bool = yes("受送达人已签收")
    announced: bool = yes("宣告后当场交付")
