"""数字证书 for signing papers: an authority of one's own, the certificates it issues, and its list of revoked ones.

What an own authority issues proves that the holder of a key signed, and nothing about who stands behind the key: no
third party vouches for it (电子签名法 第十三条、第十六条). Who prints or shows such a signature says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from liuhen.kernel.clock import require_aware
from liuhen.kernel.errors import BadInputError, UnusableError

Use = Literal["person", "organ", "stamping"]
"""Whose: an officer's own, an organ's seal, or the clock's that stamps times."""

REASONS: Final = {
    "superseded": "已更换",
    "key_compromise": "密钥泄露或者可能泄露",
    "affiliation_changed": "人员离岗或者调动",
    "cessation_of_operation": "不再使用",
}
"""Why a certificate may be revoked (RFC 5280, 5.3.1)."""

_SKEW: Final = timedelta(minutes=5)  # a certificate is good at once, whatever clock reads it
_LIST_HOLDS: Final = timedelta(days=30)
_COMMON_NAME: Final = 64  # characters, the most that X.520 allows


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key with the certificate on it: PKCS#8 and X.509, both DER; `chain` leads to who vouches for it."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a certificate says."""

    subject: str
    issuer: str
    serial: str  # hexadecimal
    since: datetime
    until: datetime


def authority(name: str, *, since: datetime, until: datetime) -> Identity:
    """Return a new authority (P-256) that signs for itself.

    Args:
        name: how it is called in every certificate it issues.
        since, until: aware.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    called = _name(name)
    built = _described(called, called, key.public_key(), since=since, until=until)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    built = built.add_extension(_usage(signs=False), critical=True)
    return Identity(_der(key), built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))


def issue(by: Identity, *, name: str, organ: str, use: Use, since: datetime, until: datetime) -> Identity:
    """Return a new key (P-256) and its certificate, issued by `by`."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.load_der_x509_certificate(by.certificate)
    built = _described(_name(name, organ), issuer.subject, key.public_key(), since=since, until=until)
    built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    built = built.add_extension(_usage(signs=True), critical=True)
    if use == "stamping":
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    else:
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(_elliptic(by.key).public_key())
    built = built.add_extension(known, critical=False)
    signed = built.sign(_elliptic(by.key), hashes.SHA256())
    return Identity(_der(key), signed.public_bytes(serialization.Encoding.DER), (by.certificate,))


def revoked_list(by: Identity, revoked: Iterable[tuple[str, datetime, str]], *, at: datetime) -> bytes:
    """Return the authority's list of revoked certificates (CRL, DER).

    Args:
        revoked: serial in hexadecimal, when, and why (a key of `REASONS`).
        at: when the list is made; aware.
    """
    issuer = x509.load_der_x509_certificate(by.certificate)
    whole = require_aware(at).replace(microsecond=0)
    built = x509.CertificateRevocationListBuilder().issuer_name(issuer.subject)
    built = built.last_update(whole - _SKEW).next_update(whole + _LIST_HOLDS)
    built = built.add_extension(x509.CRLNumber(int(whole.timestamp())), critical=False)
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(_elliptic(by.key).public_key())
    built = built.add_extension(known, critical=False)
    for serial, when, why in revoked:
        one = x509.RevokedCertificateBuilder().serial_number(int(serial, 16))
        one = one.revocation_date(when.replace(microsecond=0))
        reason = x509.CRLReason(x509.ReasonFlags[why])
        built = built.add_revoked_certificate(one.add_extension(reason, critical=False).build())
    return built.sign(_elliptic(by.key), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def from_pkcs12(content: bytes, password: str) -> Identity:
    """Return key and certificates out of a PKCS#12 file as an authority hands it out.

    Raises:
        BadInputError: the password does not open it, it is none, or there is no key with its certificate in it.
    """
    try:
        key, certificate, more = pkcs12.load_key_and_certificates(content, password.encode())
    except ValueError as err:
        raise BadInputError(
            "证书文件没有打开。", fields={"file": "不是 PKCS#12 文件，或者口令不对"}, remedy="请核对文件和口令后重试。"
        ) from err
    if key is None or certificate is None:
        raise BadInputError(
            "证书文件里没有私钥和它的证书。", fields={"file": "缺少私钥或者证书"}, remedy="请向发证机构重新导出。"
        )
    der = serialization.Encoding.DER
    private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Identity(private, certificate.public_bytes(der), tuple(one.public_bytes(der) for one in more))


def told(certificate: bytes) -> Told:
    """Return what a certificate (DER) says.

    Raises:
        UnusableError: it cannot be read.
    """
    try:
        read = x509.load_der_x509_certificate(certificate)
        return Told(
            subject=_called(read.subject),
            issuer=_called(read.issuer),
            serial=f"{read.serial_number:x}",
            since=read.not_valid_before_utc,
            until=read.not_valid_after_utc,
        )
    except ValueError as err:
        raise UnusableError("数字证书读不出来。", remedy="请重新签发或者重新导入证书。") from err


def fits(one: Identity) -> bool:
    """Say whether the certificate is on that very key."""
    key = serialization.load_der_private_key(one.key, None)
    spki = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    named = x509.load_der_x509_certificate(one.certificate).public_key()
    return key.public_key().public_bytes(*spki) == named.public_bytes(*spki)


def _described(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, *, since: datetime, until: datetime
) -> x509.CertificateBuilder:
    built = x509.CertificateBuilder(subject_name=subject, issuer_name=issuer, public_key=key)
    built = built.serial_number(x509.random_serial_number())
    built = built.not_valid_before(require_aware(since).replace(microsecond=0) - _SKEW)
    built = built.not_valid_after(require_aware(until).replace(microsecond=0))
    return built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs, content_commitment=signs, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=not signs, crl_sign=not signs, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(name: str, organ: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "CN")]
    if organ:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organ[:_COMMON_NAME]))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, name[:_COMMON_NAME])])


def _called(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def _elliptic(key: bytes) -> ec.EllipticCurvePrivateKey:
    read = serialization.load_der_private_key(key, None)
    if not isinstance(read, ec.EllipticCurvePrivateKey):
        raise UnusableError("签发机构的密钥不能用。", remedy="请从备份恢复密钥文件夹。")
    return read


def _der(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
