"""本单位自己的证书: a small authority of the installation and the certificate of its server.

Cameras, microphones and service workers exist only in pages that arrive over HTTPS from a certificate the device
trusts. A bureau without a public name has nobody who would issue it one, so the installation is its own authority:
devices are told once to trust it, and its key never leaves the folder of keys.
"""

import os
import secrets
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from liuhen.kernel.errors import BadInputError, OutOfOrderError, UnusableError
from liuhen.upkeep.names import LOOPBACK, require_host

Address: TypeAlias = IPv4Address | IPv6Address

AUTHORITY_LASTS: Final = timedelta(days=3650)
SERVER_LASTS: Final = timedelta(days=397)
"""Phones refuse a server's certificate that is meant to live longer than 398 days."""
RENEW_BEFORE: Final = timedelta(days=30)

_HERE: Final = "localhost"
_SKEW: Final = timedelta(hours=1)  # a phone's clock may be behind
_PRIVATE: Final = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "127.0.0.0/8", "fc00::/7", "::1/128")
_ALL: Final = ("0.0.0.0/0", "::/0")


@dataclass(frozen=True, slots=True)
class Seen:
    """A certificate as people compare it: names and addresses it is for, validity (UTC), fingerprint."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    first: datetime
    last: datetime
    sha256: str
    subject: str

    @property
    def spoken(self) -> str:
        """Return the fingerprint in groups of four, as it is read out over the telephone."""
        return " ".join(self.sha256[at : at + 4] for at in range(0, len(self.sha256), 4)).upper()

    def days_left(self, now: datetime) -> int:
        """Return whole days until it ends; negative once it has ended."""
        return (self.last - now).days

    def is_for(self, host: str) -> bool:
        """Say whether `host`, a name or an address, is one it was made for."""
        return host.lower() in self.names or host in self.addresses


@dataclass(frozen=True, slots=True)
class Place:
    """The files of the installation's own certificates."""

    folder: Path

    @property
    def authority(self) -> Path:
        """Return the certificate of the authority: the one file that devices get."""
        return self.folder / "ca.crt"

    @property
    def authority_key(self) -> Path:
        """Return the authority's key."""
        return self.folder / "ca.key"

    @property
    def server(self) -> Path:
        """Return the server's certificate."""
        return self.folder / "server.crt"

    @property
    def server_key(self) -> Path:
        """Return the server's key."""
        return self.folder / "server.key"

    @property
    def complete(self) -> bool:
        """Say whether the server can be started with what is there."""
        return self.server.is_file() and self.server_key.is_file()


def place(data: Path) -> Place:
    """Return where the installation of `data` keeps its own certificates."""
    return Place(data / "keys" / "tls")


def begin(at: Place, *, names: Sequence[str], addresses: Sequence[str], now: datetime) -> Seen:
    """Make the authority and the server's certificate; return the authority as it has to be compared.

    Args:
        names: names under which the server is reached.
        addresses: addresses under which it is reached; loopback is always among them.

    Raises:
        OutOfOrderError: there is an authority already; a second one would be trusted by nobody.
        BadInputError: a name or an address that is none.
        UnusableError: the folder cannot be written.
    """
    if at.authority.exists() or at.authority_key.exists():
        raise OutOfOrderError(
            "本机已有自己的证书机构。",
            why="另做一个，已经信任它的手机和电脑就都要重新设置。",
            remedy="续期或者增加主机名请用 liuhen tls renew；确需重做的，先把 keys/tls 文件夹移走。",
        )
    hosts, found = _hosts(names), _addresses(addresses)
    key = ec.generate_private_key(ec.SECP256R1())
    label = f"留痕 内部证书机构 {hosts[0]} {now:%Y%m%d}"[:64]
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, label)])
    made = (
        _draft(issuer, issuer, key.public_key(), now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(_limits(hosts, found), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write(at.authority_key, _key_bytes(key), secret=True)
    _write(at.authority, made.public_bytes(serialization.Encoding.PEM))
    _issue(at, hosts, found, now=now)
    return see(at.authority)


def renew(at: Place, *, names: Sequence[str] = (), addresses: Sequence[str] = (), now: datetime) -> Seen:
    """Make the server a fresh certificate and key under the authority that is there; return the certificate.

    Args:
        names, addresses: further ones; those of the present certificate stay.

    Raises:
        OutOfOrderError: there is no authority yet, or a name lies outside of what it may vouch for.
    """
    if not at.authority.exists() or not at.authority_key.exists():
        raise OutOfOrderError("本机还没有自己的证书机构。", remedy="请先运行 liuhen tls init。")
    present = see(at.server) if at.server.exists() else None
    hosts = _hosts([*(present.names if present else ()), *names])
    found = _addresses([*(present.addresses if present else ()), *addresses])
    _require_within(_load(at.authority), hosts, found)
    _issue(at, hosts, found, now=now)
    return see(at.server)


def see(file: Path) -> Seen:
    """Read a certificate (PEM; the first one of the file).

    Raises:
        UnusableError: the file cannot be read or holds no certificate.
    """
    return seen(_load(file))


def seen(certificate: x509.Certificate) -> Seen:
    """Return what people compare of a certificate."""
    try:
        told = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        names = tuple(name.lower() for name in told.get_values_for_type(x509.DNSName))
        addresses = tuple(str(one) for one in told.get_values_for_type(x509.IPAddress))
    except x509.ExtensionNotFound:
        names = addresses = ()
    common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return Seen(
        names=names,
        addresses=addresses,
        first=certificate.not_valid_before_utc,
        last=certificate.not_valid_after_utc,
        sha256=certificate.fingerprint(hashes.SHA256()).hex(),
        subject=str(common[0].value) if common else certificate.subject.rfc4514_string(),
    )


def handed_out(at: Place) -> bytes | None:
    """Return the authority's certificate as devices take it (DER), or None where the installation has none."""
    return _load(at.authority).public_bytes(serialization.Encoding.DER) if at.authority.exists() else None


def require_pair(certificate: Path, key: Path) -> Seen:
    """Return what a certificate is for, once it is sure that the key is its own.

    Raises:
        UnusableError: one of the files cannot be read, or they do not belong together.
    """
    found = see(certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except (OSError, ssl.SSLError, ValueError) as err:
        raise UnusableError(
            f"证书 {certificate} 和私钥 {key} 不能一起使用。",
            why="私钥文件读不出，或者不是这张证书的私钥。",
            remedy="请核对两个文件；私钥应为不加密的 PEM 文件。",
        ) from err
    return found


def _hosts(told: Sequence[str]) -> tuple[str, ...]:
    given = (require_host(one) for one in told)
    return (*dict.fromkeys(one for one in given if one != _HERE), _HERE)


def _addresses(told: Sequence[str]) -> tuple[Address, ...]:
    found: dict[Address, None] = {}
    for one in (*told, *LOOPBACK):
        try:
            found[ip_address(one)] = None
        except ValueError as err:
            raise BadInputError(f"“{one}”不是地址。", remedy="请写成 192.168.1.10 这样的地址。") from err
    return tuple(found)


def _limits(hosts: Sequence[str], addresses: Sequence[Address]) -> x509.NameConstraints:
    """Let the authority vouch for these names and for addresses inside a house only: a stolen key opens no more."""
    inside = [ip_network(one) for one in _PRIVATE]
    outside = [_alone(one) for one in addresses if not any(one in net for net in inside)]
    names = [x509.DNSName(one) for one in hosts]
    return x509.NameConstraints([*names, *(x509.IPAddress(one) for one in (*inside, *outside))], None)


def _alone(address: Address) -> IPv4Network | IPv6Network:
    return ip_network(f"{address}/{address.max_prefixlen}")


def _require_within(authority: x509.Certificate, hosts: Sequence[str], addresses: Sequence[Address]) -> None:
    told = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or ()
    names = [one.value for one in told if isinstance(one, x509.DNSName)]
    nets = [ip_network(str(one.value)) for one in told if isinstance(one, x509.IPAddress)]
    strangers = [one for one in hosts if not any(one == name or one.endswith(f".{name}") for name in names)]
    strangers += [str(one) for one in addresses if not any(one in net for net in nets)]
    if strangers:
        raise OutOfOrderError(
            f"本机的证书机构不能为 {'、'.join(strangers)} 签发证书。",
            why=f"它成立时只限于 {'、'.join(names)} 和内网地址，这样即使私钥失窃也冒充不了别的网站。",
            remedy="确需使用新的主机名的，把 keys/tls 文件夹移走，重新运行 liuhen tls init，再请各设备重新信任。",
        )


def _issue(at: Place, hosts: Sequence[str], addresses: Sequence[Address], *, now: datetime) -> None:
    authority = _load(at.authority)
    signer = serialization.load_pem_private_key(at.authority_key.read_bytes(), password=None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise UnusableError("证书机构的私钥文件损坏。", remedy="请从备份恢复 keys/tls 文件夹。")
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0][:64])])
    told = [*(x509.DNSName(one) for one in hosts), *(x509.IPAddress(one) for one in addresses)]
    last = min(now + SERVER_LASTS, authority.not_valid_after_utc)
    made = (
        _draft(subject, authority.subject, key.public_key(), now, last)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(told), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write(at.server_key, _key_bytes(key), secret=True)
    _write(at.server, made.public_bytes(serialization.Encoding.PEM))


def _draft(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, last: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(last)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )


def _load(file: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as err:
        raise UnusableError(
            f"证书文件 {file} 不能使用。", why="文件不存在、无权读取，或者不是 PEM 格式的证书。", remedy="请核对文件。"
        ) from err


def _key_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write(file: Path, content: bytes, *, secret: bool = False) -> None:
    """Put a whole file in place of the old one, or leave the old one."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(6)}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644), "wb"
        ) as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)
    except OSError as err:
        raise UnusableError(f"写不进 {file.parent}。", why=err.strerror or "", remedy="请检查磁盘和权限。") from err
