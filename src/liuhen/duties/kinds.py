"""Of which kind a dossier is follows from the entry with which it begins; rooms that begin dossiers say so here."""

from collections.abc import Sequence
from typing import Final

from liuhen.rulebook import Event

_begun: Final[dict[str, str]] = {}


def begins(entry: str, dossier: str) -> None:
    """Say that an entry of kind `entry` begins a dossier of kind `dossier`, such as clue.registered and penalty."""
    _begun[entry] = dossier


def begun_by(entry: str) -> str:
    """Return the kind of dossier that an entry of kind `entry` begins; empty where no room begins one so."""
    return _begun.get(entry, "")


def kind_of(events: Sequence[Event]) -> str:
    """Return the kind of a dossier with these events; empty where no room begins dossiers so: no rule is about it."""
    return begun_by(events[0].kind) if events else ""
