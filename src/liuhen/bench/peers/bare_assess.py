"""A bare indexed evaluator: entries by kind, tables of working days, a verdict of four words. No explanation."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from liuhen.bench.peers.bare_rule import BareRule, Verdict
from liuhen.kernel.clock import beijing_date
from liuhen.rulebook import Event, WorkingCalendar
from liuhen.rulebook.calendar import days_from

SOON = 5


class Workdays:
    """Every working day of the published years in a list, and every day of a holiday in a set."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        days = [day for year in calendar.years for day in days_from(date(year.year, 1, 1), date(year.year, 12, 31))]
        self.worked = sorted(day for day in days if calendar.is_workday(day))
        self.holidays = {day for day in days if calendar.is_holiday(day)}

    def last(self, start: date, count: int, unit: str) -> date:
        """Return the last day of a term."""
        if unit == "workdays":
            return self.worked[bisect_right(self.worked, start) + count - 1]
        day = start + timedelta(days=count)
        if day in self.holidays:
            return self.worked[bisect_right(self.worked, day)]
        return day

    def soon(self, today: date, due: date) -> bool:
        """Say whether a last day is near."""
        if (due - today).days <= SOON:
            return True
        return bisect_right(self.worked, due) - bisect_right(self.worked, today) <= SOON


def evaluate(rules: Sequence[BareRule], events: Sequence[Event], days: Workdays, now: datetime) -> list[Verdict]:
    """Return a verdict for each event that triggers a rule."""
    index: dict[str, list[Event]] = {}
    for event in events:
        index.setdefault(event.kind, []).append(event)
    today = beijing_date(now)
    return [verdict for rule in rules if rule.on in index for verdict in _rule(rule, index, days, today)]


def _rule(rule: BareRule, index: dict[str, list[Event]], days: Workdays, today: date) -> Iterator[Verdict]:
    owed = index.get(rule.owes, ())
    for event in index[rule.on]:
        fields = event.fields
        if rule.when is not None and fields.get(rule.when[0]) != rule.when[1]:
            continue
        match rule.form:
            case "forbid":
                yield Verdict(rule.id, event.seq, "breached", None)
            case "record":
                state = "satisfied" if all(fields.get(name) for name in rule.fields) else "open"
                yield Verdict(rule.id, event.seq, state, None)
            case "gate":
                found = owed and owed[0].seq < event.seq
                yield Verdict(rule.id, event.seq, "satisfied" if found else "breached", None)
            case _:
                yield _deadline(rule, event, owed, days, today)


def _deadline(rule: BareRule, event: Event, owed: Sequence[Event], days: Workdays, today: date) -> Verdict:
    count, unit = rule.within or (0, "days")
    due = days.last(beijing_date(event.happened), count, unit)
    for each in owed:
        if each.seq > event.seq and (not rule.match or each.fields.get("of") == event.seq):
            late = beijing_date(each.recorded or each.happened) > due
            return Verdict(rule.id, event.seq, "satisfied_late" if late else "satisfied", due)
    state = "overdue" if today > due else "due_soon" if days.soon(today, due) else "open"
    return Verdict(rule.id, event.seq, state, due)
