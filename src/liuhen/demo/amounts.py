"""The amounts of an invented case: groups that add up, and a fine within the article it is laid under."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Final

from pydantic import BaseModel, BeforeValidator, ConfigDict

from liuhen.kernel.canonical import Json
from liuhen.kernel.money import yuan
from liuhen.rulebook import Dossier, Event, Rulebook, WorkingCalendar, blocking, load, load_calendar

REGULATION: Final = "fund-regulation-735"
RULES: Final[Mapping[str, tuple[str, str]]] = {
    "38": ("TL38", "TL38-1"),
    "40": ("TL40", "TL40-1"),
    "41": ("TL41-1", "TL41-1"),
    "41-2": ("TL41-2", "TL41-2"),
}
"""The article a story names -> the article as a decision names it, and the rule of the regulation's pack about it."""
IN_FORCE: Final = date(2026, 1, 1)
"""Any day on which the regulation is in force: what it allows does not depend on it."""


def fen(told: object) -> object:
    """Return an amount written in yuan, as in `26.00`, in fen; anything else as it is."""
    return int(Decimal(told) * 100) if isinstance(told, str) else told


class Frozen(BaseModel):
    """What is read from the demo's files and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Group(Frozen):
    """So many pieces of one thing at one price; `each` is written in yuan and kept in fen."""

    what: str
    count: int
    of: str
    each: Annotated[int, BeforeValidator(fen)]

    @property
    def fen(self) -> int:
        """Return count × price."""
        return self.count * self.each

    def __str__(self) -> str:
        return f"{self.what} {self.count} {self.of}，每{self.of} {yuan(self.each)} 元，计 {yuan(self.fen)} 元"


@cache
def _law() -> tuple[Rulebook, WorkingCalendar]:
    return load([REGULATION]), load_calendar()


@cache
def cited(penalty: str) -> str:
    """Return the article under which a fine is laid, as papers cite it; KeyError where the demo lays none under it."""
    _, rule_id = RULES[penalty]
    return next(rule.article for rule in _law()[0].rules if rule.id == rule_id)


def against(penalty: str, *, kind: str, loss_fen: int, fine_fen: int) -> tuple[str, ...]:
    """Return what the regulation has against such a fine, in Chinese; nothing where it allows it.

    Args:
        penalty: a key of RULES.
        kind: what the party is.
    """
    named, rule_id = RULES[penalty]
    fields: dict[str, Json] = {
        "result": "penalty",
        "basis_article": named,
        "party": {"kind": kind},
        "loss_fen": loss_fen,
        "fine_fen": fine_fen,
    }
    found = blocking(Event(1, "decision.made", IN_FORCE, fields=fields), Dossier("penalty"), *_law())
    return tuple(said for one in found if one.rule.id == rule_id for said in one.missing)


def breakdown(groups: tuple[Group, ...]) -> str:
    """Return the groups and their sum in one sentence, as the facts of a case say it."""
    if len(groups) == 1:
        return f"{groups[0]}"
    return f"{'；'.join(map(str, groups))}；合计 {yuan(sum(one.fen for one in groups))} 元"
