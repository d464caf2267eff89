"""How far each organ's chain goes, here or in a copy of the database, and whether a copy is sound."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from liuhen.kernel.digests import Digests, sha256
from liuhen.ledger.models import Head
from liuhen.ledger.triggers import missing_triggers

_CHUNK: Final = 1000  # heads held in memory at once


@dataclass(frozen=True, slots=True)
class End:
    """How many entries an organ's chain has, and the digests of the last one."""

    entries: int
    digests: Digests


def ends(*, using: str = DEFAULT_DB_ALIAS) -> dict[str, End]:
    """Return the end of every organ's chain."""
    heads = Head.objects.using(using)
    found = {}
    for organ in heads.order_by("organ").values_list("organ", flat=True).distinct():
        seq, digest, sm3 = heads.filter(organ=organ).order_by("-organ_seq").values_list("organ_seq", "digest", "sm3")[0]
        found[organ] = End(seq, Digests(digest, sm3))
    return found


def goes_through(organ: str, entries: int, digest: str, *, using: str = DEFAULT_DB_ALIAS) -> bool:
    """Say whether the organ's chain has, at this place, the head with this SHA-256."""
    return Head.objects.using(using).filter(organ=organ, organ_seq=entries, digest=digest).exists()


def unsound(*, using: str) -> Iterator[str]:
    """Say in Chinese what is wrong with a copy: its pages, its triggers, any head, any gap. Bodies are not opened."""
    with connections[using].cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
    if said != "ok":
        yield f"数据库文件损坏：{said}"
        return
    if missing := missing_triggers(connections[using]):
        yield f"缺少 {len(missing)} 个防改触发器。"
    yield from _heads(using)


def _heads(using: str) -> Iterator[str]:
    rows = Head.objects.using(using).order_by("organ", "organ_seq").values_list("organ", "organ_seq", "digest", "head")
    before: tuple[str, int] = ("", 0)
    for organ, seq, digest, head in rows.iterator(chunk_size=_CHUNK):
        if seq != (before[1] + 1 if organ == before[0] else 1):
            yield f"机关 {organ} 第 {seq} 条之前缺少记录。"
        if sha256(bytes(head)).hex() != digest:
            yield f"机关 {organ} 第 {seq} 条记录首部被改动。"
        before = (organ, seq)
