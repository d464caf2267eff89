"""Goal 8: the law applied to one case after another, beside a bare indexed evaluator and beside naive rescans.

The same 120 rules and the same cases of 60 entries for all three; that they agree on every state and last day is
checked before anything is timed. Ours keeps what its explanation is printed from; printing all of it is told apart.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

import yaml

from liuhen.bench.figure import Figure, Goal, compared
from liuhen.bench.peers import bare_assess, naive_assess
from liuhen.bench.peers.bare_rule import BareRule, Verdict
from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import BEIJING, beijing_date
from liuhen.kernel.errors import UnusableError
from liuhen.rulebook import Dossier, Event, Rulebook, State, WorkingCalendar, assess, load, load_calendar

_BARE: Final = Goal(8, "assess.bare", "推算 120 条规则 × 60 条记录，带说明所需的一切", 0.7)
_NAIVE: Final = Goal(8, "assess.naive", "同上，对每条规则逐条重扫的写法", 6.0)
_PRINTED: Final = Goal(8, "assess.printed", "推算并写出每一条的“怎么算的”")
KINDS: Final = tuple(f"act.{a}{b}" for a in "abcde" for b in "abcdefgh")
RULES, ENTRIES, SEED = 120, 60, 20260302
FIRST: Final = datetime(2025, 1, 6, 9, tzinfo=BEIJING)
NOW: Final = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
FIELDS: Final = ("place", "object", "findings")


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return cases a second as ratios to both peers, and the same with every explanation printed."""
    bare = rules()
    book, calendar = book_of(bare, folder / "packs"), load_calendar()
    dossiers = [dossier(seeded(number)) for number in range(20 if quick else 400)]
    require_agreement(bare, book, calendar, dossiers[:20])
    worked = bare_assess.Workdays(calendar)
    ours, printed, peer, naive = ([] for _ in range(4))
    few = dossiers[: max(len(dossiers) // 8, 5)]
    for _ in range(max(runs, 3)):
        peer.append(_each(dossiers, lambda one: bare_assess.evaluate(bare, one.events, worked, NOW)))
        ours.append(_each(dossiers, lambda one: assess(one, book, calendar, NOW)))
        naive.append(_each(few, lambda one: naive_assess.evaluate(bare, one.events, calendar, NOW)))
        printed.append(_each(dossiers, lambda one: [each.arithmetic for each in assess(one, book, calendar, NOW)]))
    told = {"ours_us": min(ours) * 1e6, "bare_us": min(peer) * 1e6, "naive_us": min(naive) * 1e6}
    return [
        compared(_BARE, ours=ours, peer=peer, against="手写的索引推算，只有状态与末日", extra=told),
        compared(_NAIVE, ours=ours, peer=naive, against="逐条重扫，逐日数工作日", extra=told),
        compared(_PRINTED, ours=printed, peer=peer, against="手写的索引推算，只有状态与末日"),
    ]


def _each(dossiers: list[Dossier], work: Callable[[Dossier], object]) -> float:
    """Return the seconds that one dossier takes."""
    began = perf_counter()
    for one in dossiers:
        work(one)
    return (perf_counter() - began) / len(dossiers)


def require_agreement(
    bare: tuple[BareRule, ...], book: Rulebook, calendar: WorkingCalendar, dossiers: list[Dossier]
) -> None:
    """Refuse to measure unless all three say the same of every case."""
    worked = bare_assess.Workdays(calendar)
    for one in dossiers:
        said = set(ours(one, book, calendar))
        if said != set(bare_assess.evaluate(bare, one.events, worked, NOW)):
            raise UnusableError("测量用的推算与索引推算结论不同，测量无效。")
        if said != set(naive_assess.evaluate(bare, one.events, calendar, NOW)):
            raise UnusableError("测量用的推算与逐条重扫结论不同，测量无效。")


def ours(one: Dossier, book: Rulebook, calendar: WorkingCalendar) -> Iterator[Verdict]:
    """Yield what the product says, as the peers say it."""
    for found in assess(one, book, calendar, NOW):
        if found.state is not State.NOT_APPLICABLE and found.trigger is not None:
            due = None if found.due is None else beijing_date(found.due)
            yield Verdict(found.rule.id, found.trigger.seq, found.state.value, due)


def rules() -> tuple[BareRule, ...]:
    """Return 120 rules in the proportions of real packs: records, deadlines, gates, bans, conditions."""
    random = seeded(0)
    return tuple(_rule(random, number) for number in range(1, RULES + 1))


def seeded(number: int) -> Random:
    """Return chance that is the same in every run: what is measured does not change."""
    return Random(SEED + number)  # noqa: S311  # nothing secret hangs on it


def _rule(random: Random, number: int) -> BareRule:
    on, owes = random.sample(KINDS, 2)
    when = ("way", random.choice(["direct", "mail"])) if number % 4 == 0 else None
    match number % 6:
        case 0:
            return BareRule(f"T{number}-1", "forbid", on, "", when or ("way", "fax"))
        case 1 | 2:
            return BareRule(f"T{number}-1", "record", on, "", when, fields=FIELDS[: number % 3 + 1])
        case 3:
            return BareRule(f"T{number}-1", "gate", on, owes, when)
    term = (random.choice([2, 5, 7, 10]), "workdays") if number % 2 else (random.choice([7, 15, 30, 90]), "days")
    return BareRule(f"T{number}-1", "deadline", on, owes, when, match=number % 3 == 0, within=term)


def book_of(bare: tuple[BareRule, ...], shelf: Path) -> Rulebook:
    """Write the rules down as a pack and read it as any other."""
    folder = shelf / "bench"
    folder.mkdir(parents=True)
    head = {"id": "bench", "title": "测量", "short": "测量", "version": "1.0.0", "rank": "law"}
    words = {"dossiers": {"penalty": "处罚"}, "kinds": {kind: kind for kind in KINDS}, "fields": {f: f for f in FIELDS}}
    (folder / "pack.yaml").write_text(yaml.safe_dump(head, allow_unicode=True), encoding="utf-8")
    (folder / "rules.yaml").write_text(yaml.safe_dump([one.written() for one in bare]), encoding="utf-8")
    (shelf / "words.yaml").write_text(yaml.safe_dump(words), encoding="utf-8")
    return load(["bench"], root=shelf)


def dossier(random: Random) -> Dossier:
    """Return a case of 60 entries over a year, most of them about an earlier one."""
    events: list[Event] = []
    for seq in range(1, ENTRIES + 1):
        happened = FIRST + timedelta(days=6 * seq, minutes=random.randrange(600))
        fields: dict[str, Json] = {name: "有" for name in FIELDS if random.randrange(10)}
        fields |= {"way": random.choice(["direct", "mail", "fax"]), "of": random.randrange(1, seq + 1)}
        kind = random.choice(KINDS)
        events.append(Event(seq, kind, happened, happened + timedelta(hours=1), "officer", fields))
    return Dossier("penalty", tuple(events))
