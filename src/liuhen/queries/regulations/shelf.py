"""The packs there are, those an organ works by among them, and the book in which a rule of one of them is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from liuhen.kernel import clock
from liuhen.kernel.clock import beijing_date
from liuhen.kernel.errors import NotFoundError, UnusableError
from liuhen.office.in_force import InForce, in_force
from liuhen.office.models import Adopted
from liuhen.office.texts import shelf as folders
from liuhen.people.officers import Officer
from liuhen.queries.regulations.sayings import RANKS, dates_words
from liuhen.queries.regulations.shapes import PackRow
from liuhen.rulebook import PackError, Problem, Rulebook, load
from liuhen.rulebook.frame import Choice
from liuhen.rulebook.packs import Pack, read_packs
from liuhen.rulebook.place import ids
from liuhen.rulebook.words import Words


@dataclass(frozen=True, slots=True)
class Book:
    """A rulebook in which a pack is read, with the readings and terms of the organ where it works by it.

    Args:
        force: what is in force in the organ; None where the pack is not among it.
    """

    rulebook: Rulebook
    choices: Mapping[str, str]
    terms: Mapping[str, str]
    force: InForce | None

    def pack(self, pack_id: str) -> Pack:
        """Return one pack of the book; it is there."""
        return next(pack for pack in self.rulebook.packs if pack.head.id == pack_id)


def shipped() -> tuple[Mapping[str, Pack], tuple[Problem, ...]]:
    """Return every pack there is, those first on which others stand, and what keeps some from being read."""
    return _read(folders())


@lru_cache(maxsize=2)
def _read(roots: tuple[Path, ...]) -> tuple[Mapping[str, Pack], tuple[Problem, ...]]:
    packs, problems = read_packs(ids(roots), roots)
    return {pack.head.id: pack for pack in packs}, tuple(problems)


def loaded(pack_ids: tuple[str, ...]) -> Rulebook:
    """Return packs and what they stand on, as they lie on the shelf.

    Raises:
        PackError: one of them cannot be read.
    """
    return _loaded(pack_ids, folders())


@lru_cache(maxsize=16)
def _loaded(pack_ids: tuple[str, ...], roots: tuple[Path, ...]) -> Rulebook:
    return load(pack_ids, roots=roots)


def force_of(by: Officer) -> InForce | None:
    """Return what is in force in the organ, or None where it has adopted nothing."""
    try:
        return in_force(by.organ)
    except UnusableError:
        return None


def book_of(by: Officer, pack_id: str) -> Book:
    """Return the book in which a pack is read: what is in force where the pack belongs to it, else the pack's own.

    Raises:
        NotFoundError: there is no such pack.
        PackError: it cannot be read.
    """
    force = force_of(by)
    if force is not None and pack_id in force.rulebook.versions:
        return book_in_force(force)
    if pack_id not in shipped()[0]:
        raise NotFoundError("没有这部规程。", remedy="请从规程页面选择。")
    return Book(loaded((pack_id,)), {}, {}, None)


def book_in_force(force: InForce) -> Book:
    """Return what is in force as a book."""
    return Book(force.rulebook, force.choices, force.own_terms, force)


def rows(by: Officer, texts: Iterable[str]) -> tuple[tuple[PackRow, ...], tuple[PackRow, ...]]:
    """Return the packs that the organ works by (or will), and the others; the most special first.

    Args:
        texts: the packs whose official text was attached.
    """
    packs, _ = shipped()
    force = force_of(by)
    today = beijing_date(clock.now())
    adopted = list(Adopted.objects.filter(organ=by.organ).order_by("since").values_list("since", "packs"))
    coming = {name: since for since, told in reversed(adopted) if since > today for name in told}
    since = _since(adopted, today)
    known = {**packs, **({pack.head.id: pack for pack in force.rulebook.packs} if force else {})}
    attached = frozenset(texts)
    made = [
        row(pack, known, since=since.get(name), coming=coming.get(name), attached=name in attached)
        for name, pack in reversed(known.items())
    ]
    own = tuple(one for one in made if one.since or one.id in coming)
    return own, tuple(one for one in made if one not in own)


def _since(adopted: Iterable[tuple[date, Mapping[str, str]]], today: date) -> dict[str, date]:
    """Return from which day on the organ works by each pack of now without a break, whatever the version."""
    found: dict[str, date] = {}
    for since, told in adopted:
        if since <= today:
            found = {name: found.get(name, since) for name in told}
    return found


def row(
    pack: Pack, known: Mapping[str, Pack], *, since: date | None, coming: date | None = None, attached: bool = False
) -> PackRow:
    """Return a pack as a row."""
    head = pack.head
    state, colour = ("现行", "green") if since else (("到时执行", "amber") if coming else ("没有启用", "grey"))
    return PackRow(
        id=head.id,
        title=head.title,
        short=head.short,
        rank=RANKS[head.rank],
        region=head.region or "全国",
        version=head.version,
        dates=dates_words(head),
        note=head.note,
        rules=sum(isinstance(one.words, Words) for one in pack.written),
        choices=sum(isinstance(one.words, Choice) for one in pack.written),
        extends=tuple((base, known[base].head.short if base in known else base) for base in head.extends),
        state=state,
        colour=colour,
        since=since or coming,
        text_attached=attached,
    )


def troubles() -> tuple[str, ...]:
    """Return what keeps packs from being read, each with its file and line."""
    return tuple(map(_said, shipped()[1]))


def trouble_of(error: PackError) -> str:
    """Return in one line why a pack cannot be read."""
    return "；".join(map(_said, error.problems[:3])) or error.message


def _said(one: Problem) -> str:
    """Return a fault without where on this machine the packs lie."""
    return f"{one.file.parent.name}/{one.file.name}第{one.line}行：{one.message}"
