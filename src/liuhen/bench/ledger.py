"""Goal 3: one act through the whole of the product beside one bare insert of the same bytes, each with its commit."""

import secrets
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple

from liuhen.bench.figure import AT_MOST, Figure, Goal, absolute, compared
from liuhen.bench.installation import MOST_RUNS, Bureau, Deed
from liuhen.kernel.canonical import canonical
from liuhen.ledger import Entry, body_of

_APPEND: Final = Goal(3, "ledger.append", "办理并登记一条记录", 0.2)
_SLOWEST: Final = Goal(3, "ledger.append.p99", "办理并登记一条记录，百分之九十九不超过", 15.0, AT_MOST)
_AGAINST: Final = "同样字节逐条插入、逐条提交（SQLite，WAL，FULL）"
_TOGETHER: Final = 21  # acts before the same number of inserts
_BESIDE_BODY: Final = 60  # bytes of salt, nonce and tag that the ledger stores beside a body

_PRAGMAS: Final = ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON")
_TABLE: Final = "CREATE TABLE bare (digest TEXT PRIMARY KEY, organ TEXT, seq INTEGER, head BLOB, box BLOB)"
_INSERT: Final = "INSERT INTO bare VALUES (?, ?, ?, ?, ?)"

Bare = tuple[str, str, int, bytes, bytes]


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return the ratio of appending to bare inserts, and the 99th percentile of an append in milliseconds."""
    bureau, cases = Bureau(), 1 if quick else 8
    for deed in bureau.deeds(1):
        deed()  # the rules are read, the tables are warm
    database = _database(folder / "bare.sqlite3")
    rounds = [_round(bureau.deeds(cases), database) for _ in range(min(runs, MOST_RUNS))]
    database.close()
    ours, peer = [sum(one.ours) for one in rounds], [sum(one.peer) for one in rounds]
    each = len(rounds[0].ours)
    told = {
        "ours_ms": min(ours) / each * 1000,
        "against_ms": min(peer) / each * 1000,
        "ours_cpu_ms": min(one.processor for one in rounds) / each * 1000,
    }
    return [
        compared(_APPEND, ours=ours, peer=peer, against=_AGAINST, note=f"每轮 {each} 条", extra=told),
        absolute(_SLOWEST, [_p99(one.ours) * 1000 for one in rounds], unit="毫秒"),
    ]


class _Round(NamedTuple):
    ours: list[float]  # seconds of each act
    peer: list[float]  # seconds of each bare insert
    processor: float  # seconds of processor time that the acts took: steadier than the clock on a busy machine


def _round(deeds: Sequence[Deed], database: sqlite3.Connection) -> _Round:
    """Do some acts, insert the same bytes, do the next acts: both meet the same machine, and neither a cold one."""
    ours, peer, processor = [], [], 0.0
    for first in range(0, len(deeds), _TOGETHER):
        made, worked = [], process_time()
        for deed in deeds[first : first + _TOGETHER]:
            began = perf_counter()
            made.append(deed())
            ours.append(perf_counter() - began)
        processor += process_time() - worked
        rows = [_bare(entry) for entry in made]
        peer += [_insert(database, row) for row in rows]
    return _Round(ours, peer, processor)


def _bare(entry: Entry) -> Bare:
    box = canonical(body_of(entry).open_fields()) + secrets.token_bytes(_BESIDE_BODY)
    return entry.digest, entry.organ, entry.organ_seq, entry.head, box


def _database(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    for statement in (*_PRAGMAS, _TABLE):
        database.execute(statement)
    return database


def _insert(database: sqlite3.Connection, row: Bare) -> float:
    began = perf_counter()
    database.execute("BEGIN IMMEDIATE")
    database.execute(_INSERT, row)
    database.execute("COMMIT")
    return perf_counter() - began


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 99 // 100) - 1)]
