"""Small files made to take much: a PDF that unfolds, containers that loop, nest, count to billions or jump in time."""

import struct
import zlib
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av

from media.stills import box

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


def hostile(clip: Path, folder: Path) -> Iterator[Path]:
    """Make one file of each kind of malice; the name says what it does."""
    yield stamped(folder / "jumps-a-century.mkv", [0, 40, 80, 4 * 10**9, 4 * 10**9 + 40, 10**10, 10**10 + 40])
    yield stamped(folder / "one-stamp-is-wild.mkv", [0, 40, 2**53])
    yield stamped(folder / "jumps-for-ever.mkv", [number * 3_000 for number in range(5_000)])
    yield stamped(folder / "leaps-for-ever.mkv", [one for day in range(500) for one in leap(day)])
    yield stamped(folder / "years-in-all.mkv", [number * 80_000_000 for number in range(500)])
    films = {
        "five-thousand-tracks": matroska(tracks=5_000),
        "looks-for-itself": matroska(before=element("114d9b74", b"".join(_LOOK_AGAIN for _ in range(1_000)))),
        "tracks-within-tracks": matroska(after=nested(10_000)),
    }
    for name, film in films.items():
        (folder / f"{name}.mkv").write_bytes(film)
        yield folder / f"{name}.mkv"
    yield from _mp4s(clip.read_bytes(), folder)


def _mp4s(whole: bytes, folder: Path) -> Iterator[Path]:
    deep = b""
    for _ in range(10_000):
        deep = box(b"moov", deep)
    made = {"boxes-within-boxes": box(b"ftyp", b"isom", bytes(4), b"isom") + deep, "and-after-the-end": whole + deep}
    for table, counts in ((b"stsz", (1, 0xFFFFFFF0)), (b"stts", (1, 0xFFFFFFF0, 1)), (b"stco", (0xFFFFFFFF,))):
        told = bytearray(whole)
        struct.pack_into(f">{len(counts)}I", told, told.index(table) + 8, *counts)
        made[f"counts-to-billions-{table.decode()}"] = bytes(told)
    for name, film in made.items():
        (folder / f"{name}.mp4").write_bytes(film)
        yield folder / f"{name}.mp4"


def leap(day: int) -> tuple[int, int]:
    """Return two stamps in milliseconds of a clock that is set two days on."""
    return 2 * day * 86_400_000, 2 * day * 86_400_000 + 40


def stamped(to: Path, stamps: Iterable[int]) -> Path:
    """Make a recording of empty pictures with these stamps, in milliseconds."""
    with av.open(str(to), "w", format="matroska") as out:
        stream = out.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for stamp in stamps:
            packet = av.Packet(_PICTURE)
            packet.stream, packet.time_base, packet.duration = stream, Fraction(1, 1000), 40
            packet.pts = packet.dts = stamp
            out.mux(packet)
    return to


def matroska(*, tracks: int = 1, before: bytes = b"", after: bytes = b"") -> bytes:
    """Return a film of one picture, with these elements around its tracks."""
    described = b"".join(
        element(
            "ae",
            *(number("d7", one), number("73c5", one), number("83", 1), element("86", b"V_MPEG4/ISO/ASP")),
            element("e0", number("b0", 64), number("ba", 64)),
        )
        for one in range(1, tracks + 1)
    )
    head = element("1a45dfa3", element("4282", b"matroska"), number("4287", 4), number("4285", 2))
    scale, shown = element("1549a966", number("2ad7b1", 1_000_000)), element("a3", b"\x81\0\0\x80", _PICTURE)
    cluster = element("1f43b675", number("e7", 0), shown)
    return head + element("18538067", before, scale, element("1654ae6b", described), after, cluster)


def nested(depth: int) -> bytes:
    """Return an element within an element within an element."""
    inside = b""
    for _ in range(depth):
        inside = element("1654ae6b", inside)
    return inside


def element(identity: str, *content: bytes) -> bytes:
    """Return an element of a Matroska file."""
    inside = b"".join(content)
    return bytes.fromhex(identity) + (len(inside) | 1 << 56).to_bytes(8, "big") + inside


def number(identity: str, value: int) -> bytes:
    """Return an element that holds a number."""
    return element(identity, value.to_bytes(4, "big"))


_PICTURE = b"\0\0\1\xb6" + bytes(60)
_LOOK_AGAIN = element("4dbb", element("53ab", bytes.fromhex("114d9b74")), number("53ac", 0))
