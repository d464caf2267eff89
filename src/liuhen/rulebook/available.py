"""Which packs there are to work by, and for which region each was made."""

from collections.abc import Sequence
from pathlib import Path

from liuhen.rulebook.errors import PackError
from liuhen.rulebook.frame import PackHead
from liuhen.rulebook.packs import read_heads
from liuhen.rulebook.place import shelves


def available(root: Path | None = None, *, roots: Sequence[Path] | None = None) -> tuple[PackHead, ...]:
    """Return the heads of the packs an organ may work by, the most special first; a base of others comes after them.

    Args:
        roots: where packs lie, the last one first asked; otherwise `root` alone, or the shipped ones.

    Raises:
        PackError: one of them cannot be read.
    """
    heads, problems = read_heads(roots or ((root,) if root else shelves()))
    if problems:
        raise PackError("规程包无法使用", problems=problems, remedy="请按所列文件与行号改正。")
    known = {head.id: head for head in heads}
    depth = {one.id: _depth(one, known) for one in heads}
    return tuple(sorted(heads, key=lambda one: (-depth[one.id], one.id)))


def _depth(head: PackHead, known: dict[str, PackHead]) -> int:
    return 1 + max((_depth(known[base], known) for base in head.extends if base in known), default=0)
