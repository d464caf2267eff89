"""The rules, calendar and readings by which an organ works, now or when an entry was made."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, wraps
from typing import Any, Concatenate, Final, NamedTuple, ParamSpec, TypeVar

from django.db.models import Max

from liuhen.kernel import clock
from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import Entry, Terms
from liuhen.ledger.prepared import Prepared
from liuhen.office.laws import What
from liuhen.office.models import CalendarYear, Chain, Discretion, Holder, Law, Numbering, Threshold
from liuhen.office.payloads import Step
from liuhen.office.payloads.discretion import DiscretionStep
from liuhen.office.texts import shelf, unpacked
from liuhen.people.officers import Officer
from liuhen.rulebook import Holiday, Rulebook, WorkingCalendar, Year, load, load_calendar
from liuhen.rulebook.parts import InForce as Span

_SEGMENTS: Final = 3  # rows of the latest act asked for first: in force, and adopted for a day to come


class Pinned(NamedTuple):
    """What was in force when something was done.

    Args:
        pin: names packs with their texts and days, readings and own terms.
        mark: names it among all that was ever in force in the organ: number of the organ's act, and the day.
        books: one pin for each set of packs that the organ had adopted by then.
    """

    pin: str
    mark: str
    books: tuple[str, ...]
    seq: int
    since: date
    what: What


@dataclass(frozen=True, slots=True)
class InForce:
    """What a rule needs from outside a dossier.

    Args:
        own_terms: the terms that the organ has set itself, by name.
    """

    rulebook: Rulebook
    calendar: WorkingCalendar
    choices: dict[str, str]
    calendar_digest: str
    own_terms: dict[str, str] = field(default_factory=dict)
    pin: str = ""
    mark: str = ""
    books: tuple[str, ...] = ()
    laws: tuple[Pinned, ...] = ()  # of the organ's latest act, the latest day first

    @property
    def terms(self) -> Terms:
        """Return the versions that every head names."""
        return Terms(
            packs=dict(self.rulebook.versions),
            choices=Digests.of(canonical(self.choices)).sha256 if self.choices else None,
            calendar=self.calendar_digest,
        )


_COLUMNS: Final = ("pin", "books", "seq", "since", "what")
_laws: Final = Prepared(
    Law,
    lambda organ: Law.objects.filter(organ=organ).order_by("-seq", "-since").values_list(*_COLUMNS)[:_SEGMENTS],
)
_of_pin: Final = Prepared(Law, lambda pin: Law.objects.filter(pin=pin).values_list("what")[:1])
_arranged: Final = Prepared(
    CalendarYear,
    lambda organ: (
        CalendarYear.objects.filter(organ=organ).order_by("year").values_list("year", "source", "holidays", "workdays")
    ),
)
_threshold: Final = Prepared(
    Threshold,
    lambda organ, matter: (
        Threshold.objects.filter(organ=organ, matter=matter).order_by("pk").values_list("amount_fen")[:1]
    ),
)
_numbering: Final = Prepared(
    Numbering, lambda key: Numbering.objects.filter(key=key).values_list("word", "first", "year")
)
_chain: Final = Prepared(Chain, lambda key: Chain.objects.filter(key=key).values_list("steps"))
_asked: ContextVar[tuple[str, InForce] | None] = ContextVar("asked", default=None)


@contextmanager
def one_law(organ: str) -> Iterator[InForce]:
    """Ask once what is in force in `organ`; inside, `in_force` answers the same to whoever asks."""
    force = in_force(organ)
    token = _asked.set((organ, force))
    try:
        yield force
    finally:
        _asked.reset(token)


@contextmanager
def _where_any(organ: str) -> Iterator[None]:
    with ExitStack() as stack:
        with suppress(UnusableError):  # nothing is in force yet: the page says so itself
            stack.enter_context(one_law(organ))
        yield


P = ParamSpec("P")
R = TypeVar("R")


def asked_once(page: Callable[Concatenate[Officer, P], R]) -> Callable[Concatenate[Officer, P], R]:
    """Let a page ask once what is in force in its reader's organ, where anything is."""

    @wraps(page)
    def shown(by: Officer, /, *args: P.args, **kwargs: P.kwargs) -> R:
        with _where_any(by.organ):
            return page(by, *args, **kwargs)

    return shown


def in_force(organ: str) -> InForce:
    """Return what is in force in `organ` now.

    Raises:
        UnusableError: the organ has adopted no regulation yet, or the text of one is not there any more.
    """
    asked = _asked.get()
    if asked is not None and asked[0] == organ:
        return asked[1]
    laws = _at_present(organ)
    present = _begun(laws, beijing_date(clock.now()))
    if present is None:
        raise UnusableError("本机关还没有启用任何规程。", remedy="请由安全员先启用规程，再办理案件。")
    calendar, digest = _calendar(canonical([list(row) for row in _arranged(organ)]))
    return InForce(
        book_of(present.pin, present.what),
        calendar,
        dict(present.what["choices"]),
        digest,
        dict(present.what["terms"]),
        present.pin,
        present.mark,
        present.books,
        laws,
    )


def law_of(entry: Entry, force: InForce) -> Pinned:
    """Return what was in force when an entry was made; `force` is what is in force in its organ now."""
    laws = force.laws
    if laws[0].seq > entry.organ_seq:
        before = Law.objects.filter(organ=entry.organ, seq__lt=entry.organ_seq)
        last = before.aggregate(last=Max("seq"))["last"]
        laws = _latest(list(before.filter(seq=last).order_by("-since").values_list(*_COLUMNS)))
    found = _begun(laws, beijing_date(entry.recorded)) or (laws or force.laws)[-1]
    named = dict(entry.terms.packs)
    if named and named != found.what["packs"]:  # asked before midnight, recorded after it
        return next((one for one in laws if one.since <= found.since and one.what["packs"] == named), found)
    return found


def under(pin: str, present: InForce) -> InForce:
    """Return what `pin` names, with the calendar of the present."""
    if pin == present.pin:
        return present
    row = _of_pin.first(pin)
    if row is None:
        raise UnusableError("所用规程的记录不在库中。", remedy="请由系统管理员执行 liuhen rebuild。")
    what = row[0]
    return InForce(
        book_of(pin, what),
        present.calendar,
        dict(what["choices"]),
        present.calendar_digest,
        dict(what["terms"]),
        pin,
    )


def _at_present(organ: str) -> tuple[Pinned, ...]:
    laws = _latest(_laws(organ))
    if len(laws) < _SEGMENTS:
        return laws
    rows = Law.objects.filter(organ=organ, seq=laws[0].seq).order_by("-since")
    return _latest(list(rows.values_list(*_COLUMNS)))


def _latest(rows: Sequence[tuple[Any, ...]]) -> tuple[Pinned, ...]:
    found = []
    for pin, books, seq, since, what in rows:
        if seq != rows[0][2]:
            break
        found.append(Pinned(pin, f"{seq}:{since.isoformat()}", tuple(books.values()), seq, since, what))
    return tuple(found)


def _begun(laws: Sequence[Pinned], day: date) -> Pinned | None:
    return next((one for one in laws if one.since <= day), None)


_books: Final[dict[str, Rulebook]] = {}


def book_of(pin: str, what: What | None = None) -> Rulebook:
    """Return the rulebook that `pin` names; each is read once a process.

    Args:
        what: what the pin stands for, where the caller has it.

    Raises:
        UnusableError: the text of a pack is not there any more.
    """
    if pin not in _books:
        told = what if what is not None else _of_pin(pin)[0][0]
        _books[pin] = _rulebook(canonical([told["packs"], told["texts"], told["dates"]]))
    return _books[pin]


@lru_cache(maxsize=32)
def _rulebook(told: bytes) -> Rulebook:
    packs, texts, dates = json.loads(told)
    spans = {pack: Span.model_validate(span) for pack, span in dates.items()}
    if not texts:
        return load(tuple(sorted(packs)), roots=shelf(), dates=spans)
    with unpacked(texts) as root:
        return load(tuple(sorted(packs)), roots=[*shelf(), root], dates=spans)


def threshold(organ: str, matter: str) -> int | None:
    """Return the amount in force for `matter` in fen, or None where the organ has set none."""
    row = _threshold.first(organ, matter)
    return None if row is None else row[0]


def discretion(organ: str, article: str) -> tuple[DiscretionStep, ...]:
    """Return the steps by which the organ fines under an article, or nothing where it has set none."""
    row = Discretion.objects.filter(key=f"{organ}:{article}").first()
    return () if row is None else tuple(DiscretionStep.model_validate(one) for one in row.steps)


def holders(organ: str) -> Mapping[str, str]:
    """Return which department answers for what: the regulations' word -> the organ's own department."""
    return dict(Holder.objects.filter(organ=organ).values_list("holder", "department"))


def numbering(organ: str, series: str, year: int) -> tuple[str, int]:
    """Return the word that a series has on paper, and the first number of `year`."""
    row = _numbering.first(f"{organ}:{series}")
    if row is None:
        return series, 1
    word, first, begun = row
    return word, first if begun == year else 1


def chain(organ: str, matter: str) -> tuple[Step, ...] | None:
    """Return the organ's own order of approvals for `matter`, or None where it has set none."""
    row = _chain.first(f"{organ}:{matter}")
    return None if row is None else tuple(Step.model_validate(step) for step in row[0])


@lru_cache(maxsize=64)
def _calendar(own: bytes) -> tuple[WorkingCalendar, str]:
    """Return the published calendar with the organ's own years in place of it, and the digest of both."""
    arranged = {year.year: year for year in load_calendar().years}
    for year, source, holidays, workdays in json.loads(own):
        arranged[year] = _year(year, source, holidays, workdays)
    calendar = WorkingCalendar(tuple(arranged[year] for year in sorted(arranged)))
    told: list[Json] = [
        [
            one.year,
            one.source,
            [[off.name, off.first.isoformat(), off.last.isoformat()] for off in one.holidays],
            sorted(day.isoformat() for day in one.workdays),
        ]
        for one in calendar.years
    ]
    return calendar, Digests.of(canonical(told)).sha256


def _year(year: int, source: str, holidays: list[dict[str, str]], workdays: list[str]) -> Year:
    off = [Holiday(one["name"], date.fromisoformat(one["first"]), date.fromisoformat(one["last"])) for one in holidays]
    return Year(year, source, tuple(off), frozenset(date.fromisoformat(day) for day in workdays))
