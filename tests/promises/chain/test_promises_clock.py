"""Promise 5, order: whatever the clock says, the sequence is the order, and what the clock did is written down."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from ledger.acts import CASE, ORGAN, note
from liuhen.kernel import clock
from liuhen.ledger import Entry, checkpoint, entries, make_organ_key, verify
from promises.conftest import Keep
from promises.figures import rounds

NASTY = [
    datetime(2028, 2, 28, 15, 59, 59, 999999, UTC),  # the last moment before a leap day in Beijing
    datetime(2028, 2, 28, 16, 0, tzinfo=UTC),  # 29 February begins in Beijing
    datetime(2028, 2, 29, 15, 59, 59, tzinfo=UTC),  # 23:59:59 of the leap day
    datetime(2026, 12, 31, 15, 59, 59, tzinfo=UTC),
    datetime(2026, 12, 31, 16, 0, tzinfo=UTC),  # a new year in Beijing, not yet in UTC
    datetime(2026, 12, 31, 23, 59, 59, 999999, UTC),
]


def readings(chance: Random, number: int) -> list[datetime]:
    """Give what a bad clock shows: small steps, great jumps either way, and the moments that trip people."""
    shown, now = [], NASTY[0]
    for _ in range(number):
        jump = chance.choice([1, 1_000_000, -1, -5_000_000, 86_400_000_000, -90_000_000_000])
        now = chance.choice(NASTY) if chance.random() < 0.2 else now + timedelta(microseconds=jump)
        shown.append(now)
    return shown


def milliseconds_behind(made: Entry, measured: datetime) -> int:
    return -(-(made.recorded - measured) // timedelta(milliseconds=1))


def test_order_comes_from_the_sequence_whatever_the_clock_says(ledger: Path, figure: Keep) -> None:
    make_organ_key(ORGAN)
    shown = readings(Random(5), rounds(150, 5_000))
    for number, measured in enumerate(shown, 1):
        with clock.at(measured):
            made = note(happened=measured, key=f"clock-{number}")
            if number % 50 == 0:
                checkpoint(ORGAN)
        assert (made.organ_seq, made.recorded) == (number, max(shown[:number]))
    kept = list(entries(dossier=CASE))
    for made, measured in zip(kept, shown, strict=True):
        assert milliseconds_behind(made, measured) == made.clock_behind_ms
    assert verify().intact
    back = sum(after < before for before, after in pairwise(shown))
    figure(5, f"{len(shown)} 次读钟，其中 {back} 次倒退：次序全由序号决定")


@pytest.mark.parametrize("measured", NASTY)
def test_a_day_given_at_the_edge_of_a_day_is_the_day_in_beijing(ledger: Path, measured: datetime) -> None:
    with clock.at(measured):
        made = note(happened=clock.beijing_date(measured))
    assert made.happened == (measured + timedelta(hours=8)).date()
    assert isinstance(made.happened, date)
    assert verify().intact
