"""体检 finds what was broken on purpose, says what to do, and changes nothing."""

import json
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from house.installation import Installation
from liuhen.upkeep import tls

EXAMPLE = Path(__file__).parents[2] / "examples" / "init.yaml"
Break = Callable[[Installation], None]


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    made = Installation(tmp_path_factory.mktemp("doctor") / "data")
    answer = made.run("init", "--from", EXAMPLE)
    assert answer.returncode == 0, answer.stderr
    (made.data / "keys" / "initial-codes.txt").unlink()
    return made


@pytest.fixture
def bureau(founded: Installation, tmp_path: Path) -> Installation:
    copy = founded.copied_to(tmp_path / "data")
    copy.data.chmod(0o700)
    return copy


def examined(of: Installation) -> dict[str, dict[str, str]]:
    answer = of.run("doctor", "--json")
    assert answer.stderr == ""
    checks = {one["name"]: one for one in json.loads(answer.stdout)}
    assert answer.returncode == int(any(one["state"] == "有问题" for one in checks.values()))
    return checks


def test_a_fresh_installation_lacks_a_backup_and_nothing_else_is_wrong(bureau: Installation) -> None:
    checks = examined(bureau)
    assert [name for name, one in checks.items() if one["state"] == "有问题"] == ["备份"]
    assert [name for name, one in checks.items() if one["state"] == "未检"] == ["HTTPS 证书"]


def test_whatever_is_not_in_order_says_what_to_do(bureau: Installation) -> None:
    assert all(one["remedy"] for one in examined(bureau).values() if one["state"] in {"注意", "有问题"})


def test_looking_changes_nothing(bureau: Installation) -> None:
    before = bureau.run("checkpoint").stdout
    examined(bureau)
    assert bureau.run("checkpoint").stdout == before


def drop_a_trigger(of: Installation) -> None:
    with closing(sqlite3.connect(of.data / "liuhen.sqlite3")) as database:
        database.execute("DROP TRIGGER ledger_head_no_update")


def lose_the_master_key(of: Installation) -> None:
    (of.data / "keys" / "master.key").unlink()


def lose_the_organ_key(of: Installation) -> None:
    next(of.data.glob("keys/organ-*")).unlink()


def show_a_key(of: Installation) -> None:
    (of.data / "keys" / "master.key").chmod(0o644)


def open_the_folder(of: Installation) -> None:
    of.data.chmod(0o755)


def forget_a_migration(of: Installation) -> None:
    with closing(sqlite3.connect(of.data / "liuhen.sqlite3")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'drafts'")
        database.commit()


def come_from_a_newer_program(of: Installation) -> None:
    with closing(sqlite3.connect(of.data / "liuhen.sqlite3")) as database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('office', '9999_later', '2030')")
        database.commit()


def end_the_certificate(of: Installation) -> None:
    past = datetime.now(UTC) - timedelta(days=500)
    tls.begin(tls.place(of.data), names=["liuhen.test"], addresses=[], now=past)


def let_the_certificate_end_soon(of: Installation) -> None:
    past = datetime.now(UTC) - timedelta(days=380)
    tls.begin(tls.place(of.data), names=["liuhen.test"], addresses=[], now=past)


def leave_the_codes(of: Installation) -> None:
    (of.data / "keys" / "initial-codes.txt").touch(mode=0o600)


@pytest.mark.parametrize(
    ("broken", "name", "state", "said"),
    [
        (drop_a_trigger, "数据库", "有问题", "触发器"),
        (lose_the_master_key, "密钥", "有问题", "主密钥"),
        (lose_the_organ_key, "密钥", "有问题", "签名密钥"),
        (show_a_key, "密钥", "有问题", "master.key"),
        (open_the_folder, "数据目录", "注意", "其他用户"),
        (forget_a_migration, "表结构", "有问题", "升级"),
        (come_from_a_newer_program, "表结构", "未检", "较新的版本"),
        (end_the_certificate, "HTTPS 证书", "有问题", "过期"),
        (let_the_certificate_end_soon, "HTTPS 证书", "注意", "到期"),
        (leave_the_codes, "初始口令", "注意", "口令文件"),
    ],
)
def test_what_was_broken_is_found(bureau: Installation, broken: Break, name: str, state: str, said: str) -> None:
    broken(bureau)
    found = examined(bureau)[name]
    assert found["state"] == state, found
    assert said in found["found"]


def test_an_empty_folder_is_no_installation_and_stays_empty(tmp_path: Path) -> None:
    answer = Installation(tmp_path / "nothing").run("doctor")
    assert answer.returncode == 2
    assert "没有安装" in answer.stderr
    assert not (tmp_path / "nothing" / "liuhen.sqlite3").exists()


def test_an_installation_is_closed_to_other_users_of_the_machine(founded: Installation) -> None:
    assert stat.S_IMODE(founded.data.stat().st_mode) == 0o700
