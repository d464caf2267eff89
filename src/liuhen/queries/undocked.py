"""谁还有没有导出的音像: devices that were used since they were last read out, by who carries them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from django.db.models import Max

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.people.models import Person
from liuhen.people.officers import Officer
from liuhen.people.scope import Subject, scope
from liuhen.process.footage.filing import VIEW
from liuhen.process.footage.models import Device, DeviceLog, Footage, Outing
from liuhen.queries.footage import require_view

_CHECKED: Final = "device.checked"
_NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Undocked:
    """A device that may hold recordings which nobody has taken in.

    Args:
        since: the first use after it was last read out.
        uses: checks before use and acts of its carrier since then.
        days: Beijing days from `since` to today.
    """

    device: str
    holder: str
    department: str
    since: datetime
    uses: int
    days: int
    docked: datetime | None


def undocked(by: Officer) -> tuple[Undocked, ...]:
    """Return the devices that were used and not read out since, the longest first; a constant number of queries."""
    require_view(by)
    rows = [row for row in Device.objects.filter(organ=by.organ, retired_at=None).exclude(holder="") if row.holder]
    departments = dict(Person.objects.filter(organ=by.organ).values_list("id", "department"))
    seen = scope(by, VIEW)
    mine = [
        row for row in rows if seen.covers(Subject(by.organ, departments.get(row.holder, ""), frozenset({row.holder})))
    ]
    read = _read_out(by.organ, mine)
    uses = _uses(by.organ, mine)
    found = (_row(row, read.get(row.number), uses[row.number], departments) for row in mine)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.since, one.device)))


def _read_out(organ: str, rows: Iterable[Device]) -> dict[str, datetime]:
    """Return when each device was read out last: said at a docking, or seen by what came from it."""
    numbers = {row.number: row.docked_at for row in rows}
    came = Footage.objects.filter(organ=organ, device__in=numbers).values_list("device").annotate(Max("at"))
    found = dict(came)
    told = ((number, [one for one in (at, found.get(number)) if one]) for number, at in numbers.items())
    return {number: max(moments) for number, moments in told if moments}


def _uses(organ: str, rows: Iterable[Device]) -> dict[str, list[datetime]]:
    listed = list(rows)
    uses: dict[str, list[datetime]] = {row.number: [] for row in listed}
    checks = DeviceLog.objects.filter(organ=organ, kind=_CHECKED, number__in=uses)
    for number, at in checks.values_list("number", "at"):
        uses[number].append(at)
    carried: dict[str, list[Device]] = {}
    for row in listed:
        carried.setdefault(row.holder, []).append(row)
    for person, at in Outing.objects.filter(organ=organ, officer__in=carried).values_list("officer", "at"):
        for row in carried[person]:
            if row.handed_at is None or at >= row.handed_at:
                uses[row.number].append(at)
    return uses


def _row(row: Device, read: datetime | None, uses: list[datetime], departments: Mapping[str, str]) -> Undocked | None:
    after = sorted(at for at in uses if at > (read or _NEVER))
    if not after:
        return None
    days = (beijing_date(clock.now()) - beijing_date(after[0])).days
    where = departments.get(row.holder, "")
    return Undocked(row.number, row.holder_name, where, after[0], len(after), days, read)
