"""What the entries of 送达 hold, and what people enter for them."""

from liuhen.forms.fields import Form, choice, line, officers, parts, yes
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import Receiver

DOCUMENTS = {
    "decision": "行政处罚决定书",
    "notice": "行政处罚事先告知书",
    "inspection_opinion": "检查意见书",
    "correction_order": "责令改正通知书",
}
WAYS = {"direct": "直接送达"}


class ServiceForm(Form):
    """送达."""

    document: str = choice("送达文书", DOCUMENTS, default="decision")
    way: str = choice("送达方式", WAYS, default="direct", article="武汉办法第二十二条")
    place: str = line("送达地点")
    receiver: Receiver = parts("受送达人", widget="part")
    officer_ids: list[str] = officers("送达人", min_length=1)
    signed: bool = yes("受送达人已在送达回证上签收", default=False, article="武汉办法第二十二条")
    announced: bool = yes("宣告后当场交付", default=False, article="令第4号第五十九条")


class ServiceMade(Body, kind="service.made", version=1):
    """A paper was served."""

    document: str = choice("送达文书", DOCUMENTS)
    document_no: str = line("文号")
    receipt_no: str = line("送达回证文号")
    way: str = choice("送达方式", WAYS)
    place: str = line("送达地点")
    receiver: Receiver = parts("受送达人")
    officers: list[Snapshot] = parts("送达人")
    signed: bool = yes("受送达人已签收")
    announced: bool = yes("宣告后当场交付")
