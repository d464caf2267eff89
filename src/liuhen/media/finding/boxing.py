"""Places, moment by moment, as a box with few keys: what a person can correct, and what covers every place given."""

from collections.abc import Iterable, Sequence
from typing import Final

from liuhen.media.derivatives.plans import MOST_KEYS, SMALLEST, WHOLE, Box, Key
from liuhen.media.finding.following import Place

_SLACK: Final = 60.0  # ten-thousandths by which a thinned key may be beside; twice that is put around every box


def boxes_of(places: Sequence[tuple[int, Place]], *, widen: float, from_ms: int, to_ms: int, found: str) -> list[Box]:
    """Return boxes that cover `places`, one after the other where one would have too many keys.

    Args:
        places: millisecond and place, in the order of time, at least one.
        widen: by which share of its size each side is put further out.
        from_ms: from when the first place is covered, `to_ms`: until when the last.
        found: how they were come by: `follow` or `faces`.
    """
    keys = _thinned([_outward(moment, place, widen) for moment, place in places])
    pieces = [keys[at : at + MOST_KEYS] for at in range(0, len(keys), MOST_KEYS - 1)]
    pieces = [one for one in pieces if len(one) > 1] or pieces[:1]
    edges = [from_ms, *(piece[0].at_ms for piece in pieces[1:]), max(to_ms, from_ms)]
    return [
        Box.model_validate({"from_ms": start, "to_ms": end, "keys": piece, "found": found})
        for piece, start, end in zip(pieces, edges, edges[1:], strict=False)
    ]


def _outward(moment: int, place: Place, widen: float) -> Key:
    left, top, wide, high = (one * WHOLE for one in place)
    right, bottom = left + wide * (1 + widen) + 2 * _SLACK, top + high * (1 + widen) + 2 * _SLACK
    left, top = left - wide * widen - 2 * _SLACK, top - high * widen - 2 * _SLACK
    x, y = _within(left, WHOLE - SMALLEST), _within(top, WHOLE - SMALLEST)
    return Key(
        at_ms=moment,
        x=x,
        y=y,
        width=max(SMALLEST, _within(right, WHOLE) - x),
        height=max(SMALLEST, _within(bottom, WHOLE) - y),
    )


def _within(value: float, most: int) -> int:
    return max(0, min(most, round(value)))


def _thinned(keys: Sequence[Key]) -> list[Key]:
    """Keep what is needed so that moving evenly between the kept is nowhere further beside than the slack."""
    keep, open_ends = {0, len(keys) - 1}, [(0, len(keys) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        worst, at = max(((_beside(keys, first, last, at), at) for at in range(first + 1, last)), default=(0.0, 0))
        if worst > _SLACK:
            keep.add(at)
            open_ends += [(first, at), (at, last)]
    return [keys[at] for at in sorted(keep)]


def _beside(keys: Sequence[Key], first: int, last: int, at: int) -> float:
    one, other, this = keys[first], keys[last], keys[at]
    share = (this.at_ms - one.at_ms) / max(1, other.at_ms - one.at_ms)
    pairs: Iterable[tuple[float, float, float]] = zip(_corners(one), _corners(other), _corners(this), strict=True)
    return max(abs(start + (end - start) * share - real) for start, end, real in pairs)


def _corners(key: Key) -> tuple[float, float, float, float]:
    return key.x, key.y, key.x + key.width, key.y + key.height
