"""Photos for tests, made of one plain colour or with an orientation a camera would write."""

import struct
from fractions import Fraction
from pathlib import Path

import av

_TURNED_RIGHT = bytes.fromhex(
    "ffe10022457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000"
)
"""An EXIF segment that says the camera was held upright: the picture is to be turned clockwise when shown."""


def heic(to: Path, *, size: tuple[int, int], shade: int = 200) -> Path:
    """Make a HEIC photo of one plain grey, as a phone packs it: HEVC in the boxes of a still picture."""
    with av.open(str(to), "w", format="mp4") as out:
        stream = out.add_stream("libx265", rate=1, options={"x265-params": "log-level=error", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.codec_tag = "hvc1"
        frame = av.VideoFrame(*size, "yuv420p")
        for number, plane in enumerate(frame.planes):
            plane.update(bytes([128 if number else shade]) * plane.buffer_size)
        frame.pts = 0
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    coded = to.read_bytes()
    at = coded.index(b"hvcC") - 4
    settings = coded[at : at + int.from_bytes(coded[at : at + 4], "big")]
    at = coded.index(b"mdat") - 4
    picture = coded[at + 8 : at + int.from_bytes(coded[at : at + 4], "big")]
    to.write_bytes(_boxed(settings, picture, size))
    return to


def _boxed(settings: bytes, picture: bytes, size: tuple[int, int]) -> bytes:
    full, start = bytes(4), box(b"ftyp", b"heic", bytes(4), b"mif1heic")
    entry = box(b"infe", b"\2\0\0\0", struct.pack(">HH", 1, 0), b"hvc1\0")
    held = box(b"ipco", settings, box(b"ispe", full, struct.pack(">II", *size)))
    ties = box(b"ipma", full, struct.pack(">IHB", 1, 1, 2), b"\x81\x02")

    def meta(place: int) -> bytes:
        location = struct.pack(">BBHHHHII", 0x44, 0, 1, 1, 0, 1, place, len(picture))
        return box(
            b"meta", full, box(b"hdlr", full, bytes(4), b"pict", bytes(13)), box(b"pitm", full, b"\0\1"),
            box(b"iinf", full, b"\0\1", entry), box(b"iprp", held, ties), box(b"iloc", full, location),
        )  # fmt: skip

    return start + meta(len(start) + len(meta(0)) + 8) + box(b"mdat", picture)


def box(kind: bytes, *content: bytes) -> bytes:
    """Return a box of an ISO media file."""
    inside = b"".join(content)
    return struct.pack(">I", 8 + len(inside)) + kind + inside


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
