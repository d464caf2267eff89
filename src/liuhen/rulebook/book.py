"""The packs of an organ, joined with what they extend, and made ready to run under the readings it has picked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from liuhen.rulebook.approvals import Approval, Ordered
from liuhen.rulebook.conditions import Condition, read_condition
from liuhen.rulebook.dossier import Dossier
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.findings import Reading, Rule
from liuhen.rulebook.frame import Choice, Labels, Procedure, Stage
from liuhen.rulebook.packs import Pack, Written, read_packs
from liuhen.rulebook.place import regulations
from liuhen.rulebook.plan import Plan, needed
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Problem
from liuhen.rulebook.words import Words

GATES: Final = ("gate", "forbid", "duty-split")


@dataclass(frozen=True)
class Rulebook:
    """The packs of an organ, ready to run. Nothing in it changes."""

    packs: tuple[Pack, ...]
    _plans: dict[object, tuple[Plan, ...]] = field(default_factory=dict, compare=False, repr=False)
    _gates: dict[object, tuple[Plan, ...]] = field(default_factory=dict, compare=False, repr=False)
    _needs: dict[str, frozenset[str]] = field(default_factory=dict, compare=False, repr=False)

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
        return tuple(plan.rule for plan in self._resolved({}))

    @cached_property
    def labels(self) -> Labels:
        """The reader's words of all packs; a later pack's word wins."""
        merged: dict[str, dict[str, str]] = {"kinds": {}, "fields": {}, "roles": {}}
        for pack in self.packs:
            for part, words in merged.items():
                words.update(getattr(pack.labels, part))
        return Labels(**merged)

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
            if isinstance(written.words, Approval) and written.words.of == dossier_kind
        }

    def plans(self, dossier_kind: str, choices: Mapping[str, str] | None = None) -> tuple[Plan, ...]:
        """Return the rules for dossiers of that kind under the readings picked."""
        key = (dossier_kind, tuple(sorted((choices or {}).items())))
        if key not in self._plans:
            self._plans[key] = tuple(plan for plan in self._resolved(choices or {}) if plan.words.of == dossier_kind)
        return self._plans[key]

    def every_plan(self) -> tuple[Plan, ...]:
        """Return every rule of every kind of dossier under the default readings."""
        return self._resolved({})

    def gates(self, kind: str, *, dossier: Dossier | None = None) -> tuple[Plan, ...]:
        """Return the gates, bans and splits of duty that an act of `kind` has to pass."""
        key = (kind, dossier.kind if dossier else "", tuple(sorted(dossier.choices.items())) if dossier else ())
        if key not in self._gates:
            plans = self.plans(dossier.kind, dossier.choices) if dossier else self._resolved({})
            self._gates[key] = tuple(p for p in plans if p.words.form in GATES and kind in p.words.triggers)
        return self._gates[key]

    def needs(self, kind: str) -> frozenset[str]:
        """Return the kinds of event that the gates of `kind` read, under any reading."""
        if kind not in self._needs:
            self._needs[kind] = frozenset(
                read
                for plan in self._every_reading
                if plan.words.form in GATES and kind in plan.words.triggers
                for read, _ in plan.reads()
            )
        return self._needs[kind]

    def named_fields(self, kind: str) -> frozenset[str]:
        """Return the top-level fields of `kind` that any rule reads, under any reading."""
        return self._named.get(kind, frozenset()) | self._named.get("*", frozenset())

    @cached_property
    def _named(self) -> Mapping[str, frozenset[str]]:
        return needed(read for plan in self._every_reading for read in plan.reads())

    @cached_property
    def _every_reading(self) -> tuple[Plan, ...]:
        picks = [{}, *({number: reading} for number, each in self.choices.items() for reading in each.readings)]
        return tuple(plan for pick in picks for plan in self._resolved(pick))

    def _procedure(self, dossier_kind: str) -> Procedure | None:
        found = [w.words for pack in self.packs for w in pack.written if isinstance(w.words, Procedure)]
        return next((each for each in reversed(found) if each.of == dossier_kind), None)

    def _resolved(self, choices: Mapping[str, str]) -> tuple[Plan, ...]:
        overridden = {w.words.overrides for pack in self.packs for w in pack.written if not isinstance(w.words, Choice)}
        return tuple(
            self._plan(pack, written, choices)
            for pack in self.packs
            for written in pack.written
            if isinstance(written.words, Words) and written.words.id not in overridden
        )

    def _plan(self, pack: Pack, written: Written, choices: Mapping[str, str]) -> Plan:
        words = self.words(pack, written, choices)
        procedure = self._procedure(words.of)
        return Plan(
            _rule(pack, words, self._patched(written, choices)[1]),
            words,
            tuple(self.variant(pack, written, choices, other) for other in words.instead),
            (pack.head.in_force, words.in_force),
            self.labels,
            procedure.over if procedure else (),
        )

    def words(self, pack: Pack, written: Written, choices: Mapping[str, str]) -> Words:
        """Return a rule under the readings picked; ValidationError where a patch makes no rule."""
        return Words.model_validate({"of": pack.head.of, **self._patched(written, choices)[0]})

    def variant(
        self, pack: Pack, written: Written, choices: Mapping[str, str], other: Mapping[str, Any]
    ) -> tuple[Condition, Words]:
        """Return one `instead` of a rule, with the condition that chooses it; ValueError where it makes no rule."""
        raw = self._patched(written, choices)[0]
        kept = {word: value for word, value in raw.items() if word not in ("instead", "readings", "examples")}
        changed = {word: value for word, value in other.items() if word != "when"}
        return read_condition(other["when"]), Words.model_validate({"of": pack.head.of, **kept, **changed})

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


def load(ids: Sequence[str], *, root: Path | None = None) -> Rulebook:
    """Return the packs `ids` and everything they extend, the extended ones first.

    Raises:
        PackError: a pack is not there, or not written as packs are; its problems name file and line.
    """
    packs, problems = read_packs(ids, root or regulations())
    rulebook = Rulebook(tuple(packs))
    problems += [] if problems else [fault for pack in packs for fault in unready(pack, rulebook)]
    if problems:
        raise PackError("规程包无法使用", problems=problems, remedy="请按所列文件与行号改正后再启用。")
    return rulebook


def unready(pack: Pack, rulebook: Rulebook) -> Iterator[Problem]:
    """Yield what keeps the rules of `pack` from being run, under any reading."""
    for written in pack.written:
        if not isinstance(written.words, Words):
            continue
        unknown = list(_unknown_readings(written, rulebook))
        yield from unknown
        if not unknown:
            picks = [{}, *({number: each} for number, patches in written.words.readings.items() for each in patches)]
            yield from {fault: None for pick in picks for fault in _faults(pack, written, rulebook, pick)}


def _unknown_readings(written: Written, rulebook: Rulebook) -> Iterator[Problem]:
    for number, patches in written.raw.get("readings", {}).items():
        place = (*written.place, "readings", number)
        if number not in rulebook.choices:
            yield Problem(written.source.file, written.source.line(place), f"没有名为“{number}”的择定事项")
            continue
        for reading in set(patches) - set(rulebook.choices[number].readings):
            line = written.source.line((*place, reading))
            yield Problem(written.source.file, line, f"“{number}”没有“{reading}”这种读法")


def _faults(pack: Pack, written: Written, rulebook: Rulebook, pick: Mapping[str, str]) -> Iterator[Problem]:
    where: tuple[str | int, ...] = written.place
    for number, reading in pick.items():
        where = (*where, "readings", number, reading)
    line = written.source.line
    try:
        words = rulebook.words(pack, written, pick)
    except ValidationError as error:
        yield from (Problem(written.source.file, line((*where, *place)), said) for place, said in sentences(error))
        return
    for at, other in enumerate(words.instead):
        there = (*where, "instead", at)
        try:
            rulebook.variant(pack, written, pick, other)
        except ValidationError as error:
            yield from (Problem(written.source.file, line((*there, *place)), said) for place, said in sentences(error))
        except ValueError as error:
            yield Problem(written.source.file, line(there), str(error))
