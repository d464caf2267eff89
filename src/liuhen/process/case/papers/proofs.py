"""Signed papers against what the entries say of them; `verify` calls this.

That a file is whole is looked at elsewhere (`fixity`). Here: that each revision goes on from the one before it, that
the PAdES signatures in it hold, and that the SM2 signature is over its SM3 digest.
"""

from collections.abc import Iterator
from typing import Final

from django.conf import settings

from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.ledger import Body, BodyDestroyedError, Counted, Entry, Problem, UnknownKindError, body_of, checks, entries
from liuhen.media.places import where
from liuhen.papers.signing_found import found
from liuhen.process.case.papers.making import PaperFinalised
from liuhen.process.case.papers.payloads import PaperSealed, PaperSigned
from liuhen.process.case.papers.revising import sm2_holds
from liuhen.process.case.parts import Scan

_KINDS: Final = frozenset({"paper.finalised", "paper.signed", "paper.sealed"})


@checks("paper-signatures")
def check_signatures() -> Iterator[Problem | Counted]:
    """Check every signed revision of every paper; name each that does not hold."""
    number = 0
    before: dict[tuple[str, int], Scan] = {}
    for entry in entries():
        body = _signed(entry)
        if isinstance(body, PaperFinalised):
            before[entry.dossier or "", entry.dossier_seq or 0] = body.file
        if not isinstance(body, PaperSigned | PaperSealed) or body.revision is None:
            continue
        number += 1
        try:
            file = where(settings.LIUHEN_PAPERS, body.revision.sha256).read_bytes()
        except OSError:
            continue  # a missing file is named where files are looked at
        place = (entry.dossier or "", body.paper_seq)
        for what in _wrong(body, file, before.get(place)):
            yield Problem(
                code="paper-signatures.broken",
                where=f"签名后的文书（案卷 {entry.dossier} 第 {entry.dossier_seq} 条）",
                what=what,
                entry=entry.digest,
                dossier=entry.dossier,
                file=body.revision.sha256,
            )
        before[place] = body.revision
    yield Counted("paper-signatures", number)


def _wrong(body: PaperSigned | PaperSealed, file: bytes, before: Scan | None) -> Iterator[str]:
    if before is not None and Digests.of(file[: before.size]).sha256 != before.sha256:
        yield "它没有原样包含上一次签名后的文书。"
    if body.sm2 is None or body.revision is None or not sm2_holds(body.sm2, body.revision.sm3):
        yield "SM2 签名与文书的 SM3 摘要对不上。"
    try:
        if not all(one.intact for one in found(file, ())):
            yield "PDF 里的签名验证不通过。"
    except BadInputError as err:
        yield err.message


def _signed(entry: Entry) -> Body | None:
    if entry.kind not in _KINDS:
        return None
    try:
        return body_of(entry)
    except (BodyDestroyedError, UnusableError, UnknownKindError, ValueError):
        return None  # lawfully destroyed, or named where the ledger itself is checked
