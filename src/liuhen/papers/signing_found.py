"""What the signatures on a paper are worth: pyHanko judges each one, against the authorities that are handed in."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError, ValidationInfoReadingError
from pyhanko_certvalidator import ValidationContext

from liuhen.kernel.errors import BadInputError
from liuhen.papers.apart import finished


@dataclass(frozen=True, slots=True)
class Found:
    """A signature on a paper.

    Args:
        intact: the bytes that it covers are as they were signed, and nothing but further signatures came after it.
        trusted: the certificate was good at that time and an authority that was handed in vouches for it.
        stamped: what its time stamp says; None where it has none that is in order.
    """

    field: str
    name: str
    at: datetime | None
    intact: bool
    trusted: bool
    stamped: datetime | None


def found(pdf: bytes, roots: Sequence[bytes]) -> tuple[Found, ...]:
    """Return the signatures of a paper in their order; time stamps over the whole file are none of them.

    Args:
        roots: certificates (DER) of the authorities that count.

    Raises:
        BadInputError: it is no PDF that can be read.
    """
    try:
        reader = PdfFileReader(io.BytesIO(pdf), strict=True)
        signatures = reader.embedded_regular_signatures
        return tuple(finished(_judged(signatures, [x509.Certificate.load(one) for one in roots])))
    except (PdfError, ValueError, KeyError, SignatureValidationError, ValidationInfoReadingError) as err:
        raise BadInputError(
            "这个文件里的签名读不出来。", why="文件已经损坏，或者不是完整的 PDF。", remedy="请取得完整的文件。"
        ) from err


async def _judged(signatures: Sequence[EmbeddedPdfSignature], roots: list[x509.Certificate]) -> list[Found]:
    return [await _one(signature, roots) for signature in signatures]


async def _one(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> Found:
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]
    moment = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=list(roots), allow_fetching=False, moment=moment)
    status = await async_validate_pdf_signature(signature, context, context)
    stamp = status.timestamp_validity
    unchanged = status.modification_level is not None and status.modification_level <= ModificationLevel.LTA_UPDATES
    forms = status.modification_level is ModificationLevel.FORM_FILLING
    return Found(
        field=signature.field_name,
        name=str(signature.sig_object.get("/Name", "")),
        at=moment,
        intact=bool(status.intact and status.valid and (unchanged or forms)),
        trusted=bool(status.trusted),
        stamped=stamp.timestamp if stamp is not None and stamp.valid and stamp.intact else None,
    )
