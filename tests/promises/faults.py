"""Every write and every sync of an act, a received file and a checkpoint fails in turn: four ways, once and for ever.

After each: an error in words, the records as before, also for who starts again from the files alone (where only the
confirmation failed, one whole record more is possible), and the same request sent again succeeds and counts once.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from liuhen.kernel import clock
from liuhen.kernel.errors import UnusableError
from liuhen.ledger import checkpoint, verify
from liuhen.ledger.models import Head, SignedCheckpoint
from liuhen.office import actions as office
from liuhen.process.case.models import Upload
from process.bureau import AT, ORGAN, Play, bring
from promises.bureau import first_case, people
from promises.failing_disk import HOW, Disk, install

Act = Callable[[str], object]
TOO_MANY = 400  # requests of one act: more would mean that counting went wrong


def trial(*, rounds: int, seed: int) -> dict[str, Any]:
    """Fail `rounds` different requests of each act in each way, from the first on; 0 means every one."""
    del seed
    disk, faults = Disk(), {}
    install(disk)
    with clock.at(AT):
        for name, act in acts().items():
            faults[name] = sum(_each(disk, how, act, name=name, at_most=rounds) for how in HOW)
    report = verify()
    return {"faults": faults, "intact": report.intact, "entries": report.counted["entries"]}


def acts() -> dict[str, Act]:
    """Return the write paths under trial; each takes a request key."""
    staff, case, contents = people(), first_case(), {}
    amounts = count(1)

    def threshold(key: str) -> object:
        amount = contents.setdefault(key, next(amounts))
        return office.set_threshold(ORGAN, matter="other", amount_fen=amount, basis="示例", by=office.SYSTEM, key=key)

    def clue(key: str) -> object:
        return Play(staff).usual("clue.registered", key=key)

    def paper(key: str) -> object:
        return case.do("zhou", "paper.finalised", form="interview", key=key)

    def upload(key: str) -> object:
        return bring(staff["zhou"], key.encode() * 40_000, "现场.bin")

    def signing(key: str) -> object:
        threshold(f"before-{key}")
        return checkpoint(ORGAN)

    return {"append": threshold, "transition": clue, "paper": paper, "upload": upload, "checkpoint": signing}


def _each(disk: Disk, how: str, act: Act, *, name: str, at_most: int) -> int:
    """Fail every request of an act in turn; return how many faults struck."""
    struck = 0
    for at in range(1, (at_most or TOO_MANY) + 1):
        for for_ever in (False, True):
            key = f"{name}-{how}-{at}-{for_ever}"
            before = _state()
            with disk.failing(at, how, for_ever=for_ever):
                refused = _refused(act, key)
            if not disk.failed:
                assert not refused
                return struck
            struck += 1
            if refused:
                _require_nothing_half(before, key)
            act(key)  # the same request again
            _require_once(key, name)
    assert at_most, f"{name} asks without end"
    return struck


def _refused(act: Act, key: str) -> bool:
    try:
        act(key)
    except UnusableError as refusal:
        assert refusal.message
        assert refusal.why
        assert refusal.remedy
        return True
    return False  # what failed was not needed: SQLite puts off emptying its log


def _state() -> tuple[int, int, int]:
    return Head.objects.count(), SignedCheckpoint.objects.count(), Upload.objects.count()


def _require_nothing_half(before: tuple[int, int, int], key: str) -> None:
    assert _state() == before or key.startswith("checkpoint"), (before, _state(), key)
    seqs = _after_a_power_cut()
    assert seqs == list(range(1, len(seqs) + 1))


def _after_a_power_cut() -> list[int]:
    """Return the organ's numbers as the next start would find them: from the files, without what is in memory."""
    usual = Path(connection.settings_dict["NAME"])
    folder = settings.LIUHEN_DATA / "crash"
    folder.mkdir()
    # By a process of its own: closing a file here would give up the locks that this process holds on it.
    subprocess.run(["cp", usual, usual.with_name(usual.name + "-wal"), folder], check=True)
    with closing(sqlite3.connect(folder / usual.name)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        rows = raw.execute("SELECT organ_seq FROM ledger_head WHERE organ = ? ORDER BY organ_seq", [ORGAN]).fetchall()
    shutil.rmtree(folder)
    return [seq for (seq,) in rows]


def _require_once(key: str, name: str) -> None:
    written = Head.objects.filter(organ=ORGAN, key__startswith=key).count()
    assert written == (name in {"append", "transition", "paper"}), (key, written)
