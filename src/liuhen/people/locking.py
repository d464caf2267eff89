"""Lock-out: five wrong tries in a row close an account, and an address, for 15 minutes; every further one doubles it.

Failures at an account are remembered for a day, those from an address for an hour: a whole office may share one.

`axes` counts and keeps the failures. What it is given is a request of our own making, so that nothing of what was
typed beside the account reaches its table; a name that no account bears is kept as a digest.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db.models import Max, Sum
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from liuhen.kernel import clock
from liuhen.people.doors import Door
from liuhen.people.errors import TooManyTriesError
from liuhen.people.models import Account

FIRST: Final = timedelta(minutes=15)
LONGEST: Final = timedelta(hours=4)
_AT_ACCOUNT: Final = (timedelta(days=1), LONGEST)  # how long failures are remembered, and the longest lock
_FROM_ADDRESS: Final = (timedelta(hours=1), timedelta(hours=1))
_STRANGER: Final = "?"


@dataclass(frozen=True, slots=True)
class Lock:
    """An account or an address that is closed for now; the other of the two is empty."""

    account: str
    address: str
    failures: int
    until: datetime


class Handler(AxesDatabaseHandler):  # type: ignore[misc]
    """Axes' own handler with a lock that grows with every failure beyond the limit."""

    def is_locked(self, request: Any, credentials: dict[str, Any] | None = None) -> bool:
        """Say whether the account or the address is closed."""
        return _until(known_as(request, credentials), request.axes_ip_address) is not None

    def user_login_failed(self, sender: Any, credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
        """Count a failure, at the time the house's own clock shows."""
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is not None:
            mine = {"username": known_as(request, credentials), "ip_address": request.axes_ip_address}
            AccessAttempt.objects.filter(**mine, user_agent=request.axes_user_agent).update(
                attempt_time=request.axes_attempt_time
            )


def knock(door: Door, account: str) -> Any:
    """Return a bare request that carries what axes counts by, and nothing else of what was sent."""
    request = HttpRequest()
    request.method = "POST"
    told = {
        "known_as": account if Account.objects.filter(account=account).exists() else _digest(account),
        "axes_updated": True,
        "axes_locked_out": False,
        "axes_attempt_time": clock.now(),
        "axes_ip_address": door.address,
        "axes_user_agent": door.agent or "-",
        "axes_path_info": "",
        "axes_http_accept": "",
        "axes_failures_since_start": None,
        "axes_credentials": None,
    }
    for name, value in told.items():
        setattr(request, name, value)
    return request


def known_as(request: Any, credentials: dict[str, Any] | None) -> str:
    """Return the name under which axes counts."""
    return str(getattr(request, "known_as", "") or (credentials or {}).get("username", ""))


def require_open(request: Any) -> None:
    """Refuse while the account or the address of a knock is closed.

    Raises:
        TooManyTriesError: it says how long.
    """
    if until := _until(known_as(request, None), request.axes_ip_address):
        raise TooManyTriesError(until)


def count_failure(request: Any, account: str) -> bool:
    """Count a wrong second factor like a wrong password; say whether that closed the account or the address."""
    user_login_failed.send(sender=__name__, credentials={"username": account}, request=request)
    return closed_now(request)


def closed_now(request: Any) -> bool:
    """Say whether the failure just counted closed the account or the address."""
    return bool(AxesProxyHandler.is_locked(request, {"username": known_as(request, None)}))


def forget_failures(request: Any) -> None:
    """Begin to count anew for this account at this address: who it is has been proven in full."""
    AccessAttempt.objects.filter(username=known_as(request, None), ip_address=request.axes_ip_address).delete()


def locks(accounts: frozenset[str]) -> list[Lock]:
    """Return what is closed now: of these accounts, and any address."""
    at = [Lock(name, "", count, until) for name, count, until in _closed("username", _AT_ACCOUNT) if name in accounts]
    by = [Lock("", address, count, until) for address, count, until in _closed("ip_address", _FROM_ADDRESS)]
    return sorted(at + by, key=lambda one: (one.until, one.account, one.address))


def lift(*, account: str = "", address: str = "") -> int:
    """Open an account or an address again; return how many counts were dropped."""
    named = {"username": account} if account else {"ip_address": address}
    return int(AccessAttempt.objects.filter(**named).delete()[0])


def _until(name: str, address: str) -> datetime | None:
    """Return when the account or the address opens again, or None where both are open."""
    found = [*_closed("username", _AT_ACCOUNT, name), *_closed("ip_address", _FROM_ADDRESS, address)]
    return max((until for _, _, until in found), default=None)


def _closed(
    field: str, kept: tuple[timedelta, timedelta], value: str | None = None
) -> Iterator[tuple[str, int, datetime]]:
    """Give every value of a field that is closed now, how often it failed, and when it opens again."""
    now, (remembered, longest) = clock.now(), kept
    rows = AccessAttempt.objects.order_by().filter(attempt_time__gt=now - remembered)
    wanted = rows if value is None else rows.filter(**{field: value})
    for name, failures, last in wanted.values_list(field).annotate(Sum("failures_since_start"), Max("attempt_time")):
        beyond = failures - settings.AXES_FAILURE_LIMIT
        until = last + min(FIRST * 2 ** min(max(beyond, 0), 10), longest)
        if beyond >= 0 and until > now:
            yield name, failures, until


def _digest(name: str) -> str:
    return _STRANGER + salted_hmac(__name__, name).hexdigest()[:24]
