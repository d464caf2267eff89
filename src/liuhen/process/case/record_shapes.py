"""Which fields a record of any kind has, and of which type each is: from rules and from `regulations/acts.yaml`."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from liuhen.rulebook import Rulebook
from liuhen.rulebook.codes import codes
from liuhen.rulebook.place import regulations
from liuhen.rulebook.source import read_source

ANY: Final = "*"
"""In the kinds of an entry field: any entry of the case."""
TEXTS: Final = ("text", "line")

Type = str | Mapping[str, str]
"""The name of a type, or the codes to choose from with their words."""
Shape = tuple[Type, str, tuple[str, ...]]
"""Of a field: its type, its label, the kinds of entry that it may name."""


class Types(NamedTuple):
    """What `regulations/acts.yaml` says."""

    skip: frozenset[str]
    order: Mapping[str, int]
    fields: Mapping[str, str]
    kinds: Mapping[str, Mapping[str, str]]
    labels: Mapping[str, str]

    def of(self, kind: str, name: str) -> str:
        """Return the type of a field; text where nothing is said."""
        return self.kinds.get(kind, {}).get(name) or self.fields.get(name, "text")


@cache
def read_types(root: Path | None = None) -> Types:
    """Return the types of fields as the packs' authors wrote them."""
    told: Any = read_source((root or regulations()) / "acts.yaml").data
    order = {name: place for place, name in enumerate(told["order"])}
    return Types(frozenset(told["skip"]), order, told["fields"], told["kinds"], told["labels"])


class About(NamedTuple):
    """What rules read of a kind: its fields, those compared with codes, and which entries the others name."""

    fields: set[str]
    coded: set[str]
    others: dict[str, set[str]]


def reading(book: Rulebook) -> dict[str, About]:
    """Return what the rules of a book read, by kind."""
    found: dict[str, About] = {}
    for plan in book.every_plan():
        for kind, name in plan.reads():
            about = found.setdefault(kind, About(set(), set(), {}))
            about.fields.update([name] if name else [])
        for kind, name, code in codes(plan):
            found[kind].coded.update([name] if code.isascii() else [])
        for words in plan.all_words():
            for kind in words.owes:
                for mine, theirs in words.match.items():
                    asked = set(words.triggers) if theirs == "seq" else {getattr(theirs, "latest", "")} - {""}
                    found[kind].others.setdefault(mine, set()).update(asked)
    found.pop(ANY, None)
    return found


def shapes_of(kind: str, about: About, book: Rulebook) -> Iterator[tuple[str, Shape]]:
    """Yield the fields of a kind in the order of its form; one without a reader's word is left out."""
    types = read_types()
    for name in sorted(about.fields - types.skip, key=lambda one: (types.order.get(one, len(types.order)), one)):
        label = book.labels.fields.get(name) or types.labels.get(name)
        if label:
            yield name, (_type(kind, name, about, book), label, tuple(sorted(about.others.get(name, ()))) or (ANY,))


def _type(kind: str, name: str, about: About, book: Rulebook) -> Type:
    """What rules compare with codes is picked from them; a type of another sort has the last word."""
    told = read_types().of(kind, name)
    return book.labels.codes.get(name, told) if told in TEXTS and name in about.coded else told
