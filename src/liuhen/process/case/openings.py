"""What the form of an act with which a dossier begins opens with, and what may be begun in the place of a refused one.

Rooms do not know each other: a room that sends people to the form of another names its kind, and fills it in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from liuhen.forms.fields import Form
from liuhen.people.officers import Officer

Fill = Callable[[Mapping[str, str], Officer], Mapping[str, Any]]
Turn = Callable[[Any], Mapping[str, Any]]
_fills: Final[dict[str, list[Fill]]] = {}
_instead: Final[dict[str, "Instead"]] = {}


@dataclass(frozen=True, slots=True)
class Instead:
    """What an act that the law refuses can be turned into: what was entered is carried over."""

    kind: str
    label: str
    turn: Turn


def opens(kind: str) -> Callable[[Fill], Fill]:
    """Let the decorated function fill the form of `kind` from the query of the link that led there."""

    def enter(fill: Fill) -> Fill:
        _fills.setdefault(kind, []).append(fill)
        return fill

    return enter


def opened(kind: str, told: Mapping[str, str], by: Officer) -> dict[str, Any]:
    """Return what the link says about a form with which a dossier begins."""
    return {name: value for fill in _fills.get(kind, ()) for name, value in fill(told, by).items()}


def turns_into(refused: str, kind: str, *, label: str) -> Callable[[Turn], Turn]:
    """Let what was entered for `refused` be carried over into the form of `kind` by the decorated function."""

    def enter(turn: Turn) -> Turn:
        _instead[refused] = Instead(kind, label, turn)
        return turn

    return enter


def instead_of(kind: str) -> Instead | None:
    """Return what may be begun in the place of an act of this kind, or None."""
    return _instead.get(kind)


def carried(instead: Instead, form: Form) -> Mapping[str, Any]:
    """Return what the other form opens with."""
    return instead.turn(form)
