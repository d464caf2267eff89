"""How often an object was inspected: by its code, or by its name where one of the two has no code."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from liuhen.process.inspection.models import Inspected


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often, in the twelve months before a day and in its year, and when last."""

    months12: int = 0
    year: int = 0
    last: date | None = None


def plain(name: str) -> str:
    """Return a name or code as it is compared: without spaces, brackets and letters of one width."""
    return "".join(unicodedata.normalize("NFKC", name).split()).upper()


def frequency(organ: str, *, name: str, code: str, on: date, besides: str = "") -> Frequency:
    """Return how often an object was inspected before a day.

    Args:
        besides: a dossier that is left out: the one that is looked at.
    """
    return _counted(days_of(organ, [(name, code)], before=on, besides=besides).get((name, code), ()), on)


def days_of(
    organ: str, objects: Iterable[tuple[str, str]], *, before: date, besides: str = ""
) -> Mapping[tuple[str, str], tuple[date, ...]]:
    """Return for each (name, code) the days on which it was inspected up to and with `before`; one query."""
    asked = {one: (plain(one[0]), plain(one[1])) for one in objects}
    codes, names = {code for _, code in asked.values() if code}, {name for name, _ in asked.values()}
    rows = Inspected.objects.filter(Q(code__in=codes) | Q(name__in=names), organ=organ, inspected_on__lte=before)
    held = list(rows.exclude(key=besides).values_list("name", "code", "inspected_on"))
    return {
        one: tuple(sorted(day for at, number, day in held if day is not None and same(name, code, at, number)))
        for one, (name, code) in asked.items()
    }


def same(name: str, code: str, other: str, number: str) -> bool:
    """Say whether two (plain) names and codes are one object."""
    return code == number if code and number else name == other


def months_before(day: date, months: int) -> date:
    """Return the day some months before, the last of its month where it has no such day."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)


def _counted(days: Iterable[date], on: date) -> Frequency:
    seen = tuple(days)
    since = months_before(on, 12)
    return Frequency(
        months12=sum(day > since for day in seen),
        year=sum(day.year == on.year for day in seen),
        last=max(seen, default=None),
    )
