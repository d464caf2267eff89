"""Certificates and keepers of the seal, as the page of the bureau shows them."""

from liuhen.kernel import clock
from liuhen.office.models import DigitalCertificate, SealKeeper
from liuhen.office.payloads.seals import WHY_REVOKED
from liuhen.office.seals.in_force import OWN_WORDS
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.queries.bureau.shapes import Cell, OfficeLink, Row, Table

_SERIAL = 16  # characters shown


def certificates(by: Officer) -> tuple[Table, Table]:
    """Return the certificates with which papers are signed and sealed, and who keeps the seal."""
    found = DigitalCertificate.objects.filter(organ=by.organ).order_by("holder", "-since", "key")
    rows = tuple(_row(by, one) for one in found)
    keepers = SealKeeper.objects.filter(organ=by.organ).order_by("key")
    named = tuple(Row((Cell(one.name),)) for one in keepers)
    return (
        Table(
            "数字证书", ("持有人", "签发机构", "有效期", "状态", "序列号"), rows,
            "还没有签发数字证书；签发前只能在纸上签名、盖章。", OWN_WORDS,
        ),
        Table("电子印章保管人", ("姓名",), named, "还没有指定保管人；指定前不能加盖电子印章。"),
    )  # fmt: skip


def _row(by: Officer, one: DigitalCertificate) -> Row:
    state, colour = _state(one)
    may = one.revoked_at is None and scope(by, "digital_certificate.revoked").reaches
    return Row(
        (
            Cell(one.name, "个人签名" if one.holder else "电子印章"),
            Cell("自建机构" if one.own else "第三方机构", "未经第三方认证" if one.own else ""),
            Cell(f"{one.since:%Y年%-m月%-d日}至{one.until:%Y年%-m月%-d日}"),
            Cell(state, WHY_REVOKED.get(one.revoked_why, ""), colour),
            Cell(one.serial[:_SERIAL]),
        ),
        (OfficeLink("digital_certificate.revoked", "吊销", one.serial),) if may else (),
    )


def _state(one: DigitalCertificate) -> tuple[str, str]:
    if one.revoked_at is not None:
        return "已吊销", "red"
    return ("有效", "green") if one.until > clock.now() else ("已到期", "amber")
