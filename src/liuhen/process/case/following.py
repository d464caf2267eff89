"""Who is told of an act once it is recorded, in its transaction: to let a job wait. Rooms above enter themselves."""

from collections.abc import Callable
from typing import Final

from liuhen.ledger import Entry

Told = Callable[[Entry], None]

_followers: Final[dict[str, list[Told]]] = {}


def follow(kind: str, told: Told) -> None:
    """Let `told` be called with every new entry of this kind that an act of a case makes."""
    known = _followers.setdefault(kind, [])
    if told not in known:
        known.append(told)


def tell(entry: Entry) -> None:
    """Tell whoever follows this kind."""
    for told in _followers.get(entry.kind, ()):
        told(entry)
