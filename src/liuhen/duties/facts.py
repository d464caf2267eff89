"""Facts: the entries of a dossier in the shape that rules read."""

from collections.abc import Iterable, Mapping
from typing import Any

from liuhen.duties.models import Fact
from liuhen.kernel.clock import read_when, written
from liuhen.ledger import Body, Entry
from liuhen.office.in_force import InForce
from liuhen.rulebook import Dossier, Event


def events(dossier: str, *, kinds: Iterable[str] | None = None) -> tuple[Event, ...]:
    """Return the events of a dossier in their order, all or only of some kinds."""
    rows = Fact.objects.filter(dossier=dossier).order_by("seq")
    if kinds is not None:
        rows = rows.filter(kind__in=list(kinds))
    return tuple(_event(row) for row in rows)


def latest(dossier: str, kind: str) -> Event | None:
    """Return the last event of one kind, or None."""
    row = Fact.objects.filter(dossier=dossier, kind=kind).order_by("-seq").first()
    return None if row is None else _event(row)


def dossier_of(dossier: str, *, kind: str, force: InForce, kinds: Iterable[str] | None = None) -> Dossier:
    """Return a dossier as `assess` and the gates take it."""
    return Dossier(kind=kind, events=events(dossier, kinds=kinds), choices=force.choices)


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


def fact_of(entry: Entry, body: Body, *, named: frozenset[str]) -> Fact:
    """Return the slim row of an entry: only the open fields in `named`."""
    dossier, seq = entry.dossier or "", entry.dossier_seq or 0
    kept: Mapping[str, Any] = {name: value for name, value in body.open_fields().items() if name in named}
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
        fields=kept,
    )


def _seq_of(entry: str | None) -> int | None:
    if entry is None:
        return None
    return Fact.objects.filter(entry=entry).values_list("seq", flat=True).first()


def _event(row: Fact) -> Event:
    recorded = read_when(row.recorded)
    return Event(
        seq=row.seq,
        kind=row.kind,
        happened=read_when(row.happened),
        recorded=recorded,  # type: ignore[arg-type]  # a recorded time is always an instant
        by=row.by,
        fields=row.fields,
        entry=row.entry,
        corrects=row.corrects,
    )
