"""What is seen of a signature or a seal on the page: drawn strokes, a name, a picture of a seal or a plain frame.

A round seal is never imitated: without a picture of its own an organ gets a frame with its name and 电子签章.
"""

import io
import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from PIL import Image

from liuhen.kernel.clock import require_aware
from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.papers.typesetting import small_page
from liuhen.papers.wording import moment_in_words

Point = tuple[float, float, int]
"""x and y from the top left of the pad, in its own units, and milliseconds since the first touch."""

MOST_POINTS: Final = 6_000
MOST_LINES: Final = 200
_FEWEST: Final = 8  # points: a slip of the finger is no signature
_NOTE: Final = 5.5  # points of height for each line of words under a signature
_OVER: Final = 4.0  # points under the drawing; it may cross the words, as ink does
_PEN: Final = 1.1


@dataclass(frozen=True, slots=True)
class Strokes:
    """What was drawn on the glass; width and height of the pad in its own units."""

    width: float
    height: float
    lines: tuple[tuple[Point, ...], ...]


def strokes_in(told: str) -> Strokes:
    """Return what a pad sends as JSON: `{"width": 600, "height": 200, "lines": [[[x, y, ms], …], …]}`.

    Raises:
        BadInputError: it is none, is empty, or holds more than anybody draws.
    """
    try:
        read = json.loads(told)
        lines = tuple(tuple((float(x), float(y), int(at)) for x, y, at in line) for line in read["lines"] if line)
        found = Strokes(float(read["width"]), float(read["height"]), lines)
    except (ValueError, TypeError, KeyError, OverflowError) as err:
        raise _not_drawn("签名的笔迹没有完整收到") from err
    points = [point for line in found.lines for point in line]
    if len(points) < _FEWEST:
        raise _not_drawn("签名板上还没有签名")
    if len(points) > MOST_POINTS or len(found.lines) > MOST_LINES:
        raise _not_drawn("笔迹过长")
    if not (0 < found.width <= 10_000 and 0 < found.height <= 10_000) or any(  # noqa: PLR2004 - pixels of a pad
        not (0 <= x <= found.width and 0 <= y <= found.height and at >= 0) for x, y, at in points
    ):
        raise _not_drawn("笔迹超出了签名板")
    return found


def _not_drawn(what: str) -> BadInputError:
    return BadInputError(f"没有收下签名：{what}。", fields={"strokes": what}, remedy="请清除后在签名板上重新签名。")


def strokes_seen(strokes: Strokes, *, width: float, height: float, note: str, moment: datetime) -> bytes:
    """Return a signature as it was drawn, in lines, fitted into a place of `width` × `height` points."""
    points = [point for line in strokes.lines for point in line]
    left, top = min(x for x, _, _ in points), min(y for _, y, _ in points)
    wide = max(max(x for x, _, _ in points) - left, 1.0)
    tall = max(max(y for _, y, _ in points) - top, 1.0)
    room = height - _OVER
    scale = min((width - 2 * _PEN) / wide, (room - 2 * _PEN) / tall)
    across, down = (width - wide * scale) / 2, (room - tall * scale) / 2
    lines = [[[(x - left) * scale + across, (y - top) * scale + down] for x, y, _ in line] for line in strokes.lines]
    lines = [line if len(line) > 1 else [line[0], [line[0][0] + 0.1, line[0][1]]] for line in lines]
    return _seen("strokes", width, height, moment, note=note, lines=lines)


def name_seen(name: str, *, width: float, height: float, note: str, moment: datetime) -> bytes:
    """Return a name in type, for who signs by certificate and does not draw."""
    return _seen("name", width, height, moment, note=note, name=name)


def seal_seen(organ: str, picture: bytes | None, *, width: float, height: float, note: str, moment: datetime) -> bytes:
    """Return the organ's own picture, or a plain red frame with its name and the time where it has none."""
    if picture is not None:
        return _seen("picture", width, height, moment, note=note, picture=picture)
    return _seen("frame", width, height, moment, name=organ, when=moment_in_words(moment), small=note)


def _wrapped(png: bytes) -> bytes:
    """Return a picture inside a drawing: the typesetter takes files of text from us."""
    try:
        with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
            opened.load()
            size = f'width="{opened.width}" height="{opened.height}"'
    except (OSError, ValueError, Image.DecompressionBombError) as err:
        raise UnusableError("印章图片读不出来。", remedy="请系统管理员重新存入印章图片。") from err
    inside = f'<image {size} href="data:image/png;base64,{b64encode(png).decode()}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'.encode()


def _seen(
    kind: str, width: float, height: float, moment: datetime, *, picture: bytes | None = None, **more: Any
) -> bytes:
    title = "电子签章" if kind in {"picture", "frame"} else "签名"
    told = {"note": "", "name": "", "when": "", "small": "", "lines": (), "pen": _PEN, **more}
    room = _NOTE * (1 + told["note"].count("\n")) if told["note"] else 0
    given = {"kind": kind, "width": width, "height": height, "title": title, "room": room, **told}
    files = {"picture.svg": _wrapped(picture)} if picture is not None else {}
    return small_page("appearance.typ", "appearance.json", given, moment=require_aware(moment), more=files)
