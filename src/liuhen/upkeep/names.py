"""Names and addresses by which this machine is reached."""

import re
import socket
from ipaddress import ip_address
from typing import Final

from liuhen.kernel.errors import BadInputError

LOOPBACK: Final = ("127.0.0.1", "::1")
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
"""As they stand in a request."""

_LABEL: Final = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(\.{_LABEL})*")
_LONGEST: Final = 253
_SOMEWHERE: Final = ("192.0.2.1", 9)  # never reached: only asked which way one would go


def require_host(told: str) -> str:
    """Return a host name in the one way it is written.

    Raises:
        BadInputError: it is none.
    """
    host = told.strip().lower().rstrip(".")
    if len(host) > _LONGEST or not _HOST.fullmatch(host) or is_address(host):
        raise BadInputError(
            f"“{told}”不是主机名。",
            remedy="请写成 liuhen.example.com 这样的名称；地址用 --ip，网址不带 https:// 和端口。",
        )
    return host


def is_address(host: str) -> bool:
    """Say whether `host` is an address, not a name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach a server that listens there."""
    return host == "localhost" or (is_address(host) and ip_address(host.strip("[]")).is_loopback)


def own_name() -> str | None:
    """Return the machine's name where it has one that others could use."""
    try:
        name = require_host(socket.gethostname())
    except BadInputError:
        return None
    return None if name.startswith("localhost") else name


def own_address() -> str | None:
    """Return the address with which this machine speaks to others; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_SOMEWHERE)
        except OSError:
            return None
        found = str(probe.getsockname()[0])
    return None if is_loopback(found) else found
