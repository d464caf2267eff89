"""How the product is reached: where it listens, under which names, over TLS or behind somebody who does that."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.errors import BadInputError, NotAllowedError
from liuhen.upkeep.folder import data_folder
from liuhen.upkeep.names import LOCAL, is_address, is_loopback, require_host
from liuhen.upkeep.tls import RENEW_BEFORE, Place, Seen, place, renew, require_pair, see

EVERYWHERE: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104  # said by the person at the terminal, never by us


@dataclass(frozen=True, slots=True)
class Entrance:
    """Where the server listens and what it proves itself with.

    Args:
        certificate, key: files; None where the pages go out in plain HTTP.
        seen: what the certificate says.
        hosts: names and addresses a request may name.
    """

    host: str
    port: int
    hosts: tuple[str, ...]
    certificate: Path | None = None
    key: Path | None = None
    seen: Seen | None = None
    behind_proxy: bool = False

    @property
    def local(self) -> bool:
        """Say whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def url(self) -> str:
        """Return the address to open."""
        scheme = "https" if self.certificate else "http"
        named = [one for one in (self.seen.names if self.seen else ()) if one != "localhost" and "*" not in one]
        host = self.host if self.host not in EVERYWHERE else next(iter(named), self._address())
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    def tell_settings(self) -> None:
        """Put into the environment what the settings read; before they are loaded, and for the server's child."""
        os.environ["LIUHEN_HOSTS"] = ",".join(self.hosts)
        if self.certificate is not None or self.behind_proxy:
            os.environ["LIUHEN_HTTPS"] = "1"
        if self.behind_proxy:
            os.environ["LIUHEN_BEHIND_PROXY"] = "1"

    def _address(self) -> str:
        told = self.seen.addresses if self.seen else ()
        return next((one for one in told if not is_loopback(one)), "127.0.0.1")


def entrance(
    *, host: str, port: int, names: Sequence[str], certificate: Path | None, key: Path | None, behind_proxy: bool
) -> Entrance:
    """Return how the product will be reached.

    Raises:
        BadInputError: half of a pair, or a name the certificate is not for.
        NotAllowedError: plain HTTP on the network.
        UnusableError: certificate and key cannot be used together.
    """
    if (certificate is None) != (key is None):
        raise BadInputError("证书和私钥要一起指定。", remedy="请同时写 --tls-cert 和 --tls-key。")
    own = place(data_folder())
    if certificate is None and not behind_proxy and own.complete:
        _renew_in_time(own)
        certificate, key = own.server, own.server_key
    seen = require_pair(certificate, key) if certificate and key else None
    if seen is None and not is_loopback(host) and not behind_proxy:
        raise _plain_on_the_network(host)
    told = [require_host(one) if not is_address(one) else one for one in names]
    _require_named(seen, told)
    if behind_proxy and not told and not os.environ.get("LIUHEN_HOSTS"):
        raise BadInputError("不知道用户用什么名称访问。", remedy="请用 --name 写明浏览器地址栏里的主机名。")
    hosts = _hosts(host, told, seen)
    return Entrance(host, port, hosts, certificate, key, seen, behind_proxy)


def _renew_in_time(own: Place) -> None:
    """Let a certificate of our own never run out where somebody restarts the product now and then."""
    now = clock.now()
    if own.authority_key.is_file() and see(own.server).last - now < RENEW_BEFORE:
        renew(own, now=now)


def _hosts(host: str, names: Sequence[str], seen: Seen | None) -> tuple[str, ...]:
    asked = [one for one in os.environ.get("LIUHEN_HOSTS", "").split(",") if one]
    certified = [*seen.names, *seen.addresses] if seen else []
    listening = [] if host in EVERYWHERE else [host]
    return tuple(dict.fromkeys([*LOCAL, *asked, *(_as_asked(one) for one in (*names, *certified, *listening))]))


def _as_asked(host: str) -> str:
    """Return a name as it stands in a request; a certificate for all below a name is for each of them."""
    return host.removeprefix("*") if host.startswith("*.") else f"[{host}]" if ":" in host else host


def _require_named(seen: Seen | None, names: Sequence[str]) -> None:
    if seen is None:
        return
    wild = [one.removeprefix("*") for one in seen.names if one.startswith("*.")]
    missing = [one for one in names if not seen.is_for(one) and not any(one.endswith(tail) for tail in wild)]
    if missing:
        raise BadInputError(
            f"证书不是给 {'、'.join(missing)} 用的。",
            why=f"它只给 {'、'.join((*seen.names, *seen.addresses))} 用，浏览器会拒绝。",
            remedy="自己的证书可用 liuhen tls renew --name 增加主机名；单位自备的证书请重新申领。",
        )


def _plain_on_the_network(host: str) -> NotAllowedError:
    return NotAllowedError(
        f"不能在 {host} 上用不加密的 http 提供服务。",
        why="密码和案卷会在网络上明文传送；浏览器也不允许这样的页面使用摄像头、麦克风和离线功能。",
        remedy=(
            "请先运行 liuhen tls init 建立证书，或者用 --tls-cert 和 --tls-key 指定单位的证书；"
            "前面另有加密的反向代理的，写明 --plain-http-behind-proxy 和 --name。"
        ),
    )
