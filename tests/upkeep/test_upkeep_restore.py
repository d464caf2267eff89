"""Restoring: the same heads and digests, nothing written over, nothing half there, and every refusal in words."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from pyrage import x25519

from house.installation import LIUHEN, Installation
from liuhen.upkeep.backup_folder import DATABASE
from promises.tight import at_most
from upkeep.copies import Copies, entries_of, flip, new_original, tree


def test_a_restored_installation_is_what_was_backed_up(copies: Copies, tmp_path: Path) -> None:
    new_original(copies.used, 70_000)
    copies.backup()
    restored = copies.restored(tmp_path / "restored")
    assert entries_of(restored) == entries_of(copies.used)
    for store in ("originals", "papers", "packs"):
        there = {path.name: path.read_bytes() for path in (copies.used.data / store).glob("??/*")}
        assert {path.name: path.read_bytes() for path in (restored.data / store).glob("??/*")} == there
    answer = restored.run("rebuild", "--check")
    assert answer.returncode == 0, answer.stdout


def test_files_keep_the_day_on_which_they_came_and_stay_closed_to_others(copies: Copies, tmp_path: Path) -> None:
    name = new_original(copies.used, 10)
    os.utime(copies.used.data / "originals" / name[:2] / name, (1_700_000_000, 1_700_000_000))
    copies.backup()
    restored = copies.restored(tmp_path / "restored")
    said = (restored.data / "originals" / name[:2] / name).stat()
    assert (said.st_mtime, said.st_mode & 0o777) == (1_700_000_000, 0o444)
    assert {path.stat().st_mode & 0o077 for path in (restored.data / "keys").iterdir()} == {0}
    assert (restored.data / "liuhen.sqlite3").stat().st_mode & 0o077 == 0


def test_everybody_has_to_sign_in_again(copies: Copies, tmp_path: Path) -> None:
    database = copies.used.data / "liuhen.sqlite3"
    with closing(sqlite3.connect(database)) as raw:
        raw.execute("INSERT INTO django_session VALUES ('abc', 'x', '2099-01-01')")
        raw.commit()
    copies.backup()
    restored = copies.restored(tmp_path / "restored")
    with closing(sqlite3.connect(restored.data / "liuhen.sqlite3")) as raw:
        assert raw.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        assert raw.execute("SELECT count(*) FROM people_account").fetchone() > (0,)
    before, after = ((one.data / "keys" / "session.secret").read_text() for one in (copies.used, restored))
    assert before != after


def test_an_older_snapshot_can_be_chosen(copies: Copies, tmp_path: Path) -> None:
    name = new_original(copies.used, 10)
    copies.backup()
    first, _ = copies.layout.names()
    restored = copies.restored(tmp_path / "restored", "--snapshot", first)
    assert not (restored.data / "originals" / name[:2] / name).exists()


def test_a_restored_installation_goes_on_backing_up_into_the_same_folder(copies: Copies, tmp_path: Path) -> None:
    restored = copies.restored(tmp_path / "restored")
    before = tree(copies.layout.objects)
    Copies(restored, copies.folder).backup()
    assert tree(copies.layout.objects) == before
    assert len(copies.layout.names()) == 2


def test_nothing_is_restored_into_a_folder_in_use(copies: Copies) -> None:
    before = tree(copies.used.data)
    said = copies.refused("restore", copies.folder, "--key", copies.key, "--into", copies.used.data)
    assert "不是空目录" in said
    assert {name: inode for name, inode in tree(copies.used.data).items() if name in before} == before


@pytest.mark.parametrize("there", ["notes.txt", "keys/master.key", "originals/ab/x"])
def test_whatever_lies_there_is_a_reason_not_to_restore(copies: Copies, tmp_path: Path, there: str) -> None:
    path = tmp_path / "restored" / there
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    assert "不是空目录" in copies.refused(
        "restore", copies.folder, "--key", copies.key, "--into", tmp_path / "restored"
    )
    assert path.read_text() == "mine"


def test_another_key_opens_nothing_and_says_so(copies: Copies, tmp_path: Path) -> None:
    other = tmp_path / "other.key"
    other.write_text(str(x25519.Identity.generate()))
    said = copies.refused("restore", copies.folder, "--key", other, "--into", tmp_path / "restored")
    assert "密钥不是备份时的那一把" in said
    assert not (tmp_path / "restored" / "liuhen.sqlite3").exists()


def test_what_is_no_key_is_said_to_be_none(copies: Copies, tmp_path: Path) -> None:
    (tmp_path / "no.key").write_text("hello")
    said = copies.refused("restore", copies.folder, "--key", tmp_path / "no.key", "--into", tmp_path / "restored")
    assert "不是备份密钥文件" in said


def test_a_snapshot_that_is_not_there_is_answered_with_those_that_are(copies: Copies, tmp_path: Path) -> None:
    words = ("--key", copies.key, "--into", tmp_path / "restored", "--snapshot", "2020-01-01T000000Z")
    assert copies.layout.names()[0] in copies.refused("restore", copies.folder, *words)


def test_a_damaged_object_stops_the_restore_and_is_named(copies: Copies, tmp_path: Path) -> None:
    into = tmp_path / "restored"
    name = new_original(copies.used, 60_000)
    copies.backup()
    (victim,) = [path for path in copies.layout.objects.glob("??/*.age") if 60_000 < path.stat().st_size < 61_000]
    flip(victim, bit=100_000)
    assert name in copies.refused("restore", copies.folder, "--key", copies.key, "--into", into)
    assert not (into / "liuhen.sqlite3").exists()
    assert not list(into.rglob("*.part"))
    flip(victim, bit=100_000)
    copies.restored(into)  # goes on with what is there


def test_the_rest_is_restored_where_that_is_asked_for(copies: Copies, tmp_path: Path) -> None:
    name = new_original(copies.used, 60_000)
    copies.backup()
    (victim,) = [path for path in copies.layout.objects.glob("??/*.age") if 60_000 < path.stat().st_size < 61_000]
    victim.unlink()
    words = ("restore", copies.folder, "--key", copies.key, "--into", tmp_path / "restored", "--without-damaged")
    answer = copies.used.run(*words)
    assert answer.returncode == 1
    assert name in answer.stdout
    assert "与备份时一致" in answer.stdout


def test_a_damaged_database_is_never_put_in_place(copies: Copies, tmp_path: Path) -> None:
    flip(copies.layout.snapshot(copies.layout.names()[0]) / DATABASE, bit=90_000)
    said = copies.refused("restore", copies.folder, "--key", copies.key, "--into", tmp_path / "restored")
    assert "数据库损坏" in said
    assert not (tmp_path / "restored" / "liuhen.sqlite3").exists()


def test_a_restore_that_was_killed_goes_on_and_nobody_works_in_it_meanwhile(copies: Copies, tmp_path: Path) -> None:
    for _ in range(40):
        new_original(copies.used, 200_000)
    copies.backup()
    into = tmp_path / "restored"
    killed_at(lambda: len(list(into.glob("originals/??/*"))) > 5, copies, into)
    assert (into / "restoring.json").exists()
    assert "没有做完的恢复" in Copies(Installation(into), copies.folder).refused("serve")
    assert "没有做完的恢复" in Copies(Installation(into), copies.folder).refused("verify")
    before = tree(into / "originals")
    restored = copies.restored(into)
    kept = {name for name, inode in tree(into / "originals").items() if before.get(name) == inode}
    assert len(kept) >= 3  # what was complete then was not copied again
    assert entries_of(restored) == entries_of(copies.used)


def killed_at(moment: object, copies: Copies, into: Path) -> None:
    words = [LIUHEN, "restore", copies.folder, "--key", copies.key, "--into", into]
    with subprocess.Popen(words, env=copies.used.environment, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 60
        while not moment():  # type: ignore[operator]
            assert process.poll() is None
            assert time.monotonic() < until
            time.sleep(0.001)
        os.kill(process.pid, signal.SIGKILL)


def test_another_snapshot_is_not_mixed_into_a_stopped_restore(copies: Copies, tmp_path: Path) -> None:
    copies.backup()
    first, second = copies.layout.names()
    into = tmp_path / "restored"
    into.mkdir()
    (into / "restoring.json").write_text(json.dumps({"snapshot": first}, separators=(",", ":")))
    words = ("restore", copies.folder, "--key", copies.key, "--into", into, "--snapshot")
    assert "另一个快照" in copies.refused(*words, second)
    assert copies.used.run(*words, first).returncode == 0


def test_a_full_disk_is_said_and_the_restore_goes_on_afterwards(copies: Copies, tmp_path: Path) -> None:
    into = tmp_path / "restored"
    with at_most(100_000):  # inherited by the command
        said = copies.refused("restore", copies.folder, "--key", copies.key, "--into", into)
    assert "磁盘" in said
    assert not (into / "liuhen.sqlite3").exists()
    copies.restored(into)


def test_a_snapshot_of_a_newer_program_is_refused_before_anything_is_copied(copies: Copies, tmp_path: Path) -> None:
    with closing(sqlite3.connect(copies.used.data / "liuhen.sqlite3")) as raw:
        raw.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_later', '2031-01-01')")
        raw.commit()
    words = [sys.executable, "-c", BACK_UP, copies.folder]
    assert subprocess.run(words, env=copies.used.environment, check=False).returncode == 0
    said = copies.refused("restore", copies.folder, "--key", copies.key, "--into", tmp_path / "restored")
    assert "较新的版本" in said
    assert "people.0999_later" in said
    assert not (tmp_path / "restored" / "originals").exists()


BACK_UP = """
import sys, django
from pathlib import Path
django.setup()
from liuhen.upkeep.backup import backup
backup(Path(sys.argv[1]))
"""
