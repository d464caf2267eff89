"""送达地址（电子送达）确认书: where the party wants papers, and whether it agrees to electronic service."""

from typing import Annotated

from liuhen.forms.fields import Form, choice, file, line, parts, party, yes
from liuhen.ledger import Body, Sealed
from liuhen.process.case.parts import Scan

E_WAYS = {"fax": "传真", "email": "电子邮件", "sms": "短信", "electronic": "其他电子方式"}


class AddressForm(Form):
    """送达地址确认书."""

    recipient: str = party("确认人", default="", min_length=0, description="不选的，是本案当事人。")
    post_address: str = line("邮寄送达地址", default="", min_length=0)
    addressee: str = line("收件人或者指定的代收人", default="", min_length=0)
    electronic: bool = yes("同意以电子方式送达", default=False, article="处罚法第六十一条第二款；令第4号第五十九条")
    way: str | None = choice("电子送达方式", E_WAYS, default=None, when={"electronic": ["yes"]})
    address: str = line("传真号码、电子邮箱或者系统账号", default="", min_length=0, when={"electronic": ["yes"]})
    phone: Annotated[str | None, Sealed] = line("联系电话（封存）", default=None)
    told: bool = yes("已告知：地址变更须及时书面告知，填写不准确的后果自行承担", default=False)
    signed: bool = yes("确认人已在确认书上签名或者盖章", default=False, article="处罚法第六十一条第二款")
    scan: str | None = file("签名的确认书", default=None)


class AddressConfirmed(AddressForm, Body, kind="service.confirmed", version=2):
    """A party says in writing where and how papers reach it."""

    recipient: str = line("确认人")
    scan: Scan | None = parts("签名的确认书", default=None)  # type: ignore[assignment]  # looked into
