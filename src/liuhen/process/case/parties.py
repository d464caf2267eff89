"""The party of a case as it was last written down, and all its parties with what became of them."""

from dataclasses import dataclass, replace
from typing import Any, Final

from liuhen.ledger import Body, body_of, entries
from liuhen.process.case.parts import Party
from liuhen.process.case.reference import CaseRef

TELLING: Final = (
    "clue.registered",
    "opening.requested",
    "case.opened",
    "inquiry.concluded",
    "inspection.planned",
    "spot_decision.made",
    "coercion.opened",
    "party.changed",
)
"""Kinds of entries that describe the party."""


def party_of(case: CaseRef) -> Party | None:
    """Return the party as the latest entry that describes it says, or None."""
    told = case.events(*TELLING)
    if not told:
        return None
    entry = next(entries(dossier=case.dossier, after=told[-1].seq - 1))
    return party_in(body_of(entry))


def party_in(body: Body | None) -> Party | None:
    """Return the party that an entry describes, or None."""
    found = getattr(body, "party", None)
    return found if isinstance(found, Party) else None


JOINED: Final = "party.joined"
CHANGED: Final = "party.changed"
GONE: Final = frozenset({"died", "dissolved", "merged"})
"""Changes after which the party itself is no more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A party of the case as it is now.

    Args:
        first: whether it is the one the case was begun against, or who took its place.
        ended: what became of it where nobody took its place: died, dissolved …; empty while it is there.
        before: the names it had, oldest first.
    """

    party: Party
    first: bool
    ended: str = ""
    before: tuple[str, ...] = ()


def parties_of(case: CaseRef) -> tuple[Standing, ...]:
    """Return every party the case ever had, as each stands now; the first one is that of the case."""
    first = party_of(case)
    found = [Standing(first, first=True)] if first else []
    for event in case.events(JOINED, CHANGED):
        entry = next(entries(dossier=case.dossier, after=event.seq - 1))
        found = followed(found, event.kind, body_of(entry).open_fields())
    return tuple(found)


def followed(standing: list[Standing], kind: str, told: dict[str, Any]) -> list[Standing]:
    """Return the parties after one more entry: somebody joined, or one of them is another from now on."""
    if kind == JOINED:
        return [*standing, Standing(Party.model_validate(told["joined"]), first=False)]
    after = Party.model_validate(told["successor"]) if told.get("successor") else None
    return [_after(one, told, after) for one in standing]


def _after(one: Standing, told: dict[str, Any], after: Party | None) -> Standing:
    name = str(told["name"])
    if one.first and after is not None and told.get("party") == told["successor"]:
        # The party of the case is read from its latest entry: it is the new one already.
        return replace(one, before=(*one.before, name)) if name not in (*one.before, one.party.name) else one
    if one.party.name != name or one.ended:
        return one
    if after is None:
        return replace(one, ended=str(told["what"])) if told["what"] in GONE else one
    return replace(one, party=after, before=(*one.before, name))
