"""The head of an entry: the canonical bytes that chains, trees and signatures commit to, and how they read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self

from liuhen.kernel.canonical import Json, canonical
from liuhen.kernel.clock import When, read_when
from liuhen.kernel.digests import Digests

FORMAT: Final = 1
ACTORS: Final = frozenset({"officer", "system", "outside"})
CHANNELS: Final = frozenset({"web", "api", "cli", "system", "seed"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acted: `type` is officer, system or outside; `name` as printed."""

    type: str
    id: str
    name: str

    def as_json(self) -> dict[str, Json]:
        """Return the member `by` of a head."""
        return {"type": self.type, "id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True)
class Ref:
    """Another entry (SHA-256 of its head) or another dossier (its id), and what it is to this entry."""

    as_: str
    entry: str | None = None
    dossier: str | None = None

    def as_json(self) -> dict[str, Json]:
        """Return one member of `refs` in a head.

        Raises:
            ValueError: it names both an entry and a dossier, or neither.
        """
        if (self.entry is None) == (self.dossier is None):
            raise ValueError("a reference names either an entry or a dossier")
        return _without_none({"as": self.as_, "entry": self.entry, "dossier": self.dossier})


@dataclass(frozen=True, slots=True)
class Terms:
    """What was in force: pack id -> version; SHA-256 of the choices; SHA-256 of the calendar."""

    packs: Mapping[str, str]
    choices: str | None = None
    calendar: str | None = None

    def as_json(self) -> dict[str, Json]:
        """Return the members of a head; what does not apply is left out."""
        return _without_none({"packs": dict(self.packs) or None, "choices": self.choices, "calendar": self.calendar})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, read from its head. `head` is canonical bytes; `digests` are those of `head`."""

    organ: str
    organ_seq: int
    dossier: str | None
    dossier_seq: int | None
    kind: str
    version: int
    happened: When
    recorded: datetime
    by: Actor
    channel: str
    on_behalf: Actor | None
    corrects: str | None
    refs: tuple[Ref, ...]
    terms: Terms
    key: str
    clock_behind_ms: int
    prev_organ: Digests | None
    prev_dossier: Digests | None
    body: Digests
    sealed: Digests | None
    digests: Digests
    head: bytes

    @property
    def digest(self) -> str:
        """Return the entry's name: SHA-256 of its head, hexadecimal."""
        return self.digests.sha256

    @property
    def short(self) -> str:
        """Return the first twelve characters of the digest, for people to compare."""
        return self.digest[:12]

    def committed(self, part: str) -> Digests | None:
        """Return the commitment of the part `open` or `sealed`; None where the entry has no such part."""
        return self.sealed if part == "sealed" else self.body

    @classmethod
    def read(cls, head: bytes, *, digests: Digests | None = None) -> Self:
        """Read the canonical bytes of a head.

        Args:
            head: the bytes, as stored.
            digests: those of `head`, where the caller knows them already.

        Raises:
            ValueError, KeyError, TypeError: the bytes are no head of format 1.
        """
        said: dict[str, Any] = json.loads(head)
        if said["format"] != FORMAT:
            raise ValueError("unknown format")
        behalf = said.get("for")
        recorded = read_when(said["recorded"])
        if not isinstance(recorded, datetime):
            raise TypeError("`recorded` is an instant")
        return cls(
            organ=said["organ"],
            organ_seq=said["organ_seq"],
            dossier=said.get("dossier"),
            dossier_seq=said.get("dossier_seq"),
            kind=said["kind"],
            version=said["schema"],
            happened=read_when(said["happened"]),
            recorded=recorded,
            by=Actor(**said["by"]),
            channel=said["channel"],
            on_behalf=Actor("officer", behalf["id"], behalf["name"]) if behalf else None,
            corrects=said.get("corrects"),
            refs=tuple(Ref(ref["as"], ref.get("entry"), ref.get("dossier")) for ref in said.get("refs", ())),
            terms=Terms(said.get("packs", {}), said.get("choices"), said.get("calendar")),
            key=said["key"],
            clock_behind_ms=said.get("clock_behind_ms", 0),
            prev_organ=_digests(said.get("prev_organ")),
            prev_dossier=_digests(said.get("prev_dossier")),
            body=Digests(**said["body"]),
            sealed=_digests(said.get("sealed")),
            digests=digests or Digests.of(head),
            head=head,
        )


def head_bytes(members: Mapping[str, Json]) -> bytes:
    """Return the canonical bytes of a head; members equal to None are left out."""
    return canonical(_without_none({"format": FORMAT, **members}))


def _digests(said: dict[str, str] | None) -> Digests | None:
    return None if said is None else Digests(**said)


def _without_none(members: Mapping[str, Json]) -> dict[str, Json]:
    return {name: value for name, value in members.items() if value is not None}
