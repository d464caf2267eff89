"""Promise 8: whatever somebody with all rights and all keys makes of the ledger, one checkpoint kept outside finds it.

The forger is as good as can be: he works with the product itself, with the installation's own keys, at the same times
and with the same request keys, and everything that he leaves behind is consistent in itself.
"""

import sqlite3
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from ledger.acts import CASE, OFFICER, ORGAN, Established, note
from liuhen.kernel import clock
from liuhen.ledger import append, checkpoint, make_organ_key, verify
from promises.conftest import Keep
from promises.figures import rounds

BEGUN = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LENGTH = rounds(12, 200)
OTHER = "case-2"


class Said(NamedTuple):
    """What one entry is made of."""

    text: str
    dossier: str
    minute: int


Story = list[Said]
TRUE: Story = [Said(f"第 {number} 次", CASE if number % 3 else OTHER, number) for number in range(LENGTH)]
MIDDLE = LENGTH // 2


def deleted(story: Story) -> Story:
    return story[:MIDDLE] + story[MIDDLE + 1 :]


def inserted(story: Story) -> Story:
    return [*story[:MIDDLE], Said("从未发生", CASE, MIDDLE), *story[MIDDLE:]]


def swapped(story: Story) -> Story:
    before, one, other, after = story[:MIDDLE], story[MIDDLE], story[MIDDLE + 1], story[MIDDLE + 2 :]
    return [*before, other._replace(minute=one.minute), one._replace(minute=other.minute), *after]


def truncated(story: Story) -> Story:
    return story[:-2]


def rolled_back(story: Story) -> Story:
    """Go back to an older state and go on in another way, to the same length."""
    return [*story[:MIDDLE], *(one._replace(text="另一种经过") for one in story[MIDDLE:])]


def copied_between_cases(story: Story) -> Story:
    """Put what was found in one case into another."""
    one = story[MIDDLE]
    moved = one._replace(dossier=OTHER if one.dossier == CASE else CASE)
    return [*story[:MIDDLE], moved, *story[MIDDLE + 1 :]]


def one_word_changed(story: Story) -> Story:
    return [story[0]._replace(text="第 O 次"), *story[1:]]


FORGERIES: list[Callable[[Story], Story]] = [
    deleted, inserted, swapped, truncated, rolled_back, copied_between_cases, one_word_changed,
]  # fmt: skip


def tell(story: Iterable[Said]) -> None:
    """Write a story into the ledger in use, at the times it tells of."""
    with clock.at(BEGUN):
        body = Established(name="江汉湖区医疗保障局（示例）", demo=True, public_key=make_organ_key(ORGAN))
        append(body, organ=ORGAN, by=OFFICER, happened=BEGUN, key="begin", channel="system")
    for number, said in enumerate(story):
        with clock.at(BEGUN + timedelta(minutes=said.minute)):
            note(said.text, dossier=said.dossier, key=f"story-{number}")


def begin_anew(ledger: Path, prepared: Path) -> None:
    """Empty the database and keep the keys."""
    with sqlite3.connect(ledger) as raw, sqlite3.connect(prepared) as empty:
        empty.backup(raw)
    raw.close()
    empty.close()


@pytest.mark.parametrize("forged", FORGERIES, ids=lambda one: str(one.__name__))
def test_a_forged_history_is_found_against_one_checkpoint_outside_and_only_so(
    ledger: Path, prepared: Path, forged: Callable[[Story], Story], figure: Keep
) -> None:
    tell(TRUE)
    outside = checkpoint(ORGAN).as_json()
    begin_anew(ledger, prepared)
    tell(forged(TRUE))
    checkpoint(ORGAN)
    alone, against = verify(), verify(checkpoint=outside)
    assert alone.intact
    assert any("外部检查点" in what for what in alone.unchecked)  # and it says what it cannot find
    assert {problem.code for problem in against.problems} <= {"checkpoint.root", "checkpoint.truncated"}
    assert not against.intact
    figure(8, f"{LENGTH} 条记录，{forged.__name__}：凭外部检查点发现")


def test_the_true_history_goes_on_and_fits_the_checkpoint_outside(ledger: Path) -> None:
    tell(TRUE)
    outside = checkpoint(ORGAN).as_json()
    note("以后", happened=clock.now())
    checkpoint(ORGAN)
    assert verify(checkpoint=outside).intact
