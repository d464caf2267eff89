"""A photograph of a page as the page itself: the four corners become those of an A4 sheet.

Pillow does it, which the product has anyway. Whoever took the photograph points at the corners: a program that guesses
them is wrong on a white sheet on a white desk, and nobody would notice.
"""

import io
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from liuhen.kernel.errors import BadInputError

Corners = tuple[tuple[float, float], ...]
"""Four corners, from the top left clockwise, as shares of the photograph's width and height."""

_WIDE, _TALL = 1240, 1754  # A4 at 150 dots an inch
_CORNERS: Final = 4
_PAIR: Final = 2
_THOUSAND: Final = 1000
_LEAST: Final = 0.05  # of the photograph's area: what is smaller is no page
_MOST_PIXELS: Final = 60_000_000


def corners_in(told: str) -> Corners:
    """Return four corners written as `62,40 940,55 955,962 48,950`, in thousandths.

    Raises:
        BadInputError: they are not four corners of one page.
    """
    try:
        pairs = [tuple(int(part) / _THOUSAND for part in pair.split(",")) for pair in told.split()]
    except ValueError as err:
        raise _no_corners() from err
    if len(pairs) != _CORNERS or any(len(one) != _PAIR or not all(0 <= part <= 1 for part in one) for one in pairs):
        raise _no_corners()
    found = tuple((one[0], one[1]) for one in pairs)
    if not _turns_one_way(found) or _area(found) < _LEAST:
        raise _no_corners()
    return found


def straight(photo: Path, corners: Corners) -> bytes:
    """Return the page within `corners` as a JPEG of an A4 sheet.

    Raises:
        BadInputError: the file is no photograph that can be read.
    """
    try:
        with Image.open(photo) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise BadInputError(
                    "照片太大，不能拉正。", fields={"scan": "超过六千万像素"}, remedy="请缩小后重新上传。"
                )
            seen = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as err:
        raise BadInputError(
            "照片读不出来，没有拉正。",
            fields={"scan": "不是可以拉正的照片"},
            remedy="请上传 JPEG 或者 PNG 照片；PDF 扫描件不用拉正。",
        ) from err
    points = [(x * seen.width, y * seen.height) for x, y in corners]
    sheet = seen.transform((_WIDE, _TALL), Image.Transform.PERSPECTIVE, _coefficients(points), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    sheet.save(out, "JPEG", quality=88, dpi=(150, 150))
    return out.getvalue()


def _coefficients(points: list[tuple[float, float]]) -> list[float]:
    """Return the eight numbers that map a point of the sheet to the photograph (a plane projective map)."""
    sheet = [(0, 0), (_WIDE, 0), (_WIDE, _TALL), (0, _TALL)]
    rows: list[list[float]] = []
    for (u, v), (x, y) in zip(sheet, points, strict=True):
        rows.append([u, v, 1, 0, 0, 0, -u * x, -v * x, x])
        rows.append([0, 0, 0, u, v, 1, -u * y, -v * y, y])
    return _solved(rows)


def _solved(rows: list[list[float]]) -> list[float]:
    """Solve a small system of equations by elimination; the last number of a row is its right side."""
    size = len(rows)
    for at in range(size):
        best = max(range(at, size), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [one / rows[at][at] for one in rows[at]]
        for row in range(size):
            if row != at:
                share = rows[row][at]
                rows[row] = [one - share * pivot for one, pivot in zip(rows[row], rows[at], strict=True)]
    return [row[-1] for row in rows]


def _turns_one_way(corners: Corners) -> bool:
    """Say whether the corners go round clockwise without a dent."""
    count = len(corners)
    turns = []
    for at in range(count):
        (ax, ay), (bx, by), (cx, cy) = corners[at], corners[(at + 1) % count], corners[(at + 2) % count]
        turns.append((bx - ax) * (cy - by) - (by - ay) * (cx - bx))
    return all(turn > 0 for turn in turns)


def _area(corners: Corners) -> float:
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def _no_corners() -> BadInputError:
    return BadInputError(
        "纸张的四角没有标对。",
        fields={"corners": "须是四个角，从左上角起顺时针"},
        remedy="请在照片上依次标出纸张的左上、右上、右下、左下角。",
    )
