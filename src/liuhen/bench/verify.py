"""Goal 5: checking the ledger beside the barest walk over it, and the originals beside `openssl dgst`."""

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import Final

from django.conf import settings

from liuhen.bench.bare_walk import walk
from liuhen.bench.figure import Figure, Goal, compared, unmeasured
from liuhen.bench.ingest import random_file
from liuhen.bench.installation import Bureau
from liuhen.bench.tools import missing_tools
from liuhen.kernel.digests import Digests
from liuhen.kernel.errors import UnusableError
from liuhen.ledger.verification import Report, check_chains, verify
from liuhen.media.fixity import check, digests_of

_CHAINS: Final = Goal(5, "verify.ledger", "核验留痕账：各条首部、两条链、各份内容、检查点", 0.5)
_WHOLE: Final = Goal(5, "verify.whole", "核验留痕账并由记录重算全部数据表")
_ORIGINALS: Final = Goal(5, "verify.originals", "核验音像原件", 0.9)
_AGAINST_WALK: Final = "直读数据库逐条验链、开启内容、重取承诺"
_AGAINST_OPENSSL: Final = "openssl dgst -sha256 与 -sm3 同时进行，各占一核"


def measure(*, runs: int, quick: bool, folder: Path) -> list[Figure]:
    """Return both figures of the goal, and what checking every table costs beyond."""
    return [*_ledger(runs, cases=1 if quick else 12), _originals(runs, folder, size=8 if quick else 128)]


def _ledger(runs: int, *, cases: int) -> list[Figure]:
    for deed in Bureau().deeds(cases):
        deed()
    database, master = settings.LIUHEN_DATA / "liuhen.sqlite3", settings.LIUHEN_DATA / "keys" / "master.key"
    chains, whole, bare = [], [], []
    for _ in range(runs):
        bare.append(_timed(lambda: walk(database, master.read_bytes())))
        chains.append(_timed(_checked_chains))
        whole.append(_timed(lambda: _require_intact(verify())))
    told = {"against_ms": min(bare) * 1000}
    return [
        compared(_CHAINS, ours=chains, peer=bare, against=_AGAINST_WALK, extra={"ours_ms": min(chains) * 1000, **told}),
        compared(_WHOLE, ours=whole, peer=bare, against=_AGAINST_WALK, extra={"ours_ms": min(whole) * 1000, **told}),
    ]


def _checked_chains() -> None:
    report = Report()
    report.take(check_chains(report))
    _require_intact(report)


def _require_intact(report: Report) -> None:
    if not report.intact:
        raise UnusableError("测量用的留痕账核验未通过，测量无效。", why=report.problems[0].what)


def _originals(runs: int, folder: Path, *, size: int) -> Figure:
    if missing := missing_tools("openssl"):
        return unmeasured(_ORIGINALS, against=_AGAINST_OPENSSL, why=missing)
    kept = [_original(folder, number, size) for number in range(4)]
    ours, peer = [], []
    for _ in range(runs):
        ours.append(_timed(lambda: _check(folder, kept)))
        peer.append(_timed(lambda: _openssl(path for path, _digests in kept)))
    told = {"ours_ms": min(ours) * 1000, "against_ms": min(peer) * 1000}
    note = f"{len(kept)} 份，各 {size} MiB"
    return compared(_ORIGINALS, ours=ours, peer=peer, against=_AGAINST_OPENSSL, note=note, extra=told)


def _original(folder: Path, number: int, size: int) -> tuple[Path, Digests]:
    path = random_file(folder / f"{number}.bin", size)
    digests = digests_of(path)
    kept = folder / digests.sha256[:2] / digests.sha256
    kept.parent.mkdir(exist_ok=True)
    return path.rename(kept), digests


def _check(folder: Path, kept: Iterable[tuple[Path, Digests]]) -> None:
    for path, digests in kept:
        wrong = check(folder, sha256=digests.sha256, sm3=digests.sm3, size=path.stat().st_size)
        if wrong is not None:
            raise UnusableError("测量用的原件核验未通过，测量无效。", why=wrong.message)


def _openssl(paths: Iterable[Path]) -> None:
    files = [str(path) for path in paths]
    started = [
        subprocess.Popen(["openssl", "dgst", kind, *files], stdout=subprocess.DEVNULL)  # noqa: S603, S607
        for kind in ("-sha256", "-sm3")
    ]
    ended = [one.wait() for one in started]  # both, even where the first one failed
    if any(ended):
        raise UnusableError("openssl 没有算完，测量无效。")


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began
