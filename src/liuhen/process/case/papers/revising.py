"""Revisions of a finalised paper: each signature or seal adds to the file and is a file of its own in the store."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from gmssl_pyx import sm2_sign_sm3_digest, sm2_verify_sm3_digest

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import OutOfOrderError, UnusableError
from liuhen.media.arrivals import Declared
from liuhen.media.places import where
from liuhen.media.store import take_in
from liuhen.office.seals.in_force import Means
from liuhen.office.seals.keys import sm2_keys
from liuhen.papers.signing import Mark, Spot, fields_of, signed
from liuhen.papers.tokens import signing_with
from liuhen.process.case.models import Paper
from liuhen.process.case.papers.order import Place, squeezed
from liuhen.process.case.papers.payloads import Sm2
from liuhen.process.case.papers.versions import instead_of
from liuhen.process.case.parts import Scan
from liuhen.process.case.reference import CaseRef

_ASIDE: Final = {"role": "", "name": None, "page": 1, "every": False, "x": 440, "y": 20, "width": 120, "height": 27}
"""Where a paper names no place: at the top of its first page, above the text."""


@dataclass(frozen=True, slots=True)
class Before:
    """A paper as it stands before one more signature: its row, the bytes of its latest revision."""

    row: Paper
    pdf: bytes


def before(case: CaseRef, paper_seq: int) -> Before:
    """Return a paper with the bytes of its latest revision.

    Raises:
        OutOfOrderError: there is no such paper, or it counts no longer.
        UnusableError: the file is gone or is not what was recorded.
    """
    row = row_of(case, paper_seq)
    wanted = row.revisions[-1]["sha256"] if row.revisions else row.sha256
    try:
        pdf = where(settings.LIUHEN_PAPERS, wanted).read_bytes()
    except OSError as err:
        raise _changed(row) from err
    if Digests.of(pdf).sha256 != wanted:
        raise _changed(row)
    return Before(row, pdf)


def row_of(case: CaseRef, paper_seq: int) -> Paper:
    """Return the row of a paper that counts.

    Raises:
        OutOfOrderError: there is no such paper, or it counts no longer.
    """
    row = Paper.objects.filter(key=f"{case.dossier}:{paper_seq}").first()
    if row is None:
        raise OutOfOrderError(f"本件第 {paper_seq} 条不是文书。", remedy="请刷新页面，重新选择。")
    if row.voided_at is not None:
        raise OutOfOrderError(f"{row.title}已经作废，不能再签名、盖章。", remedy="请在重新制作的文书上办理。")
    instead = instead_of(row, list(Paper.objects.filter(dossier=case.dossier, form=row.form)))
    if instead is not None:
        raise _replaced(row, instead)
    return row


def places_for(row: Paper, role: str, name: str) -> list[Place]:
    """Return the places where somebody signs: his own line, and with it every page where the form asks for that.

    A line that names somebody is his; one without a name is for whoever comes first.
    """
    taken = sum(1 for one in row.signatures if one["role"] == role and one.get("way") in {"glass", "certificate"})
    own = [place for place in row.places if place["role"] == role and not place["every"]]
    named = [place for place in own if place["name"] and squeezed(name) in squeezed(place["name"])]
    blank = [place for place in own if not place["name"]]
    first = named[:1] or blank[taken : taken + 1] or blank[-1:]
    every = [place for place in row.places if place["role"] == role and place["every"]] if not taken else []
    return [*every, *first] or [dict(_ASIDE)]


def spot_of(place: Place) -> Spot:
    """Return a place as the papers room takes it."""
    return Spot(place["page"], place["x"], place["y"], place["width"], place["height"])


def revised(
    paper: Before, places: Sequence[tuple[Spot, bytes]], means: Means, *, name: str, reason: str, now: datetime,
    last: bool = False,
) -> bytes:  # fmt: skip
    """Return the paper with one more signature, seen at each of its places."""
    number = len(fields_of(paper.pdf)) + 1
    marks = [Mark(spot, look, f"sign-{number}-{part}") for part, (spot, look) in enumerate(places, start=1)]
    with signing_with(means.identity) as signer:
        return signed(
            paper.pdf, marks, signer, name=name, reason=reason, moment=now,
            stamper=means.stamper, trust=means.trust, last=last,
        )  # fmt: skip


def kept(pdf: bytes) -> Scan:
    """Keep the bytes of a revision; return how an entry names them."""
    digests = Digests.of(pdf)
    said = Declared(size=len(pdf), sha256=digests.sha256, sm3=digests.sm3)
    take_in([pdf], root=settings.LIUHEN_PAPERS, name="文书.pdf", declared=said)
    name = f"{digests.sha256[:12]}.pdf"
    return Scan(sha256=digests.sha256, sm3=digests.sm3, size=len(pdf), name=name, media_type="application/pdf")


def sm2_over(organ: str, sm3: str) -> Sm2:
    """Return the organ's SM2 signature over the SM3 digest of a file (GB/T 32918): no common PDF reader checks one."""
    private, public = sm2_keys(organ)
    return Sm2(signature=sm2_sign_sm3_digest(private, bytes.fromhex(sm3)).hex(), key=public.hex())


def sm2_holds(told: Sm2, sm3: str) -> bool:
    """Say whether an SM2 signature is over that digest."""
    try:
        return bool(sm2_verify_sm3_digest(bytes.fromhex(told.key), bytes.fromhex(sm3), bytes.fromhex(told.signature)))
    except (ValueError, TypeError, RuntimeError):
        return False


def _replaced(row: Paper, instead: Paper) -> OutOfOrderError:
    gone = instead.voided_at is not None
    return OutOfOrderError(
        f"{row.title}已由第 {instead.seq} 条代替，不能再签名、盖章。",
        why="代替它的一份已经作废，这一份没有恢复使用。" if gone else "",
        remedy="请另行制作，或者先恢复这一份。" if gone else "请在重新制作的文书上办理。",
    )


def _changed(row: Paper) -> UnusableError:
    return UnusableError(
        f"{row.title}的文件与记录不符，没有签名。",
        why="存储中的文件缺失或者已被改动。",
        remedy="请系统管理员用备份恢复该文件。",
    )
