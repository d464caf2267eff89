"""Checking checkpoints against the chain: those stored beside it, and one kept outside."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef

from liuhen.kernel.errors import BadInputError
from liuhen.ledger.checkers import Counted, Finding, Problem, Unchecked
from liuhen.ledger.checkpoints import Checkpoint, read_checkpoint
from liuhen.ledger.models import Head, SignedCheckpoint
from liuhen.ledger.organ_keys import known_signers
from liuhen.ledger.walk import Walk, as_bytes

_STORED: Final = "留存"
_OUTSIDE: Final = "外部"


class Witness:
    """The checkpoints of one organ in the order of their sizes, each compared when the walk has come so far."""

    def __init__(self, organ: str, outside: Checkpoint | None) -> None:
        self._organ = organ
        self._signers = known_signers(organ)
        self._rows = _stored(organ)
        self._next = next(self._rows, None)
        self._outside = outside if outside is not None and outside.organ == organ else None
        self.compared = 0

    def reached(self, walk: Walk) -> Iterator[Problem]:
        """Compare what was signed at the size the walk has now."""
        if self._outside is not None and self._outside.size <= walk.seq:
            yield from self._compare(self._outside, walk, _OUTSIDE)
            self._outside = None
        while self._next is not None and self._next[0] <= walk.seq:
            yield from self._stored(self._next, walk)
            self._next = next(self._rows, None)

    def ended(self, walk: Walk) -> Iterator[Finding]:
        """Name what was signed beyond the end of the walk."""
        while self._next is not None:
            yield self._cut(self._next[0], walk, _STORED)
            self._next = next(self._rows, None)
        if self._outside is not None:
            yield from self._signature(self._outside, _OUTSIDE)
            yield self._cut(self._outside.size, walk, _OUTSIDE)
        yield Counted("checkpoints", self.compared)
        if not self._signers:
            yield Unchecked(f"机关 {self._organ} 的检查点签发人未核：没有可以对照的公钥。")

    def _stored(self, row: tuple[int, bytes, str], walk: Walk) -> Iterator[Problem]:
        try:
            checkpoint = read_checkpoint(row[1])
        except BadInputError:
            yield self._problem("checkpoint.changed", row[0], _STORED, "内容被改动，无法读取。")
            return
        if (checkpoint.organ, checkpoint.size, f"{checkpoint.organ}/{checkpoint.size}") != (
            self._organ,
            row[0],
            row[2],
        ):
            yield self._problem("checkpoint.columns", row[0], _STORED, "检索栏与内容不符。")
            return
        yield from self._compare(checkpoint, walk, _STORED)

    def _compare(self, checkpoint: Checkpoint, walk: Walk, which: str) -> Iterator[Problem]:
        self.compared += 1
        yield from self._signature(checkpoint, which)
        if (checkpoint.root, checkpoint.head) != (walk.root(), walk.last and walk.last.digests):
            what = f"前 {checkpoint.size} 条与签发时不同：其中有记录被改动、删除、插入或者调换。"
            yield self._problem("checkpoint.root", checkpoint.size, which, what)

    def _signature(self, checkpoint: Checkpoint, which: str) -> Iterator[Problem]:
        if not checkpoint.holds():
            yield self._problem("checkpoint.signature", checkpoint.size, which, "签名不成立。")
        elif self._signers and checkpoint.signer not in self._signers:
            yield self._problem("checkpoint.signer", checkpoint.size, which, "签发人不是本机关已知的密钥。")

    def _cut(self, size: int, walk: Walk, which: str) -> Problem:
        what = f"签发时有 {size} 条，现在只到第 {walk.seq} 条：第 {walk.seq + 1} 至 {size} 条被截去。"
        return self._problem("checkpoint.truncated", size, which, what)

    def _problem(self, code: str, size: int, which: str, what: str) -> Problem:
        return Problem(code, f"机关 {self._organ} {which}检查点（{size} 条）", what)


def check_lost_organs() -> Iterator[Problem]:
    """Find checkpoints of organs whose entries are all gone."""
    heads = Head.objects.filter(organ=OuterRef("organ"))
    for name in SignedCheckpoint.objects.filter(~Exists(heads)).values_list("id", flat=True).iterator():
        yield Problem("checkpoint.organ", f"留存检查点 {name}", "检查点所属机关在留痕账中没有任何记录。")


def _stored(organ: str) -> Iterator[tuple[int, bytes, str]]:
    rows = SignedCheckpoint.objects.filter(organ=organ).order_by("size").values_list("size", "checkpoint", "id")
    for size, checkpoint, name in rows.iterator():
        yield size, as_bytes(checkpoint), name
