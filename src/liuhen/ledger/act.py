"""An act on its way into the ledger: what the caller says, and where in the chains it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from liuhen.kernel.canonical import Json
from liuhen.kernel.clock import When, require_aware, written
from liuhen.ledger.body import Body
from liuhen.ledger.commitment import commitment
from liuhen.ledger.head import ACTORS, CHANNELS, Actor, Entry, Ref, Terms, head_bytes
from liuhen.ledger.models import Head
from liuhen.ledger.parts import OPEN, SEALED
from liuhen.ledger.prepared import Prepared

_LONGEST_KEY: Final = 200
_heads_of_organ: Final = Prepared(
    Head, lambda organ: Head.objects.filter(organ=organ).order_by("-organ_seq").values_list("head")[:1]
)
_heads_of_dossier: Final = Prepared(
    Head, lambda dossier: Head.objects.filter(dossier=dossier).order_by("-dossier_seq").values_list("head")[:1]
)


@dataclass(frozen=True, slots=True)
class Act:
    """What `append` was told."""

    body: Body
    organ: str
    dossier: str | None
    by: Actor
    happened: When
    key: str
    channel: str
    expect: int | None
    refs: Sequence[Ref]
    corrects: str | None
    on_behalf: Actor | None
    terms: Terms | None

    def require_well_formed(self) -> None:
        """Refuse what only a mistake in the calling code can bring.

        Raises:
            ValueError: an unknown type of actor or channel, an empty or overlong key, a time without zone.
        """
        if isinstance(self.happened, datetime):
            require_aware(self.happened)
        if self.by.type not in ACTORS or self.channel not in CHANNELS:
            raise ValueError(f"no such actor or channel: {self.by.type}, {self.channel}")
        if not 0 < len(self.key) <= _LONGEST_KEY:
            raise ValueError(f"a request key has 1 to {_LONGEST_KEY} characters")

    def parts(self) -> dict[str, dict[str, Json]]:
        """Return the fields of each part.

        Raises:
            TypeError: the body would not read back as it was written.
        """
        parts = {OPEN: self.body.open_fields()}
        if sealed := self.body.sealed_fields():
            parts[SEALED] = sealed
        again = type(self.body).read({**parts[OPEN], **sealed})
        if (again.open_fields(), again.sealed_fields()) != (parts[OPEN], sealed):
            raise TypeError(f"{self.body.kind} does not read back as it was written")
        return parts


@dataclass(frozen=True, slots=True)
class Place:
    """The last entries of the organ and of the dossier; the next entry follows them."""

    last: Entry | None
    last_of_dossier: Entry | None

    @property
    def seq(self) -> int:
        """Return the organ's last sequence number, 0 at the beginning."""
        return self.last.organ_seq if self.last else 0

    @property
    def dossier_seq(self) -> int:
        """Return the dossier's last sequence number, 0 at the beginning."""
        return (self.last_of_dossier.dossier_seq or 0) if self.last_of_dossier else 0

    def time(self, measured: datetime) -> tuple[datetime, int]:
        """Return when to say it was recorded, and by how many milliseconds the clock was behind the last entry."""
        if self.last is None or measured >= self.last.recorded:
            return measured, 0
        behind = self.last.recorded - measured
        return self.last.recorded, -(-behind // timedelta(milliseconds=1))


def place(organ: str, dossier: str | None) -> Place:
    """Return where the next entry of this organ and dossier goes. The caller holds the organ's lock."""
    last = _entry(_heads_of_organ.first(organ))
    if dossier is None:
        return Place(last, None)
    if last is not None and last.dossier == dossier:
        return Place(last, last)
    return Place(last, _entry(_heads_of_dossier.first(dossier)))


def head_of(
    act: Act,
    *,
    place: Place,
    measured: datetime,
    parts: Mapping[str, Mapping[str, Json]],
    salts: Mapping[str, bytes],
) -> Entry:
    """Return the entry that records `act` at this place; nothing is stored yet."""
    recorded, behind = place.time(measured)
    in_dossier = act.dossier is not None
    members: dict[str, Json] = {
        "organ": act.organ,
        "organ_seq": place.seq + 1,
        "dossier": act.dossier,
        "dossier_seq": place.dossier_seq + 1 if in_dossier else None,
        "refs": [ref.as_json() for ref in act.refs] or None,
        "kind": act.body.kind,
        "schema": act.body.version,
        "happened": written(act.happened),
        "recorded": written(recorded),
        "clock_behind_ms": behind or None,
        "by": act.by.as_json(),
        "channel": act.channel,
        "for": {"id": act.on_behalf.id, "name": act.on_behalf.name} if act.on_behalf else None,
        "corrects": act.corrects,
        "key": act.key,
        **(act.terms.as_json() if act.terms else {}),
        "prev_organ": place.last.digests.as_json() if place.last else None,
        "prev_dossier": place.last_of_dossier.digests.as_json() if place.last_of_dossier else None,
        "body": commitment(parts[OPEN], salts[OPEN]).as_json(),
        "sealed": commitment(parts[SEALED], salts[SEALED]).as_json() if SEALED in parts else None,
    }
    return Entry.read(head_bytes(members))


def _entry(row: tuple[Any, ...] | None) -> Entry | None:
    return None if row is None else Entry.read(bytes(row[0]))
