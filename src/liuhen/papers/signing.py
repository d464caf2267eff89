"""Sign a PDF (PAdES): each signature is a revision of its own at its place on the page; nothing before it changes."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import crl, x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError

from liuhen.kernel.clock import require_aware
from liuhen.kernel.errors import UnusableError
from liuhen.papers.apart import finished

_EXACTLY: Final = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, margins=Margins(0, 0, 0, 0))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on the paper it is seen: page from 1, points from the top left of the page."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Mark:
    """One signature on the page: where, what is seen (a PDF of one page), and how its field is called."""

    spot: Spot
    look: bytes
    field: str


@dataclass(frozen=True, slots=True)
class Trust:
    """Who vouches: certificates that end a chain, and their lists of revoked ones, all DER; kept inside the paper."""

    roots: tuple[bytes, ...]
    revoked: tuple[bytes, ...] = ()

    def context(self, moment: datetime) -> ValidationContext:
        """Return what pyHanko checks certificates against, as it was at `moment`."""
        return ValidationContext(
            trust_roots=[x509.Certificate.load(one) for one in self.roots],
            crls=[crl.CertificateList.load(one) for one in self.revoked],
            moment=moment,
            allow_fetching=False,
            revocation_mode="hard-fail" if self.revoked else "soft-fail",
        )


def signed(
    pdf: bytes, marks: Sequence[Mark], signer: Signer, *, name: str, reason: str, moment: datetime,
    stamper: TimeStamper, trust: Trust, last: bool = False,
) -> bytes:  # fmt: skip
    """Return the paper with one more signature at each of `marks`.

    Args:
        name: whose it is, as it stands in the paper.
        reason: what for, in words.
        moment: when; aware. The clock of the machine is never read.
        stamper: stamps the time of each signature (PAdES-B-T), and of the file where it is the last one.
        trust: what a later check needs, kept in the paper where the lists of revoked ones are at hand (PAdES-B-LT).
        last: nothing is signed after it: the file gets a time stamp of its own (PAdES-B-LTA).

    Raises:
        UnusableError: the file cannot be signed.
    """
    for number, mark in enumerate(marks, start=1):
        ends = number == len(marks)
        told = PdfSignatureMetadata(
            field_name=mark.field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=name,
            reason=reason,
            embed_validation_info=ends and bool(trust.revoked),
            use_pades_lta=last and ends and bool(trust.revoked),
            validation_context=trust.context(moment) if ends and trust.revoked else None,
            timestamp_field_name=f"{mark.field}-time",
        )
        pdf = _one(pdf, mark, signer, told, moment=require_aware(moment), stamper=stamper)
    return pdf


def fields_of(pdf: bytes) -> list[str]:
    """Return the names of the signatures on a paper, in their order."""
    return [name for name, value, _ in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))) if value is not None]


def _one(
    pdf: bytes, mark: Mark, signer: Signer, told: PdfSignatureMetadata, *, moment: datetime, stamper: TimeStamper
) -> bytes:
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=True)
        writer.document_meta.last_modified = moment
        work = _Signing(
            told, signer, timestamper=stamper, stamp_style=_style(mark.look), new_field_spec=_place(writer, mark)
        )
        work.moment = moment
        out = io.BytesIO()
        finished(work.async_sign_pdf(writer, output=out))
    except (SigningError, PdfReadError, PathError) as err:
        raise UnusableError(
            "文书没有签成。", why=f"签名程序没有接受：{err}。", remedy="请告知系统管理员核对证书和原文件。"
        ) from err
    return out.getvalue()


class _Signing(PdfSigner):
    """Signs at the moment it is told, not at the machine's."""

    moment: datetime

    def init_signing_session(self, pdf_out: Any, existing_fields_only: bool = False) -> PdfSigningSession:  # noqa: FBT001, FBT002
        session = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        session.system_time = self.moment
        return session


def _place(writer: IncrementalPdfFileWriter, mark: Mark) -> SigFieldSpec:
    spot = mark.spot
    high = _height(writer, spot.page - 1)
    box = tuple(round(one) for one in (spot.x, high - spot.y - spot.height, spot.x + spot.width, high - spot.y))
    return SigFieldSpec(mark.field, on_page=spot.page - 1, box=box)  # type: ignore[arg-type]


def _height(writer: IncrementalPdfFileWriter, page: int) -> float:
    found = writer.find_page_for_modification(page)[0]  # type: ignore[no-untyped-call]
    box = found.get_object()["/MediaBox"]
    return float(box[3]) - float(box[1])


class _Laid(PdfContent):
    """A small page out of bytes as what is seen of a signature."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self._page = page

    def render(self) -> bytes:
        writer = self._ensure_writer
        found = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Seen"] = found
        left, bottom, right, top = (float(one) for one in found.get_object()["/BBox"])
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Seen Do"


def _style(look: bytes) -> StaticStampStyle:
    return StaticStampStyle(border_width=0, background=_Laid(look), background_layout=_EXACTLY)
