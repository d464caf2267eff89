"""密码卡、USB Key (PKCS#11): keys that never leave a device; what is signed goes in, the signature comes out."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pkcs11
from asn1crypto import x509
from cryptography import x509 as read_x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pkcs11.util.ec import encode_ecdsa_signature
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers import Signer

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers.certificates import Identity
from liuhen.papers.timestamps import signer_of

_TRIED: Final = 32  # bytes signed once to see that key and certificate belong together
_ASK: Final = "请核对设备已经插好、驱动路径（LIUHEN_PKCS11）和口令文件（LIUHEN_PKCS11_PIN）设置正确。"


@dataclass(frozen=True, slots=True)
class Device:
    """How a device is reached: the module its maker supplies, and the file with its PIN."""

    module: Path
    pin_file: Path


@dataclass(frozen=True, slots=True)
class KeyOnToken:
    """A key on a device with the certificate on it (X.509, DER); `chain` leads to who vouches for it."""

    device: Device
    token: str  # label of the token
    key: str  # label of the key
    certificate: bytes
    chain: tuple[bytes, ...] = ()


def on_token(device: Device, *, token: str, key: str) -> KeyOnToken:
    """Find a key on a device, with its certificate, and see that the two belong together.

    Raises:
        BadInputError: there is no such token, key or certificate; `fields` says which.
        UnusableError: the device does not answer, or its PIN cannot be read.
    """
    with _open(device, token) as session:
        private = _one(session, pkcs11.ObjectClass.PRIVATE_KEY, key, "没有这个标签的私钥")
        certificate = _one(session, pkcs11.ObjectClass.CERTIFICATE, key, "没有与私钥同名的证书")
        own = bytes(certificate[pkcs11.Attribute.VALUE])
        chain = _above(own, _certificates(session))
        _require_pair(private, own)
    return KeyOnToken(device, token, key, own, chain)


@contextmanager
def signing_on(key: KeyOnToken) -> Iterator[PKCS11Signer]:
    """Give a signer whose key stays on its device, for as long as the block lasts.

    Raises:
        UnusableError: the device does not answer, or its PIN cannot be read.
    """
    with _open(key.device, key.token) as session:
        yield PKCS11Signer(
            session,
            signing_cert=x509.Certificate.load(key.certificate),
            ca_chain=[x509.Certificate.load(one) for one in key.chain],
            key_label=key.key,
            use_raw_mechanism=_elliptic(key.certificate),  # devices that hash by themselves are the fewer ones
        )


@contextmanager
def signing_with(key: Identity | KeyOnToken) -> Iterator[Signer]:
    """Give a signer for a key, wherever it lies."""
    if isinstance(key, Identity):
        yield signer_of(key)
    else:
        with signing_on(key) as signer:
            yield signer


@contextmanager
def _open(device: Device, token: str) -> Iterator[Any]:
    pin = _pin(device.pin_file)
    try:
        found = pkcs11.lib(str(device.module)).get_token(token_label=token)
        with found.open(user_pin=pin) as session:
            yield session
    except pkcs11.NoSuchToken as err:
        raise BadInputError("没有找到密码设备。", fields={"token": "没有这个标签的设备"}, remedy=_ASK) from err
    except (pkcs11.PKCS11Error, RuntimeError) as err:
        raise UnusableError("密码设备没有应答，没有签成。", why=type(err).__name__, remedy=_ASK) from err


def _pin(path: Path) -> str:
    """Return the PIN; a file that others may read is no place for it."""
    try:
        with path.open("r", encoding="utf-8") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise UnusableError(
                    "口令文件没有用。", why="它允许其他账户读取。", remedy=f"请执行 chmod 600 {path.name} 后重试。"
                )
            return file.readline().rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as err:
        raise UnusableError("密码设备的口令文件读不出来。", remedy=_ASK) from err


def _one(session: Any, what: Any, label: str, missing: str) -> Any:
    found = list(session.get_objects({pkcs11.Attribute.CLASS: what, pkcs11.Attribute.LABEL: label}))
    if len(found) != 1:
        said = missing if not found else "有不止一个同名的对象"
        raise BadInputError("密码设备里的密钥不能用。", fields={"key": said}, remedy="请核对密钥的标签。")
    return found[0]


def _certificates(session: Any) -> list[bytes]:
    asked = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}
    return [bytes(one[pkcs11.Attribute.VALUE]) for one in session.get_objects(asked)]


def _above(own: bytes, known: list[bytes]) -> tuple[bytes, ...]:
    """Return who vouches for a certificate, as far as the device says."""
    by_name = {read_x509.load_der_x509_certificate(one).subject: one for one in known}
    chain: list[bytes] = []
    last = own
    while (issuer := by_name.get(read_x509.load_der_x509_certificate(last).issuer)) is not None:
        if issuer == last or issuer in chain:
            break
        chain.append(issuer)
        last = issuer
    return tuple(chain)


def _require_pair(private: Any, certificate: bytes) -> None:
    tried = secrets.token_bytes(_TRIED)
    public = read_x509.load_der_x509_certificate(certificate).public_key()
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            digest = _sha256(tried)
            signature = encode_ecdsa_signature(private.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
            public.verify(signature, tried, ec.ECDSA(hashes.SHA256()))
        elif isinstance(public, rsa.RSAPublicKey):
            signature = private.sign(tried, mechanism=pkcs11.Mechanism.SHA256_RSA_PKCS)
            public.verify(signature, tried, padding.PKCS1v15(), hashes.SHA256())
        else:
            raise BadInputError(
                "这种密钥还不能用。", fields={"key": "须为 RSA 或者椭圆曲线（P-256 等）密钥"}, remedy="请换一个密钥。"
            )
    except InvalidSignature as err:
        raise BadInputError(
            "密码设备里的证书不是这个私钥的。", fields={"key": "证书与私钥不成对"}, remedy="请核对设备里的证书。"
        ) from err


def _sha256(content: bytes) -> bytes:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(content)
    return digest.finalize()


def _elliptic(certificate: bytes) -> bool:
    return isinstance(read_x509.load_der_x509_certificate(certificate).public_key(), ec.EllipticCurvePublicKey)
