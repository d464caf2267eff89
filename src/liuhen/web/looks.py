"""A look at a recording: opening its page is one, written down once; what that page then shows belongs to it.

The page carries a signed mark of who looks at what. Poster, small pictures, every stretch a player asks for and the
copy go with that look for as long as it lasts. Bytes asked for without a mark are a look of their own, each time;
taking a file away is always written down.
"""

from typing import Final

from django.core import signing

from liuhen.people.officers import Officer

LASTS: Final = 12 * 60 * 60
"""Seconds: a page left open longer begins a new look with the next bytes it asks for."""

_SALT: Final = "look at a recording"


def mark(by: Officer, ref: str, seq: int) -> str:
    """Return the mark of a look that was just written down."""
    return signing.dumps([by.id, ref, seq], salt=_SALT)


def goes_on(told: str, by: Officer, ref: str, seq: int) -> bool:
    """Say whether `told` is the mark of a look of this person at this recording that still lasts."""
    if not told:
        return False
    try:
        looked = signing.loads(told, salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return False
    return bool(looked == [by.id, ref, seq])
