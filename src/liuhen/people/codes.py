"""One-time codes, to be read aloud or written on paper, and how they are kept until their one use."""

import secrets
from typing import Final

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher, make_password

_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another when read aloud
_SIGNS: Final = 5
_ROUNDS: Final = 20_000


def one_time_code(groups: int = 3) -> str:
    """Return a code of groups of five signs, 25 bits each: `K7MPX-2XWDH-HN4QE`."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(_SIGNS)) for _ in range(groups))


def encoded_code(code: str) -> str:
    """Return the hash by which a code is kept.

    Nobody guesses 75 bits: fewer rounds than for a password of people's choice are plenty, and a roster of 200 people
    is entered in seconds. At its first use Django hashes it anew with all rounds, as it does with any old hash.
    """
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return str(hasher.encode(code, hasher.salt(), iterations=_ROUNDS))
    return make_password(code)
