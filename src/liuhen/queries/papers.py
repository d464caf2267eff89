"""文书 of a case: what can be made now, by this person, from what the case holds; what is owed, and what is made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from liuhen.kernel.clock import When, beijing_date
from liuhen.papers import form
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import AFTER_ARCHIVING, FORMS, MADE, MADE_BY
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registry import find_act
from liuhen.queries.course import case_head
from liuhen.queries.file_shapes import PaperRow
from liuhen.queries.files import paper_rows
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import CaseHead
from liuhen.rulebook import Event

EVERY_FORM: Final = FORMS


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """A form that is ripe; `wanting` is how many of its records have no paper yet."""

    form: str
    title: str
    article: str
    wanting: int


@dataclass(frozen=True, slots=True)
class Ripe:
    """A paper that can be made from one entry of the case; `made` is the paper that was made of it already."""

    form: str
    title: str
    article: str
    seq: int
    label: str
    happened: date
    made: int | None


@dataclass(frozen=True, slots=True)
class RipeOf:
    """What one entry still owes in paper."""

    seq: int
    label: str
    happened: date
    papers: tuple[Ripe, ...]


@dataclass(frozen=True, slots=True)
class PapersPage:
    """The papers of a case: owed by what was recorded, made, and what may be made once more."""

    case: CaseHead
    owed: tuple[RipeOf, ...]
    again: tuple[Ripe, ...]
    made: tuple[PaperRow, ...]
    may_serve: bool
    may_sign: bool


def paper_choices(by: Officer, ref: str) -> tuple[PaperChoice, ...]:
    """Return the papers that `by` may make in a case now, those still to be made first.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    place = {name: number for number, name in enumerate(FORMS)}
    found = sorted(_ripe(case, by), key=lambda one: place[one.form])
    choices = [_choice(name, tuple(several)) for name, several in groupby(found, key=lambda one: one.form)]
    return tuple(sorted(choices, key=lambda one: not one.wanting))


def papers_page(by: Officer, ref: str) -> PapersPage:
    """Return the papers of a case: what the records owe, what is made and how far it is.

    Raises:
        NotFoundError: no such case, or not his to see.
    """
    _, case = case_for(by, ref)
    ripe = _ripe(case, by) if may(by, "paper.finalised", case) else []
    rows = Paper.objects.filter(dossier=case.dossier).order_by("seq")
    return PapersPage(
        case=case_head(case),
        owed=_by_entry(one for one in ripe if one.made is None),
        again=tuple(one for one in ripe if one.made is not None),
        made=paper_rows(rows),
        may_serve=may(by, "service.made", case) and not case.archived,
        may_sign=may(by, "paper.signed", case) and not case.archived,
    )


def _ripe(case: CaseRef, by: Officer) -> list[Ripe]:
    own = frozenset[str]().union(*(MADE_BY.get(role, frozenset()) for role in by.roles))
    allowed = own & AFTER_ARCHIVING if case.archived else own
    rows = Paper.objects.filter(dossier=case.dossier).order_by("seq")
    made = {(one, source): seq for one, source, seq in rows.values_list("form", "source_seq", "seq")}
    found = []
    for event in case.events(*{kind for one in MADE.values() for kind in one.acts}):
        found += [
            _of(name, event, made.get((name, event.seq)), case.organ)
            for name in FORMS
            if name in allowed and event.kind in MADE[name].acts and not MADE[name].unfit(event.fields)
        ]
    return found


def _of(name: str, event: Event, made: int | None, organ: str) -> Ripe:
    told, act = form(name), find_act(event.kind, organ)
    label = act.label if act else event.kind
    return Ripe(name, told.title, told.source.split("；")[0], event.seq, label, _day(event.happened), made)


def _day(when: When) -> date:
    return beijing_date(when)


def _by_entry(ripe: Iterable[Ripe]) -> tuple[RipeOf, ...]:
    """Put together what one entry owes, the latest entry first."""
    ordered = sorted(ripe, key=lambda one: -one.seq)
    grouped = [(seq, tuple(several)) for seq, several in groupby(ordered, key=lambda one: one.seq)]
    return tuple(RipeOf(seq, several[0].label, several[0].happened, several) for seq, several in grouped)


def _choice(form_id: str, ripe: tuple[Ripe, ...]) -> PaperChoice:
    told = form(form_id)
    return PaperChoice(form_id, told.title, told.source, sum(one.made is None for one in ripe))
