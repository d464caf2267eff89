"""Electronic signing in the demo: certificates of the installation's own authority, strokes on the glass, the seal.

Nobody's hand is imitated: the strokes are drawn by the machine from the letters of an invented name.
"""

import json
import math
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from liuhen.demo.actor import Deed, settle
from liuhen.demo.signers import HEADS
from liuhen.people.officers import Officer
from liuhen.people.roles import Role
from liuhen.process.case.papers.signing import OWN_HAND

__all__ = ["OWN_HAND", "Pad", "certified", "strokes"]

Do = Callable[[str, str, dict[str, Any]], object]
"""Lets somebody (name) do an act (kind) with what is entered on its form."""

_SECURITY: Final = "蒋宁"
_REASON: Final = {"reason": "局办公会议定（示例）"}
_KEEPERS: Final = tuple(HEADS.values())
_SIGNING: Final = frozenset({Role.HANDLER, Role.UNIT_HEAD, Role.DEPUTY, Role.CHIEF, Role.REVIEWER, Role.ARCHIVIST})
_CELL, _HIGH = 150, 200  # pixels of the pad that one letter takes


def certified(people: Mapping[str, Officer], *, at: datetime) -> Iterator[Deed]:
    """Return the deeds that let the bureau sign and seal: certificates for people and seal, and who keeps the seal."""
    by = people[_SECURITY]
    signing = [one.id for one in people.values() if one.roles & _SIGNING]
    keepers = [people[name].id for name in _KEEPERS]
    told: tuple[tuple[str, dict[str, Any]], ...] = (
        ("digital_certificate.issued", {"officers": signing}),
        ("seal_certificate.issued", {}),
        ("seal_keepers.named", {"officers": keepers}),
    )
    for kind, form in told:
        yield at, partial(settle, kind, form | _REASON, by=by, at=at, key=f"demo-{kind}")


@dataclass(frozen=True, slots=True)
class Pad:
    """A paper being signed and sealed on a screen.

    Args:
        paper: number of its entry.
        holder: the officer who holds the screen out to who is not of the bureau.
    """

    do: Do
    people: Mapping[str, Officer]
    paper: int
    holder: str

    def sign(self, role: str, name: str) -> None:
        """Let somebody sign: people of the bureau with their certificates, all others on the glass."""
        told = {"paper_seq": self.paper, "role": role, "signer": name}
        if role in OWN_HAND:
            self.do(name, "paper.signed", told | {"way": "certificate"})
        else:
            self.do(self.holder, "paper.signed", told | {"way": "glass", "strokes": strokes(name)})

    def seal(self) -> None:
        """Let who keeps the seal of the unit seal it."""
        self.do(HEADS[self.people[self.holder].department], "paper.sealed", {"paper_seq": self.paper})


def strokes(name: str) -> str:
    """Return drawn strokes for a name, as the pad of a page sends them; the same for the same name."""
    drawn: list[list[list[int]]] = []
    clock = 0
    for place, letter in enumerate(name):
        rng = random.Random(ord(letter))  # noqa: S311 - a drawing, not a secret
        for _ in range(rng.randint(4, 6)):
            line = list(_stroke(rng, left=place * _CELL + 12, since=clock))
            clock = line[-1][2] + 90
            drawn.append(line)
    return json.dumps({"width": max(1, len(name)) * _CELL + 12, "height": _HIGH, "lines": drawn})


def _stroke(rng: random.Random, *, left: int, since: int) -> Iterator[list[int]]:
    """Yield the points of one stroke inside its cell: flat, upright or slanting, a little bent, [x, y, ms] each."""
    wide, high = _CELL - 40, _HIGH - 50
    slope = rng.choice((0.08, -0.1, math.pi / 2, math.pi / 2 + 0.1, math.pi / 4, math.pi * 3 / 4))
    x, y, long = rng.uniform(0.25, 0.75) * wide, rng.uniform(0.2, 0.8) * high, rng.uniform(0.35, 0.8) * min(wide, high)
    bend = rng.uniform(-14, 14)
    for step in range(15):
        part = step / 14 - 0.5
        off = bend * math.cos(part * math.pi)
        to_x = left + x + part * long * math.cos(slope) - off * math.sin(slope)
        to_y = 25 + y + part * long * math.sin(slope) + off * math.cos(slope)
        yield [round(min(max(to_x, left), left + wide)), round(min(max(to_y, 8), _HIGH - 8)), since + step * 11]
