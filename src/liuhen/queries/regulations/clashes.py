"""Where rules in force ask different things of one matter, and the texts that bear several readings."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from liuhen.office.in_force import InForce
from liuhen.office.models import Picked
from liuhen.people.officers import Officer
from liuhen.people.scope import scope
from liuhen.queries.regulations.clash_shapes import ChoiceView, ClashPage, ClashView, ReadingView
from liuhen.queries.regulations.shapes import RuleLink
from liuhen.queries.regulations.shelf import force_of
from liuhen.rulebook import Finding, Rule, Rulebook, State
from liuhen.rulebook.clashes import GROUNDS, Clash
from liuhen.rulebook.frame import Choice
from liuhen.rulebook.packs import Pack
from liuhen.rulebook.words import Words

PICK: Final = "choice.picked"


def clash_page(by: Officer) -> ClashPage:
    """Return every clash among the rules in force, and every open text with the reading used."""
    force = force_of(by)
    if force is None:
        return ClashPage((), (), 0, may_pick=False, adopted=False)
    clashes = tuple(clashes_in(force))
    return ClashPage(
        clashes=clashes,
        choices=tuple(_choices(force, by.organ)),
        undecided=sum(not one.decided for one in clashes),
        may_pick=bool(scope(by, PICK).reaches),
        adopted=True,
    )


def clashes_in(force: InForce) -> Iterator[ClashView]:
    """Yield the clashes of every kind of dossier, each once, those first that nothing decides."""
    book = force.rulebook
    found: dict[tuple[str, ...], tuple[Clash, list[str]]] = {}
    for kind in book.dossier_kinds:
        for clash in book.clashes(kind, force.choices):
            key = tuple(rule.id for rule in clash.rules)
            found.setdefault(key, (clash, []))[1].append(book.labels.dossiers.get(kind, kind))
    ordered = sorted(found.values(), key=lambda one: (one[0].decided, _matter(one[0].matter, book)))
    return (clash_view(clash, kinds, book) for clash, kinds in ordered)


def touching(rulebook: Rulebook, kind: str, choices: Mapping[str, str], findings: Iterable[Finding]) -> list[ClashView]:
    """Return the clashes of which a rule had something to say of a case."""
    spoke = {one.rule.id for one in findings if one.state is not State.NOT_APPLICABLE}
    clashes = rulebook.clashes(kind, choices)
    return [clash_view(one, (), rulebook) for one in clashes if any(rule.id in spoke for rule in one.rules)]


def clash_view(clash: Clash, kinds: Iterable[str], book: Rulebook) -> ClashView:
    """Return a clash in words."""
    return ClashView(
        matter=_matter(clash.matter, book),
        rules=tuple(_link(rule) for rule in clash.rules),
        prevails=clash.prevails or "",
        decided=clash.decided,
        ground=GROUNDS[clash.ground],
        because=clash.because,
        of_words=tuple(kinds),
    )


def _matter(slug: str, book: Rulebook) -> str:
    return book.labels.matters.get(slug, "同一事项")


def _link(rule: Rule) -> RuleLink:
    return RuleLink(rule.id, rule.pack, rule.cited, rule.asks)


def _choices(force: InForce, organ: str) -> Iterator[ChoiceView]:
    own = {row.choice: row for row in Picked.objects.filter(organ=organ)}
    used = _used(force.rulebook)
    for pack in reversed(force.rulebook.packs):
        for written in pack.written:
            words = written.words
            if isinstance(words, Choice):
                yield _choice(pack, words, own.get(words.id), used.get(words.id, ()))


def _used(book: Rulebook) -> dict[str, list[RuleLink]]:
    found: dict[str, list[RuleLink]] = {}
    for pack in book.packs:
        for written in pack.written:
            words = written.words
            for number in words.readings if isinstance(words, Words) else ():
                link = RuleLink(written.words.id, pack.head.id, f"{pack.head.short}{words.article}", words.asks)  # type: ignore[union-attr]
                found.setdefault(number, []).append(link)
    return found


def _choice(pack: Pack, words: Choice, row: Picked | None, used: Iterable[RuleLink]) -> ChoiceView:
    reading = row.reading if row and row.reading in words.readings else words.default
    return ChoiceView(
        id=words.id,
        pack=pack.head.id,
        cited=f"{pack.head.short}{words.article}",
        question=words.question,
        readings=tuple(
            ReadingView(f"{words.id}/{name}", told, name == words.default, name == reading)
            for name, told in words.readings.items()
        ),
        picked_by=row.by if row else "",
        picked_on=row.on if row else None,
        reason=row.reason if row else "",
        rules=tuple(used),
        used_by=words.used_by,
    )
