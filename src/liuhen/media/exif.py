"""What a camera wrote into a photo: when, where, and which camera; read from its EXIF segment, no pixel decoded."""

import struct
from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Final, TypeAlias

from liuhen.kernel.clock import BEIJING
from liuhen.media.embedded import NOTHING, Embedded, doubt_of, embedded

Value: TypeAlias = str | tuple[Fraction, ...]
Table: TypeAlias = dict[int, Value]

_MAKE, _MODEL = 0x010F, 0x0110
_TAKEN, _ZONE, _CAMERA, _GPS = 0x9003, 0x9011, 0x8769, 0x8825
_SOUTH, _LATITUDE, _WEST, _LONGITUDE = 1, 2, 3, 4
_HEAD: Final = b"Exif\0\0"
_LOOKED_AT: Final = 512 << 10  # bytes: the segment stands before the picture
_MOST_ENTRIES, _MOST_VALUES = 200, 200
_TEXT, _SHORT, _LONG, _RATIO = 2, 3, 4, 5
_WIDTHS: Final = {_TEXT: 1, _SHORT: 2, _LONG: 4, _RATIO: 8}  # bytes of one value; others are passed over


def taken(path: Path) -> Embedded:
    """Return what a JPEG says of its making; nothing where it says nothing, or nothing that can be read."""
    with path.open("rb") as file:
        segment = _segment(file.read(_LOOKED_AT))
    try:
        return _told(segment) if segment else NOTHING
    except (ValueError, ArithmeticError, struct.error):
        return NOTHING


def _segment(head: bytes) -> bytes:
    place = 2
    while place + 4 <= len(head) and head[place] == 0xFF and head[place + 1] != 0xDA:  # noqa: PLR2004  # the picture
        length = int.from_bytes(head[place + 2 : place + 4], "big")
        content = head[place + 4 : place + 2 + length]
        if head[place + 1] == 0xE1 and content.startswith(_HEAD):  # noqa: PLR2004  # the segment of cameras
            return content[len(_HEAD) :]
        place += 2 + length
    return b""


def _told(data: bytes) -> Embedded:
    order = "<" if data.startswith(b"II") else ">"
    (first,) = struct.unpack_from(order + "I", data, 4)
    whole = _table(data, order, first)
    camera, place = _below(data, order, whole, _CAMERA), _below(data, order, whole, _GPS)
    named = embedded({"make": _text(whole, _MAKE), "model": _text(whole, _MODEL), "location": _place(place)})
    created = _moment(_text(camera, _TAKEN), _text(camera, _ZONE))
    return Embedded(created, named.make, named.model, named.place, doubt_of(created))


def _table(data: bytes, order: str, place: int) -> Table:
    """Return the entries of one table; what is of a kind nobody needs is left out."""
    found: Table = {}
    (number,) = struct.unpack_from(order + "H", data, place)
    for at in range(place + 2, place + 2 + 12 * min(number, _MOST_ENTRIES), 12):
        tag, kind, count = struct.unpack_from(order + "HHI", data, at)
        width = _WIDTHS.get(kind, 0) * count
        if not width or count > _MOST_VALUES:
            continue
        start = at + 8 if width <= 4 else struct.unpack_from(order + "I", data, at + 8)[0]  # noqa: PLR2004  # in place
        found[tag] = _value(data[start : start + width], order, kind, count)
    return found


def _value(data: bytes, order: str, kind: int, count: int) -> Value:
    if kind == _TEXT:
        return data.split(b"\0")[0].decode("utf-8", "replace")
    if kind == _RATIO:
        pairs = struct.unpack(f"{order}{2 * count}I", data)
        return tuple(Fraction(a, b) for a, b in zip(pairs[::2], pairs[1::2], strict=True))
    return tuple(Fraction(one) for one in struct.unpack(f"{order}{count}{'H' if kind == _SHORT else 'I'}", data))


def _below(data: bytes, order: str, whole: Table, tag: int) -> Table:
    pointer = whole.get(tag)
    return _table(data, order, int(pointer[0])) if isinstance(pointer, tuple) and pointer else {}


def _text(table: Table, tag: int) -> str:
    found = table.get(tag, "")
    return found.strip() if isinstance(found, str) else ""


def _moment(written: str, zone: str) -> datetime | None:
    """Return when it was taken, as written; a camera that names no zone is taken to show Beijing time."""
    try:
        moment = datetime.strptime(written, "%Y:%m:%d %H:%M:%S").replace(tzinfo=BEIJING)
        return datetime.fromisoformat(moment.replace(tzinfo=None).isoformat() + zone) if zone else moment
    except ValueError:
        return None


def _place(told: Mapping[int, Value]) -> str:
    """Return latitude and longitude as a device would write them into a film."""
    north, east = _degrees(told.get(_LATITUDE, "")), _degrees(told.get(_LONGITUDE, ""))
    if north is None or east is None:
        return ""
    south, west = str(told.get(_SOUTH, "")).startswith("S"), str(told.get(_WEST, "")).startswith("W")
    return f"{-north if south else north:+.6f}{-east if west else east:+.6f}/"


def _degrees(parts: Value) -> float | None:
    if isinstance(parts, str) or len(parts) != 3:  # noqa: PLR2004  # degrees, minutes, seconds
        return None
    return float(parts[0] + parts[1] / 60 + parts[2] / 3600)
