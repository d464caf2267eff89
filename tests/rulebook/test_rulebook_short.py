"""The short way through a usual rule says, word for word, what the long way says."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from liuhen.bench.assess import NOW, book_of, rules
from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Event, Rulebook, WorkingCalendar, assess, load
from liuhen.rulebook.place import ids, regulations

FIRST = datetime(2025, 12, 1, 9, tzinfo=BEIJING)
PACKS = [pack for pack in ids([regulations()]) if pack.endswith(("-ybj", "-wlj"))]


def long_way(dossier: Dossier, book: Rulebook, calendar: WorkingCalendar, now: datetime) -> list[str]:
    """Ask again with an unrelated record that is corrected: the short way is not taken then."""
    last = max((event.seq for event in dossier.events), default=0)
    noise = Event(last + 1, "nothing.asked", FIRST)
    more = (*dossier.events, noise, replace(noise, seq=last + 2, corrects=last + 1))
    return told(assess(replace(dossier, events=more), book, calendar, now))


def told(findings: object) -> list[str]:
    return [
        repr((one.rule.id, one.state, one.trigger, one.satisfied_by, one.missing, one.due, one.left, one.certain,
              one.settle_kinds, one.settled, one.origin, one.reckoning, one.arithmetic))
        for one in findings  # type: ignore[attr-defined]
    ]  # fmt: skip


def case(random: Random, book: Rulebook, kind: str) -> Dossier:
    """Return a case of 25 records of the kinds that the rules look at, with the fields that they name."""
    fields: dict[str, set[str]] = {}
    for plan in book.plans(kind):
        for of, name in plan.reads():
            fields.setdefault(of, set()).update([name] if name else [])
    kinds = sorted(set(fields) - {"*", "year.begun"})
    events = []
    for seq in range(1, 26):
        of = random.choice(kinds)
        values = {name: random.choice([None, True, False, 1, seq - 1, "direct", "甲"]) for name in sorted(fields[of])}
        happened = FIRST + timedelta(days=random.randrange(0, 90), hours=seq)
        recorded = None if seq % 5 == 0 else happened + timedelta(days=random.randrange(9))
        events.append(Event(seq, of, happened, recorded, "甲", {k: v for k, v in values.items() if v is not None}))
    return Dossier(kind, tuple(events))


@pytest.mark.parametrize("pack", PACKS)
def test_both_ways_say_the_same_of_every_pack(pack: str, calendar: WorkingCalendar) -> None:
    book = load([pack])
    for kind in book.dossier_kinds:
        for seed in range(6):
            dossier, now = case(Random(seed), book, kind), FIRST + timedelta(days=20 * seed)
            assert told(assess(dossier, book, calendar, now)) == long_way(dossier, book, calendar, now)


def test_both_ways_say_the_same_of_the_rules_that_are_measured(tmp_path: object, calendar: WorkingCalendar) -> None:
    book = book_of(rules(), tmp_path / "packs")  # type: ignore[operator]
    usual = sum(plan.words.usual for plan in book.plans("penalty"))
    assert usual > 60
    for seed in range(10):
        dossier = case(Random(seed), book, "penalty")
        assert told(assess(dossier, book, calendar, NOW)) == long_way(dossier, book, calendar, NOW)
