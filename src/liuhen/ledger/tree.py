"""The tree of an organ as stored: hashes of whole subtrees are kept, so that a proof reads few heads."""

from collections.abc import Iterator

from liuhen.kernel.digests import Digests, Hash, sha256, sm3
from liuhen.ledger.merkle import HEIGHT, TILE, Frontier, Span, leaf
from liuhen.ledger.models import Head, Tile


def span_of(organ: str, hashed: Hash = sha256) -> Span:
    """Return how to hash any run of the organ's heads, with SHA-256 or SM3."""

    def span(low: int, high: int) -> bytes:
        frontier, at = Frontier(hashed), low
        if low % TILE == 0:  # proofs ask for no run as long as a subtree that begins elsewhere
            for kept in _tiles(organ, low // TILE, high // TILE, hashed):
                frontier.add(kept, HEIGHT)
                at += TILE
        for head in _heads(organ, at, high):
            frontier.add(leaf(head, hashed))
        return frontier.root()

    return span


def root_at(organ: str, size: int) -> Digests:
    """Return the root over the organ's first `size` heads, under both hashes."""
    return Digests(span_of(organ, sha256)(0, size).hex(), span_of(organ, sm3)(0, size).hex())


def store_tiles(organ: str, size: int) -> None:
    """Keep the hashes of the subtrees that are complete at this size. The caller holds the organ's lock."""
    for index in range(Tile.objects.filter(organ=organ).count(), size // TILE):
        trees = Frontier(sha256), Frontier(sm3)
        for head in _heads(organ, index * TILE, (index + 1) * TILE):
            trees[0].add(leaf(head, sha256))
            trees[1].add(leaf(head, sm3))
        row = Tile(
            id=f"{organ}/{index}", organ=organ, index=index, sha256=trees[0].root().hex(), sm3=trees[1].root().hex()
        )
        row.save(force_insert=True)


def _tiles(organ: str, first: int, beyond: int, hashed: Hash) -> Iterator[bytes]:
    """Give the kept subtrees from `first` on, up to the first one that is not kept."""
    column = "sha256" if hashed is sha256 else "sm3"
    rows = Tile.objects.filter(organ=organ, index__gte=first, index__lt=beyond).order_by("index")
    for expected, (index, kept) in enumerate(rows.values_list("index", column).iterator(), start=first):
        if index != expected:
            return
        yield bytes.fromhex(kept)


def _heads(organ: str, low: int, high: int) -> Iterator[bytes]:
    rows = Head.objects.filter(organ=organ, organ_seq__gt=low, organ_seq__lte=high).order_by("organ_seq")
    return map(bytes, rows.values_list("head", flat=True).iterator())
