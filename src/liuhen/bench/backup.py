"""Goal 9: a hot backup beside `cp -a; sync` of the same tree, and what it costs whoever records an act meanwhile.

The peer copies and waits for the disk. The backup also encrypts, takes two digests of every byte, reads back what it
wrote and looks through the copy of the database.
"""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from time import perf_counter, sleep
from typing import Final

from django.conf import settings

from liuhen.bench.figure import AT_MOST, Figure, Goal, compared, unmeasured
from liuhen.bench.installation import Bureau, Deed
from liuhen.bench.tools import missing_tools
from liuhen.kernel.errors import UnusableError
from liuhen.upkeep.backup import backup
from liuhen.upkeep.checking import check

_FIRST: Final = Goal(9, "backup.first", "不停机备份：加密、写入、读回核对", 0.5)
_AGAIN: Final = Goal(9, "backup.again", "再备份一次，没有新增原件")
_MEANWHILE: Final = Goal(9, "backup.append.p99", "备份时登记一条记录，百分之九十九，与平时相比", 3.0, AT_MOST)
_AGAINST: Final = "cp -a；sync（同一目录树）"
_IDLE: Final = "同一台机器，没有备份"
_MIB: Final = 1 << 20
_LOOKED: Final = 0.02  # seconds


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return how fast a backup is beside a copy, first and again, and what appending costs beside it."""
    if missing := missing_tools("cp", "sync"):
        return [unmeasured(goal, against=_AGAINST, why=missing) for goal in (_FIRST, _AGAIN, _MEANWHILE)]
    bureau = Bureau()
    for deed in bureau.deeds(1):
        deed()
    large, small = (2, 4) if quick else (64, 40)
    size = _fill(large=(4, large * _MIB), small=(small, 200_000))
    first, again, peer = [], [], []
    for number in range(runs):
        peer.append(_copied(folder / f"copy-{number}"))
        first.append(_backed_up(folder / "backup"))
        again.append(_backed_up(folder / "backup"))
        if number == 0:
            _require_whole(folder / "backup")
        shutil.rmtree(folder / "backup")
        (settings.LIUHEN_DATA / "upkeep" / "backups.json").unlink()
    note = f"{size // _MIB} MiB，{4 + small} 份"
    return [
        compared(_FIRST, ours=first, peer=peer, against=_AGAINST, note=note, extra=_told(first, peer)),
        compared(_AGAIN, ours=again, peer=peer, against=_AGAINST, note=note, extra=_told(again, peer)),
        _meanwhile(bureau, folder / "backup", cases=1 if quick else 6, runs=runs),
    ]


def _told(ours: Sequence[float], peer: Sequence[float]) -> dict[str, float]:
    return {"ours_ms": min(ours) * 1000, "against_ms": min(peer) * 1000}


def _fill(*, large: tuple[int, int], small: tuple[int, int]) -> int:
    """Put originals into the store that no disk can shorten: so many of so many bytes; return the bytes of all."""
    for count, size in (large, small):
        for _ in range(count):
            data = secrets.token_bytes(size)
            name = sha256(data).hexdigest()
            path = settings.LIUHEN_ORIGINALS / name[:2] / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    os.sync()
    return large[0] * large[1] + small[0] * small[1]


def _copied(target: Path) -> float:
    began = perf_counter()
    for words in (["cp", "-a", str(settings.LIUHEN_DATA), str(target)], ["sync", "-f", str(target)]):
        subprocess.run(words, check=True)  # noqa: S603  # named above
    took = perf_counter() - began
    shutil.rmtree(target)
    return took


def _backed_up(target: Path) -> float:
    began = perf_counter()
    backup(target)
    return perf_counter() - began


def _require_whole(target: Path) -> None:
    if found := check(target).problems:
        raise UnusableError("测量用的备份核对未通过，测量无效。", why=found[0][1])


def _meanwhile(bureau: Bureau, target: Path, *, cases: int, runs: int) -> Figure:
    """Append with and without a backup at work in a process of its own, in turns."""
    idle, busy = [], []
    for _ in range(runs):
        idle.append(_p99(_timed(bureau.deeds(cases))))
        with subprocess.Popen(_over_and_over(target), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
            while not target.is_dir():  # until it has loaded and begun
                if process.poll() is not None:
                    raise UnusableError("备份没有开始，测量无效。")
                sleep(_LOOKED)
            busy.append(_p99(_timed(bureau.deeds(cases))))
            process.terminate()
        shutil.rmtree(target)
    return compared(
        _MEANWHILE, ours=busy, peer=idle, against=_IDLE, faster=False, extra=_told(busy, idle), note="反复整份备份"
    )


def _over_and_over(target: Path) -> list[str]:
    return [sys.executable, "-c", _LOOP, str(target)]


_LOOP: Final = """
import os, shutil, sys
from pathlib import Path
import django
django.setup()
from liuhen.upkeep.backup import backup
os.nice(10)
while True:
    backup(Path(sys.argv[1]), anew=True)
    shutil.rmtree(Path(sys.argv[1]) / "objects")
"""


def _timed(deeds: Sequence[Deed]) -> list[float]:
    took = []
    for deed in deeds:
        began = perf_counter()
        deed()
        took.append(perf_counter() - began)
    return took


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[max(0, -(-len(times) * 99 // 100) - 1)]
