"""What a person proves himself by, in tests: codes for a first sign-in, an app, a good password."""

from liuhen.people import accounts, second_factors
from liuhen.people.models import Account
from people.totp import code_of

GOOD = "Tieba-4471-quan"


def with_app(account: str) -> str:
    """Give an account an app; return its secret. The code of the present half minute is not used up."""
    secret = second_factors.offer(account).secret
    second_factors.add_totp(account, secret, code_of(secret, shift=-1))
    return secret


def initial_code_of(account: str) -> str:
    """Let an account be one that nobody has signed in with yet; return the code for the first time."""
    Account.objects.filter(account=account).delete()
    return accounts.open_account(account)
