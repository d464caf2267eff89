"""When a rule's clock starts and runs out for one trigger: start, extensions, what is not counted."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import When, as_instant, beijing_date, day_end, read_when
from liuhen.rulebook.calendar import WorkingCalendar
from liuhen.rulebook.conditions import at
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.index import Index, Sight
from liuhen.rulebook.plan import Plan
from liuhen.rulebook.spans import After, Exclude, Extend, Within
from liuhen.rulebook.terms import Reckoning, Span, Term, Unit, reckon
from liuhen.rulebook.words import Words


@dataclass(frozen=True, slots=True)
class Run:
    """What every rule is judged against.

    Args:
        terms: the terms that the organ has set itself.
        plans: every rule that is judged with it: what is kept as long as the file asks how long that is.
    """

    index: Index
    calendar: WorkingCalendar
    now: datetime
    terms: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[Plan, ...] = ()


class Start(NamedTuple):
    """Where a clock starts (None: not yet) and what starts it, in Chinese."""

    when: When | None
    origin: str


def started(plan: Plan, after: After | None, trigger: Event, index: Index) -> Start:
    """Return the start of the clock."""
    if after is None:
        return Start(trigger.happened, plan.kind(trigger.kind))
    if after.kinds:
        return _first_of(plan, after, trigger, index)
    source = index.numbered(at(trigger.fields, after.of.split("."))) if after.of else trigger
    if source is not None:
        for path in after.field:
            when = _read(at(source.fields, path.split(".")))
            if when is not None:
                return Start(when, f"{plan.kind(source.kind)}（{plan.field(path)}）")
    return Start(trigger.happened, plan.kind(trigger.kind))


def _first_of(plan: Plan, after: After, trigger: Event, index: Index) -> Start:
    sight = Sight(index, trigger.fields)
    found = [event for each in after.kinds for event in index.of(each.kind) if each.having.holds(event.fields, sight)]
    if not found:
        return Start(None, f"待{'、'.join(dict.fromkeys(plan.kind(each.kind) for each in after.kinds))}")
    first = min(found, key=lambda event: (as_instant(effective(event, after.day)), event.seq))
    when = effective(first, after.day)
    told = f"（{plan.field(after.day)}）" if after.day and when != first.happened else ""
    return Start(when, f"{plan.kind(first.kind)}{told}")


def effective(event: Event, day: str | None) -> When:
    """Return the time that an event holds in the field `day`, or when it was done."""
    told = read_moment(event, day) if day else None
    return event.happened if told is None else told


def read_moment(event: Event, path: str) -> When | None:
    """Return the time that an event holds in a field; None where it holds none."""
    return _read(at(event.fields, path.split(".")))


def _read(value: Json) -> When | None:
    try:
        return read_when(value) if isinstance(value, str) else None
    except ValueError:
        return None  # not a time: the rule falls back on when the act was done


def counted(words: Words, within: Within, start: When, trigger: Event, run: Run) -> Reckoning | None:
    """Return how the term `within` runs for this trigger; None where the date or number it names is not there."""
    if within.date_in is not None:
        return _until_date(_read(at(trigger.fields, within.date_in.split("."))), start)
    if within.by is not None:
        return _until_date(_day_of(beijing_date(start).year, within.by), start)
    if within.organ is not None and within.organ not in run.terms:
        return None
    term: Term = within.term if within.organ is None else Term.read(run.terms[within.organ])
    spans, running = _excluded(words.exclude, trigger, run) if words.exclude else ((), False)
    count = reckon(start, term, run.calendar, exclude=spans, roll=words.roll)
    for extend in words.extend:
        for event in _extensions(extend, trigger, run.index)[: extend.times]:
            if count.surely_in_time(as_instant(event.happened)):
                term = Term(term.count_of + _added(extend.add, extend.days_in, event), term.unit)
                count = reckon(start, term, run.calendar, exclude=spans, roll=words.roll)
    return count._replace(certain=False) if running else count


def too_soon(plan: Plan, words: Words, earlier: Event | None, later: Event, run: Run) -> tuple[str, ...]:
    """Return what is wrong where two acts do not lie as far apart as they must; nothing where that cannot be known."""
    apart = words.apart
    if apart is None or earlier is None:
        return ()
    days = at(earlier.fields, apart.workdays_in.split(".")) if apart.workdays_in else None
    term: Term | None = apart.term or (Term(days, Unit.WORKDAYS) if isinstance(days, int) else None)
    count = reckon(earlier.happened, term, run.calendar, roll=words.roll) if term else None
    if count is None or count.due is None or count.last is None:
        return ()
    early = not count.over(as_instant(later.happened)) if apart.over else beijing_date(later.happened) < count.last
    return (f"距{plan.kind(earlier.kind)}不{'满' if apart.over else '足'}{count.term}",) if early else ()


def _extensions(extend: Extend, trigger: Event, index: Index) -> list[Event]:
    sight = Sight(index, trigger.fields)
    later = (event for event in index.of(extend.on.kind) if event.seq > trigger.seq)
    found = [event for event in later if extend.on.having.holds(event.fields, sight)]
    return [event for event in found if _about(extend, event, trigger, index)] if extend.match else found


def _about(extend: Extend, event: Event, trigger: Event, index: Index) -> bool:
    """Say whether an extension is of this trigger: the fields in `match` agree."""
    for mine, theirs in extend.match.items():
        value = at(event.fields, mine.split("."))
        wanted = trigger.seq if theirs == "seq" else at(trigger.fields, theirs.split("."))
        if value is None or index.root(value) != index.root(wanted):
            return False
    return True


def _added(add: str, days_in: str | None, event: Event) -> int:
    most = Term.read(add).count_of
    given = at(event.fields, days_in.split(".")) if days_in else None
    return min(most, given) if isinstance(given, int) and not isinstance(given, bool) and given >= 0 else most


def _day_of(year: int, day: str) -> date:
    """Return a day of the year; 29 February is the 28th where there is none."""
    month, number = map(int, day.split("-"))
    return date(year, month, min(number, monthrange(year, month)[1]))


def _until_date(when: When | None, start: When) -> Reckoning | None:
    if when is None:
        return None
    last = beijing_date(when)
    days = Term(max((last - beijing_date(start)).days, 0), Unit.DAYS)
    return Reckoning(start, days, last, day_end(last), certain=True, fixed=True)


def _excluded(excludes: tuple[Exclude, ...], trigger: Event, run: Run) -> tuple[tuple[Span, ...], bool]:
    """Return the intervals not counted, and whether one is still running (then it runs up to now)."""
    spans, running = [], False
    for begun, ended in _intervals(excludes, trigger, run.index):
        running = running or ended is None
        spans.append(Span(beijing_date(begun.happened), beijing_date(ended.happened if ended else run.now)))
    return tuple(spans), running


def _intervals(excludes: tuple[Exclude, ...], trigger: Event, index: Index) -> Iterator[tuple[Event, Event | None]]:
    for exclude in excludes:
        for begun in index.of(exclude.begin):
            if begun.seq > trigger.seq:
                yield begun, next((end for end in index.of(exclude.end) if _closes(end, begun, index)), None)


def _closes(end: Event, begun: Event, index: Index) -> bool:
    of = end.fields.get("of")
    return end.seq > begun.seq if of is None else index.root(of) == begun.seq
