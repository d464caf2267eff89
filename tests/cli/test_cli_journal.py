"""The tail of the access journal at the command line: cut off, it is found only against a checkpoint kept outside."""

import json
import sqlite3
import urllib.request
from contextlib import closing
from pathlib import Path

from house.installation import Installation, Live


def sign_in(url: str) -> None:
    """Leave a row in the journal, as a program that signs in does."""
    body = json.dumps({"account": "hejing", "password": "liuhen-demo"}).encode()
    asked = urllib.request.Request(f"{url}/api/token", body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310  # loopback
        assert answer.status == 200


def cut_last(installation: Installation) -> None:
    """Take the last row away, as somebody would who knows the tables; the triggers are back afterwards."""
    with closing(sqlite3.connect(installation.data / "liuhen.sqlite3", isolation_level=None)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("DELETE FROM access_journalrow WHERE seq = (SELECT MAX(seq) FROM access_journalrow)")
        for _, sql in triggers:
            db.execute(sql)


def test_a_cut_tail_of_the_journal_is_found_against_its_checkpoint(live: Live, tmp_path: Path) -> None:
    here, kept = live.installation, tmp_path / "kept.json"
    for _ in range(3):
        sign_in(live.url)
    made = here.run("checkpoint", "--out", kept)
    journal = tmp_path / "kept.journal.json"
    assert str(journal) in made.stdout
    assert json.loads(journal.read_text())["seq"] == 3
    sign_in(live.url)
    agreed = here.run("verify", "--checkpoint", kept)
    assert (agreed.returncode, "1 个调阅日志检查点" in agreed.stdout) == (0, True), agreed.stdout + agreed.stderr
    for _ in range(2):
        cut_last(here)
    assert here.run("verify").returncode == 0
    found = here.run("verify", "--checkpoint", kept)
    assert (found.returncode, "[journal.truncated]" in found.stdout) == (1, True), found.stdout
    alone = here.run("verify", "--checkpoint", journal, "--json")
    assert "journal.truncated" in [one["code"] for one in json.loads(alone.stdout)["problems"]]
