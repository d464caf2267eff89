"""Sign-in of programs: a random token, kept only as a digest, for one working day."""

import secrets
from datetime import timedelta
from typing import Final

from django.contrib.auth import authenticate

from liuhen.kernel import clock
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import NotAllowedError
from liuhen.people.models import Account, Token
from liuhen.people.officers import Officer, officer_of_account

LASTS: Final = timedelta(hours=8)


def open_token(account: str, password: str) -> str:
    """Return a fresh token for an account.

    Raises:
        NotAllowedError: account and password do not match, or the account is closed.
    """
    found = authenticate(username=account, password=password)
    if not isinstance(found, Account):
        raise NotAllowedError("账号或者密码不对。", remedy="请核对后重试；忘记密码请找安全员。")
    token = secrets.token_urlsafe(32)
    Token.objects.create(digest=_digest(token), account=found, until=clock.now() + LASTS)
    return token


def officer_of_token(token: str) -> Officer | None:
    """Return who signed in with this token, or None when it is unknown, closed or over."""
    row = Token.objects.select_related("account").filter(digest=_digest(token), until__gt=clock.now()).first()
    if row is None or not row.account.is_active:
        return None
    return officer_of_account(row.account.account)


def close_token(token: str) -> None:
    """End a token; ending it twice is no error."""
    Token.objects.filter(digest=_digest(token)).delete()


def _digest(token: str) -> str:
    return Digests.of(token.encode()).sha256
