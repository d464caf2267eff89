"""当事人: those a form lets people pick from, and all of a case with what became of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from liuhen.kernel.clock import beijing_date
from liuhen.ledger import Body
from liuhen.people.officers import Officer
from liuhen.process.case.parties import CHANGED, JOINED, TELLING, Standing, followed, parties_of, party_in
from liuhen.process.case.parts import PARTY_KINDS, Party
from liuhen.process.parties.changes import CHANGES, PartyChanged, PartyIdentified, PartyJoined
from liuhen.queries.scoped import case_for
from liuhen.queries.section_shapes import Looked, Section
from liuhen.rulebook import Event

WHOLE: Final = frozenset({JOINED, CHANGED, PartyIdentified.kind})
"""Kinds of entries that the section of the parties shows more of than rules read."""


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party as it is now.

    Args:
        ended: what became of it; empty while it is there.
        before: earlier names.
        sealed: whether its identity number or phone is kept, sealed.
    """

    name: str
    kind: str
    credit_code: str
    ended: str
    before: tuple[str, ...]
    sealed: bool


@dataclass(frozen=True, slots=True)
class PartyEvent:
    """What happened to a party, and the entry that says so."""

    seq: int
    on: date
    said: str


@dataclass(frozen=True, slots=True)
class Parties:
    """All parties of a case, and what changed."""

    rows: tuple[PartyRow, ...]
    history: tuple[PartyEvent, ...]


def party_choices(by: Officer, ref: str) -> tuple[str, ...]:
    """Return the names of the parties that a case has now."""
    _, case = case_for(by, ref)
    return tuple(one.party.name for one in parties_of(case) if not one.ended)


def parties(looked: Looked) -> Section | None:
    """Return the section of the parties of a case that has several, or one that changed; otherwise None."""
    told = [(event, body) for event in looked.events(*WHOLE) if (body := looked.bodies.get(event.seq)) is not None]
    if not told:
        return None
    standing = standing_now(looked)
    sealed = {body.name for _, body in told if isinstance(body, PartyIdentified)}
    rows = tuple(_row(one, sealed) for one in standing)
    there = sum(not one.ended for one in rows)
    history = tuple(_event(event, body) for event, body in told)
    return Section("parties", "当事人及其变更", Parties(rows, history), note=f"现有 {there} 名")


def standing_now(looked: Looked) -> list[Standing]:
    """Return all parties of a case as they stand, from what its page has read already."""
    first = _party_now(looked)
    standing = [Standing(first, first=True)] if first else []
    for event in looked.events(JOINED, CHANGED):
        body = looked.bodies.get(event.seq)
        if body is not None:
            standing = followed(standing, event.kind, body.open_fields())
    return standing


def names_now(looked: Looked) -> tuple[str, ...]:
    """Return the names of the parties that are still there; of a case that tells none, whose case it is."""
    names = tuple(one.party.name for one in standing_now(looked) if not one.ended)
    return names or (looked.case.party,)


def _party_now(looked: Looked) -> Party | None:
    """Return the party of the case, as its page has read it already."""
    telling = [event.seq for event in looked.dossier.events if event.kind in TELLING]
    return party_in(looked.bodies.get(telling[-1])) if telling else None


def _row(one: Standing, sealed: set[str]) -> PartyRow:
    return PartyRow(
        name=one.party.name,
        kind=PARTY_KINDS.get(one.party.kind, ""),
        credit_code=one.party.credit_code,
        ended=CHANGES.get(one.ended, ""),
        before=one.before,
        sealed=bool(sealed & {one.party.name, *one.before}),
    )


def _event(event: Event, body: Body) -> PartyEvent:
    return PartyEvent(event.seq, beijing_date(event.happened), _said(body))


def _said(body: Any) -> str:
    if isinstance(body, PartyJoined):
        return f"追加{body.joined.name}"
    if isinstance(body, PartyChanged):
        after = f"，以后为{body.successor.name}" if body.successor else ""
        return f"{body.name}{CHANGES[body.what]}{after}"
    return f"登记{body.name}的身份信息（封存）"
