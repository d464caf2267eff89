"""Random dossiers of every kind: the records that rules name, as the examples of the packs write them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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
FIRST = datetime(2025, 1, 1, tzinfo=BEIJING)
DAYS = 730
REFERENCES = ("of", "act", "recording", "source_seq", "paper_seq", "submission_seq", "concluded_seq", "draft_seq")


@cache
def book(regulation: str) -> Rulebook:
    return load([regulation])


@dataclass(frozen=True)
class World:
    """One regulation and one kind of dossier: the kinds of record its rules name, and how examples write them."""

    regulation: str
    of: str
    kinds: tuple[str, ...]
    seen: dict[str, list[dict[str, Any]]]
    values: tuple[Any, ...]


@cache
def worlds() -> tuple[World, ...]:
    return tuple(_world(each, of) for each in REGULATIONS for of in dossiers_of(each))


def dossiers_of(regulation: str) -> list[str]:
    return sorted({of for plan in book(regulation).every_plan() for of in plan.words.of})


def _world(regulation: str, of: str) -> World:
    plans = book(regulation).plans(of)
    kinds = {kind for plan in plans for kind, _ in plan.reads()} - {"*"}
    seen: dict[str, list[dict[str, Any]]] = {}
    for plan in plans:
        for example in plan.words.examples:
            for raw in (*example.events, *([example.tried] if example.tried else [])):
                made = event(raw, 1)
                kinds.add(made.kind)
                seen.setdefault(made.kind, []).append(dict(made.fields))
    values = [value for found in seen.values() for fields in found for value in fields.values()]
    return World(regulation, of, tuple(sorted(kinds)), seen, tuple(values))


def dossier(world: World, random: Random) -> Dossier:
    """Up to thirty records in any order, as examples write them and otherwise, some corrected, under some readings."""
    moment = FIRST + timedelta(minutes=random.randrange(DAYS * 1440))
    events: list[Event] = []
    for seq in range(1, random.randrange(2, 30)):
        moment += timedelta(minutes=random.choice([0, 1, 600, 1440, 5 * 1440, 20 * 1440]))
        events.append(_event(world, random, seq, moment, events))
    choices = book(world.regulation).choices
    picked = {
        number: random.choice(list(choice.readings))
        for number, choice in sorted(choices.items())
        if random.random() < 0.2
    }
    terms = {plan.rule.id: "3 workdays" for plan in book(world.regulation).plans(world.of) if random.random() < 0.1}
    return Dossier(world.of, tuple(events), picked, terms=terms)


def _event(world: World, random: Random, seq: int, moment: datetime, before: list[Event]) -> Event:
    kind = random.choice(world.kinds)
    fields = dict(random.choice(world.seen.get(kind) or [{}]))
    for name in list(fields):
        if random.random() < 0.1:
            fields[name] = random.choice([*ODD, *world.values])
        elif random.random() < 0.1:
            del fields[name]
    for name in REFERENCES:
        if name in fields and random.random() < 0.7:
            fields[name] = random.randrange(1, seq + 1)
    fields |= {
        name: _near(random, moment) for name, value in fields.items() if _is_time(value) and random.random() < 0.7
    }
    same = [each.seq for each in before if each.kind == kind]
    corrects = random.choice(same) if same and random.random() < 0.1 else None
    happened: datetime | date = moment.date() if random.random() < 0.2 else moment
    recorded = random.choice([None, moment.astimezone(UTC), moment + timedelta(days=random.randrange(9))])
    return Event(seq, kind, happened, recorded, random.choice(["zhou", "he", "shen", ""]), fields, None, corrects)


def _is_time(value: object) -> bool:
    return isinstance(value, str) and value[:2] == "20" and value[4:5] == "-"


def _near(random: Random, moment: datetime) -> str:
    return (moment + timedelta(minutes=random.randrange(-600, 600))).isoformat()


def cases(world: World, number: int) -> Iterator[tuple[Dossier, datetime]]:
    """Yield dossiers of a world with a moment to judge them at, the same ones every time."""
    random = Random(f"{world.regulation} {world.of}")
    for _ in range(number):
        yield dossier(world, random), FIRST + timedelta(minutes=random.randrange((DAYS + 365) * 1440))
