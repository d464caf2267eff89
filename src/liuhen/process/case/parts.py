"""Pieces that several kinds of entry hold."""

from pydantic import BaseModel, ConfigDict

from liuhen.forms.fields import choice, line, yes

PARTY_KINDS = {"organisation": "法人或者其他组织", "individual_business": "个体工商户", "person": "公民"}
PARTY_SIGNED = {"signed": "已逐页签名", "refused": "拒绝签名", "absent": "不在场"}


class Part(BaseModel):
    """A frozen piece of a body."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Party(Part):
    """The party to the case. Identity numbers and phones stand in sealed fields, never here."""

    name: str = line("当事人姓名或者名称", article="武汉办法第十二条")
    kind: str = choice("当事人类别", PARTY_KINDS, default="organisation")
    credit_code: str = line("统一社会信用代码", default="", min_length=0)
    address: str = line("住所", default="", min_length=0)
    representative: str = line("法定代表人、负责人或者经营者", default="", min_length=0)


class Scan(Part):
    """A received file as an entry names it: digests, size in bytes, name as given."""

    sha256: str
    sm3: str
    size: int
    name: str
    media_type: str


class Opinion(Part):
    """An opinion in a chain of approval."""

    by: str
    name: str
    at: str
    text: str
    on_behalf: str = ""  # name of who lent the role

    @property
    def printed(self) -> str:
        """Return the name as papers print it."""
        return f"{self.name}（受{self.on_behalf}委托）" if self.on_behalf else self.name


class Present(Part):
    """Someone who was there."""

    name: str = line("姓名")
    role: str = line("身份或者职务")


class Receiver(Part):
    """Who received a paper."""

    name: str = line("受送达人或者签收人")
    relation: str = line("与当事人的关系", default="本人", min_length=0)


class Signatures(Part):
    """How a record made on the spot was signed."""

    party: str = choice("当事人", PARTY_SIGNED, default="signed", article="令第4号第二十条")
    every_page: bool = yes("当事人逐页签名", default=True, article="令第4号第二十条")
    officers: bool = yes("执法人员签名", default=True, article="令第4号第二十条")
    witness: str = line("见证人（当事人拒签或不在场时）", default="", min_length=0)
