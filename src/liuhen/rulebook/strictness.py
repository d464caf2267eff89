"""Whether one rule asks more than another about the same: sooner, longer kept, must where the other may, never."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from liuhen.rulebook.plan import Plan
from liuhen.rulebook.spans import LASTING, Keep
from liuhen.rulebook.terms import Term, Unit
from liuhen.rulebook.words import ADVISORY, Words

HOURS: Final[Mapping[Unit, tuple[int, int, int]]] = {
    Unit.HOURS: (1, 1, 0),
    Unit.DAYS: (24, 24, 24 * 12),
    Unit.WORKDAYS: (24, 34, 24 * 12),
    Unit.MONTHS: (24 * 28, 24 * 31, 24 * 12),
    Unit.YEARS: (24 * 365, 24 * 366, 24 * 12),
}
"""The least and the most hours that one of the unit can last, and what weekends and holidays may add at the end."""


class Strictness(Enum):
    """How the first of two rules stands to the second."""

    STRICTER = "stricter"
    LAXER = "laxer"
    SAME = "same"
    UNKNOWN = "unknown"


def differ(one: Plan, other: Plan) -> bool:
    """Say whether two rules about the same event ask different things of it."""
    return stricter(one, other) is not Strictness.SAME


def stricter(one: Plan, other: Plan) -> Strictness:
    """Return how `one` stands to `other`; SAME where they ask different, but not opposed, things."""
    mine, theirs = one.words, other.words
    if "forbid" in (mine.form, theirs.form):
        return _said(mine.form == "forbid", theirs.form == "forbid")
    if mine.form == theirs.form == "retention":
        return _keeping(mine.keep, theirs.keep)
    if not _same_demand(mine, theirs):
        return Strictness.SAME
    by_modality = _said(mine.modality not in ADVISORY, theirs.modality not in ADVISORY)
    if by_modality is not Strictness.SAME:
        return by_modality
    if mine.within and theirs.within:
        return _sooner(mine, theirs)
    return _said(mine.unless is None, theirs.unless is None)


def _same_demand(mine: Words, theirs: Words) -> bool:
    return mine.form == theirs.form and (bool(set(mine.owes) & set(theirs.owes)) or mine.owes == theirs.owes)


def _said(mine: bool, theirs: bool) -> Strictness:  # noqa: FBT001  # two answers to one question
    if mine is theirs:
        return Strictness.SAME
    return Strictness.STRICTER if mine else Strictness.LAXER


def _sooner(mine: Words, theirs: Words) -> Strictness:
    if mine.within == theirs.within:
        return Strictness.SAME
    first, second = (each.within.term if each.within else None for each in (mine, theirs))
    if isinstance(first, Term) and isinstance(second, Term):
        return _compared(first, second)
    return Strictness.UNKNOWN


def _compared(mine: Term, theirs: Term) -> Strictness:
    """The shorter one is stricter, where it is shorter under any calendar."""
    if mine.unit is theirs.unit:
        return Strictness.STRICTER if mine.count_of < theirs.count_of else Strictness.LAXER
    (least, most), (other_least, other_most) = _range(mine), _range(theirs)
    if most < other_least:
        return Strictness.STRICTER
    return Strictness.LAXER if least > other_most else Strictness.UNKNOWN


def _range(term: Term) -> tuple[int, int]:
    least, most, more = HOURS[term.unit]
    return least * term.count_of, most * term.count_of + (more if term.count_of else 24)


def _keeping(mine: tuple[Keep, ...], theirs: tuple[Keep, ...]) -> Strictness:
    """The one that keeps longer in the ordinary case is stricter."""
    if mine == theirs:
        return Strictness.SAME
    first, second = (tuple(keep.term for keep in each if not keep.happened)[:1] for each in (mine, theirs))
    if not first or not second or {*first, *second} & {"as_file", "organ"}:
        return Strictness.UNKNOWN
    endless = [term[0] in LASTING for term in (first, second)]
    if any(endless):
        return _said(endless[0], endless[1])
    turned = {Strictness.STRICTER: Strictness.LAXER, Strictness.LAXER: Strictness.STRICTER}
    if first == second:
        return Strictness.SAME
    found = _compared(Term.read(first[0]), Term.read(second[0]))
    return turned.get(found, found)
