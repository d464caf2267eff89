"""现场采集: what a phone takes along into the field, so that it needs no network there.

Of each case only its number, the party, the stage and who handles it; and for each day the moment until which a
recording of that day has to be in the store, as the rulebook and the calendar have it now.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain
from typing import Final

from django.db.models import QuerySet

from liuhen.kernel import clock
from liuhen.kernel.clock import BEIJING, beijing_date, day_end, written
from liuhen.kernel.errors import NotAllowedError
from liuhen.office.in_force import InForce, asked_once, in_force
from liuhen.people.models import Organ
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.process.case.models import Case, CaseOfficer
from liuhen.process.case.reference import CASES, SHORT, case_ref
from liuhen.queries.cases import case_rows
from liuhen.queries.scoped import cases_for
from liuhen.rulebook import Dossier, Event, assess

MOST: Final = 100
"""Cases that a phone takes along, the latest first."""

BEFORE: Final = 14
AHEAD: Final = 31
"""Days before and after today for which a phone knows until when a recording has to be stored."""

_STORED: Final = "recording.stored"
_REMEMBERED: Final = 16  # tables: one for each organ and day
_known: OrderedDict[tuple[str, ...], Mapping[str, tuple["Storing", ...]]] = OrderedDict()


@dataclass(frozen=True, slots=True)
class CaseTaken:
    """A case as far as a phone knows it."""

    ref: str
    number: str
    kind: str  # of dossier
    party: str
    stage: str
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Storing:
    """Until when a recording that ended on `day` has to be in the store.

    Args:
        exact: whether the same holds from the day's first second to its last.
    """

    day: date
    due: datetime
    exact: bool
    article: str


@dataclass(frozen=True, slots=True)
class Taken:
    """Everything that a phone takes along.

    Args:
        storing: by kind of dossier; "" is for while no case is chosen, and for kinds that are not named.
    """

    person: str
    name: str
    organ: str
    cases: tuple[CaseTaken, ...]
    storing: Mapping[str, tuple[Storing, ...]]
    now: datetime


@asked_once
def taken_along(by: Officer) -> Taken:
    """Return what the phone of `by` takes along.

    Raises:
        NotAllowedError: `by` stores recordings in no case.
    """
    require_films(by)
    now = clock.now()
    organ = Organ.objects.values_list("name", flat=True).get(id=by.organ)
    return Taken(by.id, by.name, organ, _cases(by, now), storing_days(in_force(by.organ), beijing_date(now)), now)


def require_films(by: Officer) -> None:
    """Refuse whoever stores recordings in no case."""
    if not scope(by, _STORED).anywhere:
        raise NotAllowedError(
            "您的岗位不采集音像。",
            why="现场采集由承办案件的执法人员进行。",
            remedy="需要采集的，请安全员调整岗位；已有的音像请交承办人存入。",
        )


def storing_days(force: InForce, today: date) -> Mapping[str, tuple[Storing, ...]]:
    """Return by kind of dossier until when recordings of the days around `today` have to be in the store."""
    key = (force.pin, force.mark, force.calendar_digest, today.isoformat())
    if key not in _known:
        _known[key] = _worked_out(force, today)
        while len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    return _known[key]


def _worked_out(force: InForce, today: date) -> Mapping[str, tuple[Storing, ...]]:
    days = [today + timedelta(days=one) for one in range(-BEFORE, AHEAD + 1)]
    found = {kind: tuple(_storing(kind, days, force)) for kind in CASES}
    soonest = tuple(_soonest(chain.from_iterable(found.values())))
    return {"": soonest} | {kind: told for kind, told in found.items() if told != soonest}


def _cases(by: Officer, now: datetime) -> tuple[CaseTaken, ...]:
    rows = list(_own(by)[:MOST])
    told = zip(rows, case_rows(rows, now=now), strict=True)
    return tuple(
        CaseTaken(row.ref, case_ref(row).number, row.kind, row.party, f"{SHORT[row.kind]} · {one.stage}", one.handlers)
        for row, one in told
        if row.kind in SHORT
    )


def _own(by: Officer) -> "QuerySet[Case]":
    handled = CaseOfficer.objects.filter(officer=by.id, left=False).values("dossier")
    return cases_for(by, _STORED).filter(id__in=handled, archived=False, stopped=False).order_by("-last_at", "id")


def _storing(kind: str, days: Sequence[date], force: InForce) -> Iterator[Storing]:
    """Yield what the rules on storing say of a recording at the first and at the last second of each day."""
    rules = {one.rule.id for one in force.rulebook.plans(kind, force.choices) if one.words.matter == "storage"}
    ends = [moment for day in days for moment in (datetime.combine(day, time(), BEIJING), day_end(day))]
    events = tuple(_recording(place, ended) for place, ended in enumerate(ends, 1))
    dossier = Dossier(kind=kind, events=events, choices=force.choices, terms=force.own_terms)
    found: dict[int, list[tuple[datetime, str]]] = {}
    for one in assess(dossier, force.rulebook, force.calendar, ends[-1]):
        if one.rule.id in rules and one.due is not None and one.trigger is not None and one.certain:
            found.setdefault(one.trigger.seq, []).append((one.due, one.rule.cited))
    for place, day in enumerate(days):
        first, last = (min(found.get(2 * place + at, ()), default=None) for at in (1, 2))
        if first is not None:
            yield Storing(day, first[0], first == last, first[1])


def _recording(seq: int, ended: datetime) -> Event:
    return Event(seq, _STORED, ended, ended, fields={"ended": written(ended)})


def _soonest(every: Iterable[Storing]) -> Iterator[Storing]:
    days: dict[date, Storing] = {}
    for one in every:
        kept = days.get(one.day)
        days[one.day] = one if kept is None or one.due < kept.due else kept
    yield from (days[day] for day in sorted(days))
