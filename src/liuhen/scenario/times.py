"""Times of a scenario: so many days, or working days, after its beginning; or a little before the step itself."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.rulebook import WorkingCalendar

STARTS: Final = datetime(2026, 3, 2, 9, 0, tzinfo=BEIJING)
FIRST: Final = datetime(2025, 6, 2, 9, 0, tzinfo=BEIJING)
"""When the invented bureau was set up: nothing happens before."""
PAUSE: Final = timedelta(minutes=10)
"""How long after the last a step follows that does not say when it is done."""

_AHEAD: Final = re.compile(r"\+(?P<days>\d{1,4})(?P<working>w?)(?: (?P<clock>[0-2]?\d:[0-5]\d))?")
_BEFORE: Final = re.compile(r"-(?P<minutes>\d{1,5})m")
_START: Final = re.compile(r"(\d{4}-\d\d-\d\d) ([0-2]\d:[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Ahead:
    """`+N HH:MM`: N calendar days after the beginning, `+Nw HH:MM`: N working days; without a clock the day alone."""

    days: int
    working: bool
    clock: time | None

    def day(self, start: datetime, calendar: WorkingCalendar) -> date:
        """Return the Beijing date."""
        first = beijing_date(start)
        if self.working:
            return calendar.nth_workday(first, self.days) if self.days else first
        return first + timedelta(days=self.days)

    def moment(self, start: datetime, calendar: WorkingCalendar) -> datetime:
        """Return the instant; where no clock is told, that of the beginning."""
        clock = self.clock or start.astimezone(BEIJING).time()
        return datetime.combine(self.day(start, calendar), clock, BEIJING)


def read_ahead(told: object) -> object:
    """Read `+3 10:00`; raise ValueError for what is no such time."""
    if told is None or isinstance(told, Ahead):
        return told
    found = ahead_in(told)
    if found is None:
        raise ValueError("时间写作“+3 10:00”（开始后第 3 日）或者“+3w 10:00”（第 3 个工作日）")
    return found


def ahead_in(told: object) -> Ahead | None:
    """Return the time that a text tells, or None where it tells none."""
    found = _AHEAD.fullmatch(told) if isinstance(told, str) else None
    if found is None:
        return None
    try:
        clock = time.fromisoformat(found["clock"].zfill(5)) if found["clock"] else None
    except ValueError:
        return None
    return Ahead(int(found["days"]), bool(found["working"]), clock)


def before_in(told: str) -> timedelta | None:
    """Return how long before the step `-8m` is, or None."""
    found = _BEFORE.fullmatch(told)
    return timedelta(minutes=int(found["minutes"])) if found else None


def read_start(told: object) -> Any:
    """Read `2026-03-02 09:00`, Beijing time; raise ValueError for anything else."""
    if isinstance(told, datetime):
        return told
    moment = _started(str(told))
    if moment is None:
        raise ValueError("开始时间写作“2026-03-02 09:00”（北京时间）")
    if moment < FIRST:
        raise ValueError(f"开始时间不能早于 {FIRST:%Y-%m-%d}：那时示例单位还没有设立")
    return moment


def _started(told: str) -> datetime | None:
    found = _START.fullmatch(told)
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}:00").replace(tzinfo=BEIJING) if found else None
    except ValueError:
        return None


def as_json(moment: datetime) -> str:
    """Return an instant as the API takes it."""
    return moment.astimezone(UTC).isoformat()
