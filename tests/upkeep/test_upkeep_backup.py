"""Backups: only what is new is written, nothing of it can be read, and what cannot be done is said in words."""

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from pyrage import x25519

from liuhen.kernel.errors import BadInputError, UnusableError
from liuhen.upkeep.backup_folder import DATABASE, MANIFEST, BackupFolder, opened
from liuhen.upkeep.backup_keys import read_identities
from liuhen.upkeep.checking import open_manifest
from upkeep.copies import Copies, new_original, read_list, tree


def test_the_first_backup_holds_every_original_and_paper(copies: Copies) -> None:
    stored = [path for store in ("originals", "papers", "packs") for path in (copies.used.data / store).glob("??/*")]
    assert len(stored) > 1
    assert len(copies.latest.objects) == len({path.name for path in stored})


def test_the_second_backup_writes_only_what_is_new(copies: Copies) -> None:
    before = tree(copies.layout.objects)
    new_original(copies.used, 300_000)
    said = copies.backup()
    after = tree(copies.layout.objects)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 1
    database = copies.latest.files[DATABASE].size + copies.latest.files[MANIFEST].size
    assert 300_000 < said["written"] - database < 302_000


def test_two_snapshots_are_there_and_the_first_is_as_it_was(copies: Copies) -> None:
    (first,) = copies.layout.names()
    before = tree(copies.layout.snapshot(first))
    copies.backup()
    assert copies.layout.names()[0] == first
    assert tree(copies.layout.snapshot(first)) == before
    assert copies.checked().intact


def test_a_clock_that_went_back_does_not_put_a_new_snapshot_before_an_old_one(copies: Copies) -> None:
    (first,) = copies.layout.names()
    copies.layout.snapshot(first).rename(copies.layout.snapshot("2031-01-01T000000Z"))
    copies.backup()
    assert copies.layout.names() == ["2031-01-01T000000Z", "2031-01-01T000001Z"]


def test_the_list_says_how_far_the_ledger_went_and_can_be_checked_by_sha256sum(copies: Copies) -> None:
    snapshot = copies.layout.snapshot(copies.layout.names()[0])
    with closing(sqlite3.connect(copies.used.data / "liuhen.sqlite3")) as raw:
        last = raw.execute("SELECT organ, organ_seq, digest FROM ledger_head ORDER BY organ_seq DESC").fetchone()
    assert read_list(snapshot)["heads"] == {last[0]: [last[1], last[2]]}
    assert os.system(f"cd {snapshot} && sha256sum --quiet -c snapshot.json.sha256") == 0  # noqa: S605


def test_no_name_number_or_key_stands_in_the_backup_in_plain_text(copies: Copies) -> None:
    data = copies.used.data
    words = [text.encode() for text in ("青禾药店", "周明远", "许某", "串换药品")]
    keys = [path.read_bytes().strip() for path in (data / "keys").iterdir() if path.suffix in {".key", ".ed25519"}]
    digests = [path.name.encode() for store in ("originals", "papers", "packs") for path in (data / store).glob("??/*")]
    planted = b"420102199001011234"
    path = data / "originals" / "ab" / ("ab" * 32)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(planted * 10)  # its name is not its digest: it is left out and still nothing of it is written
    answer = copies.used.run("backup", copies.folder)
    assert answer.returncode == 1
    assert "没有备份" in answer.stdout
    for file in copies.files():
        content = file.read_bytes() + file.as_posix().encode()
        assert [word for word in (*words, *keys, *digests, planted) if word in content] == []


def test_a_damaged_original_does_not_stop_the_backup_and_is_named(copies: Copies) -> None:
    name = new_original(copies.used, 5_000)
    path = copies.used.data / "originals" / name[:2] / name
    path.write_bytes(b"x" * 5_000)
    answer = copies.used.run("backup", copies.folder, "--json")
    assert (answer.returncode, json.loads(answer.stdout)["damaged"]) == (1, [f"originals/{name[:2]}/{name}"])
    assert copies.checked().intact
    said = json.loads((copies.used.data / "upkeep" / "backups.json").read_text())
    assert name in said["failure"]["why"]  # also where nobody reads what the command prints


def test_an_original_damaged_after_its_backup_stays_whole_in_the_backup(copies: Copies) -> None:
    name = new_original(copies.used, 5_000)
    copies.backup()
    (copies.used.data / "originals" / name[:2] / name).write_bytes(b"x" * 5_000)
    copies.backup()
    assert copies.checked().intact


def test_keys_are_in_it_but_not_the_one_that_opens_it_nor_that_of_sessions(copies: Copies) -> None:
    manifest = open_manifest(copies.layout, copies.layout.names()[0], read_identities(copies.key))
    inside = set(manifest.keys)
    assert {"keys/master.key", "keys/backup-names.key", "keys/backup.recipients"} <= inside
    assert not inside & {"keys/backup.key", "keys/session.secret"}


# Keys


def test_without_the_key_on_the_machine_backups_go_on(copies: Copies, tmp_path: Path) -> None:
    kept = tmp_path / "保险柜.key"
    assert copies.used.run("backup", "--export-key", kept, "--forget-key").returncode == 0
    assert not copies.key.exists()
    copies.backup()
    assert kept.stat().st_mode & 0o777 == 0o600
    answer = copies.used.run("backup", copies.folder, "--check", "--key", kept)
    assert answer.returncode == 0, answer.stdout
    assert "备份完好" in answer.stdout


def test_the_key_is_not_removed_without_proof_that_it_is_elsewhere(copies: Copies, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text(f"{x25519.Identity.generate()}\n")
    assert "--key" in copies.refused("backup", "--forget-key")
    assert "不是本机的备份密钥" in copies.refused("backup", "--forget-key", "--key", other)
    assert "数据目录里" in copies.refused("backup", "--forget-key", "--key", copies.key)
    assert copies.key.exists()


def test_the_key_is_never_written_over_a_file(copies: Copies, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    assert "已经存在" in copies.refused("backup", "--export-key", there)
    assert there.read_text() == "mine"


def test_the_key_is_not_written_beside_what_it_opens(copies: Copies) -> None:
    target = copies.folder / "objects" / "the.key"
    assert "不能放在备份目录里" in copies.refused("backup", "--export-key", target)
    assert not target.exists()


def test_a_key_of_a_subfolder_comes_back_and_strangers_among_the_keys_stay_away(copies: Copies, tmp_path: Path) -> None:
    keys = copies.used.data / "keys"
    (keys / "tls").mkdir()
    (keys / "tls" / "server.key").write_bytes(b"a key")
    (keys / "备忘.txt").write_text("x")
    (keys / "tls" / ".draft").write_text("x")
    copies.backup()
    restored = copies.restored(tmp_path / "restored")
    assert (restored.data / "keys" / "tls" / "server.key").read_bytes() == b"a key"
    assert sorted(path.name for path in (restored.data / "keys" / "tls").iterdir()) == ["server.key"]
    assert not (restored.data / "keys" / "备忘.txt").exists()


def test_a_new_recipient_opens_the_whole_of_the_next_snapshot(copies: Copies, tmp_path: Path) -> None:
    second = x25519.Identity.generate()
    (tmp_path / "second.key").write_text(f"# 上级机关\n{second}\n")
    copies.backup("--recipient", str(second.to_public()))
    into = tmp_path / "restored"
    answer = copies.used.run("restore", copies.folder, "--key", tmp_path / "second.key", "--into", into)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_what_is_no_public_key_is_refused(copies: Copies) -> None:
    assert "不是公钥" in copies.refused("backup", copies.folder, "--recipient", "age1abc")


# What cannot be a backup folder


def test_a_folder_inside_the_data_is_refused(copies: Copies) -> None:
    assert "数据目录里面" in copies.refused("backup", copies.used.data / "backup")
    assert "数据目录" in copies.refused("backup", copies.used.data.parent)


def test_a_folder_with_other_things_in_it_is_refused_and_left_alone(copies: Copies, tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "a.jpg").write_bytes(b"x")
    assert "不是备份目录" in copies.refused("backup", photos)
    assert [path.name for path in photos.iterdir()] == ["a.jpg"]


def test_a_missing_parent_is_a_disk_that_is_not_mounted(copies: Copies, tmp_path: Path) -> None:
    assert "挂载" in copies.refused("backup", tmp_path / "nowhere" / "backup")


def test_a_backup_folder_that_became_empty_is_a_disk_that_is_not_mounted(copies: Copies) -> None:
    copies.backup()
    shutil.rmtree(copies.folder)
    copies.folder.mkdir()
    assert "--anew" in copies.refused("backup", copies.folder)
    assert list(copies.folder.iterdir()) == []
    copies.backup("--anew")


def test_a_folder_that_is_none_is_not_checked_as_one(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="不是备份目录"):
        opened(tmp_path)


def test_a_mark_of_another_format_is_refused(copies: Copies) -> None:
    (copies.folder / "backup.json").write_text('{"format":"liuhen-backup/9"}\n')
    assert "别的版本" in copies.refused("backup", copies.folder)


def test_data_set_back_behind_the_last_snapshot_are_not_mixed_with_it(
    copies: Copies, bureau_folder: Path, tmp_path: Path
) -> None:
    older = Copies(type(copies.used)(bureau_folder).copied_to(tmp_path / "older"), copies.folder)
    with closing(sqlite3.connect(older.used.data / "liuhen.sqlite3")) as raw:
        for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f'DROP TRIGGER "{name}"')
        raw.execute("DELETE FROM ledger_head WHERE organ_seq = (SELECT max(organ_seq) FROM ledger_head)")
        raw.commit()
    from_cut = older.refused("backup", older.folder)
    assert "触发器" in from_cut  # such a copy is not taken at all
    assert older.used.run("upgrade").returncode == 0  # puts the triggers back
    assert "不是现有数据的过去" in older.refused("backup", older.folder)
    assert len(copies.layout.names()) == 1


def test_a_broken_database_is_not_backed_up(copies: Copies) -> None:
    path = copies.used.data / "liuhen.sqlite3"
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'process_case'").fetchone()
    with path.open("r+b") as file:
        file.seek(4096 * (page - 1))
        file.write(os.urandom(4096))
    assert "数据库" in copies.refused("backup", copies.folder)
    assert len(copies.layout.names()) == 1


# Thinning


def test_old_snapshots_go_and_what_only_they_needed(copies: Copies) -> None:
    name = new_original(copies.used, 9_000)
    copies.backup()
    (copies.used.data / "originals" / name[:2] / name).unlink()
    said = copies.backup("--keep", "1")
    assert said["removed"] == {"snapshots": 2, "objects": 1}
    assert len(copies.layout.names()) == 1
    found = copies.checked()
    assert (found.intact, found.strays) == (True, 0)


def test_nothing_goes_while_a_list_that_stays_cannot_be_read(copies: Copies) -> None:
    copies.backup()
    before = copies.layout.names()
    (copies.layout.snapshot(before[0]) / "snapshot.json").write_text("{}")
    assert "清单" in copies.refused("backup", copies.folder, "--keep", "3")
    assert set(before) <= set(copies.layout.names())


# The state of backups


def test_the_state_is_a_file_beside_the_data_and_in_no_backup(copies: Copies, tmp_path: Path) -> None:
    status = json.loads((copies.used.data / "upkeep" / "backups.json").read_text())
    assert status["backups"][0]["snapshot"] == copies.layout.names()[0]
    restored = copies.restored(tmp_path / "restored")
    assert not (restored.data / "upkeep" / "backups.json").exists()


def test_a_failure_is_kept_until_the_next_that_succeeds(copies: Copies, tmp_path: Path) -> None:
    copies.refused("backup", tmp_path / "nowhere" / "backup")
    path = copies.used.data / "upkeep" / "backups.json"
    assert "nowhere" in json.loads(path.read_text())["failure"]["folder"]
    copies.backup()
    assert json.loads(path.read_text())["failure"] is None


def test_a_snapshot_without_its_list_is_told_as_damaged(copies: Copies) -> None:
    (copies.layout.snapshot(copies.layout.names()[0]) / "snapshot.json").unlink()
    with pytest.raises(UnusableError, match="清单"):
        BackupFolder(copies.folder).listing(copies.layout.names()[0])
    copies.backup()
