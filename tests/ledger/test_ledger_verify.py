"""Checking finds what somebody with all rights to the database did, and says where."""

# ruff: noqa: S608  # attacks are written as SQL, from names of this file

import json
import sqlite3

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.acts import AT, CASE, CHIEF, OFFICER, ORGAN, Established, Informant, note
from liuhen.kernel import clock
from liuhen.kernel.canonical import canonical
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import BadInputError
from liuhen.ledger import (
    Counted,
    Problem,
    Unchecked,
    append,
    checkpoint,
    checks,
    destroy,
    make_organ_key,
    merkle,
    verify,
)
from liuhen.ledger.checkers import checkers
from liuhen.ledger.models import DataKey, Head, Part, SignedCheckpoint
from liuhen.ledger.vault import encrypt, unwrap

OTHER = "case-2"


@pytest.fixture
def chain(ledger):
    """An act on the organ, two dossiers in turns, one sealed part, one destroyed body, a checkpoint."""
    signer = make_organ_key(ORGAN)
    body = Established(name="江汉湖区医疗保障局（示例）", demo=True, public_key=signer)
    made = [append(body, organ=ORGAN, by=OFFICER, happened=clock.now(), key="begin", channel="system")]
    made += [note(f"第{number}次", dossier=CASE if number % 2 else OTHER) for number in (1, 2, 3)]
    made += [note("有举报人", informant=Informant(name="某人"), dossier=OTHER), note("最后", dossier=CASE)]
    made += [
        destroy(
            made[3].digest,
            part="open",
            reason="期满",
            basis="第三十条",
            approved_by=CHIEF,
            by=OFFICER,
            happened=clock.now(),
            key="destroy",
            channel="web",
        )
    ]
    checkpoint(ORGAN)
    return made


def found(**told):
    return {(problem.code, problem.entry) for problem in verify(**told).problems}


def codes(**told):
    return {problem.code for problem in verify(**told).problems}


def test_an_intact_ledger_is_said_to_be_intact(chain):
    report = verify()
    assert report.intact, report.problems
    assert report.counted == {"entries": 7, "parts": 7, "destroyed": 1, "checkpoints": 1}
    assert report.heads == {ORGAN: (7, chain[-1].digests)}
    assert json.loads(json.dumps(report.as_json()))["intact"] is True


def test_an_empty_ledger_is_intact(ledger):
    assert verify().intact


def test_one_organ_is_checked_alone(chain):
    note(organ="organ-b", dossier="case-b")
    assert verify(organ=ORGAN).counted["entries"] == 7
    assert verify().counted["entries"] == 8


def test_without_an_outside_checkpoint_the_report_says_what_cannot_be_found(chain):
    assert any("外部检查点" in what for what in verify().unchecked)
    assert verify(checkpoint=checkpoint(ORGAN).as_json()).unchecked == []


def test_a_missing_trigger_is_named(chain, ledger):
    with sqlite3.connect(ledger) as raw:
        raw.execute("DROP TRIGGER ledger_head_no_update")
    raw.close()
    assert [problem.where for problem in verify().problems] == ["触发器 ledger_head_no_update"]


def test_a_changed_bit_of_a_head_is_found_in_its_entry_only(chain, intruder):
    target = chain[2]
    flipped = target.head.replace("周明远".encode(), "周明达".encode())
    intruder.runs("UPDATE ledger_head SET head = ? WHERE digest = ?", flipped, target.digest)
    problems = verify().problems
    assert {problem.entry for problem in problems if problem.code != "checkpoint.root"} == {target.digest}
    assert ("head.changed", target.digest) in found()
    assert "第 3 条" in problems[0].where


def test_a_head_rewritten_with_its_digest_breaks_both_chains(chain, intruder):
    target = chain[1]
    forged = target.head.replace("周明远".encode(), "周明达".encode())
    digests = Digests.of(forged)
    intruder.runs(
        "UPDATE ledger_head SET head = ?, digest = ?, sm3 = ? WHERE digest = ?",
        forged,
        digests.sha256,
        digests.sm3,
        target.digest,
    )
    assert {"chain.organ", "chain.dossier", "part.missing", "part.orphan", "checkpoint.root"} <= codes()


@pytest.mark.parametrize("column", ["organ_seq", "dossier_seq", "kind", "key", "dossier", "sm3"])
def test_a_changed_column_is_found(chain, intruder, column):
    number = column.endswith("_seq")
    value = 99 if number else "x"
    intruder.runs(f"UPDATE ledger_head SET {column} = ? WHERE digest = ?", value, chain[2].digest)
    assert ("head.changed" if column == "sm3" else "head.columns", chain[2].digest) in found()


def test_a_changed_organ_column_is_found(chain, intruder):
    intruder.runs("UPDATE ledger_head SET organ = 'organ-z' WHERE digest = ?", chain[2].digest)
    assert {"head.columns", "chain.gap"} <= codes()


def test_a_deleted_entry_is_named_by_its_number(chain, intruder):
    intruder.runs("DELETE FROM ledger_head WHERE digest = ?", chain[2].digest)
    gap = next(problem for problem in verify().problems if problem.code == "chain.gap")
    assert (gap.entry, gap.what) == (chain[3].digest, "此前缺少本机关第 3 条。")


def test_several_deleted_entries_are_named_by_their_numbers(chain, intruder):
    intruder.runs("DELETE FROM ledger_head WHERE organ_seq IN (2, 3)")
    assert "第 2 至 3 条" in next(problem.what for problem in verify().problems if problem.code == "chain.gap")


def test_swapped_entries_are_found(chain, intruder):
    for number, seq in ((2, 102), (4, 2), (102, 4)):
        intruder.runs("UPDATE ledger_head SET organ_seq = ? WHERE organ_seq = ?", seq, number)
    assert {("head.columns", chain[1].digest), ("head.columns", chain[3].digest)} <= found()
    assert ("chain.organ", chain[2].digest) in found()


def test_an_inserted_entry_is_found(chain, intruder):
    said = json.loads(chain[-1].head)
    head = canonical({**said, "organ_seq": 8, "key": "forged", "prev_organ": Digests.of(b"x").as_json()})
    digests = Digests.of(head)
    intruder.runs(
        "INSERT INTO ledger_head SELECT ?, ?, organ, 8, dossier, 99, kind, 'forged', ? FROM ledger_head"
        " WHERE organ_seq = 7",
        digests.sha256,
        digests.sm3,
        head,
    )
    assert {("chain.organ", digests.sha256), ("part.missing", digests.sha256)} <= found()
    assert "tombstone.missing" in codes()


def test_an_entry_repeated_under_the_same_number_is_found(chain, intruder):
    intruder.breaks(
        "ALTER TABLE ledger_head RENAME TO kept",
        "CREATE TABLE ledger_head AS SELECT * FROM kept UNION ALL SELECT * FROM kept WHERE organ_seq = 3",
    )
    assert ("chain.repeated", chain[2].digest) in found()


def test_an_unreadable_head_is_found(chain, intruder):
    for rubbish in (b"\xff\xfe", b"[]", b"{}", b'{"format":1,"recorded":"2026-11-21"}', b'{"format":2}'):
        intruder.runs("UPDATE ledger_head SET head = ? WHERE organ_seq = 3", rubbish)
        assert {("head.unreadable", chain[2].digest), ("head.changed", chain[2].digest)} <= found()


def test_a_head_that_is_not_canonical_is_found(chain, intruder):
    loose = json.dumps(json.loads(chain[2].head)).encode()
    intruder.runs("UPDATE ledger_head SET head = ? WHERE organ_seq = 3", loose)
    assert ("head.not_canonical", chain[2].digest) in found()
    float_head = chain[2].head.replace(b'"schema":1', b'"schema":1.5')
    intruder.runs("UPDATE ledger_head SET head = ? WHERE organ_seq = 3", float_head)
    assert ("head.not_canonical", chain[2].digest) in found()


def test_a_head_that_was_made_text_is_found(chain, intruder):
    intruder.runs("UPDATE ledger_head SET head = CAST(head AS TEXT) WHERE organ_seq = 3")
    assert ("head.changed", chain[2].digest) in found()


def test_a_time_that_runs_backwards_is_found(chain, intruder):
    recorded = json.loads(chain[2].head)["recorded"]
    early = chain[2].head.replace(recorded.encode(), b"2020-01-01T00:00:00.000000Z")
    intruder.runs("UPDATE ledger_head SET head = ? WHERE organ_seq = 3", early)
    assert ("chain.time", chain[2].digest) in found()


@pytest.mark.parametrize("at", [0, 11, 12, 40, -1])
def test_a_changed_bit_of_a_body_is_found(chain, intruder, at):
    box = bytearray(Part.objects.get(id=f"{chain[2].digest}/open").box)
    box[at] ^= 1
    intruder.runs("UPDATE ledger_part SET box = ? WHERE id = ?", bytes(box), f"{chain[2].digest}/open")
    assert ("part.changed", chain[2].digest) in found()


def test_a_body_encrypted_anew_is_found(chain, intruder):
    row = Part.objects.get(id=f"{chain[2].digest}/open")
    key = unwrap(row.key, bytes(DataKey.objects.get(name=row.key).box))
    box = encrypt(key, bytes(32) + canonical({"text": "另一份"}), about=f"{ORGAN}/3/open")
    intruder.runs("UPDATE ledger_part SET box = ? WHERE id = ?", box, row.id)
    assert ("part.commitment", chain[2].digest) in found()


@pytest.mark.parametrize("plaintext", [b"short", bytes(32) + b"[]", bytes(32) + b'{"a": 1}', bytes(32) + b"{"])
def test_a_body_that_is_no_body_is_found(chain, intruder, plaintext):
    row = Part.objects.get(id=f"{chain[2].digest}/open")
    key = unwrap(row.key, bytes(DataKey.objects.get(name=row.key).box))
    box = encrypt(key, plaintext, about=f"{ORGAN}/3/open")
    intruder.runs("UPDATE ledger_part SET box = ? WHERE id = ?", box, row.id)
    assert ("part.changed", chain[2].digest) in found()


def test_a_deleted_body_is_found(chain, intruder):
    intruder.runs("DELETE FROM ledger_part WHERE head = ?", chain[4].digest)
    missing = [problem.what for problem in verify().problems if problem.code == "part.missing"]
    assert len(missing) == 2
    assert "密存内容" in missing[1]
    assert "key.orphan" in codes()


@pytest.mark.parametrize(("column", "value"), [("head", "0" * 64), ("part", "sealed"), ("key", "dossier/x")])
def test_a_changed_column_of_a_body_is_found(chain, intruder, column, value):
    intruder.runs(f"UPDATE ledger_part SET {column} = ? WHERE id = ?", value, f"{chain[2].digest}/open")
    assert ("part.columns", chain[2].digest) in found()


def test_a_renamed_body_is_found(chain, intruder):
    intruder.runs("UPDATE ledger_part SET id = 'x' WHERE id = ?", f"{chain[2].digest}/open")
    assert ("part.missing", chain[2].digest) in found()


def test_an_orphan_body_is_found(chain, intruder):
    intruder.runs("INSERT INTO ledger_part SELECT 'x/open', 'x', part, key, box FROM ledger_part LIMIT 1")
    assert ("part.orphan", None) in found()


def test_a_body_that_came_back_after_its_destruction_is_found(chain, intruder):
    name = f"{chain[3].digest}/open"
    intruder.runs("INSERT INTO ledger_part SELECT ?, ?, part, key, box FROM ledger_part LIMIT 1", name, chain[3].digest)
    assert ("part.unexpected", chain[3].digest) in found()


def test_a_sealed_part_nobody_committed_to_is_found(chain, intruder):
    name = f"{chain[2].digest}/sealed"
    intruder.runs(
        "INSERT INTO ledger_part SELECT ?, ?, 'sealed', key, box FROM ledger_part LIMIT 1", name, chain[2].digest
    )
    assert ("part.unexpected", chain[2].digest) in found()


def test_a_changed_bit_of_a_key_is_found_at_every_entry_it_opened(chain, intruder):
    name = f"dossier/{OTHER}"
    box = bytearray(DataKey.objects.get(name=name).box)
    box[-1] ^= 1
    intruder.runs("UPDATE ledger_datakey SET box = ? WHERE name = ?", bytes(box), name)
    assert {("key.changed", chain[2].digest), ("key.changed", chain[4].digest)} <= found()


def test_a_deleted_key_is_found(chain, intruder):
    intruder.runs("DELETE FROM ledger_datakey WHERE name = ?", f"dossier/{OTHER}")
    assert ("key.missing", chain[2].digest) in found()


def test_a_key_of_nothing_is_found(chain, intruder):
    intruder.runs("INSERT INTO ledger_datakey VALUES ('sealed/x/1', x'00')")
    assert ("key.orphan", None) in found()


def test_a_tombstone_without_its_entry_is_found(chain, intruder):
    target = chain[5].digest
    intruder.runs("DELETE FROM ledger_part WHERE head = ?", target)
    intruder.runs(
        "INSERT INTO ledger_tombstone VALUES (?, ?, 'open', ?, 'x')", f"{target}/open", target, f"dossier/{CASE}"
    )
    assert ("tombstone.false", target) in found()


@pytest.mark.parametrize(
    ("column", "value"), [("target", "x"), ("part", "sealed"), ("key", "x"), ("entry", "x"), ("id", "x")]
)
def test_a_changed_tombstone_is_found(chain, intruder, column, value):
    intruder.runs(f"UPDATE ledger_tombstone SET {column} = ?", value)
    assert "tombstone.false" in codes()


def test_a_tombstone_that_names_another_kind_of_entry_is_found(chain, intruder):
    intruder.runs("UPDATE ledger_tombstone SET entry = ?", chain[2].digest)
    assert {"tombstone.false", "tombstone.missing"} <= codes()


def test_a_deleted_tombstone_is_found(chain, intruder):
    intruder.runs("DELETE FROM ledger_tombstone")
    assert {("tombstone.missing", chain[-1].digest), ("part.missing", chain[3].digest)} <= found()


def test_a_changed_checkpoint_is_found(chain, intruder):
    said = json.loads(bytes(SignedCheckpoint.objects.get().checkpoint))
    for changed, code in (
        ({**said, "root": Digests.of(b"x").as_json()}, "checkpoint.signature"),
        ({**said, "size": 3}, "checkpoint.columns"),
        ({**said, "organ": "organ-z"}, "checkpoint.columns"),
        ({}, "checkpoint.changed"),
    ):
        intruder.runs("UPDATE ledger_signedcheckpoint SET checkpoint = ?", canonical(changed))
        assert code in codes()
    intruder.runs("UPDATE ledger_signedcheckpoint SET checkpoint = x'ff'")
    assert "checkpoint.changed" in codes()


def test_a_checkpoint_of_an_organ_without_entries_is_found(chain, intruder):
    intruder.runs("UPDATE ledger_signedcheckpoint SET organ = 'organ-z'")
    assert "checkpoint.organ" in codes()


def test_a_checkpoint_signed_by_a_stranger_is_found(chain, ledger, intruder):
    (ledger.parent / "keys" / f"organ-{ORGAN}.ed25519").write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    note()
    checkpoint(ORGAN)
    assert "checkpoint.signer" in codes()


def test_without_any_known_key_the_signer_is_said_to_be_unchecked(chain, ledger, intruder):
    intruder.runs("UPDATE ledger_head SET head = x'00' WHERE organ_seq = 1")
    assert not any("签发人未核" in what for what in verify().unchecked)  # the key at hand is known
    (ledger.parent / "keys" / f"organ-{ORGAN}.ed25519").unlink()
    assert any("签发人未核" in what for what in verify().unchecked)


def test_a_cut_tail_is_found_by_a_stored_checkpoint(chain, intruder):
    intruder.runs("DELETE FROM ledger_head WHERE organ_seq > 4")
    cut = next(problem for problem in verify().problems if problem.code == "checkpoint.truncated")
    assert "第 5 至 7 条" in cut.what


def test_a_cut_tail_with_everything_that_hung_on_it_is_found_by_an_outside_checkpoint_only(ledger, intruder):
    make_organ_key(ORGAN)
    note(dossier=CASE)
    note(dossier=OTHER)
    outside = checkpoint(ORGAN).as_json()
    intruder.runs("DELETE FROM ledger_part WHERE head IN (SELECT digest FROM ledger_head WHERE organ_seq = 2)")
    for table in (
        "ledger_head WHERE organ_seq = 2",
        "ledger_signedcheckpoint",
        f"ledger_datakey WHERE name = 'dossier/{OTHER}'",
    ):
        intruder.runs(f"DELETE FROM {table}")
    intruder.runs("DELETE FROM ledger_tests_note WHERE dossier = ?", OTHER)
    intruder.runs("DELETE FROM ledger_tests_tally WHERE dossier = ?", OTHER)
    assert verify().intact
    assert codes(checkpoint=outside) == {"checkpoint.truncated"}


def test_everything_computed_anew_is_found_by_an_outside_checkpoint_only(prepared, ledger):
    make_organ_key(ORGAN)
    with clock.at(AT):
        note("真的", key="one")
        outside = checkpoint(ORGAN).as_json()
    rewrite(ledger, prepared)
    with clock.at(AT):
        note("假的", key="one")
        checkpoint(ORGAN)
    assert verify().intact
    assert codes(checkpoint=outside) == {"checkpoint.root"}


def rewrite(ledger, prepared):
    """Begin again with all rights: an empty store, and the installation's own keys."""
    with sqlite3.connect(ledger) as raw, sqlite3.connect(prepared) as empty:
        empty.backup(raw)
    raw.close()
    empty.close()


def test_an_outside_checkpoint_of_another_organ_is_named(chain):
    outside = {**checkpoint(ORGAN).as_json(), "organ": "organ-z"}
    assert codes(checkpoint=outside) == {"checkpoint.organ"}


def test_an_outside_checkpoint_that_was_changed_is_named(chain, intruder):
    outside = {**checkpoint(ORGAN).as_json(), "size": 99}
    assert codes(checkpoint=outside) == {"checkpoint.signature", "checkpoint.truncated"}


def test_what_is_no_checkpoint_at_all_is_refused(chain):
    with pytest.raises(BadInputError):
        verify(checkpoint={})


def test_a_changed_kept_subtree_is_found(chain, intruder, monkeypatch):
    monkeypatch.setattr("liuhen.ledger.walk.TILE", 4)
    intruder.runs("INSERT INTO ledger_tile VALUES ('x', ?, 0, 'x', 'x')", ORGAN)
    assert "tile.changed" in codes()


def test_more_dossiers_than_are_remembered_are_followed_all_the_same(chain, monkeypatch):
    monkeypatch.setattr("liuhen.ledger.walk._REMEMBERED", 1)
    assert verify().intact


def test_bodies_are_fetched_some_at_a_time(chain, monkeypatch):
    monkeypatch.setattr("liuhen.ledger.verification._TOGETHER", 2)
    assert verify().counted["parts"] == 7


def test_a_changed_projection_is_named_by_table_row_and_column(chain, intruder):
    intruder.runs(
        "UPDATE ledger_tests_note SET text = '改过' WHERE organ = ? AND dossier = ? AND text = '最后'", ORGAN, CASE
    )
    problem = verify().problems[0]
    assert (problem.code, problem.dossier) == ("projection.differs", CASE)
    assert problem.where == f"表 ledger_tests_note 行 {ORGAN}:6 栏 text"


def test_a_dossier_that_cannot_be_replayed_is_named(chain, intruder):
    intruder.runs("DELETE FROM ledger_datakey WHERE name = ?", f"dossier/{OTHER}")
    assert ("projection.unreplayable", None) in found()


def test_registered_checkers_are_asked(chain):
    @checks("originals")
    def originals():
        yield Counted("originals", 3)
        yield Unchecked("一件原件不在本机，未检。")
        yield Problem("original.changed", "原件 abc", "字节被改动。", file="abc")

    report = verify()
    assert (report.counted["originals"], report.found) == (3, 1)
    assert "一件原件不在本机，未检。" in report.unchecked
    assert report.as_json()["problems"] == [
        {"code": "original.changed", "where": "原件 abc", "what": "字节被改动。", "file": "abc"}
    ]


def test_a_checker_has_a_name_of_its_own(ledger):
    checks("papers")(list)
    with pytest.raises(ValueError, match="papers"):
        checks("papers")(list)
    assert list(checkers()) == ["papers"]


def test_beyond_a_thousand_problems_are_only_counted(chain, monkeypatch):
    checks("many")(lambda: [Problem("x", "x", "x")] * 1500)
    report = verify()
    assert (len(report.problems), report.found, report.intact) == (1000, 1500, False)


def test_a_broken_database_file_is_a_problem_and_no_crash(chain, intruder):
    intruder.breaks("DROP TABLE ledger_tombstone")
    assert "store.unreadable" in codes()


def test_text_that_is_no_longer_text_is_found_where_it_stands(chain, intruder):
    intruder.runs("UPDATE ledger_head SET kind = CAST(x'ff41' AS TEXT) WHERE organ_seq = 3")
    assert ("head.columns", chain[2].digest) in found()


def some_cells(intruder):
    """Give one cell of every column of every table, and every seventh beside."""
    count = 0
    tables = ("head", "part", "datakey", "tombstone", "signedcheckpoint", "tests_note", "tests_tally")
    for table in [f"ledger_{name}" for name in tables]:
        for column in [row[1] for row in intruder.reads(f"PRAGMA table_info({table})")]:
            cells = intruder.reads(f'SELECT rowid, "{column}" FROM {table} WHERE length("{column}") > 0')
            for number, (rowid, value) in enumerate(cells):
                count += 1
                if number == 0 or count % 7 == 0:
                    yield table, column, rowid, value


def flipped(value, at):
    if isinstance(value, int):
        return value ^ 64
    raw = bytearray(value.encode() if isinstance(value, str) else value)
    raw[at % len(raw)] ^= 1 << (at % 8)
    return bytes(raw)


def test_one_flipped_bit_in_any_cell_is_found(chain, intruder):
    at, missed = 0, []
    for table, column, rowid, value in list(some_cells(intruder)):
        at += 7
        changed = flipped(value, at)
        kind = "CAST(? AS TEXT)" if isinstance(value, str) else "?"
        intruder.runs(f'UPDATE {table} SET "{column}" = {kind} WHERE rowid = {rowid}', changed)
        if verify().intact:
            missed.append((table, column, rowid, at))
        intruder.runs(f'UPDATE {table} SET "{column}" = ? WHERE rowid = {rowid}', value)
    assert missed == []
    assert verify().intact
    assert at > 7 * 40


def test_heads_are_read_once_for_tree_and_chain(chain):
    assert verify().heads[ORGAN][0] == Head.objects.count() == 7
    assert merkle.root_of([merkle.leaf(one.head) for one in chain]).hex() == checkpoint(ORGAN).root.sha256
