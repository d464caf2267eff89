"""What grows day by day while an amount is not paid: the rate from `figures.yaml` of a pack, exact, with its sums.

Amounts are whole fen and are never rounded up. Days are counted one by one, so that a reader can count them again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

from pydantic import Field

from liuhen.kernel.money import yuan
from liuhen.rulebook.parts import Texts, Word

_THOUSAND: Final = 1000
_ONE_DAY: Final = timedelta(days=1)


class Rate(Word):
    """How much an unpaid amount grows.

    Args:
        cites: the rules that allow it.
        a_day: thousandths of the amount for each day.
        at_most: thousandths of the amount beyond which it does not grow.
        of: of which amount: what was decided, or what is not paid on the day.
    """

    cites: Texts = Field(min_length=1)
    article: str = Field(min_length=1)
    a_day: int = Field(ge=1, le=_THOUSAND)
    at_most: int = Field(ge=1)
    of: Literal["decided", "unpaid"]


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted, both ends included, and why, in Chinese."""

    first: date
    last: date
    why: str


@dataclass(frozen=True, slots=True)
class Accrual:
    """What has grown.

    Args:
        days: how many days were counted.
        fen: what has grown in all.
        capped: whether it has reached what the law allows at most.
        steps: the sums, a sentence each.
    """

    days: int
    fen: int
    capped: bool
    steps: tuple[str, ...]


def accrued(
    decided: int,
    *,
    due: date,
    upto: date,
    by: Rate,
    pauses: Sequence[Pause] = (),
    paid: Mapping[date, int] | None = None,
) -> Accrual:
    """Return what has grown on `decided` fen from the day after `due` up to and including `upto`.

    A day on which the last part is paid still counts; nothing grows after it.

    Args:
        due: the last day of the term.
        paid: fen paid, by the day of payment.

    Source: 行政处罚法 第七十二条第一款第一项、第七十三条第三款; 国家医保局令第4号 第五十五条.
    """
    days = list(_counted(decided, due=due, upto=upto, pauses=pauses, paid=paid or {}))
    bases = [decided if by.of == "decided" else left for left in days]
    most = decided * by.at_most // _THOUSAND
    grown = sum(bases) * by.a_day // _THOUSAND
    fen = min(grown, most)
    return Accrual(len(days), fen, bool(decided) and grown >= most, tuple(_steps(bases, grown, most, due, pauses, by)))


def _counted(
    decided: int, *, due: date, upto: date, pauses: Sequence[Pause], paid: Mapping[date, int]
) -> Iterator[int]:
    """Yield for each day that counts what was not yet paid when it began."""
    left = decided - sum(fen for day, fen in paid.items() if day <= due)
    day = due + _ONE_DAY
    while day <= upto and left > 0:
        if not any(one.first <= day <= one.last for one in pauses):
            yield left
        left -= paid.get(day, 0)
        day += _ONE_DAY


def _steps(bases: Sequence[int], grown: int, most: int, due: date, pauses: Sequence[Pause], by: Rate) -> Iterator[str]:
    if not bases:
        return
    yield f"自{_day(due + _ONE_DAY)}起计 {len(bases)} 日"
    yield from (f"不计：{_day(one.first)}至{_day(one.last)}，{one.why}" for one in pauses if one.last > due)
    share = f"{by.a_day / 10:g}%"
    sums = [f"{yuan(base)} 元 × {share} × {len(list(same))} 日" for base, same in groupby(bases)]
    yield f"{' + '.join(sums)} = {yuan(grown)} 元"
    if grown > most:
        yield f"不超出 {yuan(most)} 元（{by.article}），计 {yuan(most)} 元"


def _day(when: date) -> str:
    return f"{when:%Y年%-m月%-d日}"
