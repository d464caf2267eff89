"""送达地址（电子送达）确认书: before papers go out electronically, the party says that they may, and where to."""

from typing import Any

from liuhen.kernel.errors import BadInputError
from liuhen.people.officers import Officer
from liuhen.process.case.parties import party_of
from liuhen.process.case.reference import CASES, CaseRef
from liuhen.process.case.registry import Doing, act, prefills
from liuhen.process.service.payloads import AddressConfirmed, AddressForm
from liuhen.process.service.standing import evidence


@act(
    AddressConfirmed,
    label="送达地址确认书",
    verb="登记送达地址确认书",
    phase="送达与执行",
    needs=("clue.registered",),
    article="处罚法第六十一条第二款；令第4号第五十九条",
    help="同意电子送达的，由当事人签名确认方式和地址；地址有变的，另填一份，以最近的为准。",
    correctable=True,
    of=CASES,
)
def confirm(case: CaseRef, form: AddressForm, doing: Doing) -> AddressConfirmed:
    """Record where a party wants papers, and whether electronically."""
    wrong = {}
    if form.electronic and form.way is None:
        wrong["way"] = "选择用哪一种电子方式"
    if form.electronic and form.way in ("fax", "email", "electronic") and not form.address:
        wrong["address"] = "写明传真号码、电子邮箱或者系统账号"
    if form.electronic and form.way == "sms" and not form.phone:
        wrong["phone"] = "写明接收短信的号码"
    if not form.electronic and (form.way or form.address):
        wrong["electronic"] = "没有同意电子送达的，不写电子送达的方式和地址"
    if not form.electronic and not form.post_address:
        wrong["post_address"] = "没有同意电子送达的，写明邮寄送达地址"
    if wrong:
        raise BadInputError("确认书没有写全。", fields=wrong, remedy="请按确认书补填。")
    entered = {name: value for name, value in form if name not in {"recipient", "scan"}}
    scan = evidence(form.scan, by=doing.by, field="scan")
    return AddressConfirmed(**entered, recipient=form.recipient or case.party, scan=scan)


@prefills(AddressConfirmed)
def _the_party(case: CaseRef, by: Officer) -> dict[str, Any]:
    del by
    party = party_of(case)
    return {"post_address": party.address} if party and party.address else {}
