"""Processes killed at random moments: what they acknowledged is there afterwards, and nothing is half there."""

import hashlib
import json
import os
import random
import secrets
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, migrations, models
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import load_backend

from liuhen.archive import verify_case
from liuhen.archive.delivery import build_package
from liuhen.kernel import clock
from liuhen.ledger import checkpoint, missing_triggers, verify
from liuhen.ledger.models import Head
from liuhen.media.arrivals import sweep
from liuhen.media.fixity import check
from liuhen.office import actions as office
from liuhen.process.case.models import Upload
from process.bureau import AT, ORGAN, STEPS, Play, bring
from promises.bureau import first_case, people
from promises.trials import apart, done

Said = dict[str, Any]
PACKAGES = "packages"


def appending() -> Iterator[Said]:
    for amount in count(1):
        key = f"kill-{secrets.token_hex(8)}"
        made = office.set_threshold(
            ORGAN, matter="other", amount_fen=amount, basis="目录（示例）", by=office.SYSTEM, key=key
        )
        yield {"entry": made.digest}


def going_on() -> Iterator[Said]:
    staff = people()
    while True:
        case = Play(staff)
        for who, kind, _ in STEPS:
            yield {"entry": case.usual(kind, who, key=secrets.token_hex(8)).entry.digest}


def uploading() -> Iterator[Said]:
    by = people()["zhou"]
    while True:
        data = os.urandom(1000) * 1500
        yield {"file": bring(by, data, "现场.bin"), "true": hashlib.sha256(data).hexdigest()}


def finalising() -> Iterator[Said]:
    case = first_case()
    for number in count(1):
        asked = [{"q": f"第 {number} 次询问，编号 {secrets.token_hex(4)}？", "a": "知道。"}]
        yield {"entry": case.usual("interview.made", "he", questions=asked, key=secrets.token_hex(8)).entry.digest}
        made = case.do("zhou", "paper.finalised", form="interview", key=secrets.token_hex(8))
        yield {"entry": made.entry.digest}


def packing() -> Iterator[Said]:
    case = first_case().case
    for number in count(1):
        target = settings.LIUHEN_DATA / PACKAGES / f"{secrets.token_hex(4)}{'.zip' if number % 2 else ''}"
        yield {"package": str(build_package(case, target).path)}


WORK: dict[str, Callable[[], Iterator[Said]]] = {
    "append": appending,
    "transition": going_on,
    "upload": uploading,
    "paper": finalising,
    "package": packing,
}
KINDS = [*WORK, "migration"]


def trial(*, rounds: int, seed: int) -> Said:
    """Kill `rounds` times, in turns at each kind of work; after each, start again and look at everything."""
    chance = random.Random(seed)
    told = settings.LIUHEN_DATA / "acknowledged"
    totals = dict.fromkeys([*KINDS, "acknowledged", "lost"], 0)
    for number in range(rounds):
        kind = KINDS[number % len(KINDS)]
        if kind == "migration":
            _migration(chance, empty=number % (2 * len(KINDS)) < len(KINDS))
        else:
            _kill_at(chance, kind, told)
            done(apart(lambda: _look(told)))
        totals[kind] += 1
    acknowledged = [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []
    return {**totals, "acknowledged": len(acknowledged)}


def _kill_at(chance: random.Random, kind: str, told: Path) -> None:
    before = told.stat().st_size if told.exists() else 0
    child = apart(lambda: _work(WORK[kind], told))
    if chance.random() < 0.9:  # else even before the first word
        _wait_for(lambda: told.exists() and told.stat().st_size > before, child)
    time.sleep(chance.uniform(0.0, 0.2))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL, f"{kind} stopped by itself: {status}"


def _wait_for(ready: Callable[[], bool], child: int) -> None:
    until = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < until, "nothing was acknowledged"
        assert os.waitpid(child, os.WNOHANG) == (0, 0), "the child stopped by itself"
        time.sleep(0.002)


def _work(acts: Callable[[], Iterator[Said]], told: Path) -> None:
    out = os.open(told, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with clock.at(AT):
        for said in acts():
            os.write(out, (json.dumps(said) + "\n").encode())  # one call: a line is told whole or not at all


def _look(told: Path) -> None:
    """Start again, and find all that was acknowledged, and nothing that is half there."""
    sweep(settings.LIUHEN_ORIGINALS, older_than=0)
    sweep(settings.LIUHEN_PAPERS, older_than=0)
    report = verify()
    assert report.intact, report.problems
    said = [json.loads(line) for line in told.read_text().splitlines()] if told.exists() else []
    kept = set(Head.objects.values_list("digest", flat=True))
    assert {one["entry"] for one in said if "entry" in one} <= kept
    for one in said:
        if "file" in one:
            row = Upload.objects.get(sha256=one["true"])
            assert check(settings.LIUHEN_ORIGINALS, sha256=row.sha256, sm3=row.sm3, size=row.size) is None
    _look_at_stores()
    _look_at_packages({one["package"] for one in said if "package" in one})
    with clock.at(AT):
        checkpoint(ORGAN)


def _look_at_stores() -> None:
    for root in (settings.LIUHEN_ORIGINALS, settings.LIUHEN_PAPERS):
        for path in (one for one in root.rglob("*") if one.is_file()):
            assert hashlib.sha256(path.read_bytes()).hexdigest() == path.name, path


def _look_at_packages(acknowledged: set[str]) -> None:
    folder = settings.LIUHEN_DATA / PACKAGES
    there = {str(path) for path in folder.glob("*") if not path.name.startswith(".")}
    assert acknowledged <= there
    looked = folder.parent / "looked"
    looked.touch()
    for path in sorted(there - set(looked.read_text().splitlines())):
        assert verify_case.verify(path).findings == []
        with looked.open("a") as out:
            out.write(path + "\n")


def _migration(chance: random.Random, *, empty: bool) -> None:
    """Kill a migration that makes all tables, or one that rebuilds a table of records; the next start finishes it."""
    path = settings.LIUHEN_DATA / f"migrated-{secrets.token_hex(4)}.sqlite3"
    if not empty:
        source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        source.execute("VACUUM INTO ?", [str(path)])
        source.close()
    child = apart(lambda: _migrate(path, widen=not empty))
    # A little beyond the usual length, so that some are killed right after their last step.
    time.sleep(chance.uniform(0.0, 2.5 if empty else 0.4))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    done(apart(lambda: _finish(path, empty=empty)))
    for left in path.parent.glob(path.name + "*"):
        left.unlink()


def _migrate(path: Path, *, widen: bool) -> None:
    _work_on(path)
    if not widen:
        call_command("migrate", verbosity=0, interactive=False)
        return
    migration = migrations.Migration("widen", "ledger")
    migration.operations = [migrations.AlterField("head", "kind", models.CharField(max_length=70))]
    state = MigrationExecutor(connection).loader.project_state()
    told = {"sender": apps.get_app_config("ledger"), "app_config": None, "verbosity": 0, "interactive": False}
    models.signals.pre_migrate.send(**told, apps=apps, using="default", plan=[(migration, False)])
    with connection.schema_editor() as editor:
        migration.apply(state, editor)
    call_command("migrate", verbosity=0, interactive=False)


def _finish(path: Path, *, empty: bool) -> None:
    _work_on(path)
    call_command("migrate", verbosity=0, interactive=False)
    assert missing_triggers(connection) == []
    assert set(connection.introspection.table_names()) == _tables()
    report = verify()
    assert report.intact, report.problems
    assert (report.counted["entries"] == 0) is empty


def _tables() -> set[str]:
    usual = sqlite3.connect(settings.DATABASES["default"]["NAME"])
    rows = usual.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall()
    usual.close()
    return {name for (name,) in rows}


def _work_on(path: Path) -> None:
    told = {**connections.settings["default"], "NAME": str(path)}
    connections["default"] = load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")
