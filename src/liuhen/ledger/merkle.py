"""The tree over an organ's heads, after RFC 9162. Pure functions; the hash is a parameter.

Leaves are counted from 0 here; `organ_seq` n is leaf n - 1.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from liuhen.kernel.digests import Hash, sha256

_LEAF, _NODE = b"\x00", b"\x01"

Span = Callable[[int, int], bytes]
"""Gives the hash of the tree over the leaves from the first number up to, without, the second."""

Peaks = Sequence[tuple[int, bytes]]
"""Roots of perfect subtrees from left to right, each with its height; a leaf has height 0."""

HEIGHT: Final = 8
TILE: Final = 2**HEIGHT
"""Leaves under one stored subtree."""


def leaf(head: bytes, hashed: Hash = sha256) -> bytes:
    """Return the hash of one leaf."""
    return hashed(_LEAF + head)


def node(left: bytes, right: bytes, hashed: Hash = sha256) -> bytes:
    """Return the hash above two others."""
    return hashed(_NODE + left + right)


class Frontier:
    """A tree that grows to the right: it keeps only the roots of its perfect subtrees."""

    def __init__(self, hashed: Hash = sha256) -> None:
        self._hashed = hashed
        self.peaks: list[tuple[int, bytes]] = []

    def add(self, subtree: bytes, height: int = 0) -> None:
        """Put the next leaf, or the next perfect subtree of this height, at the right end."""
        while self.peaks and self.peaks[-1][0] == height:
            subtree = node(self.peaks.pop()[1], subtree, self._hashed)
            height += 1
        self.peaks.append((height, subtree))

    def root(self) -> bytes:
        """Return the root of what was added so far."""
        return fold(self.peaks, self._hashed)


def fold(peaks: Peaks, hashed: Hash = sha256) -> bytes:
    """Return the root above perfect subtrees of falling height; that of no leaves is the hash of nothing."""
    if not peaks:
        return hashed(b"")
    root = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        root = node(left, root, hashed)
    return root


def root_of(leaves: Iterable[bytes], hashed: Hash = sha256) -> bytes:
    """Return the root over the hashes of leaves."""
    frontier = Frontier(hashed)
    for one in leaves:
        frontier.add(one)
    return frontier.root()


def inclusion_path(index: int, size: int, span: Span) -> list[bytes]:
    """Return the path from a leaf to the root of the tree of `size` leaves, the leaf's neighbour first (2.1.3.1).

    Raises:
        ValueError: the tree has no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low = middle
    return path[::-1]


def root_by_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], hashed: Hash = sha256) -> bytes:
    """Return the root that a path leads to from a leaf (2.1.3.2).

    Raises:
        ValueError: the path does not fit a tree of this size.
    """
    if not 0 <= index < size:
        raise ValueError("no such leaf in this tree")
    at, last, root = index, size - 1, leaf_hash
    for other in path:
        if last == 0:
            raise ValueError("the path is too long")
        if at % 2 or at == last:
            root = node(other, root, hashed)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            root = node(root, other, hashed)
        at, last = at // 2, last // 2
    if last:
        raise ValueError("the path is too short")
    return root


def consistency_path(first: int, second: int, span: Span) -> list[bytes]:
    """Return what shows that the tree of `first` leaves begins the tree of `second` leaves (2.1.4.1).

    Raises:
        ValueError: the sizes are not 1 ≤ first ≤ second.
    """
    if not 0 < first <= second:
        raise ValueError("the first tree has at least one leaf and is not the larger")
    path: list[bytes] = []
    low, high, whole = 0, second, True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            path.append(span(middle, high))
            high = middle
        else:
            path.append(span(low, middle))
            low, whole = middle, False
    if not whole:
        path.append(span(low, high))
    return path[::-1]


def consistent(
    *, first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes], hashed: Hash = sha256
) -> bool:
    """Say whether the path shows that the second tree begins with the first (2.1.4.2)."""
    if first == second:
        return not path and first_root == second_root
    if not 0 < first < second or not path:
        return False
    steps = list(path) if first & (first - 1) else [first_root, *path]
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at // 2, last // 2
    old = new = steps[0]
    for other in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node(other, old, hashed), node(other, new, hashed)
            while not at % 2 and at:
                at, last = at // 2, last // 2
        else:
            new = node(new, other, hashed)
        at, last = at // 2, last // 2
    return last == 0 and (old, new) == (first_root, second_root)


def _split(size: int) -> int:
    """Return the largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
