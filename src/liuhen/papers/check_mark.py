"""The mark at the foot of a paper by which anybody checks it: its code, and the same to be scanned."""

import io
from functools import lru_cache
from typing import Final

import segno

_BRIGHT: Final = "m"  # a seventh of the drawing may be worn off
_SLASH: Final = "/"


def scanned(code: str, address: str) -> str:
    """Return what a telephone reads: the page that checks this paper, or the code alone where there is none.

    Args:
        address: of the page where codes are entered, `https://example.org/check`; "" where nobody is told one.
    """
    return f"{address.rstrip(_SLASH)}/{code}" if address else code


@lru_cache(maxsize=64)
def drawing(text: str) -> str:
    """Return `text` as a QR code (ISO/IEC 18004), an SVG of one path whose bytes follow from the text alone."""
    svg = io.BytesIO()
    segno.make_qr(text, error=_BRIGHT).save(svg, kind="svg", border=0, xmldecl=False, omitsize=True)
    return svg.getvalue().decode()
