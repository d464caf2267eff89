"""Keys that sign papers, in the keys folder and in its backup: the own authority, its clock, officers' and seals' keys.

A private key never stands in an entry; its certificate does.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from gmssl_pyx import sm2_key_generate

from liuhen.kernel.errors import OutOfOrderError, UnusableError
from liuhen.ledger.vault import keys_folder, write_once
from liuhen.papers.certificates import Identity, authority, fits, issue, told
from liuhen.papers.tokens import Device

AUTHORITY: Final = "留痕自建签名机构（未经第三方认证）"
CLOCK: Final = "留痕自建时间戳（未经第三方认证）"
_YEAR: Final = timedelta(days=365)
_AUTHORITY_HOLDS: Final = 30 * _YEAR
_CLOCK_HOLDS: Final = 20 * _YEAR
_LONG_AGO: Final = 20 * _YEAR  # an authority may vouch for what was signed in the past of a demonstration
_SM2_PRIVATE: Final = 32  # bytes


def own_authority(now: datetime) -> Identity:
    """Return the installation's own authority; it is made when it is first needed."""
    return _kept(_path("papers-authority.pem"), lambda: _authority(now))


def own_clock_key(now: datetime) -> Identity:
    """Return the key of the installation's own clock; it is made when it is first needed."""
    return _kept(_path("papers-clock.pem"), lambda: _clock(now))


def keep(identity: Identity) -> None:
    """Keep the key of a certificate, once."""
    write_once(_of(told(identity.certificate).serial), _pem(identity))


def identity(serial: str) -> Identity:
    """Return key and certificate by the certificate's serial.

    Raises:
        UnusableError: the key is missing or broken.
    """
    path = _of(serial)
    if not path.is_file():
        raise UnusableError(
            "签名密钥不在本机。",
            why="密钥文件夹里没有这张证书的密钥。",
            remedy="请从备份恢复密钥文件夹，或者重新签发证书。",
        )
    return _read(path)


def device() -> Device:
    """Return how the 密码卡 or USB Key of this installation is reached.

    Raises:
        OutOfOrderError: none is set up.
    """
    if not (settings.LIUHEN_PKCS11 and settings.LIUHEN_PKCS11_PIN):
        raise OutOfOrderError(
            "本机没有设置密码设备。",
            why="没有设定驱动路径（LIUHEN_PKCS11）和口令文件（LIUHEN_PKCS11_PIN）。",
            remedy="请系统管理员设定后重启本系统。",
        )
    return Device(Path(settings.LIUHEN_PKCS11), Path(settings.LIUHEN_PKCS11_PIN))


def sm2_keys(organ: str) -> tuple[bytes, bytes]:
    """Return the organ's SM2 key: private and public half, raw bytes; it is made when it is first needed."""
    path = _path(f"organ-{_plain(organ)}.sm2")
    if not path.exists():
        public, private = sm2_key_generate()
        write_once(path, private + public)
    both = path.read_bytes()
    return both[:_SM2_PRIVATE], both[_SM2_PRIVATE:]


def _authority(now: datetime) -> Identity:
    return authority(AUTHORITY, since=now - _LONG_AGO, until=now + _AUTHORITY_HOLDS)


def _clock(now: datetime) -> Identity:
    span = {"since": now - _LONG_AGO + _YEAR, "until": now + _CLOCK_HOLDS}
    return issue(own_authority(now), name=CLOCK, organ="", use="stamping", **span)


def _kept(path: Path, make: Callable[[], Identity]) -> Identity:
    if not path.is_file():
        write_once(path, _pem(make()))
    return _read(path)


def _pem(one: Identity) -> bytes:
    key = serialization.load_der_private_key(one.key, None)
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    certificates = [x509.load_der_x509_certificate(told).public_bytes(pem) for told in (one.certificate, *one.chain)]
    return b"".join([key.private_bytes(pem, pkcs8, serialization.NoEncryption()), *certificates])


def _read(path: Path) -> Identity:
    try:
        content = path.read_bytes()
        der = serialization.Encoding.DER
        key = serialization.load_pem_private_key(content, None)
        first, *chain = x509.load_pem_x509_certificates(content)
        private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        found = Identity(private, first.public_bytes(der), tuple(one.public_bytes(der) for one in chain))
    except (OSError, ValueError) as err:
        raise _broken(path) from err
    if not fits(found):
        raise _broken(path)
    return found


def _broken(path: Path) -> UnusableError:
    return UnusableError("签名密钥读不出来。", why=f"文件 {path.name} 已损坏。", remedy="请从备份恢复密钥文件夹。")


def _of(serial: str) -> Path:
    return _path(f"papers-{_plain(serial)}.pem")


def _plain(name: str) -> str:
    plain = name.replace("-", "").replace("_", "").isalnum() and name.isascii()
    return name if plain else sha256(name.encode()).hexdigest()  # an id never leads out of the folder


def _path(name: str) -> Path:
    return keys_folder() / name
