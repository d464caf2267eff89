"""Signing a paper: who signs next, who has signed, and what the person at the screen may do about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from liuhen.kernel.errors import NotFoundError
from liuhen.office.models import DigitalCertificate
from liuhen.office.seals.in_force import OWN_WORDS, keeps_seal
from liuhen.people.officers import Officer
from liuhen.process.case.models import Paper
from liuhen.process.case.papers import SIGNERS
from liuhen.process.case.papers.making import paperwork
from liuhen.process.case.papers.order import ORGAN, Owed, owed, squeezed
from liuhen.process.case.papers.payloads import WAYS
from liuhen.process.case.papers.signing import OWN_HAND
from liuhen.queries.scoped import case_for, may
from liuhen.queries.shapes import CaseHead

_WAYS: Final = {**WAYS, "scan": "纸上签名", "glass": "屏幕手写", "certificate": "数字证书", "seal": "电子印章"}


@dataclass(frozen=True, slots=True)
class Done:
    """A signature, a refusal or a seal."""

    words: str
    signer: str
    at: datetime
    way: str
    refused: bool


@dataclass(frozen=True, slots=True)
class SigningPage:
    """All that the page shows; `turn` is whose signature is due first, `mine` says that it is the reader's own."""

    case: CaseHead
    seq: int
    title: str
    number: str
    done: tuple[Done, ...]
    owed: tuple[Owed, ...]
    roles: dict[str, str]
    turn: Owed | None
    signer: str
    mine: bool
    may_sign: bool
    may_seal: bool
    certificate: str  # until when the reader's own certificate holds, in words; "" where he has none
    words: str


def signing_page(by: Officer, ref: str, seq: int, *, now: datetime) -> SigningPage:
    """Return the page where a paper is signed.

    Raises:
        NotFoundError: no such case or paper, or not his to see.
    """
    _, case = case_for(by, ref, "paper.read")
    row = Paper.objects.filter(key=f"{case.dossier}:{seq}").first()
    if row is None:
        raise NotFoundError("没有这份材料。", remedy="请从案件页面进入。")
    told = paperwork(case, row.form)
    left = owed(told, row.places, row.signatures) if row.voided_at is None else ()
    own = next((one for one in left if squeezed(one.name) == squeezed(by.name)), None)
    turn = left[0] if left else None
    signer = by.name if own and turn and own.role == turn.role else turn.name if turn else ""
    if turn and not turn.name:
        signer = by.name if turn.role in OWN_HAND else case.party if turn.role in {"party", "receiver"} else ""
    return SigningPage(
        case=CaseHead(case.ref, case.title, case.number, case.seq),
        seq=seq,
        title=row.title,
        number=row.number,
        done=tuple(_done(one) for one in row.signatures),
        owed=left,
        roles=SIGNERS,
        turn=turn,
        signer=signer,
        mine=bool(turn and turn.role in OWN_HAND),
        may_sign=may(by, "paper.signed", case) and row.voided_at is None,
        may_seal=bool(turn and turn.role == ORGAN) and may(by, "paper.sealed", case) and keeps_seal(by.organ, by.id),
        certificate=_until(by, now),
        words=OWN_WORDS,
    )


def _done(one: dict[str, str]) -> Done:
    return Done(
        words=SIGNERS.get(one["role"], "行政机关盖章"),
        signer=one["signer"],
        at=datetime.fromisoformat(one["at"]),
        way=_WAYS.get(one.get("way", "scan"), ""),
        refused=bool(one["refused"]),
    )


def _until(by: Officer, now: datetime) -> str:
    held = (
        DigitalCertificate.objects.filter(organ=by.organ, holder=by.id, revoked_at=None, since__lte=now, until__gt=now)
        .order_by("-since")
        .first()
    )
    return f"{held.until:%Y年%-m月%-d日}" if held else ""
