"""Where a sign-in comes from: an address and a browser, in plain words."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

_PASSED_ON: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")
_BROWSERS: Final = (
    ("MicroMessenger", "微信"),
    ("Edg", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE", "360 浏览器"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("HarmonyOS", "鸿蒙"),
    ("Android", "安卓手机"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Door:
    """One request as far as signing in looks at it; `passed_on` says that a proxy stands between."""

    address: str
    agent: str = ""
    passed_on: bool = False

    @classmethod
    def of(cls, meta: Mapping[str, Any]) -> "Door":
        """Return the door of a request by its environment.

        Only the peer itself is believed; behind a proxy that was declared, what this proxy says of its own peer.
        """
        address = str(meta.get("REMOTE_ADDR") or "127.0.0.1")
        if getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
            address = str(meta.get("HTTP_X_FORWARDED_FOR") or address).rpartition(",")[2].strip()
        return cls(
            address=_address(address),
            agent=str(meta.get("HTTP_USER_AGENT") or "")[:255],
            passed_on=any(name in meta for name in _PASSED_ON),
        )

    @property
    def at_the_machine(self) -> bool:
        """Say whether the request comes from the machine itself."""
        return ipaddress.ip_address(self.address).is_loopback and not self.passed_on

    @property
    def words(self) -> str:
        """Return `10.1.2.3，Windows 上的 Chrome`."""
        return f"{self.address}，{agent_words(self.agent)}"


def _address(told: str) -> str:
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return "0.0.0.0"  # noqa: S104  # an address nobody has: what cannot be read is counted together


def agent_words(agent: str) -> str:
    """Return what a browser calls itself as people call it."""
    browser = next((words for sign, words in _BROWSERS if sign in agent), "")
    system = next((words for sign, words in _SYSTEMS if sign in agent), "")
    if browser and system:
        return f"{system} 上的 {browser}"
    return browser or system or "其他程序"
