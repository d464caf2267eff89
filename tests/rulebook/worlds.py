"""Random dossiers of every kind: worked examples of the packs strung together, changed, with odd records between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from liuhen.kernel.clock import BEIJING
from liuhen.rulebook import Dossier, Event, Rulebook, load, load_calendar
from liuhen.rulebook.examples import event
from liuhen.rulebook.obligations import every_pack

CALENDAR = load_calendar()
REGULATIONS = [pack.head.id for pack in every_pack() if pack.head.region]
ODD = [None, True, False, 0, 7, "", "别的", [], {}, ["甲"], {"id": "zhou"}, "2026-02-30", "2026-05-06T09:00:00+08:00"]
FIRST, MINUTES = datetime(2025, 6, 1, tzinfo=BEIJING), 900 * 1440
REFERENCES = ("of", "act", "recording", "source_seq", "paper_seq", "submission_seq", "concluded_seq", "draft_seq")


@cache
def book(regulation: str) -> Rulebook:
    return load([regulation])


@dataclass(frozen=True)
class World:
    """One regulation and one kind of dossier: what its rules give as examples, and the kinds of record they name."""

    regulation: str
    of: str
    kinds: tuple[str, ...]
    told: tuple[tuple[Event, ...], ...]
    values: tuple[Any, ...]


@cache
def worlds() -> tuple[World, ...]:
    return tuple(_world(each, of) for each in REGULATIONS for of in dossiers_of(each))


def dossiers_of(regulation: str) -> list[str]:
    return sorted({of for plan in book(regulation).every_plan() for of in plan.words.of})


def _world(regulation: str, of: str) -> World:
    plans = book(regulation).plans(of)
    told = []
    for example in (example for plan in plans for example in plan.words.examples):
        raw = [*example.events, *([example.tried] if example.tried else [])]
        told.append(tuple(event(each, at + 1) for at, each in enumerate(raw)))
    kinds = {kind for plan in plans for kind, _ in plan.reads()} - {"*"}
    values = tuple(value for events in told for each in events for value in each.fields.values())
    return World(regulation, of, tuple(sorted(kinds)), tuple(each for each in told if each), values)


def dossier(world: World, random: Random) -> Dossier:
    """Several examples one after the other, some fields changed, dropped or odd, under some readings and own terms."""
    events: list[Event] = []
    for _ in range(random.randrange(2, 8)):
        for each in random.choice(world.told):
            events.append(_changed(world, random, each, len(events) + 1 - each.seq))
            if random.random() < 0.1:
                events.append(_odd(world, random, events[-1]))
    texts = sorted(book(world.regulation).choices.items())
    picked = {number: random.choice(list(text.readings)) for number, text in texts if random.random() < 0.2}
    terms = {plan.rule.id: "3 workdays" for plan in book(world.regulation).plans(world.of) if random.random() < 0.1}
    return Dossier(world.of, tuple(events), picked, terms=terms)


def _changed(world: World, random: Random, each: Event, on: int) -> Event:
    """Return the record of an example further `on`, what it refers to as well."""
    fields = {
        name: value + on if name in REFERENCES and type(value) is int else value for name, value in each.fields.items()
    }
    for name in list(fields):
        if random.random() < 0.06:
            fields[name] = random.choice([*ODD, *world.values])
        elif random.random() < 0.06:
            del fields[name]
    corrects = None if each.corrects is None else each.corrects + on
    return replace(each, seq=each.seq + on, fields=fields, corrects=corrects)


def _odd(world: World, random: Random, before: Event) -> Event:
    """Return a record of any kind at any time, or one that corrects the record before it."""
    if random.random() < 0.4:
        return replace(before, seq=before.seq + 1, corrects=before.corrects or before.seq)
    moment = FIRST + timedelta(minutes=random.randrange(MINUTES))
    happened, recorded = random.choice([moment, moment.date()]), random.choice([None, moment.astimezone(UTC)])
    fields = {"of": random.randrange(1, before.seq + 1), "reason": random.choice(ODD)}
    return Event(before.seq + 1, random.choice(world.kinds), happened, recorded, "shen", fields)


def cases(world: World, number: int) -> Iterator[tuple[Dossier, datetime]]:
    """Yield dossiers of a world with a moment to judge them at, the same ones every time."""
    random = Random(f"{world.regulation} {world.of}")
    for _ in range(number):
        yield dossier(world, random), FIRST + timedelta(minutes=random.randrange(MINUTES))
