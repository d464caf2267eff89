"""Two states of the rules beside each other: what came, what went, and what reads otherwise, word by word.

The same for two versions of one pack and for two regulations: rules that override one rule of the law above belong
together, whatever their numbers.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal, NamedTuple

from liuhen.rulebook.book import Rulebook
from liuhen.rulebook.packs import Pack, Written
from liuhen.rulebook.roots import roots_of
from liuhen.rulebook.wording import name_of, told

_BESIDE: Final = frozenset({"id", "overrides", "because", "rows"})
"""Words that change no duty."""


class Side(NamedTuple):
    """A rule as one of the two has it."""

    id: str
    pack: str
    cited: str
    asks: str


class WordChange(NamedTuple):
    """One word of a rule that reads otherwise.

    Args:
        word: as the pack writes it; `title` is what a reader calls it.
        old, new: in Chinese; "" where it is not written.
        added, removed: the parts of a list that came and went.
    """

    word: str
    title: str
    old: str
    new: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.added or self.removed:
            parts = [f"增加{'、'.join(self.added)}"] if self.added else []
            parts += [f"删去{'、'.join(self.removed)}"] if self.removed else []
            return f"{self.title}：{'；'.join(parts)}"
        return f"{self.title}：{self.old or '（原无）'} → {self.new or '（不再写明）'}"


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that came, went, or reads otherwise."""

    how: Literal["added", "removed", "changed"]
    old: Side | None
    new: Side | None
    words: tuple[WordChange, ...] = ()

    @property
    def side(self) -> Side:
        """The rule as it is now, or as it was."""
        found = self.new or self.old
        assert found is not None  # noqa: S101  # a change has at least one side
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two states of the rules.

    Args:
        packs: id -> (old version, new version), only where they differ; "" where there is none.
        heads: words of packs that read otherwise, by pack.
    """

    packs: Mapping[str, tuple[str, str]]
    changes: tuple[Change, ...]
    heads: Mapping[str, tuple[WordChange, ...]] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.packs or self.changes or self.heads)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "packs": {name: {"old": old, "new": new} for name, (old, new) in self.packs.items()},
            "heads": {name: [word._asdict() for word in words] for name, words in self.heads.items()},
            "changes": [
                {
                    "how": one.how,
                    "old": one.old._asdict() if one.old else None,
                    "new": one.new._asdict() if one.new else None,
                    "words": [word._asdict() for word in one.words],
                }
                for one in self.changes
            ],
        }


class _Entry(NamedTuple):
    pack: Pack
    written: Written
    root: str


def difference(old: Rulebook, new: Rulebook) -> Difference:
    """Return what differs between two rulebooks: packs, rules, procedures, orders of approval, open texts."""
    before, after = _standing(old), _standing(new)
    changes = [*_paired(before, after, old, new)]
    order = {entry.written.words.id: at for at, entry in enumerate([*after, *before])}
    changes.sort(key=lambda one: order[one.side.id])
    versions = {
        name: (old.versions.get(name, ""), new.versions.get(name, "")) for name in {**old.versions, **new.versions}
    }
    heads = {
        pack.head.id: words
        for pack in new.packs
        for was in old.packs
        if was.head.id == pack.head.id and (words := _head(was, pack, new))
    }
    return Difference({name: both for name, both in versions.items() if both[0] != both[1]}, tuple(changes), heads)


def _standing(book: Rulebook) -> list[_Entry]:
    """Return what stands in a book: everything written that nothing else in it overrides for good."""
    entries = [(pack, written) for pack in book.packs for written in pack.written]
    gone = {getattr(written.words, "overrides", None) for pack, written in entries if not _dated(pack, written)}
    roots = roots_of(book)
    return [_Entry(pack, one, roots[one.words.id]) for pack, one in entries if one.words.id not in gone]


def _dated(pack: Pack, written: Written) -> bool:
    spans = (pack.head.in_force, getattr(written.words, "in_force", pack.head.in_force))
    return any(span.first or span.last for span in spans)


def _paired(before: Sequence[_Entry], after: Sequence[_Entry], old: Rulebook, new: Rulebook) -> Iterator[Change]:
    was = {entry.written.words.id: entry for entry in before}
    left = dict(was)
    unmatched = []
    for entry in after:
        found = left.pop(entry.written.words.id, None)
        if found is None:
            unmatched.append(entry)
        else:
            yield from _changed(found, entry, old, new)
    for entry in unmatched:
        twin = next((name for name, one in left.items() if one.root == entry.root), None)
        if twin is None:
            yield Change("added", None, _side(entry))
        else:
            yield from _changed(left.pop(twin), entry, old, new)
    yield from (Change("removed", _side(entry), None) for entry in left.values())


def _changed(one: _Entry, other: _Entry, old: Rulebook, new: Rulebook) -> Iterator[Change]:
    same = one.written.words.id == other.written.words.id
    words = tuple(
        word for word in _words(one.written.raw, other.written.raw, old, new) if same or word.word != "examples"
    )
    if words or not same:
        yield Change("changed", _side(one), _side(other), words)


def _words(was: Mapping[str, Any], now: Mapping[str, Any], old: Rulebook, new: Rulebook) -> Iterator[WordChange]:
    for word in dict.fromkeys((*was, *now)):
        if word not in _BESIDE and was.get(word) != now.get(word):
            yield _word(word, was.get(word), now.get(word), old, new)


def _word(word: str, was: Any, now: Any, old: Rulebook, new: Rulebook) -> WordChange:
    title = name_of(word, new.labels)
    if word == "examples":
        return WordChange(word, title, f"{len(was or ())}例", f"{len(now or ())}例，有改动")
    shown_old = "" if was is None else told(was, old.labels, word=word)
    shown_new = "" if now is None else told(now, new.labels, word=word)
    if isinstance(was, list) and isinstance(now, list):
        added = tuple(told(each, new.labels, word=word) for each in now if each not in was)
        removed = tuple(told(each, old.labels, word=word) for each in was if each not in now)
        return WordChange(word, title, shown_old, shown_new, added, removed)
    return WordChange(word, title, shown_old, shown_new)


def _side(entry: _Entry) -> Side:
    words = entry.written.words
    asks = getattr(words, "asks", "") or getattr(words, "question", "")
    return Side(words.id, entry.pack.head.id, f"{entry.pack.head.short}{words.article}", asks)


def _head(was: Pack, now: Pack, book: Rulebook) -> tuple[WordChange, ...]:
    one, other = (pack.head.model_dump(mode="json", by_alias=True) for pack in (was, now))
    return tuple(
        _word(word, one[word], other[word], book, book)
        for word in other
        if word not in ("id", "version") and one[word] != other[word]
    )
