"""是否属于听证范围: the intended penalty against the organ's own amount for this kind of party, with the reckoning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from liuhen.kernel.money import yuan
from liuhen.office.in_force import threshold
from liuhen.process.case.parts import PARTY_KINDS
from liuhen.process.decision.notice_payloads import HEARING

_MATTERS: Final = {"person": "hearing_person", "organisation": "hearing_organisation"}


@dataclass(frozen=True, slots=True)
class HearingRight:
    """Whether the party may ask for a hearing, and why.

    Args:
        amount_fen: the organ's amount for this kind of party on the day; None where it has set none.
    """

    due: bool
    why: str
    amount_fen: int | None


def amount_for(organ: str, party_kind: str) -> int | None:
    """Return from which fine on a party of this kind is heard; the lower amount where it has none of its own."""
    if party_kind in _MATTERS:
        return threshold(organ, _MATTERS[party_kind])
    own = threshold(organ, "hearing_business")
    known = [one for one in (threshold(organ, each) for each in _MATTERS.values()) if one is not None]
    return own if own is not None else min(known, default=None)


def hearing_right(organ: str, *, party_kind: str, fine_fen: int, grounds: Sequence[str]) -> HearingRight:
    """Return whether a hearing is due, explained."""
    amount = amount_for(organ, party_kind)
    who = PARTY_KINDS.get(party_kind, "当事人")
    if amount is None:
        words = f"本机关没有设定对{who}的听证数额标准，数额不作比对"
    else:
        stands = "达到" if fine_fen >= amount else "未达到"
        words = f"拟罚款 {yuan(fine_fen)} 元，{stands}对{who}的听证标准 {yuan(amount)} 元"
    named = [HEARING[one] for one in grounds if one in HEARING]
    if named:
        words += f"；另有：{'、'.join(named)}"
    due = bool(grounds) or (amount is not None and fine_fen > 0 and fine_fen >= amount)
    return HearingRight(due, f"{words}。{'属于' if due else '不属于'}听证范围。", amount)
