"""A one-page PDF whose objects are packed, padded to any size with spaces: small on disk, large when unpacked."""

import struct
import zlib

_CATALOGUE = b"<</Type/Catalog/Pages 4 0 R>> "
_PAGES = b"<</Type/Pages/Kids[5 0 R]/Count 1>> "
_PAGE = b"<</Type/Page/Parent 4 0 R/MediaBox[0 0 9 9]>> "


def packed_pdf(*, padding: int) -> bytes:
    """Return the PDF; `padding` bytes of spaces are unpacked with its objects."""
    head = b"1 0 4 %d 5 %d " % (len(_CATALOGUE), len(_CATALOGUE) + len(_PAGES))
    packed = zlib.compress(head + _CATALOGUE + _PAGES + _PAGE + b" " * padding, 9)
    pdf = b"%PDF-1.5\n"
    objects = len(pdf)
    pdf += b"2 0 obj<</Type/ObjStm/N 3/First %d/Filter/FlateDecode/Length %d>>stream\n" % (len(head), len(packed))
    pdf += packed + b"\nendstream endobj\n"
    table = len(pdf)
    places = ((0, 0, 255), (2, 2, 0), (1, objects, 0), (1, table, 0), (2, 2, 1), (2, 2, 2))
    rows = b"".join(struct.pack(">BIB", *place) for place in places)
    pdf += b"3 0 obj<</Type/XRef/Size 6/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(rows)
    return pdf + rows + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % table
