"""同一时间: whether an officer is said to have been in two places at once. No rule asks it; whoever judges does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuhen.duties.facts import around
from liuhen.kernel.clock import BEIJING, beijing_date, read_when
from liuhen.people.officers import Officer
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import ACTS
from liuhen.queries.scoped import cases_for
from liuhen.rulebook import Event
from liuhen.rulebook.index import Index

SPANS: Final[Mapping[str, tuple[str, str]]] = {
    "inspection.made": ("arrived", "left"),
    "scene.examined": ("arrived", "left"),
    **dict.fromkeys(
        ("interview.made", "sample.taken", "evidence.registered", "material.sealed", "seizure.carried_out"),
        ("started", "ended"),
    ),
}
"""Acts that officers do in one place, and the fields that say from when to when."""


@dataclass(frozen=True, slots=True)
class Stay:
    """Who was where, from when to when, by one entry."""

    dossier: str
    event: Event
    start: datetime
    end: datetime
    people: Mapping[str, str]  # id -> name

    @property
    def place(self) -> str:
        """Return where it was, as far as rules read it."""
        return str(self.event.fields.get("place") or "")


def clashes_of(by: Officer, case: CaseRef, events: Sequence[Event]) -> tuple[str, ...]:
    """Return sentences about officers of this case who were elsewhere at the same time by what is recorded.

    Args:
        events: of the case. Other cases are named only to who may see them.
    """
    own = list(_stays(case.dossier, events))
    if not own:
        return ()
    first, last = (beijing_date(day) for day in (min(one.start for one in own), max(one.end for one in own)))
    elsewhere = around(case.organ, kinds=SPANS, first=first, last=last)
    others = [stay for dossier, held in elsewhere.items() if dossier != case.dossier for stay in _stays(dossier, held)]
    pairs = [*_pairs(own, others), *((a, b) for a, b in _pairs(own, own) if a.event.seq < b.event.seq)]
    dossiers = {b.dossier for _, b in pairs} - {case.dossier}
    refs = dict(cases_for(by).filter(id__in=dossiers).values_list("id", "ref")) if dossiers else {}
    return tuple(_sentence(a, b, case, refs) for a, b in pairs)


def _stays(dossier: str, events: Iterable[Event]) -> Iterator[Stay]:
    index = Index(event for event in events if event.kind in SPANS)
    for kind, fields in SPANS.items():
        for event in index.of(kind):
            start, end = (_instant(event.fields.get(name)) for name in fields)
            people = event.fields.get("officers")
            if start is not None and end is not None and isinstance(people, list):
                named = {str(one.get("id")): str(one.get("name")) for one in people if isinstance(one, dict)}
                yield Stay(dossier, event, start, end, named)


def _instant(told: object) -> datetime | None:
    read = read_when(told) if isinstance(told, str) and told else None
    return read if isinstance(read, datetime) else None


def _pairs(own: Sequence[Stay], others: Sequence[Stay]) -> Iterator[tuple[Stay, Stay]]:
    for one in own:
        for other in others:
            together = one.start < other.end and other.start < one.end and one.people.keys() & other.people.keys()
            if together and not _compatible(one, other):
                yield one, other


def _compatible(one: Stay, other: Stay) -> bool:
    """Say whether both may well be true: somebody is questioned where the inspection is going on."""
    questioned = [stay.event.kind == "interview.made" for stay in (one, other)]
    return one.dossier == other.dossier and one.place == other.place and one.place != "" and not all(questioned)


def _sentence(one: Stay, other: Stay, case: CaseRef, refs: Mapping[str, str]) -> str:
    names = "、".join(one.people[each] for each in one.people if each in other.people)
    if other.dossier == case.dossier:
        where = f"第 {other.event.seq} 条"
    else:
        where = f"案件 {refs[other.dossier]} 第 {other.event.seq} 条" if other.dossier in refs else "本机关另一件案件"
    return (
        f"{names}同一时间在两处：第 {one.event.seq} 条{ACTS[one.event.kind].label}（{_span(one)}），"
        f"{where}{ACTS[other.event.kind].label}（{_span(other)}）"
    )


def _span(stay: Stay) -> str:
    start, end = stay.start.astimezone(BEIJING), stay.end.astimezone(BEIJING)
    return f"{start:%-m月%-d日 %H:%M}至{end:%H:%M}"
