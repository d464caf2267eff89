"""The series of numbers in use: data of the catalogue, so that an organ can settle how each is written."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from liuhen.kernel.place import regulations
from liuhen.papers.forms import CATALOGUE, read_form

_OF_RECORDS: Final = "numbering.yaml"
_NUMBERED: Final = "\nnumbering: "
_MOST: Final = 3


@cache
def series() -> Mapping[str, str]:
    """Return every series by its word, with what is numbered so: those of records first, then those of papers.

    The forms of all packs count: which of them an organ uses may change, and a number once taken stays.
    """
    told: dict[str, str] = dict(read_form((regulations() / _OF_RECORDS).read_text("utf-8")))
    titles: dict[str, list[str]] = {}
    for word, title in _numbered():
        titles.setdefault(word, []).append(title)
    for word, some in titles.items():
        name = f"{'、'.join(some[:_MOST])}{'等' if len(some) > _MOST else ''}文号"
        told[word] = f"{told[word]}；{name}" if word in told else name
    return told


def _numbered() -> Iterator[tuple[str, str]]:
    """Yield series and title of every form that takes a number of its own."""
    for file in sorted([*regulations().glob(f"{CATALOGUE}/*.yaml"), *regulations().glob(f"*/{CATALOGUE}/*.yaml")]):
        text = file.read_text("utf-8")
        if _NUMBERED in text:  # a catalogue read whole costs a start of the program most of a second
            form = read_form(text)
            yield form["numbering"], form.get("title", form.get("overrides", ""))
