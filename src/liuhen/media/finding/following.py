"""Follow what is in a box through time, by CSRT of OpenCV, and say where it was lost: nothing is guessed after that."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from liuhen.media.finding.pictures import Picture, Shown

Shades: TypeAlias = npt.NDArray[np.float32]
Place: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height, as shares of the picture."""

_LIKE: Final = 0.30
"""How like its first picture, or how it looked a moment ago, a thing must stay: −1 to 1. Noise gives about 0."""
_UNLIKE_FOR: Final = 3  # pictures in a row until it counts as lost
_PATCH: Final = (32, 32)
_LEARNT: Final = 0.15  # how much of a sure picture goes into how it looks now
_SAME_SCENE: Final = 0.35  # correlation of the colours of two pictures in a row; a cut gives far less
_INSIDE: Final = 0.5  # share of the box that must lie in the picture


@dataclass(frozen=True, slots=True)
class Followed:
    """Where it was, moment by moment in the order in which it was followed, and why that ended; "" at the end."""

    places: list[tuple[int, Place]]
    lost_ms: int | None
    why: str


def follow(pictures: Iterator[Shown], start: Place) -> Followed:
    """Follow what is at `start` in the first of `pictures`.

    Raises:
        ValueError: there is no picture.
    """
    first_ms, picture = next(pictures, (0, None))
    if picture is None:
        raise ValueError("no picture")
    following = _Following(picture, start)
    places = [(first_ms, start)]
    doubted: list[tuple[int, Place]] = []
    for moment, later in pictures:
        place, why = following.step(later)
        if place is None:
            return Followed(places, (doubted or [(moment, start)])[0][0], why)
        doubted.append((moment, place))
        if following.sure:
            places += doubted
            doubted = []
        elif len(doubted) >= _UNLIKE_FOR:
            return Followed(places, doubted[0][0], "被遮住，或者样子变了")
    return Followed(places, doubted[0][0] if doubted else None, "被遮住，或者样子变了" if doubted else "")


class _Following:
    def __init__(self, picture: Picture, start: Place) -> None:
        cv2.setNumThreads(1)
        self._tracker = cv2.TrackerCSRT_create()  # type: ignore[attr-defined]  # its stub lists it otherwise
        self._tracker.init(picture, _pixels(start, picture))
        self._first = self._now = _patch(picture, start)
        self._colours = _colours(picture)
        self.sure = True

    def step(self, picture: Picture) -> tuple[Place | None, str]:
        """Return where it is in the next picture, or None and why it cannot be said."""
        colours = _colours(picture)
        alike = cv2.compareHist(self._colours, colours, cv2.HISTCMP_CORREL)
        self._colours = colours
        if alike < _SAME_SCENE:
            return None, "画面切换"
        found, box = self._tracker.update(picture)
        if not found:
            return None, "跟丢了"
        place = _shares(box, picture)
        if _inside(place) < _INSIDE:
            return None, "离开了画面"
        patch = _patch(picture, place)
        likeness = max(_likeness(patch, self._now), _likeness(patch, self._first))
        self.sure = likeness >= _LIKE
        if self.sure:
            self._now = (1 - _LEARNT) * self._now + _LEARNT * patch
        return place, ""


def _pixels(place: Place, picture: Picture) -> tuple[int, int, int, int]:
    height, width = picture.shape[:2]
    left, top = max(0, round(place[0] * width)), max(0, round(place[1] * height))
    return (
        left,
        top,
        max(4, min(width - left, round(place[2] * width))),
        max(4, min(height - top, round(place[3] * height))),
    )


def _shares(box: object, picture: Picture) -> Place:
    height, width = picture.shape[:2]
    left, top, wide, high = (float(one) for one in np.asarray(box).ravel()[:4])
    return left / width, top / height, wide / width, high / height


def _inside(place: Place) -> float:
    left, top, wide, high = place
    seen_wide = min(1.0, left + wide) - max(0.0, left)
    seen_high = min(1.0, top + high) - max(0.0, top)
    return max(0.0, seen_wide) * max(0.0, seen_high) / max(1e-9, wide * high)


def _patch(picture: Picture, place: Place) -> Shades:
    left, top, wide, high = _pixels(place, picture)
    cut = cv2.cvtColor(picture[top : top + high, left : left + wide], cv2.COLOR_BGR2GRAY)
    return cv2.resize(cut, _PATCH, interpolation=cv2.INTER_AREA).astype(np.float32)


def _likeness(one: Shades, other: Shades) -> float:
    """Return the normed correlation of two patches, −1 to 1; two even surfaces are alike when their brightness is."""
    first, second = one - one.mean(), other - other.mean()
    norm = float(np.sqrt((first**2).sum() * (second**2).sum()))
    if norm < one.size:  # next to nothing to be seen in either
        return 1.0 if abs(float(one.mean() - other.mean())) < 12 else 0.0  # noqa: PLR2004 - shades of 256
    return float((first * second).sum()) / norm


def _colours(picture: Picture) -> Shades:
    found = cv2.calcHist([picture], [0, 1, 2], None, [6, 6, 6], [0, 256, 0, 256, 0, 256])
    return cv2.GaussianBlur(found.reshape(36, 6), (3, 3), 0).astype(np.float32)
