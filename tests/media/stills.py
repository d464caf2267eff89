"""Photos for tests, made of one plain colour or with an orientation a camera would write."""

from fractions import Fraction
from pathlib import Path

import av

_TURNED_RIGHT = bytes.fromhex(
    "ffe10022457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000"
)
"""An EXIF segment that says the camera was held upright: the picture is to be turned clockwise when shown."""


def photo(to: Path, *, size: tuple[int, int], turned: bool = False) -> Path:
    """Make a JPEG; `turned` adds the camera's word that it is to be turned by a quarter."""
    context = av.CodecContext.create("mjpeg", "w")
    context.width, context.height = size
    context.pix_fmt, context.time_base = "yuvj420p", Fraction(1, 25)
    frame = av.VideoFrame(*size, "yuvj420p")
    frame.pts = 0
    data = b"".join(bytes(packet) for packet in (*context.encode(frame), *context.encode(None)))
    to.write_bytes(data[:2] + (_TURNED_RIGHT if turned else b"") + data[2:])
    return to
