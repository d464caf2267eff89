"""Facts: the entries of a dossier in the shape that rules read."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from liuhen.duties.models import Fact
from liuhen.kernel.clock import read_when, written
from liuhen.ledger import Body, Entry
from liuhen.ledger.prepared import Prepared
from liuhen.office.in_force import InForce
from liuhen.rulebook import Dossier, Event

_COLUMNS: Final = ("seq", "kind", "happened", "recorded", "by", "entry", "corrects", "fields")
_all: Final = Prepared(
    Fact, lambda dossier: Fact.objects.filter(dossier=dossier).order_by("seq").values_list(*_COLUMNS)
)
_of_kinds: Final = Prepared(
    Fact,
    lambda dossier, *kinds: Fact.objects.filter(dossier=dossier, kind__in=kinds).order_by("seq").values_list(*_COLUMNS),
)
_latest: Final = Prepared(
    Fact,
    lambda dossier, kind: Fact.objects.filter(dossier=dossier, kind=kind).order_by("-seq").values_list(*_COLUMNS)[:1],
)


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


def _event(row: tuple[Any, ...]) -> Event:
    seq, kind, happened, recorded, by, entry, corrects, fields = row
    return Event(
        seq=seq,
        kind=kind,
        happened=read_when(happened),
        recorded=read_when(recorded),  # type: ignore[arg-type]  # a recorded time is always an instant
        by=by,
        fields=fields,
        entry=entry,
        corrects=corrects,
    )
