"""Where the boxes of a plan are while a picture is shown, in pixels; rounded outward, never inward."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from liuhen.media.derivatives.plans import WHOLE, Box, Covering, Key


@dataclass(frozen=True, slots=True)
class Area:
    """Pixels from `left` and `top` up to `right` and `bottom`, all even: a pixel of colour has two of each."""

    left: int
    top: int
    right: int
    bottom: int
    how: Covering


def areas(boxes: Sequence[Box], *, shown: tuple[Fraction, Fraction], size: tuple[int, int]) -> list[Area]:
    """Return what is covered of a picture.

    Args:
        shown: from when until when it is shown, in milliseconds of the original; a box that begins meanwhile covers
            the picture from its beginning.
        size: width and height of the picture, in pixels.
    """
    found = []
    for box in boxes:
        if shown[0] <= box.to_ms and shown[1] > box.from_ms:
            moment = max(shown[0], Fraction(box.from_ms))
            found.append(_area(_place(box.keys, moment), box.how, size))
    return found


def _place(keys: Sequence[Key], moment: Fraction) -> tuple[Fraction, ...]:
    """Return left, top, right and bottom of a box at a moment, in ten-thousandths."""
    after = bisect_right([key.at_ms for key in keys], moment)
    first, last = keys[max(0, after - 1)], keys[min(after, len(keys) - 1)]
    span = last.at_ms - first.at_ms
    share = (moment - first.at_ms) / span if span else Fraction(0)
    pairs = zip(_corners(first), _corners(last), strict=True)
    return tuple(one + (other - one) * share for one, other in pairs)


def _corners(key: Key) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, (key.x, key.y, key.x + key.width, key.y + key.height)))


def _area(corners: tuple[Fraction, ...], how: Covering, size: tuple[int, int]) -> Area:
    left, top, right, bottom = corners
    width, height = size
    return Area(
        left=_down(left * width / WHOLE),
        top=_down(top * height / WHOLE),
        right=min(width, _up(right * width / WHOLE)),
        bottom=min(height, _up(bottom * height / WHOLE)),
        how=how,
    )


def _down(pixels: Fraction) -> int:
    return int(pixels // 2) * 2


def _up(pixels: Fraction) -> int:
    return -int(-pixels // 2) * 2
