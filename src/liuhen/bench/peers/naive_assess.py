"""Naive rescans: every rule reads every entry again, and working days are counted one by one."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from liuhen.bench.peers.bare_assess import SOON
from liuhen.bench.peers.bare_rule import BareRule, Verdict
from liuhen.kernel.clock import beijing_date
from liuhen.rulebook import Event, WorkingCalendar

A_DAY = timedelta(days=1)


def evaluate(
    rules: Sequence[BareRule], events: Sequence[Event], calendar: WorkingCalendar, now: datetime
) -> list[Verdict]:
    """Return a verdict for each event that triggers a rule."""
    return [verdict for rule in rules for verdict in _rule(rule, events, calendar, beijing_date(now))]


def _rule(rule: BareRule, events: Sequence[Event], calendar: WorkingCalendar, today: date) -> Iterator[Verdict]:
    for event in events:
        if event.kind != rule.on or (rule.when and event.fields.get(rule.when[0]) != rule.when[1]):
            continue
        if rule.form == "forbid":
            yield Verdict(rule.id, event.seq, "breached", None)
        elif rule.form == "record":
            missing = [name for name in rule.fields if not event.fields.get(name)]
            yield Verdict(rule.id, event.seq, "open" if missing else "satisfied", None)
        elif rule.form == "gate":
            found = [each for each in events if each.kind == rule.owes and each.seq < event.seq]
            yield Verdict(rule.id, event.seq, "satisfied" if found else "breached", None)
        else:
            yield _deadline(rule, event, events, calendar, today)


def _deadline(rule: BareRule, event: Event, events: Sequence[Event], calendar: WorkingCalendar, today: date) -> Verdict:
    due = _last(beijing_date(event.happened), rule, calendar)
    found = [
        each
        for each in events
        if each.kind == rule.owes and each.seq > event.seq and (not rule.match or each.fields.get("of") == event.seq)
    ]
    if found:
        late = beijing_date(found[0].recorded or found[0].happened) > due
        return Verdict(rule.id, event.seq, "satisfied_late" if late else "satisfied", due)
    if today > due:
        return Verdict(rule.id, event.seq, "overdue", due)
    near = (due - today).days <= SOON or _worked(today, due, calendar) <= SOON
    return Verdict(rule.id, event.seq, "due_soon" if near else "open", due)


def _last(start: date, rule: BareRule, calendar: WorkingCalendar) -> date:
    count, unit = rule.within or (0, "days")
    if unit == "days":
        last = start + timedelta(days=count)
        while calendar.is_holiday(last) or (last != start + timedelta(days=count) and not calendar.is_workday(last)):
            last += A_DAY
        return last
    last = start
    while count:
        last += A_DAY
        count -= calendar.is_workday(last)
    return last


def _worked(after: date, until: date, calendar: WorkingCalendar) -> int:
    return sum(calendar.is_workday(after + n * A_DAY) for n in range(1, (until - after).days + 1))
