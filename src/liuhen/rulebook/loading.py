"""Packs joined with what they extend, and everything that keeps one from being run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from liuhen.rulebook.book import Rulebook, picks
from liuhen.rulebook.errors import PackError
from liuhen.rulebook.packs import Pack, Written, read_packs, read_words
from liuhen.rulebook.parts import InForce
from liuhen.rulebook.place import shelves
from liuhen.rulebook.said import sentences
from liuhen.rulebook.source import Problem
from liuhen.rulebook.words import Words


def load(
    ids: Sequence[str],
    *,
    root: Path | None = None,
    roots: Sequence[Path] | None = None,
    dates: Mapping[str, InForce] | None = None,
) -> Rulebook:
    """Return the packs `ids` and everything they extend, the extended ones first.

    Args:
        roots: where packs lie, the last one first asked; otherwise `root` alone, or the shipped ones.
        dates: first and last day in force of packs whose own text names none, as the organ entered them.

    Raises:
        PackError: a pack is not there, or not written as packs are; its problems name file and line.
    """
    where = tuple(roots or ([root] if root else shelves()))
    packs, problems = read_packs(ids, where)
    rulebook = Rulebook(tuple(_dated(pack, dates or {}) for pack in packs), read_words(where, problems))
    problems += [] if problems else [fault for pack in packs for fault in unready(pack, rulebook)]
    if problems:
        raise PackError("规程包无法使用", problems=problems, remedy="请按所列文件与行号改正后再启用。")
    return rulebook


def _dated(pack: Pack, dates: Mapping[str, InForce]) -> Pack:
    own, given = pack.head.in_force, dates.get(pack.head.id)
    if given is None:
        return pack
    span = InForce.model_validate({"from": own.first or given.first, "until": own.last or given.last})
    return replace(pack, head=pack.head.model_copy(update={"in_force": span}))


def unready(pack: Pack, rulebook: Rulebook) -> Iterator[Problem]:
    """Yield what keeps the rules of `pack` from being run, under any reading."""
    for written in pack.written:
        if not isinstance(written.words, Words):
            continue
        unknown = list(_unknown_readings(written, rulebook))
        yield from unknown
        if not unknown:
            yield from {fault: None for pick in picks(written) for fault in _faults(pack, written, rulebook, pick)}


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
