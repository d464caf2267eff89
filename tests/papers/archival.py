"""What a list can say of PDF/A-2b, read with another library than the one that set the paper.

A validator (veraPDF) is not at hand: colour of every operator, glyph widths and the grammar of streams are not judged.
"""

import io
import re
from collections.abc import Iterator

import pikepdf

_ACTIVE = (
    "/JavaScript",
    "/JS",
    "/Launch",
    "/Sound",
    "/Movie",
    "/ImportData",
    "/ResetForm",
    "/SubmitForm",
    "/Rendition",
)
_FONT_FILES = {"/FontFile", "/FontFile2", "/FontFile3"}


def faults_of(pdf: bytes) -> list[str]:
    """Return what keeps a paper from being PDF/A-2b, as far as a list tells."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [*_claims(document), *_objects(document), *_whole(document, pdf)]


def _claims(document: pikepdf.Pdf) -> Iterator[str]:
    with document.open_metadata() as told:
        if told.pdfa_status != "2B":
            yield f"XMP claims {told.pdfa_status!r}"
        made, changed = told.get("xmp:CreateDate", ""), told.get("xmp:ModifyDate", "")
        if not made or not changed:
            yield "XMP has no dates"
        for key, said in (("/CreationDate", made), ("/ModDate", changed)):
            written = re.sub(r"\D", "", str(document.docinfo.get(key, "")))[:14]
            if written and written != re.sub(r"\D", "", said)[:14]:
                yield f"{key} is not what XMP says"
        if not told.get("dc:title"):
            yield "no title"
    intents = document.Root.get("/OutputIntents", [])
    if not any(one.get("/S") == "/GTS_PDFA1" and "/DestOutputProfile" in one for one in intents):
        yield "no OutputIntent with a profile"


def _objects(document: pikepdf.Pdf) -> Iterator[str]:
    for one in document.objects:
        if not isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if one.get("/S") in _ACTIVE or "/JS" in one or "/AA" in one or "/OpenAction" in one:
            yield f"something that runs: {one.get('/S')}"
        if one.get("/Type") == "/FontDescriptor" and not _FONT_FILES & set(one.keys()):
            yield f"a face is not embedded: {one.get('/FontName')}"
        if isinstance(one, pikepdf.Stream) and ("/F" in one or one.get("/Filter") == "/LZWDecode"):
            yield "a stream outside of the file, or LZW"


def _whole(document: pikepdf.Pdf, pdf: bytes) -> Iterator[str]:
    if document.is_encrypted:
        yield "encrypted"
    if "/ID" not in document.trailer:
        yield "no file identifier"
    if "/JavaScript" in document.Root.get("/Names", {}):
        yield "JavaScript"
    if not re.match(rb"%PDF-1\.[4-7]\n%[\x80-\xff]{4}", pdf):
        yield "a head without its mark of binary content"
    yield from document.check_pdf_syntax()


def undrawn(pdf: bytes) -> int:
    """Return how many characters are drawn with glyph 0, the empty box of a face that lacks them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return sum(_blank_codes(shown) for page in document.pages for shown in _shown(page))


def _shown(page: pikepdf.Page) -> Iterator[bytes]:
    for operands, _ in pikepdf.parse_content_stream(page, "Tj TJ"):
        for one in operands:
            parts = one if isinstance(one, pikepdf.Array) else [one]
            yield from (bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _blank_codes(shown: bytes) -> int:
    return sum(shown[at : at + 2] == b"\0\0" for at in range(0, len(shown), 2))
