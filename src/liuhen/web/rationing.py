"""How often one address may ask what is open to everybody: enough for a counter, too seldom for a machine."""

import ipaddress
from collections import OrderedDict, deque
from threading import Lock
from time import monotonic
from typing import Final

_REMEMBERED: Final = 4_096  # addresses, in each process; who asked longest ago is forgotten first
_NEIGHBOURS: Final = 64  # bits: whoever has one IPv6 address has all that begin like it


class Ration:
    """So many askings in so many seconds for each address; kept in memory, written nowhere."""

    def __init__(self, most: int, *, seconds: int) -> None:
        self._most, self._seconds = most, seconds
        self._asked: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, address: str) -> int:
        """Count one asking; return 0, or the seconds to wait where there were too many already."""
        now = monotonic()
        with self._lock:
            times = self._asked.setdefault(_household(address), deque(maxlen=self._most))
            self._asked.move_to_end(_household(address))
            if len(self._asked) > _REMEMBERED:
                self._asked.popitem(last=False)
            if len(times) == self._most and now - times[0] < self._seconds:
                return int(self._seconds - (now - times[0])) + 1
            times.append(now)
            return 0


def _household(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((known, _NEIGHBOURS), strict=False)) if known.version == 6 else address  # noqa: PLR2004
