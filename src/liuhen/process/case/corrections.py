"""更正: an earlier entry is put right by a new one that names it; both stay visible."""

from dataclasses import dataclass
from typing import Any

from liuhen.forms.wellformed import unseen
from liuhen.kernel.errors import BadInputError, OutOfOrderError
from liuhen.ledger import Entry, body_of
from liuhen.people.officers import Officer
from liuhen.people.scope import can
from liuhen.process.case.reference import CaseRef
from liuhen.process.case.registered import Registered, entered_again
from liuhen.process.case.registry import ActType

_LONGEST = 2_000  # characters


@dataclass(frozen=True, slots=True)
class Correction:
    """Which entry of the case is put right, and why."""

    seq: int
    reason: str


def corrected_entry(case: CaseRef, chosen: ActType, correction: Correction) -> Entry:
    """Return the entry that is put right.

    Raises:
        OutOfOrderError: it is not of this kind, or entries of this kind are not corrected but decided anew.
        BadInputError: no reason is given.
    """
    entry, _ = case.at(correction.seq, chosen.body)
    if not chosen.correctable:
        raise OutOfOrderError(
            f"{chosen.label}不能直接更正。", why="审批和决定只能由有权人员依程序变更。", remedy="请按相应程序办理。"
        )
    reason = correction.reason.strip()
    if not reason or unseen(reason) or len(reason) > _LONGEST:
        raise BadInputError(
            "请写明更正理由。",
            fields={"corrects_because": f"须写明哪里有误、为什么更正，最多 {_LONGEST} 个字"},
            why="更正后原记录和更正记录都会保留。",
            remedy="填写更正理由后再提交。",
        )
    return entry


def corrected_values(case: CaseRef, chosen: ActType, seq: int, *, by: Officer) -> dict[str, Any]:
    """Return what the entry says, as its form is filled in; sealed fields only for those who may see them."""
    entry, _ = case.at(seq, chosen.body)
    body = body_of(entry, sealed=can(by, "case.sealed", case.subject))
    if isinstance(body, Registered):
        return entered_again(body, chosen.form)
    said = body.model_dump(include=set(chosen.form.model_fields))
    if "officer_ids" in chosen.form.model_fields:
        said["officer_ids"] = [one.id for one in getattr(body, "officers", ())]
    return said
