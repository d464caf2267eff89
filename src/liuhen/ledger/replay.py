"""Replaying entries through their projectors."""

from itertools import chain, pairwise

from liuhen.ledger.body import Body
from liuhen.ledger.errors import BodyDestroyedError
from liuhen.ledger.head import Entry
from liuhen.ledger.projections import Destroyed, project, tables
from liuhen.ledger.reading import body_of, entries
from liuhen.ledger.scratch import projections_in


def replay(dossier: str, *, alias: str | None = None) -> None:
    """Let the projectors see the entries of a dossier, or for "" every act on an organ itself, once more.

    Args:
        dossier: which.
        alias: the scratch database that their rows go to; None for the tables in use.
    """
    for entry, following in pairwise(chain(entries(dossier=dossier), [None])):
        if entry is not None:
            body = _body(entry)
            with projections_in(alias):
                project(entry, body, more=following is not None)


def replay_in_place(dossier: str) -> None:
    """Write the projections of a dossier anew, from its entries. The caller holds the transaction and the lock."""
    for table in tables():
        rows = table._default_manager.filter(dossier=dossier)
        rows._raw_delete(rows.db)  # rows of other dossiers may point here: nothing may follow them
    replay(dossier)


def _body(entry: Entry) -> Body:
    try:
        return body_of(entry)
    except BodyDestroyedError:
        return Destroyed()
