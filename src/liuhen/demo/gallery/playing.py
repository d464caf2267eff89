"""Play the courses of the gallery one after the other, sign what they make and copy out every paper."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

import pikepdf
from django.conf import settings

from liuhen.archive.disc.contents import started
from liuhen.archive.disc.cover import cover
from liuhen.demo.gallery.signing import Signing, certify
from liuhen.demo.people import ORGAN
from liuhen.kernel import clock
from liuhen.kernel.errors import LiuhenError
from liuhen.kernel.place import regulations
from liuhen.ledger import body_of
from liuhen.ledger.reading import entry as entry_of
from liuhen.media.places import where
from liuhen.office.in_force import in_force
from liuhen.papers.forms import CATALOGUE, every_form
from liuhen.people.officers import Officer
from liuhen.process.case.models import Case, Paper
from liuhen.process.case.reference import PENALTY, find_case
from liuhen.process.case.volume import build
from liuhen.process.inquiry.models import Disc
from liuhen.process.inquiry.payloads.discs import EvidenceDiscMade
from liuhen.queries.deadlines import deadline_paper
from liuhen.scenario.bureau import People, undone
from liuhen.scenario.playing import play
from liuhen.scenario.reading import ScenarioError, read_scenario

_COVER: Final = "file-cover"
_ORIGINALS: Final = "volume-originals"
_DEADLINES: Final = "deadlines"
_DISC: Final = "evidence-disc"
_HANDLER: Final = "周明远"


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper in the gallery.

    `pack` is whose own form it is, "" for a form of the common catalogue; `path` is its PDF.
    """

    form: str
    title: str
    number: str
    pack: str
    scenario: str
    path: Path

    @property
    def name(self) -> str:
        """Return what the catalogue calls this paper: the form, and the pack where that has its own."""
        return f"{self.form}@{self.pack}" if self.pack else self.form


@dataclass(frozen=True, slots=True)
class Played:
    """How one file went: its papers, and what went wrong."""

    file: Path
    papers: tuple[Shown, ...]
    wrong: str = ""


def played(files: Iterable[Path], people: People, out: Path) -> Iterator[Played]:
    """Play each file, sign and seal its papers, copy them to `out` and undo the rest."""
    certify(people)
    names = _Names(out)
    for file in files:
        try:
            scenario = read_scenario(file)
        except ScenarioError as err:
            yield Played(file, (), f"{err.message}{err.why}")
            continue
        with undone():
            outcome = play(scenario, Signing(people), people)
            # What went before a step that failed is still worth a look.
            yield Played(file, tuple(_collected(file.stem, people[_HANDLER], names)), outcome.words)


def owed() -> tuple[str, ...]:
    """Return every paper that belongs into the gallery: the common forms, and what a pack has of its own."""
    own = [f"{form}@{pack}" for pack, forms in _own_forms().items() for form in sorted(forms)]
    return (*every_form(), *own)


def missing(shown: Sequence[Shown]) -> tuple[str, ...]:
    """Return what is owed and not shown; a common form is shown by a pack's variant of it as well."""
    there = {one.name for one in shown} | {one.form for one in shown}
    return tuple(name for name in owed() if name not in there)


class _Names:
    """Names of files: the first paper of a form has the form's name, further ones a number."""

    def __init__(self, out: Path) -> None:
        self._out, self._taken = out, set[str]()

    def path(self, name: str) -> Path:
        found = next(one for n in count(1) if (one := name if n == 1 else f"{name}.{n}") not in self._taken)
        self._taken.add(found)
        return self._out / f"{found}.pdf"

    def has(self, name: str) -> bool:
        return name in self._taken


def _collected(scenario: str, by: Officer, names: _Names) -> Iterator[Shown]:
    for paper in Paper.objects.order_by("made", "seq"):
        pack = _pack_of(paper.form)
        path = names.path(f"{paper.form}@{pack}" if pack else paper.form)
        now = paper.revisions[-1]["sha256"] if paper.revisions else paper.sha256
        shutil.copyfile(where(settings.LIUHEN_PAPERS, now), path)
        yield Shown(paper.form, paper.title, paper.number, pack, scenario, path)
    yield from _beside(scenario, by, names)


def _beside(scenario: str, by: Officer, names: _Names) -> Iterator[Shown]:
    """Yield what no act makes: the cover of a volume, the table of terms, and the list on a disc."""
    for row in Case.objects.filter(kind=PENALTY):
        if not names.has(_DEADLINES):
            yield from _deadlines(scenario, by, row.ref, names)
        if row.archived and not names.has(_COVER):
            yield from _volume(scenario, row.ref, names)
    for disc in Disc.objects.order_by("key"):
        yield _listed(scenario, disc, names)


def _listed(scenario: str, disc: Disc, names: _Names) -> Shown:
    entry = entry_of(disc.entry)
    body = body_of(entry)
    if not isinstance(body, EvidenceDiscMade):
        raise TypeError(f"{disc.key}: {body.kind} makes no disc")
    path = names.path(_DISC)
    path.write_bytes(cover(entry, body, 1, started=started(entry, body)))
    return Shown(_DISC, every_form()[_DISC].title, disc.disc_no, "", scenario, path)


def _deadlines(scenario: str, by: Officer, ref: str, names: _Names) -> Iterator[Shown]:
    try:
        with clock.at(Case.objects.get(ref=ref).last_at):
            made = deadline_paper(by, ref)
    except LiuhenError:
        return  # nothing runs in this case
    path = names.path(_DEADLINES)
    path.write_bytes(made.pdf)
    yield Shown(_DEADLINES, every_form()[_DEADLINES].title, "", "", scenario, path)


def _volume(scenario: str, ref: str, names: _Names) -> Iterator[Shown]:
    """Bind the case, and show its cover and its last leaves by themselves."""
    bound = build(find_case(ORGAN, ref), names.path("volume"))
    with pikepdf.open(bound.path) as book:
        for form, label in ((_COVER, "封面"), (_ORIGINALS, "清单")):
            path = names.path(form)
            with pikepdf.new() as paper:
                paper.pages.extend(page for page in book.pages if str(page.label).startswith(label))
                paper.save(path, deterministic_id=True)
            yield Shown(form, every_form()[form].title, "", "", scenario, path)


def _pack_of(form: str) -> str:
    packs = [one.head.id for one in in_force(ORGAN).rulebook.packs]
    own = _own_forms()
    return next((pack for pack in reversed(packs) if form in own.get(pack, ())), "")


def _own_forms() -> dict[str, set[str]]:
    """Return pack -> the forms that it has, or has otherwise."""
    found: dict[str, set[str]] = {}
    for file in sorted(regulations().glob(f"*/{CATALOGUE}/*.yaml")):
        found.setdefault(file.parts[-3], set()).add(file.stem)
    return found
