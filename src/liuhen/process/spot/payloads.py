"""当场处罚、当场收缴、备案: what people enter, and what the entries hold."""

from typing import Final

from liuhen.forms.fields import Form, choice, entry, line, lines, officers, parts, text, whole, yes
from liuhen.forms.fields import fen as amount
from liuhen.ledger import Body
from liuhen.people.officers import Snapshot
from liuhen.process.case.parts import PARTY_KINDS, Party

SIGNED: Final = {"signed": "当事人已签收", "refused": "当事人拒绝签收，已在决定书上注明"}
DEFENCE: Final = {"none": "听取了，没有陈述申辩", "made": "提出陈述申辩，已当场复核"}
PAYING: Final = {"none": "没有罚款", "spot": "当场收缴", "bank": "到指定银行或者电子支付缴纳"}
REMEDIES: Final = (
    "不服本决定的，可以自收到决定书之日起六十日内申请行政复议，也可以自收到之日起六个月内直接向人民法院提起行政诉讼。"
)
GROUNDS: Final = {"hard": "不当场收缴事后难以执行", "remote": "交通不便，当事人到指定银行缴款有困难并提出"}


class SpotForm(Form):
    """当场处罚决定."""

    party: Party = parts("当事人", widget="part")
    place: str = line("地点")
    facts: str = text("违法事实", rows=3, article="处罚法第五十二条")
    basis: str = text("处罚依据", rows=2, article="处罚法第五十二条")
    warning: bool = yes("警告", default=False)
    fine_fen: int | None = amount("罚款（不罚款的不填）", default=None, article="令第4号第四十八条")
    paying: str = choice("罚款怎样缴纳", PAYING, default="none")
    correction: str = text("责令改正（没有的不填）", rows=2, default="", min_length=0, article="令第4号第十三条")
    officer_ids: list[str] = officers("执法人员（两人以上）", min_length=1, article="处罚法第四十二条")
    certificate_shown: bool = yes("已出示执法证件", default=False, article="令第4号第四十九条")
    rights_told: bool = yes(
        "已当场告知违法事实、理由、依据和陈述、申辩等权利", default=False, article="令第4号第五十条"
    )
    defence: str = choice("陈述申辩", DEFENCE, default="none", article="令第4号第五十条")
    defence_text: str = text("陈述申辩内容和复核意见", rows=2, default="", min_length=0, when={"defence": ["made"]})
    remedies: str = text("救济途径和期限", rows=3, default=REMEDIES, article="处罚法第五十二条")
    delivered: bool = yes("决定书已当场交付", default=False, article="令第4号第四十九条")
    signing: str = choice("签收", SIGNED, default="signed", article="令第4号第四十九条")


class SpotDecisionMade(Body, kind="spot_decision.made", version=2):
    """A warning or a small fine is decided on the spot; begins a dossier of its own."""

    ref: str
    spot_no: str = line("编号")
    department: str = line("承办处室")
    document_no: str = line("当场处罚决定书文号")
    party: Party = parts("当事人")
    party_kind: str = choice("当事人类别", PARTY_KINDS)
    place: str = line("地点")
    facts: str = text("违法事实")
    basis: str = text("处罚依据")
    warning: bool = yes("警告")
    fine_fen: int | None = amount("罚款", default=None)
    measures: str = line("处罚")
    paying: str = choice("罚款怎样缴纳", PAYING)
    correction: str = text("责令改正", default="", min_length=0)
    officers: list[Snapshot] = parts("执法人员")
    certificate_shown: bool = yes("已出示执法证件")
    rights_told: bool = yes("已告知事实、理由、依据和权利")
    defence: str = choice("陈述申辩", DEFENCE)
    defence_text: str = text("陈述申辩内容和复核意见", default="", min_length=0)
    remedies: str = text("救济途径和期限")
    delivered: bool = yes("决定书已当场交付")
    party_signed: bool = yes("当事人已签收")
    refusal_noted: bool = yes("拒绝签收已注明")


class CollectedForm(Form):
    """当场收缴罚款."""

    fen: int = amount("收缴金额", ge=1)
    ground: str | None = choice("超过一百元的，当场收缴的事由", GROUNDS, default=None, article="令第4号第五十二条")
    receipt: str = line("财政专用票据号码", article="令第4号第五十二条")
    payer: str = line("缴款人", default="", min_length=0)
    officer_ids: list[str] = officers("收缴人", min_length=1)


class FineCollected(Body, kind="fine.collected", version=2):
    """A fine was collected on the spot against a receipt of the treasury."""

    fen: int = amount("收缴金额")
    ground: str | None = choice("当场收缴的事由", GROUNDS, default=None)
    receipt: str = line("财政专用票据号码")
    payer: str = line("缴款人", default="", min_length=0)
    officers: list[Snapshot] = parts("收缴人")


class HandedForm(Form):
    """罚款交至机关."""

    of: int = entry("交的是哪一笔", ("fine.collected",))
    receiver: str = line("收款人（所在部门）")
    voucher: str = line("收款凭证号", default="", min_length=0)


class FineHandedIn(Body, kind="fine.handed_in", version=2):
    """The officers hand in what they collected."""

    of: int = whole("哪一笔")
    fen: int = amount("金额")
    receiver: str = line("收款人")
    voucher: str = line("收款凭证号", default="", min_length=0)


class BankedForm(Form):
    """罚款缴存银行."""

    of: int = entry("缴存的是哪一笔", ("fine.handed_in",))
    bank: str = line("银行")
    voucher: str = line("缴款凭证号")


class FineBanked(Body, kind="fine.banked", version=2):
    """The bureau pays it into the bank that is named for it."""

    of: int = whole("哪一笔")
    fen: int = amount("金额")
    bank: str = line("银行")
    voucher: str = line("缴款凭证号")


class ReportedForm(Form):
    """当场处罚备案."""

    receiver: str = line("接收人（所在部门）")
    materials: list[str] = lines("交存的材料", default_factory=lambda: ["当场处罚决定书"], min_length=1)


class SpotDecisionReported(Body, kind="spot_decision.reported", version=2):
    """The decision and its papers are reported to the bureau and handed in."""

    receiver: str = line("接收人")
    materials: list[str] = lines("交存的材料")
