"""Where packs are looked for, and how a folder of them is read."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from liuhen.kernel.place import regulations

__all__ = ["HEAD", "WORDS", "find", "ids", "regulations", "shelves"]

HEAD: Final = "pack.yaml"
WORDS: Final = "words.yaml"


def shelves(more: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the folders in which packs are looked for: the shipped one and `more`; of one id the last one holds."""
    return (regulations(), *more)


def find(pack_id: str, roots: Sequence[Path]) -> Path:
    """Return the folder of a pack: the last root that has it, else where it would lie in the last one."""
    folders = [root / pack_id for root in roots]
    return next((each for each in reversed(folders) if (each / HEAD).exists()), folders[-1])


def ids(roots: Iterable[Path]) -> tuple[str, ...]:
    """Return the ids of all packs in `roots`."""
    return tuple(sorted({file.parent.name for root in roots for file in root.glob(f"*/{HEAD}")}))
