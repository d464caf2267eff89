"""Certificates and seals in force: with what somebody signs today, and who vouches for it."""

from base64 import b64decode
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from pyhanko.sign.timestamps import TimeStamper

from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotAllowedError, OutOfOrderError
from liuhen.ledger import body_of, entry
from liuhen.office.models import DigitalCertificate, Seal, SealKeeper
from liuhen.office.payloads import SealKept
from liuhen.office.seals.keys import device, identity, own_authority, own_clock_key
from liuhen.papers.certificates import Identity, revoked_list
from liuhen.papers.signing import Trust
from liuhen.papers.timestamps import authority_at, own_clock
from liuhen.papers.tokens import KeyOnToken

OWN_WORDS: Final = (
    "签名证书由本系统自建的签名机构签发，没有经过第三方认证；它能证明文件签署后未被改动，"
    "不能单独证明签名人身份，可靠性由使用它的机关自行举证。"
)
"""What paper, page and manual say where no third party vouches for a certificate."""


@dataclass(frozen=True, slots=True)
class Means:
    """With what somebody signs: his key, who vouches for it, whose clock stamps it."""

    identity: Identity | KeyOnToken
    serial: str
    name: str
    own: bool
    trust: Trust
    stamper: TimeStamper
    stamped_by: str  # an address, or "" for the installation's own clock


def of_officer(organ: str, officer: str, *, name: str, now: datetime) -> Means:
    """Return with what an officer signs now.

    Raises:
        OutOfOrderError: he has no certificate in force.
    """
    return _means(organ, officer, now, missing=f"{name}还没有有效的个人数字证书。")


def of_seal(organ: str, *, now: datetime) -> Means:
    """Return with what the organ seals now.

    Raises:
        OutOfOrderError: its seal has no certificate in force.
    """
    return _means(organ, "", now, missing="本机关的电子印章还没有有效的证书。")


def picture_of_seal(organ: str, *, on: datetime) -> tuple[bytes, str] | None:
    """Return the picture of the organ's seal that was kept last and holds on a day, with its name; None: no picture."""
    row = Seal.objects.filter(organ=organ, since__lte=beijing_date(on)).order_by("-since", "name").first()
    if row is None:
        return None
    body = body_of(entry(row.digest))
    return (b64decode(body.png), row.name) if isinstance(body, SealKept) else None


def require_keeper(organ: str, officer: str) -> None:
    """Refuse whoever does not keep the seal.

    Raises:
        NotAllowedError: somebody else does, or nobody was named.
    """
    keepers = {row.officer: row.name for row in SealKeeper.objects.filter(organ=organ).order_by("key")}
    if officer in keepers:
        return
    named = f"保管人是{'、'.join(keepers.values())}。" if keepers else "本机关还没有指定保管人。"
    raise NotAllowedError(
        "您不能加盖电子印章。",
        why=f"电子印章由指定的保管人使用；{named}",
        remedy="请由保管人办理，或者请安全员在“单位”页面指定保管人。",
    )


def keeps_seal(organ: str, officer: str) -> bool:
    """Say whether somebody keeps the seal."""
    return SealKeeper.objects.filter(key=f"{organ}:{officer}").exists()


def _means(organ: str, holder: str, now: datetime, *, missing: str) -> Means:
    found = (
        DigitalCertificate.objects.filter(organ=organ, holder=holder, revoked_at=None, since__lte=now, until__gt=now)
        .order_by("-since", "key")
        .first()
    )
    if found is None:
        raise OutOfOrderError(
            missing,
            why="没有证书就不能在文书上电子签名或者盖章。",
            remedy="请安全员在“单位”页面签发，或者改用纸质签名后扫描。",
        )
    address = settings.LIUHEN_TSA
    clock_key = own_clock_key(now)
    return Means(
        identity=_key(found),
        serial=found.serial,
        name=found.name,
        own=found.own,
        trust=_trust(found, now),
        stamper=authority_at(address) if address else own_clock(clock_key, moment=now),
        stamped_by=address,
    )


def _key(row: DigitalCertificate) -> Identity | KeyOnToken:
    if not row.token:
        return identity(row.serial)
    chain = tuple(b64decode(one) for one in row.chain)
    return KeyOnToken(device(), row.token, row.key_label, b64decode(row.certificate), chain)


def _trust(row: DigitalCertificate, now: datetime) -> Trust:
    """Return what is kept inside the paper: of the own authority its list of revoked certificates, too.

    Another authority's list is not fetched: no request leaves the machine. Such a paper carries the certificates alone.
    """
    own = own_authority(now)
    if not row.own or settings.LIUHEN_TSA:
        return Trust((own.certificate,))
    gone = DigitalCertificate.objects.filter(own=True, revoked_at__isnull=False).order_by("revoked_at", "key")
    revoked = [
        (one.serial, one.revoked_at, one.revoked_why) for one in gone if one.revoked_at and one.revoked_at <= now
    ]
    return Trust((own.certificate,), (revoked_list(own, revoked, at=now),))
