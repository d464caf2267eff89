"""What rules look at: a dossier as a sequence of frozen events, the same shape that a case file carries."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import When


@dataclass(frozen=True, slots=True)
class Event:
    """One act, one record.

    Args:
        seq: place in the dossier, from 1, rising.
        kind: what was done, for instance `review.opinion`.
        happened: when it was done, as given: an instant, or a Beijing date where only the day is known.
        recorded: when it was recorded, as measured; None in a foreign file that has no such time.
        by: the officer who recorded it.
        fields: the open fields of its body.
        entry: SHA-256 of its head in the ledger, where it has one.
        corrects: the seq of the event that it puts right; both remain.
    """

    seq: int
    kind: str
    happened: When
    recorded: datetime | None = None
    by: str = ""
    fields: Mapping[str, Json] = field(default_factory=dict)
    entry: str | None = None
    corrects: int | None = None


@dataclass(frozen=True, slots=True)
class Dossier:
    """A case (or an organ) as rules see it.

    Args:
        kind: kind of enforcement, or `organ`.
        events: in order of seq.
        choices: the readings that the organ has picked.
        terms: the terms that the organ has set itself where a text gives no number, such as `3 workdays`.
    """

    kind: str
    events: tuple[Event, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    id: str = ""
    number: str = ""
    title: str = ""
    packs: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, str] = field(default_factory=dict)
