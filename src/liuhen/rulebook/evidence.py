"""Look for what settles a rule: the owed event, its fields, what it must fulfil, and who signed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import NamedTuple

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import as_instant, beijing_date
from liuhen.rulebook.clock import Run, read_moment
from liuhen.rulebook.conditions import Condition, at, missing
from liuhen.rulebook.dossier import Event
from liuhen.rulebook.index import Index, Sight
from liuhen.rulebook.parts import LatestOf
from liuhen.rulebook.plan import SIGNATURE, Plan
from liuhen.rulebook.words import MET_BY, YEAR, Words


def triggers(plan: Plan, run: Run) -> Sequence[Event]:
    """Return the events that trigger the rule while it is in force, in order."""
    always = run.index.only is None and not plan.gone and run.index.within(plan.first, plan.last)
    if always and plan.plain:
        return run.index.kinds.get(plan.plain, ())
    if plan.words.each:
        return list(_years(plan, run))
    index, kinds = run.index, plan.words.triggers
    events = index.of(kinds[0]) if len(kinds) == 1 else sorted((e for k in kinds for e in index.of(k)), key=_seq)
    if not events:
        return ()
    if plan.words.on.latest and not plan.words.before and not plan.words.answered:
        events = events[-1:]
    if plan.words.on.by:
        events = list(_first(plan.words, events, index))
    if always:
        return events
    only = index.only
    return [each for each in events if plan.covers(index.day(each)) and (only is None or each.seq in only)]


def superseded(words: Words, trigger: Event, index: Index) -> bool:
    """Say whether another event of its kinds came after it: only the latest one is still owed an answer."""
    return any(found[-1].seq > trigger.seq for kind in words.triggers if (found := index.of(kind)))


def _years(plan: Plan, run: Run) -> Iterator[Event]:
    """Yield an event for each year begun since the dossier began (at least the present one)."""
    this = beijing_date(run.now).year
    first = min((beijing_date(e.happened).year for found in run.index.kinds.values() for e in found), default=this)
    for year in range(min(first, this), this + 1):
        day = date(year, 1, 1)
        if plan.covers(day):
            yield Event(0, YEAR, day, fields={"year": year - 1, "this_year": year})


def _first(words: Words, events: Sequence[Event], index: Index) -> Iterator[Event]:
    """Yield the first event of each group that the rule is about at all."""
    seen = set()
    for event in events:
        if words.when.holds(event.fields, Sight(index, event.fields)):
            group = tuple(index.root(at(event.fields, path.split("."))) for path in words.on.by)
            if any(missing(part) for part in group) or repr(group) not in seen:
                seen.add(repr(group))
                yield event


def variant(plan: Plan, fields: Mapping[str, Json], sight: Sight) -> Words:
    """Return the words that hold for a trigger with these fields."""
    for condition, words in plan.variants:
        if condition.holds(fields, sight):
            return words
    return plan.words


class Found(NamedTuple):
    """What was found.

    Args:
        event: the event that settles the rule, complete.
        missing: what is still wanting where there is none.
        settled: the moment that is held against a term.
        settle_kinds: what would settle it.
    """

    event: Event | None
    missing: tuple[str, ...]
    settled: datetime | None
    settle_kinds: tuple[str, ...]


def look(plan: Plan, words: Words, trigger: Event, sight: Sight, *, newest_first: bool = False) -> Found:
    """Return what settles `words` for `trigger` within sight; where the rule owes nothing else, the trigger itself."""
    if not words.owes:
        lacking = lacks(plan, words, trigger, sight)
        settled = None if lacking else _settled(plan, words, trigger, sight)
        return Found(None if lacking else trigger, lacking, settled, (trigger.kind,))
    if words.unquestioned:
        counting = candidates(words, trigger, sight)
        event = next(iter(list(counting)[-1:]), None) if newest_first else next(counting, None)
        settled = None if event is None else _moment(plan, words, event, sight)
        return Found(event, _nothing(plan, words) if event is None else (), settled, words.owes)
    found = list(candidates(words, trigger, sight))
    return _joint(words, found, sight) if words.jointly and found else _best(plan, words, found, sight, newest_first)


def _best(plan: Plan, words: Words, found: list[Event], sight: Sight, newest_first: bool) -> Found:  # noqa: FBT001
    """Return the first (or newest) one that is complete; else what the last one still lacks."""
    for event in reversed(found) if newest_first else found:
        if not lacks(plan, words, event, sight):
            return Found(event, (), _settled(plan, words, event, sight), words.owes)
    if not found:
        return Found(None, _nothing(plan, words), None, words.owes)
    unsigned = not unfilled(plan, words, found[-1], sight)
    return Found(None, lacks(plan, words, found[-1], sight), None, (SIGNATURE,) if unsigned else words.owes)


def _nothing(plan: Plan, words: Words) -> tuple[str, ...]:
    return (words.lacking or f"缺{'或'.join(map(plan.kind, words.owes))}",)


def _joint(words: Words, found: list[Event], sight: Sight) -> Found:
    """What one of them leaves out another may hold; the last one completes it."""
    wanting = tuple(one.otherwise for one in words.holds if not any(one.that.holds(e.fields, sight) for e in found))
    if wanting:
        return Found(None, wanting, None, words.owes)
    return Found(found[-1], (), _measured(words, found[-1]), words.owes)


def candidates(words: Words, trigger: Event, sight: Sight, *, having: Condition | None = None) -> Iterator[Event]:
    """Yield, in order, the owed events that count: late enough, agreeing in `match`, fulfilling `with` (`having`)."""
    floor = _floor(words, sight) if words.since else 0
    if not (words.even_before or words.before):
        floor = max(floor, trigger.seq)
    index, accepts = sight.index, (having or words.with_).holds
    if words.anything and having is None:  # the first one that is late enough will do
        yield from (event for event in index.before(words.owes[0], sight.bound) if event.seq > floor)
        return
    found: Iterable[Event] = index.before(words.owes[0], sight.bound)
    if len(words.owes) > 1:
        found = sorted((event for kind in words.owes for event in index.before(kind, sight.bound)), key=_seq)
    for event in found:
        if (
            event.seq > floor
            and accepts(event.fields, sight)
            and (not words.match or agree(words, event, trigger, sight))
        ):
            yield event


def _seq(event: Event) -> int:
    return event.seq


def _floor(words: Words, sight: Sight) -> int:
    """Return the seq after which an owed event must come (`since`)."""
    index, floor = sight.index, 0
    for each in words.since:
        for event in reversed(index.before(each.kind, sight.bound)):
            if each.having.holds(event.fields, sight):
                floor = max(floor, index.newest(event, sight.bound))
                break
    return floor


def agree(words: Words, owed: Event, trigger: Event, sight: Sight) -> bool:
    """Say whether `owed` is about the same matter as `trigger`: their fields in `match` agree."""
    for mine, theirs in words.match.items():
        if isinstance(theirs, LatestOf):
            found = sight.index.before(theirs.latest, sight.bound)
            wanted: Json = found[-1].seq if found else None
        else:
            wanted = _value(trigger, theirs)
        if not _names(_value(owed, mine), wanted, sight.index):
            return False
    return True


def _names(value: Json, wanted: Json, index: Index) -> bool:
    """Say whether a field names what is wanted; lists of numbers or names agree where they have one in common."""
    named, asked = (one if isinstance(one, list | tuple) else [one] for one in (value, wanted))
    return any(each is not None and index.root(each) == index.root(one) for each in named for one in asked)


def _value(event: Event, path: str) -> Json:
    return event.seq if path == "seq" else at(event.fields, path.split("."))


def lacks(plan: Plan, words: Words, event: Event, sight: Sight) -> tuple[str, ...]:
    """Return what `event` still lacks: fields, what it must fulfil, signatures."""
    wanting = unfilled(plan, words, event, sight)
    if words.signed_by:
        wanting = (*wanting, *_unsigned(plan, words, event, sight))
    return wanting


def unfilled(plan: Plan, words: Words, event: Event, sight: Sight) -> tuple[str, ...]:
    """Return what `event` lacks apart from signatures."""
    if not words.fields and not words.holds:
        return ()
    fields = event.fields
    wanting = [
        f"{plan.kind(event.kind)}未载明{plan.field(path)}"
        for path, parts in words.field_paths
        if missing(fields.get(parts[0]) if len(parts) == 1 else at(fields, parts))
    ]
    if words.holds and not words.before:
        wanting += unheld(words, event.fields, sight)
    return tuple(wanting)


def unheld(words: Words, fields: Mapping[str, Json], sight: Sight) -> list[str]:
    """Return the sentences of those `holds` that do not hold."""
    return [hold.otherwise for hold in words.holds if not hold.that.holds(fields, sight)]


def _signatures(words: Words, event: Event, role: str, sight: Sight) -> list[Event]:
    """Return the first signature of each person in `role` under the paper `event`."""
    signers: dict[str, Event] = {}
    for signature in sight.index.before(SIGNATURE, sight.bound):
        fields = signature.fields
        if (
            fields.get("role") == role
            and sight.index.root(fields.get("paper_seq")) == event.seq
            and (words.refusal_counts or not fields.get("refused"))
        ):
            signers.setdefault(str(fields.get("signer")), signature)
    return list(signers.values())


def _unsigned(plan: Plan, words: Words, event: Event, sight: Sight) -> Iterator[str]:
    for role, number in words.signed_by.items():
        have = len(_signatures(words, event, role, sight))
        if have < number:
            yield f"{plan.kind(event.kind)}缺{plan.role(role)}签名" + (
                f"（须{number}人，已{have}人）" if number > 1 else ""
            )


def _settled(plan: Plan, words: Words, event: Event, sight: Sight) -> datetime:
    """Return the moment by which everything was there."""
    if not words.signed_by:
        return _moment(plan, words, event, sight)
    moments = [_moment(plan, words, event, sight)]
    for role, number in words.signed_by.items():
        moments += [_measured(words, each) for each in _signatures(words, event, role, sight)[:number]]
    return max(moments)


def _moment(plan: Plan, words: Words, event: Event, sight: Sight) -> datetime:
    versions = sight.index.versions
    if versions and event.seq in versions:
        complete = (each for each in versions[event.seq] if _complete(plan, words, event, each, sight))
        return _measured(words, next(complete, event))
    return _measured(words, event)


def _complete(plan: Plan, words: Words, event: Event, version: Event, sight: Sight) -> bool:
    as_then = replace(event, fields=version.fields)
    return words.with_.holds(version.fields, sight) and not unfilled(plan, words, as_then, sight)


def _measured(words: Words, event: Event) -> datetime:
    for name in words.met_by:
        if name == "recorded" and event.recorded is not None:
            return event.recorded
        if name not in MET_BY and (told := read_moment(event, name)) is not None:
            return as_instant(told)
    return as_instant(event.happened)


def waiver(words: Words, trigger: Event, index: Index) -> Event | None:
    """Return the record by which nothing is owed for `trigger`: one of `waived_by` that names it in `of`."""
    found = (event for kind in words.waived_by for event in index.of(kind))
    return next((event for event in found if index.root(event.fields.get("of")) == trigger.seq), None)
