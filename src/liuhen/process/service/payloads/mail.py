"""邮寄: handed in, and come back where nobody took it; that it was received is 送达."""

from datetime import date

from liuhen.forms.fields import Form, choice, day, entry, file, line, officers, parts, text
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Scan
from liuhen.process.service.payloads.what import What, WhatForm
from liuhen.process.service.ways import MAIL_KINDS


class MailForm(WhatForm):
    """交邮."""

    reason: str = text("为什么不直接送达", rows=2, default="", min_length=0, article="东西湖制度第二十二条")
    address: str = line("收件地址")
    mail_kind: str = choice("邮寄方式", MAIL_KINDS, default="ems", article="汶上办法第十七条")
    mail_no: str = line("邮件号码")
    posting_register: str = line(
        "邮寄登记", default="", min_length=0, examples=["邮寄登记簿第 3 页"], article="汶上办法第十七条"
    )
    posting_proof: str = line(
        "邮寄凭证", default="", min_length=0, examples=["付邮收据一张"], article="武汉办法第二十二条"
    )
    proof: str | None = file("邮寄凭证的扫描件或者照片", default=None)
    officer_ids: list[str] = officers("经办人", min_length=1)


class MailPosted(What, MailForm, Body, kind="mail.posted", version=1):
    """Papers were handed in at the post; they are served when somebody takes them."""

    officer_ids: list[str] = officers("经办人", default_factory=list, exclude=True)
    mail_list: str = line("邮寄清单", max_length=2_000)
    officers: list[Snapshot] = parts("经办人")
    proof: Scan | None = parts("邮寄凭证", default=None)  # type: ignore[assignment]  # looked into


class MailReturnedForm(Form):
    """邮件退回."""

    of: int = entry("哪一次交邮", ("mail.posted",))
    returned_on: date = day("退回日期")
    what: str = text("退回的具体情况", rows=2, examples=["原址查无此人"], article="武汉办法第二十二条")
    scan: str | None = file("退回邮件的照片或者扫描件", default=None)


class MailReturned(MailReturnedForm, Body, kind="service.returned", version=2):
    """A mail came back: nothing was served by it."""

    scan: Scan | None = parts("退回邮件", default=None)  # type: ignore[assignment]  # looked into
