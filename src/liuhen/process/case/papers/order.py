"""The order of signatures on a paper: who signs after whom, and who is still missing, as the form's catalogue says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from liuhen.kernel.errors import OutOfOrderError
from liuhen.papers.forms import Form, Signatory

Place = Mapping[str, Any]
Signature = Mapping[str, Any]

ORGAN: Final = "organ"
_AFTER_SEAL: Final = "receiver"
_IF_THERE: Final = frozenset({"witness"})
"""Signs where somebody refused or was absent; nobody waits for one otherwise."""
_ALSO: Final[Mapping[str, frozenset[str]]] = {
    "receiver": frozenset({"receiver", "party"}),
    "participant": frozenset({"participant", "leader"}),
}
"""Whose signature counts as that of a role, beside its own."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A signature that the form asks for: whose, by name where the paper names him, and which article asks."""

    role: str
    label: str
    name: str
    article: str

    @property
    def words(self) -> str:
        """Return who that is: 检查人周明远."""
        return f"{self.label}{self.name}"


def squeezed(name: str) -> str:
    """Return a name without the wide space that papers put into short ones, and without what follows in brackets."""
    return re.sub(r"\s+|（.*）", "", name)


def in_turn(form: Form) -> tuple[Signatory, ...]:
    """Return who signs, in their order: the organ's seal after all of them, whoever receives the sealed paper last."""

    def turn(one: Signatory) -> int:
        if not any(other.role == ORGAN for other in form.signatories):
            return 0
        return 1 if one.role == ORGAN else 2 if one.role == _AFTER_SEAL else 0

    return tuple(sorted(form.signatories, key=turn))


def owed(form: Form, places: Sequence[Place], signatures: Sequence[Signature]) -> tuple[Owed, ...]:
    """Return the signatures that are still missing, in the order in which they are due.

    Args:
        places: where people sign on this very paper, as it was finalised; an older paper has none.
        signatures: what was signed or refused so far.
    """
    left = list(signatures)
    missing: list[Owed] = []
    for one in in_turn(form):
        for name in _expected(one, places):
            found = next((made for made in left if _is_by(made, one.role, name)), None)
            if found is not None:
                left.remove(found)
            elif one.role not in _IF_THERE:
                missing.append(Owed(one.role, one.label, name, one.article))
    return tuple(missing)


def require_turn(
    form: Form, places: Sequence[Place], signatures: Sequence[Signature], *, role: str, title: str, doing: str
) -> None:
    """Refuse a signature before its turn.

    Args:
        role: of the signatory; `organ` is the seal.
        doing: what is not done yet, in words: 签名, 盖章.

    Raises:
        OutOfOrderError: somebody signs before; it says who, and which article asks for it.
    """
    order: list[str] = [one.role for one in in_turn(form)]
    turn = order.index(role) if role in order else len(order)
    before = [one for one in owed(form, places, signatures) if order.index(one.role) < turn]
    if before:
        named = "、".join(_act_of(one) for one in before)
        articles = "；".join(dict.fromkeys(one.article for one in before if one.article))
        raise OutOfOrderError(
            f"还不能在{title}上{doing}。",
            why=f"按顺序还缺：{named}{f'（{articles}）' if articles else ''}。",
            remedy="请先完成前面的签名；有人拒绝签名的，请登记拒绝签名的情况和见证人。",
        )


def _act_of(one: Owed) -> str:
    return "行政机关盖章" if one.role == ORGAN else f"{one.words}签名"


def _expected(one: Signatory, places: Sequence[Place]) -> list[str]:
    """Return a name, or "" for somebody unnamed, for each who signs in this role."""
    if one.role == ORGAN:
        return [""]
    named = dict.fromkeys(
        name
        for place in places
        if place["role"] == one.role and place["name"]
        for name in map(squeezed, re.split("[、，]", place["name"]))
    )
    return list(named) or [""] * max(one.least, 1)


def _is_by(made: Signature, role: str, name: str) -> bool:
    return made["role"] in _ALSO.get(role, frozenset({role})) and (not name or squeezed(made["signer"]) == name)
