"""Whose transfers there are, and which are under way just now, found without reading all the others.

Each transfer has an empty file of its name in a folder of its owner's, and while somebody works at it one more in the
folder of those under way. A mark is only a hint: what it points to is read before anything is believed of it, and one
that points to nothing is dropped. They are made before the transfer is, so that no transfer is without.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from liuhen.media.places import incoming

MARK: Final = ".mark"
_OWNERS: Final = ".of"
_LIVELY: Final = ".lively"


def begun(root: Path, name: str, *, owner: str) -> None:
    """Mark a transfer as its owner's, and as under way."""
    _touch(_folder(root, owner) / (name + MARK))
    under_way(root, name)


def belonging(root: Path, name: str, *, owner: str) -> None:
    """Mark a transfer as its owner's: one of an earlier release has no mark."""
    _touch(_folder(root, owner) / (name + MARK))


def under_way(root: Path, name: str) -> None:
    """Mark a transfer as one at which somebody works."""
    _touch(incoming(root) / _LIVELY / (name + MARK))


def resting(root: Path, name: str) -> None:
    """Take the mark away from a transfer at which nobody works."""
    (incoming(root) / _LIVELY / (name + MARK)).unlink(missing_ok=True)


def over(root: Path, name: str, *, owner: str) -> None:
    """Drop the marks of a transfer."""
    resting(root, name)
    (_folder(root, owner) / (name + MARK)).unlink(missing_ok=True)


def of(root: Path, owner: str) -> Iterator[str]:
    """Give the names of one person's transfers."""
    yield from _named(_folder(root, owner))


def lively(root: Path) -> Iterator[str]:
    """Give the names of the transfers at which somebody works or did so lately."""
    yield from _named(incoming(root) / _LIVELY)


def _folder(root: Path, owner: str) -> Path:
    return incoming(root) / _OWNERS / hashlib.sha256(owner.encode()).hexdigest()[:32]


def _touch(path: Path) -> None:
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _named(folder: Path) -> Iterator[str]:
    for path in list(folder.glob("*" + MARK)):
        yield path.name.removesuffix(MARK)
