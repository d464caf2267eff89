"""Projections: tables the screens read. Only projectors write them, from one entry alone, so they can be rebuilt."""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeVar

from django.db import models
from django.db.models.signals import class_prepared

from liuhen.ledger.body import Body
from liuhen.ledger.head import Entry

B = TypeVar("B", bound=Body)
Projector = Callable[[Entry, B], None]

_tables: Final[list["type[Projection]"]] = []
_specific: Final[dict[type[Body], list[Projector[Any]]]] = {}
_every: Final[list[Projector[Body]]] = []
_last: Final[list[Callable[[Entry], None]]] = []


class Destroyed(Body):
    """Stands for a body that was lawfully destroyed, where every entry is shown to `projects_every`."""


class Projection(models.Model):
    """Base of every table that follows from the ledger. Its primary key must follow from the entry, never be counted.

    A row belongs to one dossier ("" for acts on the organ itself) and is written by entries of that dossier only.
    A projector may read rows of its own dossier and of the organ's own acts, nothing else.
    """

    dossier = models.CharField(max_length=64, db_index=True, blank=True)

    class Meta:
        abstract = True


def _register_table(sender: type[models.Model], **_told: Any) -> None:
    if not issubclass(sender, Projection):
        return
    if isinstance(sender._meta.pk, models.AutoField):
        raise TypeError(f"{sender.__qualname__}: the primary key of a projection must follow from the entry")
    _tables.append(sender)


class_prepared.connect(_register_table, dispatch_uid="liuhen.ledger.projections")


def tables() -> Iterator[type[Projection]]:
    """Give every projection table in the order of their names."""
    yield from sorted(_tables, key=lambda table: table._meta.db_table)


def projects(*types: type[B]) -> Callable[[Projector[B]], Projector[B]]:
    """Register a function that writes projections when an entry of one of these schemas is appended or replayed.

    It gets the body as anybody reads it: sealed fields are None, so no projection holds them.
    """

    def register(projector: Projector[B]) -> Projector[B]:
        for body_type in types:
            _specific.setdefault(body_type, []).append(projector)
        return projector

    return register


def projects_every(projector: Projector[Body]) -> Projector[Body]:
    """Register a function that runs for every entry after the specific ones; destroyed bodies come as `Destroyed()`."""
    _every.append(projector)
    return projector


def projects_last(projector: Callable[[Entry], None]) -> Callable[[Entry], None]:
    """Register a function whose rows depend on a dossier as a whole, through its projections.

    It runs after all others, given the last entry there is: after each append, and once when a dossier is replayed.
    """
    _last.append(projector)
    return projector


def project(entry: Entry, body: Body, *, more: bool = False) -> None:
    """Let every projector that asked for it see an entry; `more`: further entries of its dossier follow at once."""
    for projector in (*_specific.get(type(body), ()), *_every):
        projector(entry, body)
    for projector in () if more else _last:
        projector(entry)
