"""Numbers: per organ, series and year, without a gap, taken by the entry that carries them."""

import re
from typing import Final

from liuhen.kernel.clock import When, beijing_date
from liuhen.ledger.rows import insert
from liuhen.people.models import Organ
from liuhen.process.case.models import NumberTaken

_NUMBER: Final = re.compile(r"(?P<series>案|告|罚|送)〔(?P<year>\d{4})〕(?P<number>\d+)号$")


def next_number(organ: str, series: str, *, on: When) -> str:
    """Return the next number of a series, e.g. 江医保罚〔2026〕9号; it is taken when an entry carries it.

    Two writers cannot take the same: they are serialised per organ, and the table refuses a second row.
    """
    year = beijing_date(on).year
    mark = Organ.objects.values_list("mark", flat=True).get(id=organ)
    return f"{mark}{series}〔{year}〕{_following(organ, series, year)}号"


def next_ref(organ: str, *, on: When) -> str:
    """Return the next reference of a clue, e.g. 2026-0031."""
    year = beijing_date(on).year
    return f"{year}-{_following(organ, '线索', year):04d}"


def take_ref(organ: str, dossier: str, ref: str) -> None:
    """Mark the reference of a clue as taken (called by projectors)."""
    year, number = ref.split("-")
    insert(_taken(organ, dossier, "线索", int(year), int(number)))


def take(organ: str, dossier: str, number: str) -> None:
    """Mark a number as taken (called by projectors)."""
    if found := _NUMBER.search(number):
        insert(_taken(organ, dossier, found["series"], int(found["year"]), int(found["number"])))


def _taken(organ: str, dossier: str, series: str, year: int, number: int) -> NumberTaken:
    key = f"{organ}:{series}:{year}:{number}"
    return NumberTaken(key=key, dossier=dossier, organ=organ, series=series, year=year, number=number)


def _following(organ: str, series: str, year: int) -> int:
    taken = NumberTaken.objects.filter(organ=organ, series=series, year=year).order_by("-number")
    return (taken.values_list("number", flat=True).first() or 0) + 1
