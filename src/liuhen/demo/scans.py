"""Signed pages of the demo: the paper itself with a drawn stroke at its foot, as a scanner would see it."""

import io

import pikepdf

_STROKE = b"""
q 0.08 0.12 0.35 RG 1.6 w 1 J
330 150 m 345 190 360 120 372 162 c 380 186 392 140 400 160 c 408 178 420 150 436 166 c S
352 138 m 382 146 410 140 446 150 c S
Q
"""


def signed(pdf: bytes, *, title: str) -> bytes:
    """Return a PDF of the paper's pages, each with an invented signature in ink."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for page in document.pages:
            page.contents_add(document.make_stream(_STROKE))
        del document.Root.Metadata
        document.docinfo["/Title"] = f"{title}（签名页示例）"
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
