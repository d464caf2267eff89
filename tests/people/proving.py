"""What a person proves himself by, in tests: codes for a first sign-in, an app, a good password."""

import base64
import time

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from liuhen.people import accounts, second_factors
from liuhen.people.models import Account

GOOD = "Tieba-4471-quan"


def code_of(secret: str, *, shift: int = 0) -> str:
    """What the app shows now, or some steps of 30 seconds away."""
    key = TOTP(base64.b32decode(secret), 6, SHA1(), 30, enforce_key_length=False)  # noqa: S303  # what TOTP is made of
    return key.generate(int(time.time()) + shift * 30).decode()


def with_app(account: str) -> str:
    """Give an account an app; return its secret. The code of the present half minute is not used up."""
    secret = second_factors.offer(account).secret
    second_factors.add_totp(account, secret, code_of(secret, shift=-1))
    return secret


def initial_code_of(account: str) -> str:
    """Let an account be one that nobody has signed in with yet; return the code for the first time."""
    Account.objects.filter(account=account).delete()
    return accounts.open_account(account)
