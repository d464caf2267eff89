"""Goal 3: one act through the whole of the product beside one bare insert of the same bytes, each with its commit."""

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Final

from liuhen.bench.figure import AT_MOST, Figure, Goal, absolute, compared
from liuhen.bench.installation import MOST_RUNS, Bureau, Deed
from liuhen.kernel.canonical import canonical
from liuhen.ledger import Entry, body_of

_APPEND: Final = Goal(3, "ledger.append", "办理并登记一条记录", 0.2)
_SLOWEST: Final = Goal(3, "ledger.append.p99", "办理并登记一条记录，百分之九十九不超过", 15.0, AT_MOST)
_AGAINST: Final = "同样字节逐条插入、逐条提交（SQLite，WAL，FULL）"
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
    ours, peer = [], []
    database = _database(folder / "bare.sqlite3")
    for _ in range(min(runs, MOST_RUNS)):
        times, made = _timed(bureau.deeds(cases))
        ours.append(times)
        peer.append(_insert(database, [_bare(entry) for entry in made]))
    database.close()
    took, bare = [sum(times) for times in ours], [sum(times) for times in peer]
    each = len(ours[0])
    told = {"ours_ms": min(took) / each * 1000, "against_ms": min(bare) / each * 1000}
    return [
        compared(_APPEND, ours=took, peer=bare, against=_AGAINST, note=f"每轮 {each} 条", extra=told),
        absolute(_SLOWEST, [_p99(times) * 1000 for times in ours], unit="毫秒"),
    ]


def _timed(deeds: Iterable[Deed]) -> tuple[list[float], list[Entry]]:
    times, made = [], []
    for deed in deeds:
        began = perf_counter()
        made.append(deed())
        times.append(perf_counter() - began)
    return times, made


def _bare(entry: Entry) -> Bare:
    box = canonical(body_of(entry).open_fields()) + secrets.token_bytes(_BESIDE_BODY)
    return entry.digest, entry.organ, entry.organ_seq, entry.head, box


def _database(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, isolation_level=None)
    for statement in (*_PRAGMAS, _TABLE):
        database.execute(statement)
    return database


def _insert(database: sqlite3.Connection, rows: Sequence[Bare]) -> list[float]:
    times = []
    for row in rows:
        began = perf_counter()
        database.execute("BEGIN IMMEDIATE")
        database.execute(_INSERT, row)
        database.execute("COMMIT")
        times.append(perf_counter() - began)
    return times


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 99 // 100) - 1)]
