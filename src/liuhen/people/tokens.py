"""Sign-in of programs: a random token, kept only as a digest, for one working day."""

import secrets
from contextlib import suppress
from datetime import timedelta
from typing import Final

from liuhen.kernel import clock
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import NotAllowedError, NotFoundError, UnusableError
from liuhen.ledger.storage import whole
from liuhen.people.accounts import Proven, Step, let_in, next_step, prove, prove_factor
from liuhen.people.doors import Door
from liuhen.people.models import Token
from liuhen.people.officers import Officer, officer_of_account

LASTS: Final = timedelta(hours=8)
_NOTED: Final = timedelta(minutes=1)  # `seen` is written no more often
_HERE: Final = Door("127.0.0.1")
_WANTED: Final = {
    Step.PASSWORD: "密码需要先更换。",
    Step.ENROL: "您的岗位必须有第二重验证，还没有启用。",
}


def open_token(account: str, password: str, *, otp: str = "", door: Door = _HERE) -> str:
    """Return a fresh token for an account; see `admitted` for what is asked and what is raised."""
    return issue(admitted(account, password, otp=otp, door=door), door)


def admitted(account: str, password: str, *, otp: str, door: Door) -> Proven:
    """Say who may have a token.

    Args:
        otp: a code of the second factor, where the account has one.

    Raises:
        NotAllowedError: account, password and code do not fit, the account is closed, or something is owed that only
            the sign-in page can take.
    """
    proven = prove(account, password, door)
    if next_step(proven) is Step.FACTOR:
        if not otp:
            raise NotAllowedError("还需要动态口令。", remedy="请在 otp 一栏填写动态口令或者备用码。")
        proven = prove_factor(proven, otp, door)
    if (owed := next_step(proven)) is not Step.IN:
        raise NotAllowedError(_WANTED[owed], remedy="请先在网页上登录，按提示办好，再用程序登录。")
    return proven


def issue(proven: Proven, door: Door) -> str:
    """Return a fresh token for who was admitted."""
    owner, _ = let_in(proven, door)
    token, now = secrets.token_urlsafe(32), clock.now()
    Token.objects.filter(until__lt=now).delete()
    Token.objects.create(
        digest=_digest(token),
        account=owner,
        until=now + LASTS,
        began=now,
        seen=now,
        address=door.address,
        agent=door.agent,
    )
    return token


def officer_of_token(token: str) -> Officer | None:
    """Return who signed in with this token, or None when it is unknown, closed or over."""
    now = clock.now()
    row = Token.objects.select_related("account").filter(digest=_digest(token), until__gt=now).first()
    if row is None or not row.account.is_active:
        return None
    if row.seen is None or now - row.seen >= _NOTED:
        with suppress(UnusableError), whole():  # as for browsers: a full disk shuts no reader out
            Token.objects.filter(digest=row.digest).update(seen=now)
    try:
        return officer_of_account(row.account.account)
    except NotFoundError:
        return None


def close_token(token: str) -> None:
    """End a token; ending it twice is no error."""
    Token.objects.filter(digest=_digest(token)).delete()


def _digest(token: str) -> str:
    return Digests.of(token.encode()).sha256
