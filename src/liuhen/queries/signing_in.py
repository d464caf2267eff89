"""登录与会话: where somebody is signed in and by what he proves himself; for the security officer, of everybody."""

from dataclasses import dataclass
from datetime import datetime

from liuhen.people.locking import Lock, locks
from liuhen.people.models import Account, Person
from liuhen.people.officers import Officer
from liuhen.people.policy import Policy, policy_of
from liuhen.people.second_factors import RECOVERY, Factor, factors_of
from liuhen.people.sessions import Sitting, sittings


@dataclass(frozen=True, slots=True)
class OwnSecurity:
    """What a person reads of his own sign-in."""

    sittings: list[Sitting]
    factors: list[Factor]
    codes_left: int | None  # recovery codes not used yet; None where there are none
    password_set_at: datetime | None
    policy: Policy
    must_have_factor: bool


@dataclass(frozen=True, slots=True)
class Closed:
    """An account or an address that is closed for now, and whose it is."""

    lock: Lock
    name: str


@dataclass(frozen=True, slots=True)
class EverySignIn:
    """What the security officer reads: who is signed in where, and what is closed. No content of any work."""

    sittings: list[Sitting]
    closed: list[Closed]


def own_security(by: Officer, *, mine: str) -> OwnSecurity:
    """Return what `by` reads of his own sign-in; `mine` is the handle of the browser he asks from."""
    told, policy = factors_of(by.account), policy_of(by.organ)
    return OwnSecurity(
        sittings=sittings([by.account], mine=mine),
        factors=[one for one in told if one.kind != RECOVERY],
        codes_left=next((one.left for one in told if one.kind == RECOVERY), None),
        password_set_at=Account.objects.values_list("password_set_at", flat=True).get(account=by.account),
        policy=policy,
        must_have_factor=policy.asks_second_factor(by),
    )


def every_sign_in(by: Officer, *, mine: str) -> EverySignIn:
    """Return the sign-ins of everybody in the organ of `by`, and what is closed; a constant number of queries."""
    names = accounts_of(by)
    shut = locks(frozenset(names))
    return EverySignIn(sittings(list(names), mine=mine), [Closed(one, names.get(one.account, "")) for one in shut])


def accounts_of(by: Officer) -> dict[str, str]:
    """Return the accounts of the organ of `by`, each with the name of its person."""
    return dict(Person.objects.filter(organ=by.organ).order_by("id").values_list("account", "name"))
