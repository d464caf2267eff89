"""Upgrades: a copy first, the same records after, everything as before where a step fails, no older program let in."""

import fcntl
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from house.installation import Installation
from upkeep.copies import Copies, entries_of

LATER = "DELETE FROM django_migrations WHERE app = 'drafts'"


def with_a_step_to_do(installation: Installation) -> None:
    """Make the last table of drafts a step that is still to be taken."""
    with closing(sqlite3.connect(installation.data / "liuhen.sqlite3")) as raw:
        raw.execute(LATER)
        raw.execute("DROP TABLE drafts_draft")
        raw.commit()


def copies_of(installation: Installation) -> list[Path]:
    return sorted((installation.data / "before-upgrade").glob("*"))


def refused(installation: Installation, *words: str) -> str:
    return Copies(installation, installation.data).refused(*words)


def test_an_upgrade_keeps_a_sound_copy_and_every_record(bureau_copy: Installation) -> None:
    before = entries_of(bureau_copy)
    with_a_step_to_do(bureau_copy)
    answer = bureau_copy.run("upgrade")
    assert answer.returncode == 0, answer.stderr
    assert "与升级前一致" in answer.stdout
    assert entries_of(bureau_copy) == before
    (copy,) = copies_of(bureau_copy)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'drafts_draft'").fetchone() == (0,)
        (sizes,) = (raw.execute("SELECT count(*) FROM ledger_head").fetchone(),)
        assert sizes == (sum(one["entries"] for one in before.values()),)


def test_tables_that_a_new_version_keeps_are_filled_from_the_records(bureau_copy: Installation) -> None:
    with_a_step_to_do(bureau_copy)
    with closing(sqlite3.connect(bureau_copy.data / "liuhen.sqlite3")) as raw:
        raw.execute("DELETE FROM process_case")
        raw.commit()
    assert bureau_copy.run("upgrade").returncode == 0
    answer = bureau_copy.run("rebuild", "--check")
    assert answer.returncode == 0, answer.stdout


def test_a_start_after_a_kill_goes_on_filling_them(bureau_copy: Installation) -> None:
    with closing(sqlite3.connect(bureau_copy.data / "liuhen.sqlite3")) as raw:
        raw.execute("DELETE FROM process_case")
        raw.commit()
    mark = bureau_copy.data / "upkeep" / "rewriting"
    mark.parent.mkdir(exist_ok=True)
    mark.touch()
    assert bureau_copy.run("upgrade").returncode == 0
    assert not mark.exists()
    assert bureau_copy.run("rebuild", "--check").returncode == 0


def test_nothing_is_copied_where_nothing_is_to_do(bureau_copy: Installation) -> None:
    assert "没有改动" in bureau_copy.run("upgrade").stdout
    assert copies_of(bureau_copy) == []


def test_three_copies_are_kept(bureau_copy: Installation) -> None:
    folder = bureau_copy.data / "before-upgrade"
    folder.mkdir()
    for year in range(2020, 2025):
        (folder / f"{year}-01-01T000000Z-0.0.1.sqlite3").touch()
    with_a_step_to_do(bureau_copy)
    assert bureau_copy.run("upgrade").returncode == 0
    names = [path.name[:4] for path in copies_of(bureau_copy)]
    assert names[:2] == ["2023", "2024"]
    assert len(names) == 3


def test_a_step_that_fails_leaves_the_database_as_it_was(bureau_copy: Installation) -> None:
    before = entries_of(bureau_copy)
    with_a_step_to_do(bureau_copy)
    with closing(sqlite3.connect(bureau_copy.data / "liuhen.sqlite3")) as raw:
        raw.execute("CREATE TABLE drafts_draft (in_the_way)")
        raw.commit()
    said = refused(bureau_copy, "upgrade")
    assert "已退回升级前的样子" in said
    with closing(sqlite3.connect(bureau_copy.data / "liuhen.sqlite3")) as raw:
        raw.execute("DROP TABLE drafts_draft")
        raw.commit()
    assert bureau_copy.run("upgrade").returncode == 0
    assert entries_of(bureau_copy) == before


def test_steps_that_change_a_record_are_undone(bureau_copy: Installation) -> None:
    before = entries_of(bureau_copy)
    with_a_step_to_do(bureau_copy)
    words = [sys.executable, "-c", LOSING]
    answer = subprocess.run(words, env=bureau_copy.environment, capture_output=True, text=True, check=False)
    assert "升级后的记录与升级前不一致" in answer.stdout, answer.stderr
    assert bureau_copy.run("upgrade").returncode == 0
    assert entries_of(bureau_copy) == before


LOSING = """
import django
django.setup()
from django.db import connection
from django.core.management import call_command
from liuhen.kernel.errors import UnusableError
from liuhen.upkeep import upgrade
def losing(*words, **told):
    call_command(*words, **told)
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER ledger_head_no_delete")
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'ledger_head_no_replace'")
        cursor.execute("DELETE FROM ledger_head WHERE organ_seq = (SELECT max(organ_seq) FROM ledger_head)")
    from liuhen.ledger import install_triggers
    install_triggers(connection)
upgrade.call_command = losing
try:
    upgrade.upgrade()
except UnusableError as error:
    print(error)
"""


def test_an_older_program_refuses_what_a_newer_one_has_been_at(bureau_copy: Installation) -> None:
    with closing(sqlite3.connect(bureau_copy.data / "liuhen.sqlite3")) as raw:
        raw.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0999_later', '2031-01-01')")
        raw.commit()
    (bureau_copy.data / "upkeep").mkdir(exist_ok=True)
    (bureau_copy.data / "upkeep" / "version").write_text("9.9.9\n")
    for verb in ("serve", "upgrade", "verify"):
        said = refused(bureau_copy, verb)
        assert "9.9.9" in said
        assert "ledger.0999_later" in said


def test_no_upgrade_under_a_running_product(bureau_copy: Installation) -> None:
    with_a_step_to_do(bureau_copy)
    with (bureau_copy.data / "worker.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert "正在这套数据上运行" in refused(bureau_copy, "upgrade")
    assert copies_of(bureau_copy) == []


def test_the_version_that_last_wrote_is_kept(bureau_copy: Installation) -> None:
    assert bureau_copy.run("upgrade").returncode == 0
    assert (bureau_copy.data / "upkeep" / "version").read_text() == "0.1.0\n"


def test_a_half_made_copy_is_swept(bureau_copy: Installation) -> None:
    folder = bureau_copy.data / "before-upgrade"
    folder.mkdir()
    (folder / ".abcd.sqlite3").write_bytes(b"half")
    with_a_step_to_do(bureau_copy)
    assert bureau_copy.run("upgrade").returncode == 0
    assert [path.name for path in folder.glob(".*")] == []
