"""Packs read from `regulations/`, joined with what they extend, and made ready to run."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from liuhen.rulebook.conditions import read_condition
from liuhen.rulebook.dossier import Dossier
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.findings import Reading, Rule
from liuhen.rulebook.place import regulations
from liuhen.rulebook.plan import Plan, needed
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Place, Problem, Source, read_source
from liuhen.rulebook.words import Choice, Labels, PackHead, Procedure, Stage, Words

HEAD: Final = "pack.yaml"
LABELS: Final = "labels.yaml"
Model = TypeVar("Model", bound=BaseModel)
NOT_INHERITED: Final = ("examples", "overrides", "because", "readings")
GATES: Final = ("gate", "forbid", "duty-split")


@dataclass(frozen=True)
class Written:
    """One rule as written: its raw words (joined with what it overrides), and where they stand."""

    raw: dict[str, Any]
    words: Words | Procedure | Choice
    source: Source
    place: Place


@dataclass(frozen=True)
class Pack:
    """One regulation: head, reader's words, rules as written."""

    head: PackHead
    labels: Labels
    written: tuple[Written, ...]


@dataclass(frozen=True)
class Rulebook:
    """The packs of an organ, ready to run. Nothing in it changes."""

    packs: tuple[Pack, ...]
    _plans: dict[object, tuple[Plan, ...]] = field(default_factory=dict, compare=False, repr=False)
    _gates: dict[object, tuple[Plan, ...]] = field(default_factory=dict, compare=False, repr=False)

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

    def plans(self, dossier_kind: str, choices: Mapping[str, str] | None = None) -> tuple[Plan, ...]:
        """Return the rules for dossiers of that kind under the readings picked."""
        key = (dossier_kind, tuple(sorted((choices or {}).items())))
        if key not in self._plans:
            self._plans[key] = tuple(plan for plan in self._resolved(choices or {}) if plan.words.of == dossier_kind)
        return self._plans[key]

    def plans_of_all(self) -> tuple[Plan, ...]:
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
        return frozenset(
            read
            for plan in self._every_reading
            if plan.words.form in GATES and kind in plan.words.triggers
            for read, _ in plan.reads()
        )

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
        raw, readings = self._read(written, choices)
        words = Words.model_validate({"of": pack.head.of, **raw})
        variants = tuple((read_condition(each["when"]), _instead(raw, each, pack.head.of)) for each in words.instead)
        procedure = self._procedure(words.of)
        return Plan(
            _rule(pack, words, readings),
            words,
            variants,
            (pack.head.in_force, words.in_force),
            self.labels,
            procedure.over if procedure else (),
        )

    def _read(self, written: Written, choices: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Reading, ...]]:
        raw, readings = dict(written.raw), []
        for number, patches in raw.get("readings", {}).items():
            choice = self.choices[number]
            picked = choices.get(number)
            reading = picked if picked in choice.readings else choice.default
            raw |= patches.get(reading) or {}
            readings.append(Reading(number, choice.question, choice.readings[reading], picked == reading))
        return raw, tuple(readings)


def _instead(raw: Mapping[str, Any], other: Mapping[str, Any], of: str) -> Words:
    kept = {word: value for word, value in raw.items() if word not in ("instead", "readings", "examples")}
    changed = {word: value for word, value in other.items() if word != "when"}
    return Words.model_validate({"of": of, **kept, **changed})


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
    if problems:
        raise PackError("规程包无法使用", problems=problems, remedy="请按所列文件与行号改正后再启用。")
    return Rulebook(tuple(packs))


def read_packs(ids: Iterable[str], root: Path) -> tuple[list[Pack], list[Problem]]:
    """Return the packs that could be read, in order, and everything that is wrong with them."""
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for pack_id in ids:
        _read_pack(pack_id, root, packs, problems, ())
    return list(packs.values()), problems


def _read_pack(
    pack_id: str, root: Path, packs: dict[str, Pack], problems: list[Problem], above: tuple[str, ...]
) -> None:
    file = root / pack_id / HEAD
    if pack_id in packs:
        return
    if pack_id in above:
        problems.append(Problem(file, 1, f"规程包“{pack_id}”循环沿用自身"))
        return
    source = read_source(file)
    problems += source.problems
    head = _validated(PackHead, source.data, source, (), problems) if source.data is not None else None
    if head is None:
        return
    if head.id != pack_id:
        problems.append(Problem(file, source.line(("id",)), f"id“{head.id}”与文件夹“{pack_id}”不一致"))
    for base in head.extends:
        _read_pack(base, root, packs, problems, (*above, pack_id))
    packs[pack_id] = Pack(head, _labels(file.parent, problems), _rules(file.parent, packs, problems))


def _labels(folder: Path, problems: list[Problem]) -> Labels:
    file = folder / LABELS
    if not file.exists():
        return Labels()
    source = read_source(file)
    problems += source.problems
    return _validated(Labels, source.data, source, (), problems) or Labels()


def _rules(folder: Path, packs: Mapping[str, Pack], problems: list[Problem]) -> tuple[Written, ...]:
    base = {written.words.id: written for pack in packs.values() for written in pack.written}
    seen: dict[str, Written] = dict(base)
    own: list[Written] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name in (HEAD, LABELS):
            continue
        source = read_source(file)
        problems += source.problems
        if not isinstance(source.data, list):
            problems.append(Problem(file, 1, "规则文件须是一列规则"))
            continue
        for at, raw in enumerate(source.data):
            written = _one(raw, source, (at,), base, problems)
            if written is not None:
                if written.words.id in seen:
                    problems.append(Problem(file, source.line((at, "id")), f"规则“{written.words.id}”重复"))
                seen[written.words.id] = written
                own.append(written)
    return tuple(own)


def _one(
    raw: object, source: Source, place: Place, base: Mapping[str, Written], problems: list[Problem]
) -> Written | None:
    if not isinstance(raw, dict):
        problems.append(Problem(source.file, source.line(place), "规则须由“词: 内容”组成"))
        return None
    model: type[Words | Procedure | Choice] = {"procedure": Procedure, "choice": Choice}.get(
        str(raw.get("form")), Words
    )  # type: ignore[assignment]
    overridden = raw.get("overrides")
    if overridden is not None:
        if overridden not in base:
            problems.append(Problem(source.file, source.line((*place, "overrides")), f"没有可改写的规则“{overridden}”"))
            return None
        inherited = {word: value for word, value in base[overridden].raw.items() if word not in NOT_INHERITED}
        raw = {**inherited, **raw}
    words = _validated(model, raw, source, place, problems)
    return None if words is None else Written(raw, words, source, place)


def _validated(model: type[Model], data: object, source: Source, place: Place, problems: list[Problem]) -> Model | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += [Problem(source.file, source.line((*place, *where)), said) for where, said in sentences(error)]
        return None
