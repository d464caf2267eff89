"""登录规则: what an organ asks of who signs in. Where it said nothing, the product's own measure holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from liuhen.kernel import clock
from liuhen.people.models import Account, Organ, SignInPolicy
from liuhen.people.officers import Officer
from liuhen.people.roles import KEEPERS, Role

IDLE_MINUTES: Final = 30
PASSWORD_DAYS: Final = 180
LONGEST: Final = timedelta(hours=8)  # a sign-in, however busy


@dataclass(frozen=True, slots=True)
class Policy:
    """How long one may stay away, how old a password may grow, and who must have a second factor."""

    idle_minutes: int
    password_days: int
    second_factor: frozenset[Role]

    @property
    def idle(self) -> timedelta:
        """Return how long one may stay away."""
        return timedelta(minutes=self.idle_minutes)

    def asks_second_factor(self, of: Officer) -> bool:
        """Say whether this person must have a second factor."""
        return bool(self.second_factor & of.roles)

    def outgrown(self, account: Account) -> bool:
        """Say whether the password of an account is too old; one of unknown age is, too. 0 days: it never is."""
        last = account.password_set_at
        if not self.password_days:
            return False
        return last is None or clock.now() >= last + timedelta(days=self.password_days)


def policy_of(organ: str) -> Policy:
    """Return what is in force in an organ; a demo asks for no second factor and no new password unless it says so."""
    row = SignInPolicy.objects.filter(organ=organ).first()
    if row is not None:
        return Policy(row.idle_minutes, row.password_days, frozenset(Role(one) for one in row.second_factor))
    if is_demo(organ):
        return Policy(IDLE_MINUTES, 0, frozenset())
    return Policy(IDLE_MINUTES, PASSWORD_DAYS, KEEPERS)


def is_demo(organ: str) -> bool:
    """Say whether an organ's first entry says that it is invented."""
    return Organ.objects.filter(id=organ, demo=True).exists()


def ends(began: datetime, seen: datetime, policy: Policy) -> datetime:
    """Return when a sign-in ends if nothing more is heard of it."""
    return min(began + LONGEST, seen + policy.idle)
