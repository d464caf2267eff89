"""`liuhen verify` on a whole installation, tampered with by somebody who has the files and may drop triggers."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from conftest import Installation

Tamper = Callable[[sqlite3.Connection], str]


@pytest.fixture
def copy(installation: Installation, tmp_path: Path) -> Installation:
    return installation.copied_to(tmp_path / "data")


@pytest.fixture
def opened(copy: Installation) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(copy.data / "liuhen.sqlite3", isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            if name.startswith("ledger_"):
                connection.execute(f'DROP TRIGGER "{name}"')
        yield connection


def flip(path: Path) -> None:
    """Change one bit in the middle of a file, as a bad disk or a careful hand would."""
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def found(copy: Installation, *options: str) -> tuple[int, str]:
    answer = copy.run("verify", *options)
    assert answer.returncode in {0, 1}, answer.stdout + answer.stderr
    return answer.returncode, answer.stdout


def other_than_triggers(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if line.startswith("[") and "[trigger.missing]" not in line)


def test_an_untouched_installation_is_intact(copy: Installation) -> None:
    code, said = found(copy)
    assert code == 0
    assert "未见改动" in said
    assert "未检" in said  # without an outside checkpoint not everything can be found, and it says so


def test_dropped_triggers_are_named(copy: Installation, opened: sqlite3.Connection) -> None:
    assert opened
    code, said = found(copy)
    assert code == 1
    assert "ledger_head_no_update" in said


@pytest.mark.parametrize(("kind", "field", "store"), [
    ("recording.stored", "sha256", "originals"),
    ("paper.finalised", "sha256", "papers"),
])  # fmt: skip
def test_one_bit_of_a_recording_or_paper_is_found(copy: Installation, kind: str, field: str, store: str) -> None:
    table = "process_recording" if kind == "recording.stored" else "process_paper"
    with closing(sqlite3.connect(copy.data / "liuhen.sqlite3")) as connection:
        digest, seq = connection.execute(f"SELECT {field}, seq FROM {table} LIMIT 1").fetchone()  # noqa: S608
    flip(copy.data / store / digest[:2] / digest)
    code, said = found(copy)
    assert code == 1
    assert f"第 {seq} 条" in said


def one_bit_of_a_head(db: sqlite3.Connection) -> str:
    seq, head = db.execute("SELECT organ_seq, head FROM ledger_head WHERE organ_seq = 60").fetchone()
    changed = bytes(head).replace(b'"channel":"seed"', b'"channel":"seee"')
    db.execute("UPDATE ledger_head SET head = ? WHERE organ_seq = ?", (changed, seq))
    return "60"


def one_bit_of_a_body(db: sqlite3.Connection) -> str:
    row, box = db.execute("SELECT id, box FROM ledger_part LIMIT 1 OFFSET 70").fetchone()
    db.execute("UPDATE ledger_part SET box = ? WHERE id = ?", (bytes([box[0]]) + bytes([box[1] ^ 1]) + box[2:], row))
    return ""


def one_cell_of_a_projection(db: sqlite3.Connection) -> str:
    db.execute("UPDATE process_case SET party = '另一家（示例）' WHERE ref = '2026-0002'")
    return "process_case"


def one_fact(db: sqlite3.Connection) -> str:
    db.execute("UPDATE duties_fact SET happened = '2026-01-01' WHERE seq = 3 AND kind = 'opening.requested'")
    return "duties_fact"


def a_dropped_duty(db: sqlite3.Connection) -> str:
    db.execute("DELETE FROM duties_duty WHERE rule = 'W26-1'")
    return "duties_duty"


def a_swap(db: sqlite3.Connection) -> str:
    rows = dict(db.execute("SELECT organ_seq, digest FROM ledger_head WHERE organ_seq IN (80, 81)"))
    db.execute("UPDATE ledger_head SET organ_seq = -1 WHERE digest = ?", (rows[80],))
    db.execute("UPDATE ledger_head SET organ_seq = 80 WHERE digest = ?", (rows[81],))
    db.execute("UPDATE ledger_head SET organ_seq = 81 WHERE digest = ?", (rows[80],))
    return "80"


def a_deletion(db: sqlite3.Connection) -> str:
    db.execute("DELETE FROM ledger_head WHERE organ_seq = 90")
    return "90"


def an_insertion(db: sqlite3.Connection) -> str:
    last = db.execute("SELECT max(organ_seq) FROM ledger_head").fetchone()[0]
    columns = "sm3, organ, dossier, kind, head"
    db.execute(
        f"INSERT INTO ledger_head ({columns}, digest, organ_seq, dossier_seq, key)"  # noqa: S608
        f" SELECT {columns}, 'f' || substr(digest, 2), ?, 900, 'forged' FROM ledger_head WHERE organ_seq = 50",
        (last + 1,),
    )
    return str(last + 1)


def a_changed_key(db: sqlite3.Connection) -> str:
    name, box = db.execute("SELECT name, box FROM ledger_datakey LIMIT 1 OFFSET 2").fetchone()
    db.execute("UPDATE ledger_datakey SET box = ? WHERE name = ?", (box[:-1] + bytes([box[-1] ^ 1]), name))
    return ""


@pytest.mark.parametrize("tamper", [
    one_bit_of_a_head, one_bit_of_a_body, one_cell_of_a_projection, one_fact, a_dropped_duty, a_swap, a_deletion,
    an_insertion, a_changed_key,
])  # fmt: skip
def test_tampering_in_the_database_is_named(copy: Installation, opened: sqlite3.Connection, tamper: Tamper) -> None:
    place = tamper(opened)
    code, said = found(copy)
    assert code == 1
    told = other_than_triggers(said)
    assert told, said
    assert place in told


def test_a_cut_tail_is_found_only_against_an_outside_checkpoint(copy: Installation, tmp_path: Path) -> None:
    kept = tmp_path / "witness.json"
    assert copy.run("checkpoint", "--out", kept).returncode == 0
    cut_after(copy, json.loads(kept.read_text())["size"] - 3)
    assert copy.run("rebuild").returncode == 0
    without, _ = found(copy)
    against, said = found(copy, "--checkpoint", str(kept))
    assert (without, against) == (0, 1)
    assert "检查点" in said


def cut_after(copy: Installation, size: int) -> None:
    """Cut the chain as somebody would who knows the tables: everything after `size` is gone, the triggers are back."""
    with closing(sqlite3.connect(copy.data / "liuhen.sqlite3", isolation_level=None)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        gone = "SELECT digest FROM ledger_head WHERE organ_seq > ?"
        db.execute(f"DELETE FROM ledger_part WHERE head IN ({gone})", (size,))  # noqa: S608
        db.execute("DELETE FROM ledger_head WHERE organ_seq > ?", (size,))
        db.execute("DELETE FROM ledger_signedcheckpoint WHERE size > ?", (size,))
        db.execute("DELETE FROM ledger_tile")
        db.execute("DELETE FROM ledger_datakey WHERE name NOT IN (SELECT key FROM ledger_part)")
        for _, sql in triggers:
            db.execute(sql)


def test_insert_or_replace_over_an_entry_is_refused(copy: Installation) -> None:
    with closing(sqlite3.connect(copy.data / "liuhen.sqlite3")) as db:
        columns = "digest, sm3, organ, organ_seq, dossier, dossier_seq, kind, key, head"
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(f"INSERT OR REPLACE INTO ledger_head ({columns}) SELECT {columns} FROM ledger_head LIMIT 1")  # noqa: S608


def test_every_migration_puts_the_triggers_back(copy: Installation, opened: sqlite3.Connection) -> None:
    assert opened
    assert copy.run("demo", "--prepare").returncode == 0
    assert found(copy)[0] == 0


def test_an_empty_folder_cannot_be_verified(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "nothing").run("verify")
    assert answer.returncode == 2
    assert "没有安装" in answer.stderr


def test_what_is_no_checkpoint_cannot_be_used(copy: Installation, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("{}")
    assert copy.run("verify", "--checkpoint", tmp_path / "other.json").returncode == 2


def test_json_names_the_problem_for_programs(copy: Installation, opened: sqlite3.Connection) -> None:
    one_cell_of_a_projection(opened)
    answer = copy.run("verify", "--json")
    report = json.loads(answer.stdout)
    assert report["intact"] is False
    assert any("process_case" in one["where"] for one in report["problems"])
