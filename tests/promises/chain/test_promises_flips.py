"""Promise 7, ledger: any flipped bit of a 200-entry ledger is found, in the entry where it is."""

# ruff: noqa: S608  # attacks are written as SQL, from names of this file

import copy
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pytest
from django.db import connection

from ledger.acts import OFFICER as ZHOU
from ledger.acts import ORGAN, Established, Informant, note
from liuhen.kernel import clock
from liuhen.ledger import append, make_organ_key, verify
from liuhen.ledger.checkers import Problem
from liuhen.ledger.contents import check_contents
from liuhen.ledger.triggers import drop_triggers, lenient_text
from liuhen.ledger.walk import Row, Walk, rows
from promises.conftest import Keep
from promises.figures import SOAKING, rounds

ENTRIES = 200
KEPT = {
    "ledger_head": ("digest", "sm3", "organ", "organ_seq", "dossier", "dossier_seq", "kind", "key", "head"),
    "ledger_part": ("id", "head", "part", "key", "box"),
    "ledger_datakey": ("name", "box"),
}


class Bit(NamedTuple):
    """One bit of one cell: of the entry `seq`, or of a key that opens it."""

    table: str
    column: str
    rowid: int
    seq: int
    value: Any
    at: int

    def flipped(self) -> Any:
        if isinstance(self.value, int):
            return self.value ^ (1 << self.at)
        raw = bytearray(self.value.encode() if isinstance(self.value, str) else self.value)
        raw[self.at // 8] ^= 1 << self.at % 8
        return bytes(raw)


@pytest.fixture
def long(ledger: Path) -> Path:
    """Two hundred entries of ten dossiers, every ninth with an informant; the triggers are gone."""
    body = Established(name="江汉湖区医疗保障局（示例）", demo=True, public_key=make_organ_key(ORGAN))
    append(body, organ=ORGAN, by=ZHOU, happened=clock.now(), key="begin", channel="system")
    for number in range(1, ENTRIES):
        told = Informant(name="某人") if number % 9 == 0 else None
        note(f"第 {number} 次", dossier=f"case-{number % 10}", informant=told, key=f"long-{number}")
    drop_triggers(connection)
    with connection.cursor() as cursor:  # as a hand in the file would leave it: nothing refuses two equal numbers
        for table in KEPT:
            cursor.execute(f"ALTER TABLE {table} RENAME TO kept")
            cursor.execute(f"CREATE TABLE {table} AS SELECT * FROM kept ORDER BY rowid")
            cursor.execute("DROP TABLE kept")
    return ledger


def cells() -> Iterator[Bit]:
    """Give every cell once, with the number of the entry that it belongs to."""
    with connection.cursor() as cursor:
        for table, columns in KEPT.items():
            owner = {
                "ledger_head": "t.organ_seq",
                "ledger_part": "(SELECT organ_seq FROM ledger_head h WHERE h.digest = t.head)",
                "ledger_datakey": "(SELECT min(organ_seq) FROM ledger_head h JOIN ledger_part p ON p.head = h.digest"
                " WHERE p.key = t.name)",
            }[table]
            names = ", ".join(columns)
            cursor.execute(f"SELECT rowid, {owner}, {names} FROM {table} t ORDER BY 1")
            for rowid, seq, *values in cursor.fetchall():
                for column, value in zip(columns, values, strict=True):
                    if value is not None:
                        yield Bit(table, column, rowid, seq, value, 0)


def bits_of(cell: Bit) -> int:
    if isinstance(cell.value, int):
        return 40
    return 8 * len(cell.value.encode() if isinstance(cell.value, str) else cell.value)


def chosen(chance: Random) -> Iterator[Bit]:
    """Give every bit; or of every column its first, last and middle bytes, each bit of a byte, and many at random."""
    every = list(cells())
    if SOAKING:
        yield from (cell._replace(at=at) for cell in every for at in range(bits_of(cell)))
        return
    by_column: dict[tuple[str, str], list[Bit]] = {}
    for cell in every:
        by_column.setdefault((cell.table, cell.column), []).append(cell)
    for group in by_column.values():
        for turn in range(24):
            cell = chance.choice(group)
            size = bits_of(cell)
            yield cell._replace(at=[0, size - 1, size // 2, chance.randrange(size)][turn % 4] // 8 * 8 + turn % 8)
    for _ in range(300):
        cell = chance.choice(every)
        yield cell._replace(at=chance.randrange(bits_of(cell)))


class Around:
    """The chain up to each entry: a flip is judged by the product's own steps without walking from the start."""

    def __init__(self) -> None:
        self.walks: dict[int, Walk] = {}
        walk = Walk(ORGAN)
        for row in rows(ORGAN):
            self.walks[row.organ_seq] = copy.deepcopy(walk)
            walk.step(row)

    def finds(self, seq: int) -> list[Problem]:
        """Take the step onto entry `seq` and look into its parts, as `verify` does; say what is wrong."""
        walk = copy.deepcopy(self.walks[seq])
        with lenient_text(connection):
            found = [Row(*columns) for columns in _stored(seq)]
            if not found:
                return [Problem("chain.gap", "", "")]
            joint, problems = walk.step(found[0])
            return [*problems, *(one for one in check_contents([joint]) if isinstance(one, Problem))]


def _stored(seq: int) -> list[tuple[Any, ...]]:
    from liuhen.ledger.models import Head  # noqa: PLC0415

    return list(Head.objects.filter(organ=ORGAN, organ_seq=seq).values_list(*Row._fields))


def write(bit: Bit, value: Any) -> None:
    kind = "CAST(%s AS TEXT)" if isinstance(bit.value, str) else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE {bit.table} SET "{bit.column}" = {kind} WHERE rowid = %s', [value, bit.rowid])


def test_any_flipped_bit_of_the_ledger_is_found_in_its_entry(long: Path, figure: Keep) -> None:
    around, missed, number = Around(), [], 0
    for bit in chosen(Random(7)):
        number += 1
        write(bit, bit.flipped())
        if not around.finds(bit.seq):
            missed.append(bit)
        write(bit, bit.value)
    assert missed == []
    assert number > 500
    figure(7, f"{ENTRIES} 条记录，翻转 {number} 个比特，全部在所在记录处发现")


def test_the_whole_check_finds_what_the_steps_find(long: Path, figure: Keep) -> None:
    chance, number = Random(8), rounds(6, 1_000)
    every = list(cells())
    for turn in range(number):
        cell = chance.choice([one for one in every if one.table == list(KEPT)[turn % len(KEPT)]])
        bit = cell._replace(at=chance.randrange(bits_of(cell)))
        write(bit, bit.flipped())
        codes = {problem.code for problem in verify().problems}
        assert codes - {"trigger.missing"}, bit
        write(bit, bit.value)
    assert {problem.code for problem in verify().problems} == {"trigger.missing"}
    figure(7, f"整体核验：随机翻转 {number} 个比特，全部发现")
