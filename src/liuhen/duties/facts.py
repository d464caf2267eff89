"""Facts: the entries of a dossier in the shape that rules read."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from liuhen.duties.models import Fact
from liuhen.kernel.clock import read_when, written
from liuhen.ledger import Body, Entry
from liuhen.ledger.prepared import Prepared
from liuhen.office.in_force import InForce, Pinned, book_of
from liuhen.rulebook import Dossier, Event

DAY: Final = timedelta(days=1)
KEPT: Final = frozenset({"arrived", "left", "started", "ended", "officers"})
"""Fields that facts hold whether a rule names them or not: how long an act lasted, and who was at it."""
EXCUSES: Final = frozenset({"recording.exempted", "key_stages.filmed"})
"""Kinds of which facts hold the reason, too: lists of recordings show it."""
_WRITTEN: Final = Cast("fields", TextField())  # as text: an event that was read before need not be read again
_COLUMNS: Final = ("seq", "kind", "happened", "recorded", "by", "entry", "corrects", _WRITTEN)
_REMEMBERED: Final = 8192  # events; some ten megabytes at most, however many cases there are
_PINNED: Final = (*_COLUMNS, "organ", "pin", "mark")
_all: Final = Prepared(
    Fact, lambda dossier: Fact.objects.filter(dossier=dossier).order_by("seq").values_list(*_COLUMNS)
)
_told: Final = Prepared(
    Fact, lambda dossier: Fact.objects.filter(dossier=dossier).order_by("seq").values_list(*_PINNED)
)
_of_kinds: Final = Prepared(
    Fact,
    lambda dossier, *kinds: Fact.objects.filter(dossier=dossier, kind__in=kinds).order_by("seq").values_list(*_COLUMNS),
)
_latest: Final = Prepared(
    Fact,
    lambda dossier, kind: Fact.objects.filter(dossier=dossier, kind=kind).order_by("-seq").values_list(*_COLUMNS)[:1],
)


class Told(NamedTuple):
    """A dossier with what was in force when each of its entries was made.

    Args:
        pins: pin -> numbers of the entries that were made under it, in order.
        marks: every mark that its entries carry.
    """

    events: tuple[Event, ...]
    pins: Mapping[str, frozenset[int]]
    marks: frozenset[str]
    organ: str


def told(dossier: str) -> Told:
    """Return all events of a dossier with their pins."""
    rows = _told(dossier)
    pins: dict[str, set[int]] = {}
    for row in rows:
        pins.setdefault(row[-2], set()).add(row[0])
    return Told(
        tuple(_event(row[: len(_COLUMNS)]) for row in rows),
        {pin: frozenset(seqs) for pin, seqs in pins.items()},
        frozenset(row[-1] for row in rows),
        rows[0][-3] if rows else "",
    )


def named(kind: str, books: Iterable[str]) -> frozenset[str]:
    """Return the open fields of a kind that any rule of these books reads."""
    return _named(kind, tuple(books))


@lru_cache(maxsize=4096)
def _named(kind: str, books: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(book_of(pin).named_fields(kind) for pin in books))


def events(dossier: str, *, kinds: Iterable[str] | None = None) -> tuple[Event, ...]:
    """Return the events of a dossier in their order, all or only of some kinds."""
    if kinds is None:
        return tuple(map(_event, _all(dossier)))
    wanted = sorted(set(kinds))
    return tuple(map(_event, _of_kinds(dossier, *wanted))) if wanted else ()


def latest(dossier: str, kind: str) -> Event | None:
    """Return the last event of one kind, or None."""
    row = _latest.first(dossier, kind)
    return None if row is None else _event(row)


def around(organ: str, *, kinds: Iterable[str], first: date, last: date) -> Mapping[str, tuple[Event, ...]]:
    """Return by dossier the events of some kinds that happened in an organ from one day to another, both included."""
    days = {"happened__gte": f"{first - DAY:%Y-%m-%d}", "happened__lt": f"{last + 2 * DAY:%Y-%m-%d}"}
    rows = Fact.objects.filter(organ=organ, kind__in=sorted(set(kinds)), **days).order_by("dossier", "seq")
    found: dict[str, list[Event]] = {}
    for dossier, *row in rows.values_list("dossier", *_COLUMNS):
        found.setdefault(dossier, []).append(_event(tuple(row)))
    return {dossier: tuple(held) for dossier, held in found.items()}


def dossier_of(dossier: str, *, kind: str, force: InForce, kinds: Iterable[str] | None = None) -> Dossier:
    """Return a dossier as `assess` and the gates take it."""
    held = events(dossier, kinds=kinds)
    return Dossier(kind=kind, events=held, choices=force.choices, terms=force.own_terms)


def event_of(entry: Entry, body: Body, *, corrects: int | None = None) -> Event:
    """Return an entry with all its open fields as an event: the shape `export-case` writes."""
    return Event(
        seq=entry.dossier_seq or 0,
        kind=entry.kind,
        happened=entry.happened,
        recorded=entry.recorded,
        by=entry.by.id,
        fields=body.open_fields(),
        entry=entry.digest,
        corrects=corrects,
    )


def fact_of(entry: Entry, body: Body, *, law: Pinned, books: Iterable[str]) -> Fact:
    """Return the slim row of an entry, made under `law`: only the open fields that a rule of `books` names."""
    dossier, seq = entry.dossier or "", entry.dossier_seq or 0
    return Fact(
        key=f"{dossier}:{seq}",
        dossier=dossier,
        organ=entry.organ,
        seq=seq,
        kind=entry.kind,
        happened=written(entry.happened),
        recorded=written(entry.recorded),
        by=entry.by.id,
        entry=entry.digest,
        corrects=_seq_of(entry.corrects),
        fields=slim(body, kind=entry.kind, books=books),
        pin=law.pin,
        mark=law.mark,
    )


def slim(body: Body, *, kind: str, books: Iterable[str]) -> dict[str, Any]:
    """Return the open fields of a body (or of what stands for a destroyed one) that rules of `books` or lists read."""
    wanted = named(kind, books) | KEPT | ({"reason"} if kind in EXCUSES else set())
    return {name: value for name, value in body.open_fields().items() if name in wanted}


def _seq_of(entry: str | None) -> int | None:
    if entry is None:
        return None
    return Fact.objects.filter(entry=entry).values_list("seq", flat=True).first()


@lru_cache(maxsize=_REMEMBERED)
def _event(row: tuple[Any, ...]) -> Event:
    """Return the event of a row; what an entry says never changes, so one row is always one event."""
    seq, kind, happened, recorded, by, entry, corrects, fields = row
    return Event(
        seq=seq,
        kind=kind,
        happened=read_when(happened),
        recorded=read_when(recorded),  # type: ignore[arg-type]  # a recorded time is always an instant
        by=by,
        fields=json.loads(fields),
        entry=entry,
        corrects=corrects,
    )
