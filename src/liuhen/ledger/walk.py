"""Reading an organ's chain from its first head to its last and checking every joint."""

import json
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import Digests, sha256, sm3
from liuhen.ledger.checkers import Problem
from liuhen.ledger.head import Entry
from liuhen.ledger.merkle import HEIGHT, TILE, Frontier, fold, leaf
from liuhen.ledger.models import Head, Tile

_REMEMBERED: Final = 4096  # dossiers whose last head is held in memory; others are looked up


class Row(NamedTuple):
    """A head as its table holds it."""

    digest: str
    sm3: str
    organ: str
    organ_seq: int
    dossier: str | None
    dossier_seq: int | None
    kind: str
    key: str
    head: object  # bytes, unless somebody made it something else


def rows(organ: str | None) -> Iterator[Row]:
    """Give the rows of one organ or of all, organ by organ, in the order of their numbers."""
    heads = Head.objects.order_by("organ", "organ_seq", "digest")
    if organ is not None:
        heads = heads.filter(organ=organ)
    for columns in heads.values_list(*Row._fields).iterator(chunk_size=TILE):
        yield Row(*columns)


def as_bytes(stored: object) -> bytes:
    """Return the bytes of a column that should hold bytes, whatever it was made to hold."""
    return stored.encode() if isinstance(stored, str) else bytes(stored)  # type: ignore[call-overload]  # a buffer


@dataclass(slots=True)
class Joint:
    """One head that was reached: its row, its bytes and their digests, and what it says (None: it cannot be read)."""

    row: Row
    head: bytes
    entry: Entry | None
    digests: Digests

    @property
    def where(self) -> str:
        """Return the place for people."""
        place = f"机关 {self.row.organ} 第 {self.row.organ_seq} 条"
        return f"{place}（案卷 {self.row.dossier} 第 {self.row.dossier_seq} 条）" if self.row.dossier else place

    def problem(self, code: str, what: str) -> Problem:
        """Return a problem at this place."""
        return Problem(code, self.where, what, entry=self.row.digest, dossier=self.row.dossier)

    @property
    def changed(self) -> bool:
        """Say whether the bytes are no longer those whose digest was kept."""
        return isinstance(self.row.head, str) or (self.row.digest, self.row.sm3) != (
            self.digests.sha256,
            self.digests.sm3,
        )


@dataclass(slots=True)
class Walk:
    """What has to be remembered of an organ's chain on the way: a fixed amount, however long it is."""

    organ: str
    last: Joint | None = None
    recorded: datetime | None = None
    dossiers: "OrderedDict[str, tuple[int, Digests]]" = field(default_factory=OrderedDict)
    trees: tuple[Frontier, Frontier] = field(default_factory=lambda: (Frontier(sha256), Frontier(sm3)))
    tile: tuple[Frontier, Frontier] = field(default_factory=lambda: (Frontier(sha256), Frontier(sm3)))
    size: int = 0  # heads reached
    seq: int = 0  # the last sequence number among them

    def root(self) -> Digests:
        """Return the root over the heads reached so far."""
        by_sha256 = fold([*self.trees[0].peaks, *self.tile[0].peaks], sha256)
        by_sm3 = fold([*self.trees[1].peaks, *self.tile[1].peaks], sm3)
        return Digests(by_sha256.hex(), by_sm3.hex())

    def step(self, row: Row) -> tuple[Joint, list[Problem]]:
        """Reach the next head; return it with what is wrong about it."""
        head = as_bytes(row.head)
        joint = Joint(row, head, _entry(head), Digests.of(head))
        problems = [*_own(joint), *self._order(joint), *self._links(joint), *self._grow(head)]
        self.last = joint
        return joint, problems

    def _order(self, joint: Joint) -> Iterator[Problem]:
        before, found = self.seq, joint.row.organ_seq
        if not isinstance(found, int) or found <= before:
            yield joint.problem("chain.repeated", "序号重复或者次序颠倒。")
            return
        self.seq = found
        if found != before + 1:
            missing = f"第 {before + 1} 条" if found == before + 2 else f"第 {before + 1} 至 {found - 1} 条"
            yield joint.problem("chain.gap", f"此前缺少本机关{missing}。")

    def _links(self, joint: Joint) -> Iterator[Problem]:
        entry = joint.entry
        if entry is None:
            return
        if not self._follows(entry.prev_organ):
            yield joint.problem("chain.organ", "与本机关的前一条接不上：两条之一被改动、替换、插入或者调换。")
        if self.recorded is not None and entry.recorded < self.recorded:
            yield joint.problem("chain.time", "登记时间早于前一条。")
        self.recorded = entry.recorded
        if entry.dossier is not None:
            yield from self._dossier_links(joint, entry, entry.dossier)

    def _follows(self, said: Digests | None) -> bool:
        if self.last is None:
            return said is None
        # Where only the bytes of the last one were changed, that was said of it and is not said of this one again.
        return said in {self.last.digests, Digests(self.last.row.digest, self.last.row.sm3)}

    def _dossier_links(self, joint: Joint, entry: Entry, dossier: str) -> Iterator[Problem]:
        seq, digests = self._last_of(dossier, joint.row)
        if entry.dossier_seq != seq + 1:
            yield joint.problem("chain.dossier_gap", f"案卷序号应为第 {seq + 1} 条。")
        elif entry.prev_dossier != digests:
            yield joint.problem("chain.dossier", "与本案卷的前一条接不上：两条之一被改动、替换或者调换。")
        self.dossiers[dossier] = (entry.dossier_seq or 0, Digests(joint.row.digest, joint.row.sm3))
        self.dossiers.move_to_end(dossier)
        if len(self.dossiers) > _REMEMBERED:
            self.dossiers.popitem(last=False)

    def _last_of(self, dossier: str, row: Row) -> tuple[int, Digests | None]:
        if dossier in self.dossiers:
            return self.dossiers[dossier]
        earlier = Head.objects.filter(organ=row.organ, dossier=dossier, organ_seq__lt=row.organ_seq)
        found = earlier.order_by("-organ_seq").values_list("dossier_seq", "digest", "sm3").first()
        return (found[0] or 0, Digests(found[1], found[2])) if found else (0, None)

    def _grow(self, head: bytes) -> Iterator[Problem]:
        for tile, hashed in zip(self.tile, (sha256, sm3), strict=True):
            tile.add(leaf(head, hashed))
        self.size += 1
        if self.size % TILE:
            return
        roots = [tile.root() for tile in self.tile]
        yield from _tile(self.organ, self.size // TILE - 1, roots)
        for tree, root in zip(self.trees, roots, strict=True):
            tree.add(root, HEIGHT)
        self.tile = Frontier(sha256), Frontier(sm3)


def _entry(head: bytes) -> Entry | None:
    try:
        return Entry.read(head)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _own(joint: Joint) -> Iterator[Problem]:
    """Check a head by itself: its bytes, their digests, and the columns that repeat what it says."""
    if joint.changed:
        yield joint.problem("head.changed", "记录首部被改动：与其摘要不符。")
    entry = joint.entry
    if entry is None:
        yield joint.problem("head.unreadable", "记录首部无法读取。")
        return
    if not _is_canonical(entry.head):
        yield joint.problem("head.not_canonical", "记录首部不是规范写法。")
    said = (entry.organ, entry.organ_seq, entry.dossier, entry.dossier_seq, entry.kind, entry.key)
    if said != joint.row[2:8]:
        yield joint.problem("head.columns", "检索栏与记录首部所载不符。")


def _is_canonical(head: bytes) -> bool:
    try:
        return canonical(json.loads(head)) == head
    except (ValueError, TypeError):
        return False


def _tile(organ: str, index: int, roots: list[bytes]) -> Iterator[Problem]:
    kept = Tile.objects.filter(organ=organ, index=index).values_list("sha256", "sm3").first()
    if kept is not None and kept != (roots[0].hex(), roots[1].hex()):
        yield Problem("tile.changed", f"机关 {organ} 第 {index + 1} 段", "留存的分段摘要与各条记录不符。")
