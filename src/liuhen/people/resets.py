"""重置密码 by two keepers: each gets one half of a code, and only the person to whom both hand theirs can sign in.

Neither half opens anything by itself, and with neither can its keeper make the other. Who asked, who agreed and why are
entries of the ledger; here is only what opens the account.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.errors import OutOfOrderError
from liuhen.people import passwords
from liuhen.people.authenticators import opened, shut
from liuhen.people.codes import encoded_code, one_time_code
from liuhen.people.models import Account, PasswordReset, Person
from liuhen.people.second_factors import remove_all
from liuhen.people.sessions import end_all

OPEN_FOR: Final = timedelta(days=3)  # from the request to its confirmation
GOOD_FOR: Final = timedelta(days=1)  # from the confirmation to the sign-in


@dataclass(frozen=True, slots=True)
class Asked:
    """A reset that waits for a second keeper."""

    person: str
    name: str
    account: str
    requested_by: str
    requester: str
    requested_at: datetime
    reason: str
    factors: bool


def ask(person: Person, *, by: str, reason: str, factors: bool) -> str:
    """Keep a request and return the half of the code that is its author's; a request before it lapses.

    Args:
        by: id of the keeper who asks.
        factors: second factors are to go, too.
    """
    first, second = one_time_code(2), one_time_code(2)
    PasswordReset.objects.update_or_create(
        account=Account.objects.get(account=person.account),
        defaults={
            "requested_by": by,
            "requested_at": clock.now(),
            "reason": reason,
            "factors": factors,
            "encoded": encoded_code(f"{first}-{second}"),
            "second_half": shut(second),
        },
    )
    return first


def open_requests(organ: str) -> list[Asked]:
    """Return what waits for a second keeper in an organ, oldest first."""
    people = {one.account: one for one in Person.objects.filter(organ=organ)}
    names = {one.id: one.name for one in people.values()}
    rows = PasswordReset.objects.filter(
        account__account__in=list(people), requested_at__gt=clock.now() - OPEN_FOR
    ).select_related("account")
    return [_asked(row, people[row.account.account], names) for row in rows.order_by("requested_at")]


def open_request(person: Person) -> Asked:
    """Return the request that waits for this person.

    Raises:
        OutOfOrderError: there is none, or it has lapsed.
    """
    found = next((one for one in open_requests(person.organ) if one.person == person.id), None)
    if found is None:
        raise OutOfOrderError("没有等待确认的重置申请。", remedy="申请三日内有效；请安全员重新提出。")
    return found


def agree(person: Person) -> str:
    """Let the code of both halves open the account for a day; return the second half. What was good before is not.

    Raises:
        OutOfOrderError: nothing waits for this person.
    """
    open_request(person)
    row = PasswordReset.objects.select_related("account").get(account__account=person.account)
    account = row.account
    passwords.remember(account)
    account.password, account.one_time_until = row.encoded, clock.now() + GOOD_FOR
    account.save(update_fields=["password", "one_time_until"])
    if row.factors:
        remove_all(account.account)
    end_all(account.account)
    second = opened(bytes(row.second_half))
    row.delete()
    return second


def _asked(row: PasswordReset, person: Person, names: dict[str, str]) -> Asked:
    return Asked(
        person.id,
        person.name,
        person.account,
        row.requested_by,
        names.get(row.requested_by, ""),
        row.requested_at,
        row.reason,
        row.factors,
    )
