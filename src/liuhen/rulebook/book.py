"""The packs of an organ, joined with what they extend, and made ready to run under the readings it has picked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final

from liuhen.rulebook.accrual import Rate
from liuhen.rulebook.approvals import Approval, Ordered
from liuhen.rulebook.clashes import Clash, clashing, yielding
from liuhen.rulebook.conditions import Condition, read_condition
from liuhen.rulebook.dossier import Dossier
from liuhen.rulebook.figures import Hours
from liuhen.rulebook.findings import Reading, Rule
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure, Stage
from liuhen.rulebook.packs import Pack, Written
from liuhen.rulebook.plan import Plan, common, needed
from liuhen.rulebook.words import Words

ALWAYS: Final = (date.min, date.max)


@dataclass(frozen=True, repr=False)
class Rulebook:
    """The packs of an organ, ready to run. Nothing in it changes.

    Args:
        common: the reader's words that all packs share.
    """

    packs: tuple[Pack, ...]
    common: Labels = field(default_factory=Labels)
    _plans: dict[object, tuple[Plan, ...]] = field(default_factory=dict, compare=False, repr=False)
    _gates: dict[object, tuple[Plan, ...]] = field(default_factory=dict, compare=False, repr=False)
    _clashes: dict[object, tuple[Clash, ...]] = field(default_factory=dict, compare=False, repr=False)
    _read: dict[object, Words] = field(default_factory=dict, compare=False, repr=False)
    _needs: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"Rulebook({', '.join(f'{name} {version}' for name, version in self.versions.items())})"

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """Pack -> version."""
        return {pack.head.id: pack.head.version for pack in self.packs}

    @cached_property
    def choices(self) -> Mapping[str, Choice]:
        """The open texts, by number."""
        return {w.words.id: w.words for pack in self.packs for w in pack.written if isinstance(w.words, Choice)}

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule that yields findings, under the default readings."""
        return tuple(plan.rule for plan in self.every_plan())

    @cached_property
    def labels(self) -> Labels:
        """The reader's words of all packs; a later pack's word wins."""
        merged: dict[str, dict[str, Any]] = {part: {} for part in Labels.model_fields}
        for labels in (self.common, *(pack.labels for pack in self.packs)):
            for part, words in merged.items():
                for name, word in getattr(labels, part).items():
                    words[name] = words.get(name, {}) | word if isinstance(word, dict) else word
        return Labels(**merged)

    def rate(self, name: str) -> Rate:
        """Return a rate by its name, as the most special pack has it; KeyError where none has."""
        return {one: rate for pack in self.packs for one, rate in pack.figures.rates.items()}[name]

    def hours(self, name: str) -> Hours:
        """Return hours of the clock by their name, as the most special pack has them; KeyError where none has."""
        return {one: hours for pack in self.packs for one, hours in pack.figures.hours.items()}[name]

    def stages(self, dossier_kind: str) -> tuple[Stage, ...]:
        """Return the stages of a kind of enforcement: content, not order; empty where no pack knows the kind."""
        found = self._procedure(dossier_kind)
        return found.stages if found else ()

    def approvals(self, dossier_kind: str) -> Mapping[str, Ordered]:
        """Return the order of each matter that these packs order; the more special pack has the last word."""
        return {
            written.words.matter: Ordered(written.words, f"{pack.head.short}{written.words.article}", self.labels.roles)
            for pack in self.packs
            for written in pack.written
            if isinstance(written.words, Approval) and dossier_kind in written.words.of
        }

    def plans(self, dossier_kind: str, choices: Mapping[str, str] | None = None) -> tuple[Plan, ...]:
        """Return the rules for dossiers of that kind under the readings picked; set aside what yields to another."""
        key = (dossier_kind, tuple(sorted((choices or {}).items())))
        if key not in self._plans:
            yields = yielding(made := self._made(dossier_kind, choices or {}), self.clashes(dossier_kind, choices))
            self._plans[key] = tuple(
                plan.aside(yields[plan.rule.id]) if plan.rule.id in yields else plan for plan in made
            )
        return self._plans[key]

    def clashes(self, dossier_kind: str, choices: Mapping[str, str] | None = None) -> tuple[Clash, ...]:
        """Return where rules for dossiers of that kind ask different things of one matter, and which holds."""
        key = (dossier_kind, tuple(sorted((choices or {}).items())))
        if key not in self._clashes:
            self._clashes[key] = tuple(clashing(self._made(dossier_kind, choices or {}), self._heads))
        return self._clashes[key]

    def _made(self, dossier_kind: str, choices: Mapping[str, str]) -> tuple[Plan, ...]:
        made = (self._plan(pack, written, choices, (dossier_kind,)) for pack, written in self._entries)
        return tuple(plan for plan in made if plan is not None)

    @cached_property
    def _heads(self) -> Mapping[str, PackHead]:
        return {pack.head.id: pack.head for pack in self.packs}

    def every_plan(self) -> tuple[Plan, ...]:
        """Return every rule of every kind of dossier under the default readings."""
        if None not in self._plans:
            self._plans[None] = self._resolved({})
        return self._plans[None]

    @cached_property
    def dossier_kinds(self) -> tuple[str, ...]:
        """The kinds of dossier that any rule or procedure is about."""
        procedures = (w.words.of for pack in self.packs for w in pack.written if isinstance(w.words, Procedure))
        return tuple(dict.fromkeys((*procedures, *(kind for pack, w in self._entries for kind in _of(pack, w)))))

    def gates(self, kind: str, *, dossier: Dossier | None = None) -> tuple[Plan, ...]:
        """Return the gates, bans and splits of duty that an act of `kind` has to pass."""
        key = (kind, dossier.kind if dossier else "", tuple(sorted(dossier.choices.items())) if dossier else ())
        if key not in self._gates:
            plans = self.plans(dossier.kind, dossier.choices) if dossier else self.every_plan()
            self._gates[key] = tuple(plan for plan in plans if plan.words.bars or kind in plan.words.refuses)
        return self._gates[key]

    def needs(self, kind: str) -> frozenset[str]:
        """Return the kinds of event that the gates of `kind` read, under any reading."""
        if kind not in self._needs:
            asked = [plan for plan in self._every_reading if plan.words.bars or kind in plan.words.refuses]
            if any(plan.words.form == "retention" for plan in asked):  # one term may be as long as another
                asked += [plan for plan in self._every_reading if plan.words.form == "retention"]
            self._needs[kind] = frozenset(read for plan in asked for read, _ in plan.reads()) - {"*"}
        return self._needs[kind]

    def named_fields(self, kind: str) -> frozenset[str]:
        """Return the top-level fields of `kind` that any rule reads, under any reading."""
        return self._named.get(kind, frozenset()) | self._named.get("*", frozenset())

    @cached_property
    def _named(self) -> Mapping[str, frozenset[str]]:
        return needed(read for plan in self._every_reading for read in plan.reads())

    @cached_property
    def _every_reading(self) -> tuple[Plan, ...]:
        made = (
            self._plan(pack, written, pick, _of(pack, written))
            for pack, written in self._entries
            for pick in picks(written)
        )
        return tuple(plan for plan in made if plan is not None)

    @cached_property
    def _entries(self) -> tuple[tuple[Pack, Written], ...]:
        return tuple(
            (pack, written) for pack in self.packs for written in pack.written if isinstance(written.words, Words)
        )

    @cached_property
    def _overriding(self) -> Mapping[str, list[tuple[tuple[str, ...], tuple[date, date]]]]:
        """What overrides a rule: for which kinds of dossier, and on which days."""
        found: dict[str, list[tuple[tuple[str, ...], tuple[date, date]]]] = {}
        for pack, written in self._entries:
            words = written.words
            if isinstance(words, Words) and words.overrides:
                told = _of(pack, written), common((pack.head.in_force, words.in_force))
                found.setdefault(words.overrides, []).append(told)
        return found

    def _procedure(self, dossier_kind: str) -> Procedure | None:
        return self._procedures.get(dossier_kind)

    @cached_property
    def _procedures(self) -> Mapping[str, Procedure]:
        """By kind of dossier; the more special pack has the last word."""
        found = [w.words for pack in self.packs for w in pack.written if isinstance(w.words, Procedure)]
        return {each.of: each for each in found}

    def _resolved(self, choices: Mapping[str, str]) -> tuple[Plan, ...]:
        made = (self._plan(pack, written, choices, _of(pack, written)) for pack, written in self._entries)
        return tuple(plan for plan in made if plan is not None)

    def plan(self, pack: Pack, written: Written, choices: Mapping[str, str]) -> Plan:
        """Return a rule as it reads under the readings picked, whatever overrides it."""
        return self._ready(pack, written, choices, next(iter(_of(pack, written)), ""), ())

    def _plan(self, pack: Pack, written: Written, choices: Mapping[str, str], kinds: Sequence[str]) -> Plan | None:
        """Make a rule ready for the first of `kinds` for which it stands; None where another overrides it in all."""
        own = common((pack.head.in_force, written.words.in_force)) if isinstance(written.words, Words) else ALWAYS
        for kind in kinds:
            spans = [span for of, span in self._overriding.get(written.words.id, ()) if kind in of]
            if kind in _of(pack, written) and not any(first <= own[0] and own[1] <= last for first, last in spans):
                return self._ready(pack, written, choices, kind, tuple(spans))
        return None

    def _ready(
        self, pack: Pack, written: Written, choices: Mapping[str, str], kind: str, gone: tuple[tuple[date, date], ...]
    ) -> Plan:
        words = self.words(pack, written, choices)
        procedure = self._procedure(kind)
        return Plan(
            _rule(pack, words, self._patched(written, choices)[1]),
            words,
            tuple(self.variant(pack, written, choices, other) for other in words.instead),
            (pack.head.in_force, words.in_force),
            self.labels,
            procedure.over if procedure else (),
            gone,
        )

    def words(self, pack: Pack, written: Written, choices: Mapping[str, str]) -> Words:
        """Return a rule under the readings picked; ValidationError where a patch makes no rule."""
        return self._worded(pack, written, self._patched(written, choices), -1)

    def variant(
        self, pack: Pack, written: Written, choices: Mapping[str, str], other: Mapping[str, Any]
    ) -> tuple[Condition, Words]:
        """Return one `instead` of a rule, with the condition that chooses it; ValueError where it makes no rule."""
        patched = self._patched(written, choices)
        return read_condition(other["when"]), self._worded(pack, written, patched, patched[0]["instead"].index(other))

    def _worded(
        self, pack: Pack, written: Written, patched: tuple[dict[str, Any], tuple[Reading, ...]], instead: int
    ) -> Words:
        """Return the words of a rule, or of one of its exceptions; read once for each set of readings."""
        raw, readings = patched
        key = (written.words.id, readings, instead)
        if key not in self._read:
            said = {"of": pack.head.of, **raw}
            if instead >= 0:
                said = {word: value for word, value in said.items() if word not in ("instead", "readings", "examples")}
                said |= {word: value for word, value in raw["instead"][instead].items() if word != "when"}
            self._read[key] = Words.model_validate(said)
        return self._read[key]

    def _patched(self, written: Written, choices: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Reading, ...]]:
        raw, readings = dict(written.raw), []
        for number, patches in raw.get("readings", {}).items():
            choice = self.choices[number]
            picked = choices.get(number)
            reading = picked if picked in choice.readings else choice.default
            raw |= patches.get(reading) or {}
            readings.append(Reading(number, choice.question, choice.readings[reading], picked == reading))
        return raw, tuple(readings)


def _rule(pack: Pack, words: Words, readings: tuple[Reading, ...]) -> Rule:
    return Rule(
        words.id, words.article, words.asks, words.form, words.modality, words.holder, pack.head.id,
        pack.head.title, pack.head.short, words.overrides, words.because, readings,
    )  # fmt: skip


def picks(written: Written) -> list[dict[str, str]]:
    """Return the picks under which a rule may read differently: none, and each reading it has words for."""
    words = written.words
    readings = words.readings if isinstance(words, Words) else {}
    return [{}, *({number: reading} for number, patches in readings.items() for reading in patches)]


def _of(pack: Pack, written: Written) -> tuple[str, ...]:
    words = written.words
    return (words.of or pack.head.of) if isinstance(words, Words) else ()
