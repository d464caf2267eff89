"""Proofs that one entry is in the tree, and that one tree begins another, without showing other entries."""

from typing import TypedDict

from liuhen.kernel.errors import NotFoundError
from liuhen.ledger.merkle import consistency_path, inclusion_path
from liuhen.ledger.models import Head
from liuhen.ledger.tree import span_of


class InclusionProof(TypedDict):
    """Which entry is in the tree of which size, and the SHA-256 hashes on its way to the root, hexadecimal."""

    organ_seq: int
    size: int
    path: list[str]


class ConsistencyProof(TypedDict):
    """Which two sizes, and the SHA-256 hashes that join their roots, hexadecimal."""

    first: int
    second: int
    path: list[str]


def inclusion_proof(organ: str, organ_seq: int, size: int) -> InclusionProof:
    """Return the proof that entry `organ_seq` is in the tree of the organ's first `size` entries.

    Raises:
        NotFoundError: there is no such entry, or no such tree.
    """
    _require_tree(organ, organ_seq, size)
    path = inclusion_path(organ_seq - 1, size, span_of(organ))
    return {"organ_seq": organ_seq, "size": size, "path": [step.hex() for step in path]}


def consistency_proof(organ: str, first: int, second: int) -> ConsistencyProof:
    """Return the proof that the tree of `second` entries begins with that of `first`.

    Raises:
        NotFoundError: there is no such tree.
    """
    _require_tree(organ, first, second)
    path = consistency_path(first, second, span_of(organ))
    return {"first": first, "second": second, "path": [step.hex() for step in path]}


def _require_tree(organ: str, part: int, size: int) -> None:
    if not 1 <= part <= size or not Head.objects.filter(organ=organ, organ_seq=size).exists():
        raise NotFoundError("没有这样的检查点范围。", why="序号超出了本机关已有的记录。")
