"""Papers of the gallery signed on the screen and sealed, as far as each asks for that."""

from collections.abc import Mapping
from functools import partial
from itertools import count
from typing import Any, Final

from liuhen.demo.signing import OWN_HAND, Pad, certified
from liuhen.kernel.errors import NotAllowedError
from liuhen.people.officers import Officer
from liuhen.process.case.guard import perform
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.making import paperwork
from liuhen.process.case.papers.order import ORGAN as SEAL
from liuhen.process.case.papers.order import Owed, owed
from liuhen.process.case.reference import CaseRef, find_case
from liuhen.process.case.registry import act_type
from liuhen.scenario.times import FIRST
from liuhen.scenario.ways import Actions, Came, Deed

People = Mapping[str, Officer]

_HOLDER: Final = "周明远"
_UNNAMED: Final[Mapping[str, tuple[str, ...]]] = {
    "officer": (_HOLDER, "何静"),
    "leader": ("钱立新", "孙曼", "陈国栋"),
    "reviewer": ("吴思齐",),
    "keeper": ("郑小雨",),
}
"""Who signs where a paper names nobody; anybody else is nobody in particular."""
_SOMEBODY: Final = "许某"
_numbers = count(1)


def certify(people: People) -> None:
    """Let the bureau of the gallery sign and seal."""
    for _, deed in certified(people, at=FIRST):
        deed()


class Signing(Actions):
    """Steps are done as ever, and every paper is signed and sealed as soon as it is made."""

    def __init__(self, people: People) -> None:
        self._people = people

    def do(self, deed: Deed) -> Came:
        """Do a step now; a refusal is an answer."""
        came = super().do(deed)
        if deed.kind == "paper.finalised" and not came.refusal:
            _sign(find_case(deed.by.organ, came.ref), came.seq, self._people)
        return came


def _sign(case: CaseRef, seq: int, people: People) -> None:
    """Sign a paper as far as it can be on the screen; the rest is for ink."""
    pad = Pad(partial(_do, case.ref, people), people, seq, _HOLDER)
    while left := _left(case, seq):
        one = left[0]
        if one.role == SEAL:
            pad.seal()
            continue
        name = one.name or _somebody(case, seq, one.role)
        if one.role in OWN_HAND and name not in people:
            return
        try:
            pad.sign(one.role, name)
        except NotAllowedError:
            return  # who does not sign in such a case on the screen does so on paper


def _left(case: CaseRef, seq: int) -> tuple[Owed, ...]:
    row = Paper.objects.get(dossier=case.dossier, seq=seq)
    return owed(paperwork(case, row.form), row.places, row.signatures)


def _somebody(case: CaseRef, seq: int, role: str) -> str:
    row = Paper.objects.get(dossier=case.dossier, seq=seq)
    there = {one["signer"] for one in row.signatures}
    return next((one for one in _UNNAMED.get(role, ()) if one not in there), _SOMEBODY)


def _do(ref: str, people: People, who: str, kind: str, told: dict[str, Any]) -> None:
    form = act_type(kind, people[who].organ).form.model_validate(told)
    key = f"gallery-{next(_numbers)}"
    perform(kind, ref, form, by=people[who], happened=None, key=key, channel="seed")
