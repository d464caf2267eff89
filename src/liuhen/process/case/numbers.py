"""Numbers: per organ, series and year, without a gap, taken by the entry that carries them."""

import re
from typing import Final

from liuhen.kernel.clock import When, beijing_date
from liuhen.ledger import Entry
from liuhen.ledger.prepared import Prepared
from liuhen.ledger.rows import insert
from liuhen.office.in_force import numbering
from liuhen.people.models import Organ
from liuhen.process.case.models import NumberTaken

_NUMBER: Final = re.compile(r"〔(?P<year>\d{4})〕(?P<number>\d+)号$")
_mark: Final = Prepared(Organ, lambda organ: Organ.objects.filter(id=organ).values_list("mark"))


def next_number(organ: str, series: str, *, on: When) -> str:
    """Return the next number of a series, e.g. 江医保罚〔2026〕9号; it is taken when an entry carries it.

    How it is written, and where a year begins, the organ may have settled (numbering.set).

    Two writers cannot take the same: they are serialised per organ, and the table refuses a second row.
    """
    year = beijing_date(on).year
    (mark,) = _mark(organ)[0]
    word, first = numbering(organ, series, year)
    return f"{mark}{word}〔{year}〕{_following(organ, series, year, first=first)}号"


def next_ref(organ: str, *, on: When) -> str:
    """Return the next reference of a clue, e.g. 2026-0031."""
    year = beijing_date(on).year
    return f"{year}-{_following(organ, '线索', year):04d}"


def take_ref(entry: Entry, ref: str) -> None:
    """Mark the reference of a clue as taken (called by projectors)."""
    year, number = ref.split("-")
    insert(_taken(entry, ref, "线索", int(year), int(number)))


def take(entry: Entry, number: str, *, series: str) -> None:
    """Mark a number as taken (called by projectors). The series is told: its word on paper may have changed since."""
    if found := _NUMBER.search(number):
        insert(_taken(entry, number, series, int(found["year"]), int(found["number"])))


def _taken(entry: Entry, printed: str, series: str, year: int, number: int) -> NumberTaken:
    return NumberTaken(
        key=f"{entry.organ}:{series}:{year}:{number}",
        dossier=entry.dossier or "",
        seq=entry.dossier_seq or 0,
        organ=entry.organ,
        series=series,
        year=year,
        number=number,
        printed=printed,
    )


def _following(organ: str, series: str, year: int, *, first: int = 1) -> int:
    taken = NumberTaken.objects.filter(organ=organ, series=series, year=year).order_by("-number")
    return max(taken.values_list("number", flat=True).first() or 0, first - 1) + 1
