"""Days of the demo: working days of the bureau, counted back from the day it is made."""

from datetime import UTC, date, datetime, timedelta

from liuhen.demo.story import Anchor, moment
from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import WorkingCalendar

_DAY = timedelta(days=1)
_SATURDAY = 5


class Days:
    """Working days around `today`; a year without an arrangement has its plain weeks."""

    def __init__(self, calendar: WorkingCalendar, today: date) -> None:
        self._calendar, self._today = calendar, today

    def anchor(self, told: Anchor) -> date:
        """Return the anchor's day, a working day before today."""
        if told.days is not None:
            return self._on_or_before(self._today - timedelta(days=told.days))
        return self._step(self._today, -(told.workdays or 0))

    def at(self, anchor: date, told: str) -> datetime:
        """Return the instant of a story's time."""
        one = moment(told)
        day = self._step(anchor, one.day) + one.rest * _DAY
        return datetime(day.year, day.month, day.day, one.hour, one.minute, tzinfo=BEIJING).astimezone(UTC)

    def _step(self, day: date, count: int) -> date:
        way = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += way
            while not self._worked(day):
                day += way
        return day

    def _on_or_before(self, day: date) -> date:
        while not self._worked(day):
            day -= _DAY
        return day

    def _worked(self, day: date) -> bool:
        if self._calendar.known(day):
            return self._calendar.is_workday(day)
        return day.weekday() < _SATURDAY
