"""What `matrix.yaml` expects of one person before one case. It knows nothing of the product's own table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from permissions.standings import ROLES, Standing

Reached = Mapping[str, str]  # role -> how far: own, department, submitted, closed, organ; "…, not own"

TOLD: Final[Mapping[str, Any]] = yaml.safe_load(Path(__file__).with_name("matrix.yaml").read_text("utf-8"))
IN, FORBIDDEN, HIDDEN, SIGN_IN = "let in", "403", "404", "sign-in"


@dataclass(frozen=True)
class Row:
    """One route with one method.

    Attributes:
        kind: of the act, where the address holds one.
        places: what the other places of the address are filled with.
        reached: who is let in; None lets in whoever comes, signed in or not.
        seen: who may know that the case is there: the others are answered as if it were not.
        leaves: the act that the access journal has of a look that was let in; empty where it has none.
        body: what is sent, as the test knows it.
        gone: it answers everybody as if it were not there.
    """

    path: str
    method: str
    reached: Reached | None
    seen: Reached
    kind: str = ""
    places: tuple[tuple[str, str], ...] = ()
    leaves: str = ""
    body: str = ""
    gone: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.path}{f' {self.kind}' if self.kind else ''}"

    @property
    def of_a_case(self) -> bool:
        return "{ref}" in self.path or "{no}" in self.path

    @property
    def of_a_piece(self) -> bool:
        """Say whether it is about one recording of the footage room."""
        return self.path.startswith("/footage/{seq}")

    def due(self, who: Standing | None, state: str) -> str:
        """Return the answer that is due to `who` before a case in this state; None is nobody signed in."""
        if self.gone:
            return HIDDEN
        if self.reached is None:
            return IN
        if who is None:
            return SIGN_IN
        if (self.of_a_case or self.of_a_piece) and (who.near == "foreign" or not covers(self.seen, who, state)):
            return HIDDEN
        return IN if covers(self.reached, who, state) else FORBIDDEN


def covers(reached: Reached, who: Standing, state: str) -> bool:
    """Say whether one of these reaches takes in a person who stands so."""
    how, _, but = reached.get(who.role, "nothing").partition(", not ")
    return (
        who.near != but
        and {
            "nothing": False,
            "own": who.near == "own",
            "department": who.near in ("own", "department"),
            "submitted": state in ("submitted", "closed"),
            "closed": state == "closed",
            "organ": True,
        }[how]
    )


def rows() -> Iterator[Row]:
    """Give every row of the matrix, each act of a case on a row of its own."""
    for door in ("pages", "api"):
        for path, told in TOLD[door].items():
            shared = {name: value for name, value in told.items() if not name.isupper()}
            for method in (name for name in told if name.isupper()):
                cell = told[method]
                yield from _expanded(path, method, {**shared, **(cell if isinstance(cell, dict) else {"in": cell})})


def _expanded(path: str, method: str, told: Mapping[str, Any]) -> Iterator[Row]:
    if "of" not in told:
        yield _row(path, method, told)
        return
    for kind, reached in TOLD[told["of"]].items():
        yield _row(path, method, {**told, "in": reached}, kind=kind)


def _row(path: str, method: str, told: Mapping[str, Any], *, kind: str = "") -> Row:
    return Row(
        path=path,
        method=method,
        reached=None if told["in"] in ("anybody", "gone") else who(told["in"]),
        seen=who(told.get("seen", "sees")),
        kind=kind,
        places=tuple((told.get("with") or {}).items()),
        leaves=told.get("leaves", ""),
        body=told.get("body", ""),
        gone=told["in"] == "gone",
    )


def who(told: Any) -> Reached:
    """Return a group by its name, a mapping as it stands, or a list of groups put together."""
    if isinstance(told, str):
        return who(TOLD["groups"][told]) if told in TOLD["groups"] else _whole(told)
    if isinstance(told, list):
        return {role: how for one in told for role, how in who(one).items()}
    return dict(told)


def _whole(told: str) -> Reached:
    """Return the reach of roles that are merely named: `sysadmin auditor` stand for the whole organ."""
    named = told.split()
    assert set(named) <= set(ROLES), f"no group and no role: {told}"
    return dict.fromkeys(named, "organ")
