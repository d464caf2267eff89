"""Accounts as acts on the bureau open and close them: credentials stand beside the ledger, never in it."""

import secrets
from typing import Final

from liuhen.people.models import Account

_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is read two ways
_GROUPS, _SIGNS = 3, 4


def initial_code() -> str:
    """Return a code to hand over on paper, e.g. `k7mp-2xwd-hn4q`."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS)) for _ in range(_GROUPS))


def open_account(account: str) -> str:
    """Make an account; return the code with which its owner signs in for the first time."""
    code = initial_code()
    Account.objects.open(account, code)
    return code


def close_account(account: str) -> None:
    """Let nobody sign in with an account any more; its name is never given away again."""
    Account.objects.filter(account=account).update(is_active=False)
