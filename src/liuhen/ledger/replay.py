"""Replaying entries through their projectors."""

from liuhen.ledger.errors import BodyDestroyedError
from liuhen.ledger.head import Entry
from liuhen.ledger.projections import Destroyed, project, tables
from liuhen.ledger.reading import body_of, entries


def replay(entry: Entry) -> None:
    """Let the projectors see an entry again; a destroyed body is shown only to those that follow every entry."""
    try:
        body = body_of(entry)
    except BodyDestroyedError:
        body = Destroyed()
    project(entry, body)


def replay_in_place(dossier: str) -> None:
    """Write the projections of a dossier anew, from its entries. The caller holds the transaction and the lock."""
    for table in tables():
        rows = table._default_manager.filter(dossier=dossier)
        rows._raw_delete(rows.db)  # rows of other dossiers may point here: nothing may follow them
    for entry in entries(dossier=dossier):
        replay(entry)
