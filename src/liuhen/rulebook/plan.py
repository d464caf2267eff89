"""A rule made ready to run: words of the base and of each `instead`, labels, dates in force, what it reads."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

from liuhen.rulebook.conditions import Condition
from liuhen.rulebook.findings import Finding, Rule, State
from liuhen.rulebook.frame import Labels
from liuhen.rulebook.parts import InForce, LatestOf
from liuhen.rulebook.spans import After
from liuhen.rulebook.words import Words

if TYPE_CHECKING:
    from liuhen.rulebook.clashes import Clash
    from liuhen.rulebook.clock import Run

SIGNATURE = "paper.signed"
"""The kind of a signature: `paper_seq` names the paper, `role` and `signer` who signed, `refused` that he would not."""
SIGNATURE_FIELDS = ("paper_seq", "role", "signer", "refused")
RECORDING = "recording.stored"
"""The kind of a recording: `of` names the act it shows; `gaps` are stretches without content, in ms from its start;
`clock_offset_ms` is how far the device's clock was found to be fast (slow: negative), which its own times are not."""
RECORDING_FIELDS = ("of", "device", "duration_ms", "started", "ended", "gaps", "clock_offset_ms")
STRETCH = ("start", "end")
"""The fields of an event that accounts for a stretch of an act."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One rule under one set of readings.

    Args:
        variants: (condition on the trigger, words) of each `instead`, in order; the base applies where none holds.
        over: kinds of event with which the matter is over (已欠 from then on).
        gone: the days on which a rule that overrides this one is in force.
        ways: how its findings are made, without and with corrections in the dossier; filled when first asked.
        nothing: what is missing where none of what it owes is there.
        plain: the kind of which every event triggers the rule, where that is all that it asks; else "".
    """

    rule: Rule
    words: Words
    variants: tuple[tuple[Condition, Words], ...]
    in_force: tuple[InForce, ...]
    labels: Labels
    over: tuple[str, ...]
    gone: tuple[tuple[date, date], ...] = ()
    ways: dict[bool, Callable[["Run", list[Finding]], None]] = field(default_factory=dict, compare=False, repr=False)
    idle: Finding = field(init=False)
    asked: frozenset[str] = field(init=False)
    plain: str = field(init=False)
    nothing: tuple[str, ...] = field(init=False)
    first: date = field(init=False)
    last: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "idle", Finding(self.rule, State.NOT_APPLICABLE))
        asked = tuple({*self.words.triggers, *self.words.on.kinds})
        object.__setattr__(self, "asked", frozenset() if self.words.each else frozenset(asked))
        simple = len(asked) == 1 and not (self.words.each or self.words.on.latest or self.words.on.by)
        object.__setattr__(self, "plain", asked[0] if simple else "")
        lacking = self.words.lacking or f"缺{'或'.join(map(self.kind, self.words.owes))}"
        object.__setattr__(self, "nothing", (lacking,))
        first, last = common(self.in_force)
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)

    def aside(self, yields: Iterable[tuple["Plan", "Clash"]]) -> "Plan":
        """Return the rule set aside on the days on which those that prevail over it are in force."""
        told = list(yields)
        spans = tuple((winner.first, winner.last) for winner, _ in told)
        made = replace(self, gone=self.gone + spans, ways={})
        object.__setattr__(made, "idle", made.idle._replace(sums=tuple(clash.said for _, clash in told)))
        return made

    def covers(self, day: date) -> bool:
        """Say whether the rule and its pack are in force on `day`."""
        if not self.first <= day <= self.last:
            return False
        return not self.gone or not any(first <= day <= last for first, last in self.gone)

    def field(self, path: str) -> str:
        """Return the reader's word for a field."""
        return self.words.labels.get(path) or self.labels.fields.get(path, path)

    def kind(self, kind: str) -> str:
        """Return the reader's word for a kind of event."""
        return self.labels.kinds.get(kind, kind)

    def role(self, role: str) -> str:
        """Return the reader's word for who signs."""
        return self.labels.roles.get(role, role)

    def all_words(self) -> Iterator[Words]:
        """Yield the words of the base and of each variant."""
        yield self.words
        for _, words in self.variants:
            yield words

    def reads(self) -> Iterator[tuple[str, str]]:
        """Yield (kind, top-level field) of everything the rule looks at; field "" is the event as such."""
        for words in self.all_words():
            yield from _reads(words)
        for condition, _ in self.variants:
            yield from _resolved(condition, self.words.triggers, self.words.triggers)


def common(spans: Iterable[InForce]) -> tuple[date, date]:
    """Return the first and last day on which all of them are in force."""
    told = list(spans)
    first = max((span.first for span in told if span.first), default=date.min)
    return first, min((span.last for span in told if span.last), default=date.max)


def _reads(words: Words) -> Iterator[tuple[str, str]]:
    triggers, owed = words.triggers, words.owes or words.triggers
    yield from ((kind, "") for kind in (*triggers, *words.on.kinds, *words.owes, *words.until))
    for condition in (words.when, *([words.unless] if words.unless else [])):
        yield from _resolved(condition, triggers, triggers)
    yield from _fields(words.waived_by, ("of",))
    yield from _resolved(words.with_, owed, triggers)
    held = words.before or owed
    for hold in words.holds:
        yield from _resolved(hold.that, held, triggers)
    yield from _fields(owed, words.fields)
    yield from _fields(owed, (path for path in words.match if path != "seq"))
    for path in words.match.values():
        if isinstance(path, LatestOf):
            yield path.latest, ""
        elif path != "seq":
            yield from _fields(triggers, [path])
    for event in words.since:
        yield event.kind, ""
        yield from _resolved(event.having, (event.kind,), triggers)
    yield from _recorded(words)
    yield from _fields(triggers, words.on.by)
    if words.signed_by:
        yield from _fields((SIGNATURE,), SIGNATURE_FIELDS)
    yield from _clock(words, triggers)
    yield from _kept(words, triggers)
    if words.figure:
        yield from _fields(triggers, (words.figure.part, words.figure.whole))
    if words.not_by:
        yield from ((kind, "") for kind in words.not_by.acted)
        yield from ((kind, path.split(".")[0]) for kind, path in words.not_by.named.items())
        yield from _fields(("*",) if words.bars else triggers, words.not_by.who)
        yield from _fields(triggers, [words.not_by.barred] if words.not_by.barred else [])


def _recorded(words: Words) -> Iterator[tuple[str, str]]:
    if words.recorded:
        yield from _fields(words.triggers, (*words.recorded.first, *words.recorded.last))
        yield from _fields((RECORDING,), RECORDING_FIELDS)
        yield from _fields(words.owes, STRETCH if words.stretches else ())
    if words.mended_by:
        yield from _resolved(words.mended_by, words.owes, words.triggers)


def _kept(words: Words, triggers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    yield from ((kind, "") for kind in words.disposed_by)
    yield from _fields(words.disposed_by, words.match)
    for keep in words.keep:
        yield from _resolved(keep.when, triggers, triggers)
        for event in keep.happened:
            yield event.kind, ""
            yield from _fields((event.kind,), words.match)
            yield from _resolved(event.having, (event.kind,), triggers)
        yield from _started(keep.after, triggers)


def _started(after: After | None, triggers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if after:
        # A field of the event that the trigger names may lie in an event of any kind.
        yield from _fields(("*",) if after.of else triggers, after.field)
        yield from _fields(triggers, [after.of] if after.of else [])
        for event in after.kinds:
            yield event.kind, ""
            yield from _resolved(event.having, (event.kind,), triggers)
            yield from _fields((event.kind,), [after.day] if after.day else [])


def _clock(words: Words, triggers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if words.within and words.within.date_in:
        yield from _fields(triggers, [words.within.date_in])
    yield from _started(words.after, triggers)
    yield from _fields(words.owes or triggers, words.met_on)
    if words.apart and words.apart.workdays_in:
        yield from _fields(words.owes, [words.apart.workdays_in])
    for extend in words.extend:
        yield extend.on.kind, ""
        yield from _resolved(extend.on.having, (extend.on.kind,), triggers)
        yield from _fields((extend.on.kind,), [extend.days_in] if extend.days_in else [])
        yield from _fields((extend.on.kind,), extend.match)
        yield from _fields(triggers, [one for one in extend.match.values() if one != "seq"])
    for exclude in words.exclude:
        yield exclude.begin, ""
        yield exclude.end, "of"


def _fields(kinds: Iterable[str], paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    names = [path.split(".")[0] for path in paths]
    return ((kind, name) for kind in kinds for name in names)


def _resolved(condition: Condition, own: tuple[str, ...], triggers: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for kind, name in condition.reads():
        meant = {"": own, "@": triggers}.get(kind, (kind,))
        yield from ((each, name) for each in meant)


def needed(readings: Iterable[tuple[str, str]]) -> Mapping[str, frozenset[str]]:
    """Return kind -> top-level fields."""
    kinds: dict[str, set[str]] = {}
    for kind, name in readings:
        kinds.setdefault(kind, set()).update([name] if name else [])
    return {kind: frozenset(names) for kind, names in kinds.items()}
