"""Encryption at rest: nothing in plain text, nothing readable without its keys."""

import stat

import pytest

from ledger.acts import CASE, ORGAN, Informant, note
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import body_of, vault
from liuhen.ledger.models import DataKey, Part


def test_the_database_holds_no_plain_text(ledger):
    note("药品进销存不符", informant=Informant(name="举报人甲", phone="13900001234"))
    stored = b"".join(path.read_bytes() for path in ledger.parent.glob("liuhen.sqlite3*"))
    assert b"13900001234" not in stored
    assert "举报人甲".encode() not in stored


def test_a_dossier_has_one_key_an_organ_one_and_a_sealed_part_its_own(ledger):
    note(informant=Informant(name="甲"))
    note(informant=Informant(name="乙"))
    note(dossier=None)
    names = set(DataKey.objects.values_list("name", flat=True))
    assert names == {f"dossier/{CASE}", f"organ/{ORGAN}", f"sealed/{ORGAN}/1", f"sealed/{ORGAN}/2"}


def test_the_master_key_is_readable_by_its_owner_only(ledger):
    note()
    keys = ledger.parent / "keys"
    assert stat.S_IMODE((keys / "master.key").stat().st_mode) == 0o600
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert [path.name for path in keys.iterdir()] == ["master.key"]


def test_a_lost_master_key_is_not_replaced(ledger):
    note()
    (ledger.parent / "keys" / "master.key").unlink()
    with pytest.raises(UnusableError, match="缺少主密钥"):
        note()
    assert not (ledger.parent / "keys" / "master.key").exists()


def test_another_master_key_opens_nothing(ledger):
    made = note()
    (ledger.parent / "keys" / "master.key").write_bytes(bytes(32))
    with pytest.raises(UnusableError, match="无法打开"):
        body_of(made)


def test_a_cut_master_key_is_refused(ledger):
    made = note()
    (ledger.parent / "keys" / "master.key").write_bytes(bytes(31))
    with pytest.raises(UnusableError, match="不完整"):
        body_of(made)


def test_of_two_processes_that_make_a_key_the_first_wins(tmp_path):
    assert vault.write_once(tmp_path / "k", b"first") == b"first"
    assert vault.write_once(tmp_path / "k", b"second") == b"first"
    assert [path.name for path in tmp_path.iterdir()] == ["k"]


def test_a_part_opens_only_in_its_own_place(ledger, intruder):
    one, two = note("甲"), note("乙")
    intruder.runs(
        "UPDATE ledger_part SET box = (SELECT box FROM ledger_part WHERE head = ?) WHERE head = ?",
        one.digest,
        two.digest,
    )
    with pytest.raises(UnusableError, match="不属于这条记录"):
        body_of(two)


def test_a_part_that_was_cut_short_does_not_open(ledger, intruder):
    made = note()
    intruder.runs("UPDATE ledger_part SET box = x'00'")
    with pytest.raises(UnusableError, match="被改动"):
        body_of(made)


def test_a_part_gone_without_tombstone_is_said_to_be_gone(ledger, intruder):
    made = note()
    intruder.runs("DELETE FROM ledger_part")
    with pytest.raises(UnusableError, match="没有销毁记录"):
        body_of(made)


def test_a_key_gone_without_tombstone_is_said_to_be_gone(ledger, intruder):
    made = note()
    intruder.runs("DELETE FROM ledger_datakey")
    assert Part.objects.count() == 1
    with pytest.raises(UnusableError, match="密钥不在库中"):
        body_of(made)
