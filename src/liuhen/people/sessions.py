"""登录与会话: who sits where at a browser or works through a program, since when; and the end of it.

A browser's session names its row here. Where the row is gone the session is over, whatever its cookie says.
"""

import secrets
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.ledger.storage import whole
from liuhen.people.doors import Door, agent_words
from liuhen.people.models import Account, Person, SignIn, Token
from liuhen.people.policy import LONGEST, Policy, ends

NAME: Final = "sign_in"
"""Under this name a browser's session keeps which row is its own."""

_NOTED: Final = timedelta(minutes=1)  # `seen` is written no more often


@dataclass(frozen=True, slots=True)
class Sitting:
    """A browser or a program that is signed in."""

    handle: str
    account: str
    name: str
    program: bool
    address: str
    agent: str
    began: datetime | None
    seen: datetime | None
    mine: bool = False


@receiver(user_logged_in)
def _begin(request: HttpRequest, user: Account, **_: Any) -> None:
    now, door = clock.now(), Door.of(request.META)
    SignIn.objects.filter(began__lt=now - LONGEST).delete()
    request.session.clear_expired()
    row = SignIn.objects.create(
        id=secrets.token_hex(16), account=user, began=now, seen=now, address=door.address, agent=door.agent
    )
    request.session[NAME] = row.id


@receiver(user_logged_out)
def _end(request: HttpRequest, **_: Any) -> None:
    SignIn.objects.filter(id=request.session.get(NAME, "")).delete()


def alive(handle: str, account: str, policy: Policy, *, active: bool = True) -> bool:
    """Say whether a browser's sign-in still holds, and note that it was heard of.

    Args:
        active: somebody did something; a page that asks by itself does not keep its sign-in alive.
    """
    now = clock.now()
    row = SignIn.objects.filter(id=handle, account__account=account).values_list("began", "seen").first()
    if row is None or now >= ends(*row, policy):
        SignIn.objects.filter(id=handle).delete()
        return False
    if active and now - row[1] >= _NOTED:
        with suppress(UnusableError), whole():  # a full disk shuts no reader out; at worst he signs in again sooner
            SignIn.objects.filter(id=handle).update(seen=now)
    return True


def sittings(accounts: Sequence[str], *, mine: str = "") -> list[Sitting]:
    """Return where these accounts are signed in, latest first.

    Args:
        mine: the handle of who asks.
    """
    now = clock.now()
    names = dict(Person.objects.filter(account__in=accounts).values_list("account", "name"))
    browsers = SignIn.objects.filter(account__account__in=accounts, began__gt=now - LONGEST)
    programs = Token.objects.filter(account__account__in=accounts, until__gt=now)
    rows = [
        Sitting(
            handle=row.id,
            account=row.account.account,
            name=names.get(row.account.account, ""),
            program=False,
            address=row.address,
            agent=agent_words(row.agent),
            began=row.began,
            seen=row.seen,
            mine=row.id == mine,
        )
        for row in browsers.select_related("account")
    ]
    rows += [
        Sitting(
            handle=row.digest,
            account=row.account.account,
            name=names.get(row.account.account, ""),
            program=True,
            address=row.address,
            agent=agent_words(row.agent),
            began=row.began,
            seen=row.seen,
        )
        for row in programs.select_related("account")
    ]
    return sorted(rows, key=lambda one: (one.seen or now, one.handle), reverse=True)


def end_sitting(handle: str, *, among: Sequence[str]) -> str | None:
    """End one sign-in of these accounts; return whose it was, or None where there is no such one."""
    for rows in (SignIn.objects.filter(id=handle), Token.objects.filter(digest=handle)):
        row = rows.filter(account__account__in=among).select_related("account").first()
        if row is not None:
            row.delete()
            return str(row.account.account)
    return None


def end_all(account: str, *, but: str = "") -> int:
    """End every sign-in of an account, at browsers and of programs; return how many there were.

    Args:
        but: the handle of one that goes on.
    """
    browsers = SignIn.objects.filter(account__account=account).exclude(id=but).delete()[0]
    return browsers + Token.objects.filter(account__account=account).delete()[0]
