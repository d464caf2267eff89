"""Packs read from `regulations/`: files into words, each rule joined with the one it overrides."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from liuhen.rulebook.approvals import Approval
from liuhen.rulebook.figures import Figures
from liuhen.rulebook.frame import Choice, Labels, PackHead, Procedure
from liuhen.rulebook.place import HEAD, WORDS, find, ids, regulations
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Place, Problem, Source, read_source
from liuhen.rulebook.words import Words

LABELS: Final = "labels.yaml"
FIGURES: Final = "figures.yaml"
Model = TypeVar("Model", bound=BaseModel)
NOT_INHERITED: Final = ("examples", "overrides", "because", "readings")


@dataclass(frozen=True)
class Written:
    """One rule as written: its raw words (joined with what it overrides), and where they stand."""

    raw: dict[str, Any]
    words: Words | Procedure | Choice | Approval
    source: Source
    place: Place


def at_word(written: Written, word: str, message: str) -> Problem:
    """Return what is wrong with a word of a rule, where it stands."""
    return Problem(written.source.file, written.source.line((*written.place, word)), message)


@dataclass(frozen=True)
class Pack:
    """One regulation: head, reader's words, rules as written, figures."""

    head: PackHead
    labels: Labels
    written: tuple[Written, ...]
    figures: Figures = field(default_factory=Figures)


def read_words(roots: Sequence[Path], problems: list[Problem]) -> Labels:
    """Return the reader's words that all packs share: those of the last root that has any."""
    file = next((root / WORDS for root in reversed(roots) if (root / WORDS).exists()), None)
    return Labels() if file is None else _labels(file, problems)


def read_packs(wanted: Iterable[str], roots: Sequence[Path]) -> tuple[list[Pack], list[Problem]]:
    """Return the packs that could be read, in order, and everything that is wrong with them."""
    packs: dict[str, Pack] = {}
    problems: list[Problem] = []
    for pack_id in wanted:
        _read_pack(pack_id, roots, packs, problems, ())
    return list(packs.values()), problems


def _read_pack(
    pack_id: str, roots: Sequence[Path], packs: dict[str, Pack], problems: list[Problem], above: tuple[str, ...]
) -> None:
    file = find(pack_id, roots) / HEAD
    if pack_id in packs:
        return
    source = read_source(file)
    problems += source.problems
    head = _validated(PackHead, source.data, source, (), problems) if source.data is not None else None
    if head is None:
        return
    if head.id != pack_id:
        problems.append(Problem(file, source.line(("id",)), f"id“{head.id}”与文件夹“{pack_id}”不一致"))
    within = (*above, pack_id)
    for base in head.extends:
        line = source.line(("extends",))
        if base in within:
            circle = " → ".join((*within[within.index(base) :], base))
            problems.append(Problem(file, line, f"规程包“{base}”循环沿用自身：{circle}"))
        elif not (find(base, roots) / HEAD).exists():
            problems.append(Problem(file, line, f"没有可沿用的规程“{base}”"))
        else:
            _read_pack(base, roots, packs, problems, within)
    below = [packs[each] for each in _below(head, packs)]
    labels, rules = _labels(file.parent / LABELS, problems), _rules(file.parent, below, problems)
    packs[pack_id] = Pack(head, labels, rules, _figures(file.parent, problems))


def _below(head: PackHead, packs: Mapping[str, Pack]) -> dict[str, None]:
    """Return the packs that `head` extends, and those which they extend: no other one can be overridden."""
    found: dict[str, None] = {}
    for base in head.extends:
        if base in packs:
            found |= {**_below(packs[base].head, packs), base: None}
    return found


def read_heads(roots: Sequence[Path]) -> tuple[list[PackHead], list[Problem]]:
    """Return the heads of all packs in `roots`, and what is wrong with them."""
    problems: list[Problem] = []
    heads = [_head(find(pack_id, roots) / HEAD, problems) for pack_id in ids(roots)]
    return [head for head in heads if head is not None], problems


def _head(file: Path, problems: list[Problem]) -> PackHead | None:
    source = read_source(file)
    problems += source.problems
    return _validated(PackHead, source.data, source, (), problems) if source.data is not None else None


def _labels(file: Path, problems: list[Problem]) -> Labels:
    if not file.exists():
        return Labels()
    source = read_source(file)
    problems += source.problems
    return _validated(Labels, source.data, source, (), problems) or Labels()


def _figures(folder: Path, problems: list[Problem]) -> Figures:
    """Return the figures of a pack; a text that was adopted before packs had any takes those of the shipped one."""
    file = next((one / FIGURES for one in (folder, regulations() / folder.name) if (one / FIGURES).exists()), None)
    if file is None:
        return Figures()
    source = read_source(file)
    problems += source.problems
    return _validated(Figures, source.data, source, (), problems) or Figures()


def _rules(folder: Path, below: Iterable[Pack], problems: list[Problem]) -> tuple[Written, ...]:
    base = {written.words.id: written for pack in below for written in pack.written}
    seen: dict[str, Written] = dict(base)
    own: list[Written] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name in (HEAD, LABELS, FIGURES):
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
    model = _model(raw)
    overridden = raw.get("overrides")
    if overridden is not None:
        if not isinstance(overridden, str) or overridden not in base:
            problems.append(Problem(source.file, source.line((*place, "overrides")), f"没有可改写的规则“{overridden}”"))
            return None
        inherited = {word: value for word, value in base[overridden].raw.items() if word not in NOT_INHERITED}
        raw = {**inherited, **raw}
        model = _model(raw)
    words = _validated(model, raw, source, place, problems)
    return None if words is None else Written(raw, words, source, place)


def _model(raw: Mapping[str, Any]) -> type[Words | Procedure | Choice | Approval]:
    """Return what a rule of this form is written in; most rules are written in `Words`."""
    match raw.get("form"):
        case "procedure":
            return Procedure
        case "choice":
            return Choice
        case "approval":
            return Approval
        case _:
            return Words


def _validated(model: type[Model], data: object, source: Source, place: Place, problems: list[Problem]) -> Model | None:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += [Problem(source.file, source.line((*place, *where)), said) for where, said in sentences(error)]
        return None
