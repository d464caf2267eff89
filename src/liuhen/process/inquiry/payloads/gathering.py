"""抽样、限期提供材料、表明身份、使用办案场所: what people enter, and what the entries hold."""

from datetime import date
from typing import Final

from pydantic import AwareDatetime

from liuhen.forms.fields import Form, choice, day, entry, file, line, lines, moment, officers, parts, several, text, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Part, Scan

LIST_SIGNED: Final = {"signed": "已签名", "refused": "拒绝签名", "absent": "不在场"}


class SampleItem(Part):
    """A thing that was taken as a sample."""

    name: str = line("名称")
    number: str = line("编号、批号", default="", min_length=0)
    quantity: str = line("数量")
    total: str = line("抽样基数", default="", min_length=0)
    place: str = line("抽取的位置", default="", min_length=0)


class Sample(Form):
    """What is said of a sampling."""

    place: str = line("抽样地点")
    started: AwareDatetime = moment("开始时间")
    ended: AwareDatetime = moment("结束时间")
    method: str = line("抽样方法（怎样选取）")
    items: list[SampleItem] = parts("抽样物品清单", min_length=1, article="武汉办法第十五条")
    list_signed: bool = yes("清单已经当事人和执法人员签名", default=False)
    party_signed: str = choice("当事人", LIST_SIGNED, default="signed")
    witness: str = line("见证人（当事人拒签或者不在场时）", default="", min_length=0)
    certificate_shown: bool = yes("已出示执法证件", default=False)
    text_suffices: bool = yes("文字记录已能全面有效记录，未作音像记录", default=False)


class SampleForm(Sample):
    """抽样取证."""

    officer_ids: list[str] = officers(min_length=1, article="令第4号第十六条")


class SampleTaken(Sample, Body, kind="sample.taken", version=2):
    """Samples were taken, with their list."""

    officers: list[Snapshot] = parts("执法人员")


class DemandForm(Form):
    """限期提供材料通知书."""

    receiver: str = line("被通知的单位或者个人")
    items: list[str] = lines("须提供的材料（每行一件）", min_length=1, article="汶上办法第十一条")
    due: date = day("提供期限届满日", article="汶上办法第十一条")
    basis: str = line("依据", default="《医疗保障基金使用监督管理条例》第二十七条")
    way: str = line("送达方式", default="直接送达")
    signed: bool = yes("接收人已签收", default=False)


class MaterialDemanded(DemandForm, Body, kind="material.demanded", version=2):
    """Somebody is told in writing to hand in material by a day."""

    document_no: str = line("文号")


class Received(Form):
    """What came back."""

    of: int = entry("哪一份通知书", ("material.demanded",))
    items: list[str] = lines("收到的材料（每行一件；一件没有收到的不填）", default_factory=list)
    lacking: list[str] = lines("没有提供的材料", default_factory=list)
    complete: bool = yes("已全部提供")
    provider: str = line("提供人", default="", min_length=0)
    list_signed: bool = yes("材料清单已经双方签名", default=False)
    reason: str = text("没有提供的理由", rows=2, default="", min_length=0)


class ReceivedForm(Received):
    """收到材料."""

    scan: str = file("材料清单扫描件", default="")


class MaterialReceived(Received, Body, kind="material.received", version=1):
    """What was handed in upon a demand, and what was not."""

    scan: Scan | None = parts("材料清单扫描件", default=None)


RIGHTS: Final = {"陈述": "陈述", "申辩": "申辩", "回避": "申请回避", "配合": "如实陈述、配合调查的义务"}


class Introduced(Form):
    """What is said when officers make themselves known."""

    receiver: str = line("向谁出示、告知")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="武汉办法第十四条")
    document: str = line("出具的文书", default="", min_length=0)
    cause: str = line("告知的事由", article="福建细则三（二）2")
    basis: str = line("告知的依据", article="福建细则三（二）2")
    rights: list[str] = several("告知的权利和义务", RIGHTS, default_factory=list)


class IntroducedForm(Introduced):
    """出示证件并告知."""

    officer_ids: list[str] = officers(min_length=1)


class OfficersIntroduced(Introduced, Body, kind="officers.introduced", version=2):
    """Officers showed who they are and told cause, basis and rights."""

    officers: list[Snapshot] = parts("执法人员")


class Venue(Form):
    """What is said of the use of a room for cases."""

    place: str = line("办案场所")
    started: AwareDatetime = moment("进入时间")
    ended: AwareDatetime = moment("离开时间")
    purpose: str = line("用途（询问、辨认、核对等）")
    people: list[str] = lines("进入的人员（每行一人）", min_length=1)
    text_suffices: bool = yes("文字记录已能全面有效记录，未作音像记录", default=False)


class VenueForm(Venue):
    """使用办案场所."""

    officer_ids: list[str] = officers(min_length=1)


class VenueUsed(Venue, Body, kind="venue.used", version=2):
    """A room for cases was used, from when to when."""

    officers: list[Snapshot] = parts("执法人员")
